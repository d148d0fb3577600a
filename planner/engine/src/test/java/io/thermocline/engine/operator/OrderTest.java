package io.thermocline.engine.operator;

import static io.thermocline.engine.operator.Harness.column;
import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.plan.PhysicalNode.SetOperationNode;
import io.thermocline.engine.plan.SortKey;
import io.thermocline.engine.run.EngineConfig;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Sorting, limits, unions and set operations against DuckDB.
class OrderTest {
  private static String sql(List<SortKey> keys, PhysicalNode scan) {
    return keys.stream()
        .map(key -> {
          int index =
              ((io.thermocline.engine.expr.Expression.ColumnReference) key.expression()).index();
          return scan.schema().field(index).name()
              + (key.descending() ? " desc" : " asc")
              + (key.nullsFirst() ? " nulls first" : " nulls last");
        })
        .reduce((a, b) -> a + ", " + b)
        .orElse("1");
  }

  @Test
  void sortsAndTopNsByEveryType() {
    Random random = new Random(3);
    List<List<Object>> data = TestData.rows(random, 5000);
    MemorySource source = new MemorySource();
    PhysicalNode scan =
        TestData.scan(source, "t", TestData.table(random, TestData.SCHEMA, data, 3));
    try (Duck duck = new Duck()) {
      duck.load("t", TestData.SCHEMA, data);
      for (Field field : TestData.SCHEMA.fields()) {
        boolean descending = random.nextBoolean();
        boolean nullsFirst = random.nextBoolean();
        List<SortKey> keys =
            List.of(
                new SortKey(column(scan, field.name()), descending, nullsFirst),
                new SortKey(column(scan, "s"), !descending, !nullsFirst),
                SortKey.ascending(column(scan, "id")));
        List<List<Object>> expected = duck.query("select * from t order by " + sql(keys, scan));
        Harness.checkOrdered(field.name(), new PhysicalNode.SortNode(scan, keys), expected);
        for (int fetch : new int[] {0, 1, 10, 3000}) {
          Harness.checkOrdered(
              field.name() + " top " + fetch,
              PhysicalNode.TopNNode.of(scan, keys, fetch),
              expected.subList(0, fetch));
        }
        PhysicalNode page =
            new PhysicalNode.TopNNode(scan, keys, Harness.literal(4990), Harness.literal(100));
        Harness.checkOrdered(field.name() + " page", page, expected.subList(4990, 5000));
        Harness.checkOrdered(
            field.name() + " limit",
            PhysicalNode.LimitNode.of(new PhysicalNode.SortNode(scan, keys), 17, 500),
            expected.subList(17, 517));
      }
    }
  }

  @Test
  void limitReturnsSoManyRowsAndStopsTheScan() {
    Random random = new Random(4);
    List<List<Object>> data = TestData.rows(random, 3000);
    for (EngineConfig config : Harness.CONFIGS) {
      MemorySource source = new MemorySource();
      PhysicalNode scan =
          TestData.scan(source, "t", TestData.table(random, TestData.SCHEMA, data, 4));
      for (int[] bounds : new int[][] {{0, 0}, {0, 5}, {2999, 5}, {4000, 5}, {5, -1}}) {
        int rows =
            Harness.run(config, PhysicalNode.LimitNode.of(scan, bounds[0], bounds[1])).size();
        int left = Math.max(0, 3000 - bounds[0]);
        assertThat(rows).isEqualTo(bounds[1] < 0 ? left : Math.min(left, bounds[1]));
        assertThat(source.openReaders).hasValue(0);
      }
    }
  }

  @Test
  void setOperationsMatchDuckDb() {
    for (long seed = 1; seed <= 3; seed++) {
      Random random = new Random(seed);
      Schema schema = new Schema(TestData.SCHEMA.fields().subList(0, 3));
      List<List<Object>> l = narrow(TestData.rows(random, 800));
      List<List<Object>> r = narrow(TestData.rows(random, 500));
      MemorySource source = new MemorySource();
      PhysicalNode left = TestData.scan(source, "l", TestData.table(random, schema, l, 2));
      PhysicalNode right = TestData.scan(source, "r", TestData.table(random, schema, r, 3));
      try (Duck duck = new Duck()) {
        duck.load("l", schema, l);
        duck.load("r", schema, r);
        for (SetOperationNode.Kind kind : SetOperationNode.Kind.values()) {
          for (boolean all : new boolean[] {false, true}) {
            String sql = "select * from l " + kind + (all ? " all" : "") + " select * from r";
            Harness.check(
                sql + " seed " + seed,
                new SetOperationNode(left, right, kind, all),
                duck.query(sql));
          }
        }
        PhysicalNode union = new PhysicalNode.UnionNode(List.of(left, right, left), schema);
        String unionAll = "select * from l union all select * from r union all select * from l";
        Harness.check("union all", union, duck.query(unionAll));
        Harness.check(
            "union",
            new PhysicalNode.DistinctNode(union),
            duck.query("select * from l union select * from r"));
      }
    }
  }

  private static List<List<Object>> narrow(List<List<Object>> rows) {
    List<List<Object>> result = new ArrayList<>();
    for (List<Object> row : rows) {
      Object big = row.get(1);
      List<Object> narrowed = new ArrayList<>();
      narrowed.add(row.get(0));
      narrowed.add(big == null ? null : (Long) big % 3);
      narrowed.add(row.get(2));
      result.add(narrowed);
    }
    return result;
  }
}
