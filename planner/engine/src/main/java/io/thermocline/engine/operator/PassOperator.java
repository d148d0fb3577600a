package io.thermocline.engine.operator;

import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.source.ScanContext;
import org.jspecify.annotations.Nullable;

/// The batches of a reader as they are, counted and cut to size.
final class PassOperator extends Operator {
  private final BatchReader input;
  private final int batchRows;
  private @Nullable Batch rest;
  private int position;

  PassOperator(OperatorContext context, ScanContext scope, PhysicalNode node, BatchReader input) {
    super(context, scope, node);
    this.input = input;
    this.batchRows = context.config().batchRows();
  }

  @Override
  @Nullable Batch compute() {
    Batch batch = rest;
    if (batch == null) {
      batch = input.next();
      if (batch == null || batchRows > 1 && batch.size() <= 2L * batchRows) {
        return batch;
      }
      position = 0;
    }
    int end = Math.min(batch.size(), position + batchRows);
    Batch slice = batch.slice(position, end);
    position = end;
    rest = end < batch.size() ? batch : null;
    return slice;
  }

  @Override
  public boolean isExhausted() {
    return rest == null && input.isExhausted();
  }

  @Override
  void release() {
    input.close();
  }
}
