package io.thermocline.engine.operator;

import static io.thermocline.engine.operator.Harness.column;
import static io.thermocline.engine.operator.Harness.test;
import static io.thermocline.engine.operator.TestData.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.expr.FunctionId;
import io.thermocline.engine.plan.AggregateCall;
import io.thermocline.engine.plan.AggregateFunction;
import io.thermocline.engine.plan.DynamicFilterSlot;
import io.thermocline.engine.plan.DynamicFilterSource;
import io.thermocline.engine.plan.JoinKey;
import io.thermocline.engine.plan.JoinType;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.plan.SortKey;
import io.thermocline.engine.plan.WindowGroup;
import io.thermocline.engine.run.Engine;
import io.thermocline.engine.run.EngineConfig;
import io.thermocline.engine.run.QueryContext;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What plans mean beside their single operators: parameters, casts, filters from the other side of
/// a join, rows without columns, mistakes.
class PlanTest {
  private static final EngineConfig PARALLEL = Harness.CONFIG.withWorkers(3).withBatchRows(64);

  private static PhysicalNode.HashJoinNode bindJoin(
      PhysicalNode.ScanNode left, PhysicalNode right, int maxValues) {
    PhysicalNode.ScanNode probe =
        new PhysicalNode.ScanNode(
            left.source(), left.request(), left.schema(), List.of(new DynamicFilterSlot(1, "k")));
    return new PhysicalNode.HashJoinNode(
        probe,
        right,
        JoinType.INNER,
        List.of(JoinKey.equal(column(left, "k"), column(right, "v"))),
        null,
        false,
        List.of(new DynamicFilterSource(1, 0, maxValues)),
        Harness.concat(left.schema(), right.schema()));
  }

  private static PhysicalNode values(Long... values) {
    Schema schema = Schema.of(Field.nullable("v", ScalarType.INT64));
    List<List<Object>> rows = new ArrayList<>();
    for (Long value : values) {
      List<Object> row = new ArrayList<>();
      row.add(value);
      rows.add(row);
    }
    return PhysicalNode.ValuesNode.of(schema, rows);
  }

  @Test
  void theBuildSideFiltersTheScanOfTheProbeSide() {
    for (EngineConfig config : Harness.CONFIGS) {
      MemorySource source = new MemorySource();
      PhysicalNode.ScanNode left = scan(source, "l", 500, 3, 8);
      Harness.run(config, bindJoin(left, values(3L, 7L, 3L, null), 10));
      assertThat(source.requests.getLast().filter())
          .isEqualTo(new Predicate.In("k", List.of(3, 7)));
      Harness.run(config, bindJoin(left, values(9L, 3L, 7L), 2));
      assertThat(source.requests.getLast().filter())
          .isEqualTo(
              new Predicate.And(
                  List.of(
                      new Predicate.Compare("k", Predicate.Operator.GE, 3),
                      new Predicate.Compare("k", Predicate.Operator.LE, 9))));
      int scans = source.requests.size();
      assertThat(Harness.run(config, bindJoin(left, values(), 10))).isEmpty();
      assertThat(source.requests).as("no scan for an empty build side").hasSize(scans);
    }
  }

  @Test
  void parametersAreBoundAtExecution() {
    PhysicalNode scan = scan(new MemorySource(), "t", 500, 2, 9);
    Expression parameter = new Expression.Parameter(0, ScalarType.INT64);
    PhysicalNode plan =
        new PhysicalNode.LimitNode(
            new PhysicalNode.FilterNode(scan, test(FunctionId.LESS, column(scan, "id"), parameter)),
            null,
            new Expression.Parameter(1, ScalarType.INT64));
    assertThat(Harness.run(PARALLEL, plan, List.of(100L, 1000L))).hasSize(100);
    assertThat(Harness.run(PARALLEL, plan, List.of(100L, 10L))).hasSize(10);
    assertThatThrownBy(() -> Harness.run(PARALLEL, plan, List.of(100L)))
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER));
  }

  @Test
  void aSecondRowOfAScalarSubQueryFails() {
    PhysicalNode scan = scan(new MemorySource(), "t", 500, 3, 10);
    PhysicalNode single =
        new PhysicalNode.HashAggregateNode(
            PhysicalNode.LimitNode.of(scan, 0, 2),
            List.of(),
            List.of(
                AggregateCall.of(
                    AggregateFunction.SINGLE_VALUE, ScalarType.INT64, column(scan, "id"))),
            Schema.of(Field.nullable("v", ScalarType.INT64)));
    assertThatThrownBy(() -> Harness.run(PARALLEL, single))
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CARDINALITY_VIOLATION));
  }

  @Test
  void equalKeysOfDifferentImagesAreOneGroup() {
    Schema schema =
        Schema.of(
            Field.nullable("i", ScalarType.INTERVAL), Field.nullable("f", ScalarType.FLOAT64));
    long month = 30 * 86_400_000_000L;
    PhysicalNode values =
        PhysicalNode.ValuesNode.of(
            schema,
            List.of(
                List.of(new Interval(1, 0), 0.0),
                List.of(new Interval(0, month), -0.0),
                List.of(new Interval(1, 0), Double.NaN),
                List.of(new Interval(2, -month), -Double.NaN)));
    for (EngineConfig config : Harness.CONFIGS) {
      assertThat(Harness.run(config, new PhysicalNode.DistinctNode(values))).hasSize(2);
    }
  }

  @Test
  void inputsOfAUnionAreCastToItsTypes() {
    Schema ints = Schema.of(Field.nullable("x", ScalarType.INT32));
    Schema decimals = Schema.of(Field.nullable("x", new DecimalType(12, 1)));
    PhysicalNode a = PhysicalNode.ValuesNode.of(ints, List.of(List.of(1), List.of(2)));
    PhysicalNode b =
        PhysicalNode.ValuesNode.of(decimals, List.of(List.of(new java.math.BigDecimal("2.0"))));
    Harness.check(
        "union",
        new PhysicalNode.DistinctNode(new PhysicalNode.UnionNode(List.of(a, b), decimals)),
        List.of(List.of(1), List.of(2)));
    Harness.check(
        "intersect",
        new PhysicalNode.SetOperationNode(
            b, a, PhysicalNode.SetOperationNode.Kind.INTERSECT, false),
        List.of(List.of(2)));
  }

  @Test
  void mistakesAreFoundBeforeAnythingIsRead() {
    MemorySource source = new MemorySource();
    PhysicalNode scan = scan(source, "t", 10, 1, 12);
    Expression wrong =
        new Expression.Call(
            FunctionId.EQUAL, List.of(column(scan, "k"), column(scan, "s")), ScalarType.BOOLEAN);
    List<PhysicalNode> plans =
        List.of(
            new PhysicalNode.FilterNode(scan, column(scan, "k")),
            new PhysicalNode.FilterNode(scan, wrong),
            new PhysicalNode.SortNode(scan, List.of(SortKey.ascending(wrong))),
            new PhysicalNode.NestedLoopJoinNode(scan, scan, JoinType.SEMI, wrong, scan.schema()),
            new PhysicalNode.WindowNode(
                scan,
                List.of(new WindowGroup(List.of(wrong), List.of(), List.of())),
                scan.schema()));
    try (Engine engine = new Engine(PARALLEL);
        QueryContext context = engine.open(Harness.OPTIONS)) {
      for (PhysicalNode plan : plans) {
        assertThatThrownBy(() -> engine.execute(plan, List.of(), context))
            .isInstanceOfSatisfying(
                ThermoclineException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.TYPE_MISMATCH));
      }
    }
    assertThat(source.calls).hasValue(0);
  }

  @Test
  void rowsWithoutColumnsAreCounted() {
    PhysicalNode values =
        new PhysicalNode.ValuesNode(
            new Schema(List.of()), List.of(new Batch(List.of(), 3), new Batch(List.of(), 2)));
    PhysicalNode cross =
        new PhysicalNode.NestedLoopJoinNode(
            values, values, JoinType.INNER, null, new Schema(List.of()));
    PhysicalNode count =
        new PhysicalNode.HashAggregateNode(
            PhysicalNode.LimitNode.of(cross, 1, -1),
            List.of(),
            List.of(AggregateCall.of(AggregateFunction.COUNT_STAR, ScalarType.INT64)),
            Schema.of(Field.required("n", ScalarType.INT64)));
    for (EngineConfig config : Harness.CONFIGS) {
      assertThat(Harness.run(config, count)).containsExactly(List.of(24L));
      assertThat(Harness.run(config, new PhysicalNode.DistinctNode(values))).hasSize(1);
    }
  }

  @Test
  void averagesOfExactNumbersAreExact() {
    Schema schema =
        Schema.of(
            Field.nullable("x", ScalarType.INT32), Field.nullable("d", new DecimalType(5, 2)));
    PhysicalNode values =
        PhysicalNode.ValuesNode.of(
            schema,
            List.of(
                List.of(1, new java.math.BigDecimal("1.00")),
                List.of(1, new java.math.BigDecimal("1.01")),
                List.of(2, new java.math.BigDecimal("1.03"))));
    DecimalType average = new DecimalType(38, 16);
    PhysicalNode plan =
        new PhysicalNode.HashAggregateNode(
            values,
            List.of(),
            List.of(
                AggregateCall.of(AggregateFunction.AVG, average, column(schema, "x")),
                AggregateCall.of(AggregateFunction.AVG, average, column(schema, "d"))),
            Schema.of(Field.nullable("a", average), Field.nullable("b", average)));
    assertThat(Harness.run(PARALLEL, plan).toString())
        .isEqualTo("[[1.3333333333333333, 1.0133333333333333]]");
  }

  @Test
  void approximateCountsAreClose() {
    PhysicalNode scan = scan(new MemorySource(), "t", 50000, 4, 11);
    PhysicalNode plan =
        new PhysicalNode.HashAggregateNode(
            scan,
            List.of(),
            List.of(
                AggregateCall.of(
                    AggregateFunction.APPROX_COUNT_DISTINCT, ScalarType.INT64, column(scan, "id")),
                AggregateCall.of(
                    AggregateFunction.APPROX_COUNT_DISTINCT, ScalarType.INT64, column(scan, "s"))),
            Schema.of(
                Field.required("a", ScalarType.INT64), Field.required("b", ScalarType.INT64)));
    List<Object> row = Harness.run(PARALLEL, plan).getFirst();
    assertThat((long) row.get(0)).isBetween(47500L, 52500L);
    assertThat((long) row.get(1)).isEqualTo(12L);
  }
}
