package io.thermocline.engine.operator;

import static io.thermocline.engine.operator.Harness.column;
import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.plan.AggregateCall;
import io.thermocline.engine.plan.AggregateFunction;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.plan.SortKey;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sorts and aggregations that spill, against the same in memory.
class SpillTest {
  private static final int ROWS = 4_000;

  @TempDir Path folder;
  private SpillHarness harness;

  @BeforeEach
  void open() {
    harness = new SpillHarness(folder);
  }

  private static PhysicalNode scan(int rows, int partitions, long seed) {
    return TestData.scan(new MemorySource(), "t", rows, partitions, seed);
  }

  private static PhysicalNode sort(PhysicalNode scan) {
    return new PhysicalNode.SortNode(
        scan,
        List.of(new SortKey(column(scan, "s"), true, true), SortKey.ascending(column(scan, "f"))));
  }

  private static PhysicalNode aggregate(
      PhysicalNode scan, List<String> keys, List<List<Integer>> sets, List<AggregateCall> calls) {
    List<Field> fields = new ArrayList<>();
    List<Expression> expressions = new ArrayList<>();
    for (String key : keys) {
      expressions.add(column(scan, key));
      fields.add(Field.nullable(key, column(scan, key).type()));
    }
    calls.forEach(call -> fields.add(Field.nullable("x", call.type())));
    return new PhysicalNode.HashAggregateNode(scan, expressions, sets, calls, new Schema(fields));
  }

  private static List<AggregateCall> bounded(PhysicalNode in) {
    return List.of(
        AggregateCall.of(AggregateFunction.COUNT_STAR, ScalarType.INT64),
        AggregateCall.of(AggregateFunction.COUNT, ScalarType.INT64, column(in, "s")),
        AggregateCall.of(AggregateFunction.SUM, new DecimalType(38, 4), column(in, "w")),
        AggregateCall.of(AggregateFunction.SUM, ScalarType.FLOAT64, column(in, "f")),
        AggregateCall.of(AggregateFunction.AVG, ScalarType.FLOAT64, column(in, "k")),
        AggregateCall.of(AggregateFunction.MIN, ScalarType.TEXT, column(in, "s")),
        AggregateCall.of(AggregateFunction.MAX, ScalarType.DATE, column(in, "day")),
        AggregateCall.of(AggregateFunction.BOOL_OR, ScalarType.BOOLEAN, column(in, "b")),
        AggregateCall.of(AggregateFunction.STDDEV_SAMP, ScalarType.FLOAT64, column(in, "f")),
        AggregateCall.of(
            AggregateFunction.APPROX_COUNT_DISTINCT, ScalarType.INT64, column(in, "s")));
  }

  private static List<AggregateCall> distinct(PhysicalNode in) {
    return List.of(
        AggregateCall.of(AggregateFunction.COUNT, ScalarType.INT64, column(in, "w")).withDistinct(),
        AggregateCall.of(AggregateFunction.COUNT, ScalarType.INT64, column(in, "id")),
        AggregateCall.of(AggregateFunction.SUM, new DecimalType(38, 0), column(in, "id"))
            .withDistinct());
  }

  private static List<AggregateCall> collecting(PhysicalNode in) {
    return List.of(
        new AggregateCall(
            AggregateFunction.ARRAY_AGG,
            List.of(column(in, "s")),
            false,
            null,
            List.of(SortKey.ascending(column(in, "id"))),
            new ArrayType(ScalarType.TEXT)),
        AggregateCall.of(AggregateFunction.MODE, new DecimalType(12, 2), column(in, "d")));
  }

  @Test
  void sortMergesRunsStably() {
    harness.checkOrdered(sort(scan(ROWS, 1, 1)));
    harness.checkSingleRows(sort(scan(400, 1, 2)), 12_000);
  }

  @Test
  void topNWithManyRowsMergesRuns() {
    PhysicalNode scan = scan(ROWS, 4, 3);
    List<SortKey> keys =
        List.of(SortKey.ascending(column(scan, "big")), SortKey.ascending(column(scan, "id")));
    harness.checkOrdered(PhysicalNode.TopNNode.of(scan, keys, 3000));
    harness.checkSingleRows(PhysicalNode.TopNNode.of(scan(400, 1, 4), keys, 380), 12_000);
  }

  @Test
  void manyGroupsOfEveryKindOfState() {
    PhysicalNode scan = scan(ROWS, 4, 5);
    harness.check(aggregate(scan, List.of("id"), List.of(), bounded(scan)));
    harness.check(aggregate(scan, List.of("s", "big"), List.of(), bounded(scan)));
    harness.checkSingleRows(
        aggregate(scan(200, 2, 6), List.of("id"), List.of(), bounded(scan)), 16_000);
  }

  @Test
  void groupingSetsAreSpilledTogether() {
    PhysicalNode scan = scan(ROWS, 3, 7);
    List<List<Integer>> sets = List.of(List.of(0, 1), List.of(1), List.of());
    harness.check(aggregate(scan, List.of("s", "id"), sets, bounded(scan)));
  }

  @Test
  void distinctAggregatesArePartitionedByValue() {
    PhysicalNode scan = scan(ROWS, 3, 8);
    harness.check(aggregate(scan, List.of(), List.of(), distinct(scan)));
    harness.check(aggregate(scan, List.of("s"), List.of(), distinct(scan)));
    harness.check(
        aggregate(scan, List.of("s", "id"), List.of(List.of(0), List.of(1)), distinct(scan)));
  }

  @Test
  void collectedValuesAreSpilledWithTheirGroup() {
    PhysicalNode scan = scan(ROWS, 3, 9);
    harness.check(aggregate(scan, List.of("big"), List.of(), collecting(scan)));
  }

  @Test
  void distinctPutsOffNewRows() {
    PhysicalNode scan = scan(ROWS, 3, 10);
    harness.check(new PhysicalNode.DistinctNode(scan));
    harness.checkSingleRows(new PhysicalNode.DistinctNode(scan(400, 1, 11)), 12_000);
  }

  @Test
  void everyFailureOfADiskIsReportedAndLeavesNothing() {
    PhysicalNode scan = scan(400, 2, 12);
    for (FaultyFiles.Kind kind : FaultyFiles.Kind.values()) {
      assertThat(harness.checkFaults(sort(scan), 20_000, kind)).isPositive();
      assertThat(
              harness.checkFaults(
                  aggregate(scan, List.of("s", "big"), List.of(), distinct(scan)), 20_000, kind))
          .isPositive();
      assertThat(harness.checkFaults(new PhysicalNode.DistinctNode(scan), 20_000, kind))
          .isPositive();
    }
  }
}
