package io.thermocline.engine.operator;

import static io.thermocline.engine.operator.Harness.column;
import static io.thermocline.engine.operator.Harness.test;
import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.expr.FunctionId;
import io.thermocline.engine.plan.JoinKey;
import io.thermocline.engine.plan.JoinType;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.spi.type.Schema;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Joins that spill, against the same in memory.
class JoinSpillTest {
  @TempDir Path folder;
  private SpillHarness harness;

  @BeforeEach
  void open() {
    harness = new SpillHarness(folder);
  }

  private static Schema schema(JoinType type, PhysicalNode left, PhysicalNode right) {
    return type == JoinType.SEMI || type == JoinType.ANTI
        ? left.schema()
        : Harness.concat(left.schema(), right.schema());
  }

  private static PhysicalNode scan(String name, int rows, int partitions, long seed) {
    return TestData.scan(new MemorySource(), name, rows, partitions, seed);
  }

  private static PhysicalNode join(
      JoinType type, PhysicalNode left, PhysicalNode right, String key) {
    return new PhysicalNode.HashJoinNode(
        left,
        right,
        type,
        List.of(JoinKey.equal(column(left, key), column(right, key))),
        schema(type, left, right));
  }

  @Test
  void everyKindOfJoinIsPartitioned() {
    PhysicalNode left = scan("l", 1500, 3, 1);
    PhysicalNode right = scan("r", 3000, 2, 2);
    for (JoinType type : JoinType.values()) {
      harness.check(join(type, left, right, "w"));
      harness.check(join(type, left, right, "id"));
    }
  }

  @Test
  void fewKeysWithManyRowsAreTakenInBlocks() {
    PhysicalNode left = scan("l", 60, 2, 3);
    PhysicalNode right = scan("r", 3000, 2, 4);
    for (JoinType type : JoinType.values()) {
      harness.check(join(type, left, right, "b"));
    }
  }

  @Test
  void joinsWithoutKeysAreTakenInBlocks() {
    PhysicalNode left = scan("l", 40, 2, 5);
    PhysicalNode right = scan("r", 2000, 2, 6);
    Expression rightId =
        new Expression.ColumnReference(
            left.schema().size() + right.schema().indexOf("id"), column(right, "id").type());
    Expression condition = test(FunctionId.GREATER, column(left, "big"), rightId);
    for (JoinType type : JoinType.values()) {
      harness.check(
          new PhysicalNode.NestedLoopJoinNode(
              left, right, type, condition, schema(type, left, right)));
    }
  }

  @Test
  void singleRowsAreJoined() {
    PhysicalNode left = scan("l", 200, 2, 7);
    PhysicalNode right = scan("r", 300, 2, 8);
    for (JoinType type : JoinType.values()) {
      harness.checkSingleRows(join(type, left, right, "id"), 10_000);
    }
  }

  @Test
  void everyFailureOfADiskIsReportedAndLeavesNothing() {
    PhysicalNode plan = join(JoinType.FULL, scan("l", 200, 2, 9), scan("r", 400, 2, 10), "big");
    for (FaultyFiles.Kind kind : FaultyFiles.Kind.values()) {
      assertThat(harness.checkFaults(plan, 20_000, kind)).isPositive();
    }
  }
}
