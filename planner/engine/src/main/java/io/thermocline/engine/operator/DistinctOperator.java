package io.thermocline.engine.operator;

import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The first of equal rows, as they come as long as the memory reaches, the others by partitions.
final class DistinctOperator extends Operator {
  private final BatchReader input;
  private final DistinctRows rows;
  private boolean inputDone;

  DistinctOperator(
      OperatorContext context, ScanContext scope, PhysicalNode node, BatchReader input) {
    super(context, scope, node);
    this.input = input;
    this.rows =
        new DistinctRows(
            Spilling.of(context, node),
            node.schema().fields().stream().map(Field::type).toList(),
            account(context, "the distinct operator"));
  }

  @Override
  @Nullable Batch compute() {
    while (!inputDone) {
      Batch batch = input.next();
      if (batch == null) {
        inputDone = true;
        input.close();
        break;
      }
      Batch fresh = rows.add(batch);
      if (fresh.size() > 0) {
        return fresh;
      }
    }
    return rows.next();
  }

  @Override
  void release() {
    Readers.closeAll(List.of(rows, input));
  }
}
