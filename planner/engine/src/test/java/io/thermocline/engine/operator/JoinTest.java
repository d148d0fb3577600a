package io.thermocline.engine.operator;

import static io.thermocline.engine.operator.Harness.column;
import static io.thermocline.engine.operator.Harness.test;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.expr.FunctionId;
import io.thermocline.engine.plan.JoinKey;
import io.thermocline.engine.plan.JoinType;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Joins against DuckDB.
class JoinTest {
  private static final List<String> COLUMNS = List.of("k", "big", "s", "d", "id");

  private static String sql(JoinType type, String condition) {
    return switch (type) {
      case INNER, LEFT, RIGHT, FULL ->
          "select l.k, l.big, l.s, l.d, l.id, r.k, r.big, r.s, r.d, r.id from l "
              + type
              + " join r on "
              + condition;
      case SEMI ->
          "select l.k, l.big, l.s, l.d, l.id from l where exists (select 1 from r where "
              + condition
              + ")";
      case ANTI ->
          "select l.k, l.big, l.s, l.d, l.id from l where not exists (select 1 from r where "
              + condition
              + ")";
    };
  }

  private static PhysicalNode.ScanNode scan(
      MemorySource source, String name, Random random, List<List<Object>> rows) {
    PhysicalNode.ScanNode all =
        TestData.scan(
            source, name, TestData.table(random, TestData.SCHEMA, rows, 1 + random.nextInt(5)));
    Schema schema =
        new Schema(
            COLUMNS.stream().map(c -> TestData.SCHEMA.field(TestData.SCHEMA.indexOf(c))).toList());
    return new PhysicalNode.ScanNode(
        source,
        io.thermocline.spi.source.ScanRequest.of(all.request().relation(), COLUMNS),
        schema);
  }

  private record Setup(Duck duck, PhysicalNode left, PhysicalNode right, Schema pairs)
      implements AutoCloseable {
    static Setup of(long seed, int leftRows, int rightRows) {
      Random random = new Random(seed);
      List<List<Object>> l = TestData.rows(random, leftRows);
      List<List<Object>> r = TestData.rows(random, rightRows);
      Duck duck = new Duck();
      duck.load("l", TestData.SCHEMA, l);
      duck.load("r", TestData.SCHEMA, r);
      MemorySource source = new MemorySource();
      PhysicalNode left = scan(source, "l", random, l);
      PhysicalNode right = scan(source, "r", random, r);
      return new Setup(duck, left, right, Harness.concat(left.schema(), right.schema()));
    }

    Schema schema(JoinType type) {
      return type == JoinType.SEMI || type == JoinType.ANTI ? left.schema() : pairs;
    }

    Expression right(String name) {
      int index = right.schema().indexOf(name);
      return new Expression.ColumnReference(
          left.schema().size() + index, right.schema().field(index).type());
    }

    @Override
    public void close() {
      duck.close();
    }
  }

  @ParameterizedTest
  @EnumSource(JoinType.class)
  void oneKeyMatchesDuckDb(JoinType type) {
    for (long seed = 1; seed <= 2; seed++) {
      try (Setup s = Setup.of(seed, 300, 150)) {
        PhysicalNode plan =
            new PhysicalNode.HashJoinNode(
                s.left,
                s.right,
                type,
                List.of(JoinKey.equal(column(s.left, "k"), column(s.right, "k"))),
                s.schema(type));
        Harness.check("seed " + seed, plan, s.duck.query(sql(type, "l.k = r.k")));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(JoinType.class)
  void twoKeysOfDifferentTypesMatchDuckDb(JoinType type) {
    for (long seed = 1; seed <= 2; seed++) {
      try (Setup s = Setup.of(seed, 500, 500)) {
        List<JoinKey> keys =
            List.of(
                JoinKey.equal(column(s.left, "k"), column(s.right, "big")),
                new JoinKey(column(s.left, "s"), column(s.right, "s"), true));
        PhysicalNode plan =
            new PhysicalNode.HashJoinNode(s.left, s.right, type, keys, s.schema(type));
        Harness.check(
            "seed " + seed,
            plan,
            s.duck.query(sql(type, "l.k = r.big and l.s is not distinct from r.s")));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(JoinType.class)
  void residualConditionMatchesDuckDb(JoinType type) {
    for (long seed = 1; seed <= 2; seed++) {
      try (Setup s = Setup.of(seed, 300, 150)) {
        Expression residual = test(FunctionId.LESS, column(s.left, "d"), s.right("d"));
        PhysicalNode plan =
            new PhysicalNode.HashJoinNode(
                s.left,
                s.right,
                type,
                List.of(JoinKey.equal(column(s.left, "k"), column(s.right, "k"))),
                residual,
                false,
                List.of(),
                s.schema(type));
        Harness.check("seed " + seed, plan, s.duck.query(sql(type, "l.k = r.k and l.d < r.d")));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(JoinType.class)
  void uniqueRightKeysMatchDuckDb(JoinType type) {
    for (long seed = 1; seed <= 2; seed++) {
      try (Setup s = Setup.of(seed, 300, 12)) {
        List<JoinKey> keys = List.of(JoinKey.equal(column(s.left, "k"), column(s.right, "id")));
        PhysicalNode plain =
            new PhysicalNode.HashJoinNode(s.left, s.right, type, keys, s.schema(type));
        Harness.check("seed " + seed, plain, s.duck.query(sql(type, "l.k = r.id")));
        Expression residual = test(FunctionId.LESS, column(s.left, "d"), s.right("d"));
        PhysicalNode restricted =
            new PhysicalNode.HashJoinNode(
                s.left, s.right, type, keys, residual, false, List.of(), s.schema(type));
        Harness.check(
            "residual, seed " + seed,
            restricted,
            s.duck.query(sql(type, "l.k = r.id and l.d < r.d")));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(JoinType.class)
  void anyConditionMatchesDuckDb(JoinType type) {
    for (long seed = 1; seed <= 2; seed++) {
      try (Setup s = Setup.of(seed, 80, 60)) {
        Expression condition = test(FunctionId.GREATER, column(s.left, "big"), s.right("big"));
        PhysicalNode plan =
            new PhysicalNode.NestedLoopJoinNode(s.left, s.right, type, condition, s.schema(type));
        Harness.check("seed " + seed, plan, s.duck.query(sql(type, "l.big > r.big")));
        PhysicalNode cross =
            new PhysicalNode.NestedLoopJoinNode(s.left, s.right, type, null, s.schema(type));
        Harness.check("cross, seed " + seed, cross, s.duck.query(sql(type, "true")));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(JoinType.class)
  void emptySidesMatchDuckDb(JoinType type) {
    for (int[] sizes : new int[][] {{0, 10}, {10, 0}, {0, 0}}) {
      try (Setup s = Setup.of(5, sizes[0], sizes[1])) {
        PhysicalNode plan =
            new PhysicalNode.HashJoinNode(
                s.left,
                s.right,
                type,
                List.of(JoinKey.equal(column(s.left, "k"), column(s.right, "k"))),
                s.schema(type));
        Harness.check(sizes[0] + " and " + sizes[1], plan, s.duck.query(sql(type, "l.k = r.k")));
        PhysicalNode cross =
            new PhysicalNode.NestedLoopJoinNode(s.left, s.right, type, null, s.schema(type));
        Harness.check(sizes[0] + " and " + sizes[1], cross, s.duck.query(sql(type, "true")));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 = 1", "k is not null", "k is null", "false"})
  void notInMatchesDuckDb(String rightCondition) {
    for (long seed = 1; seed <= 2; seed++) {
      Random random = new Random(seed);
      List<List<Object>> l = TestData.rows(random, 200);
      List<List<Object>> r = new ArrayList<>();
      try (Duck duck = new Duck()) {
        duck.load("l", TestData.SCHEMA, l);
        duck.load("r0", TestData.SCHEMA, TestData.rows(random, 10));
        r.addAll(duck.query("select * from r0 where " + rightCondition));
        duck.load("r", TestData.SCHEMA, r);
        MemorySource source = new MemorySource();
        PhysicalNode left = scan(source, "l", random, l);
        PhysicalNode right = scan(source, "r", random, r);
        PhysicalNode plan =
            new PhysicalNode.HashJoinNode(
                left,
                right,
                JoinType.ANTI,
                List.of(JoinKey.equal(column(left, "k"), column(right, "k"))),
                null,
                true,
                List.of(),
                left.schema());
        Harness.check(
            "seed " + seed,
            plan,
            duck.query("select k, big, s, d, id from l where k not in (select k from r)"));
      }
    }
  }
}
