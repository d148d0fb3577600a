package io.thermocline.engine.operator;

import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.source.ScanContext;
import org.jspecify.annotations.Nullable;

/// A range of the input's rows; the input is closed as soon as they are complete.
final class LimitOperator extends Operator {
  private final BatchReader input;
  private long toSkip;
  private long toReturn;

  LimitOperator(
      OperatorContext context,
      ScanContext scope,
      PhysicalNode node,
      BatchReader input,
      long offset,
      long fetch) {
    super(context, scope, node);
    this.input = input;
    this.toSkip = offset;
    this.toReturn = fetch;
  }

  @Override
  @Nullable Batch compute() {
    while (toReturn > 0) {
      Batch batch = input.next();
      if (batch == null) {
        return null;
      }
      int from = (int) Math.min(batch.size(), toSkip);
      int to = (int) Math.min(batch.size(), from + Math.min(toReturn, Integer.MAX_VALUE / 2));
      toSkip -= from;
      toReturn -= to - from;
      if (toReturn == 0) {
        input.close();
      }
      if (to > from) {
        return batch.slice(from, to);
      }
    }
    return null;
  }

  @Override
  void release() {
    input.close();
  }
}
