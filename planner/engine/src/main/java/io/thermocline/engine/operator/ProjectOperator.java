package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.Kernel;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.source.ScanContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One column for each kernel.
final class ProjectOperator extends Operator {
  private final BatchReader input;
  private final List<Kernel> kernels;

  ProjectOperator(
      OperatorContext context,
      ScanContext scope,
      PhysicalNode node,
      BatchReader input,
      List<Kernel> kernels) {
    super(context, scope, node);
    this.input = input;
    this.kernels = kernels;
  }

  @Override
  @Nullable Batch compute() {
    Batch batch = input.next();
    if (batch == null) {
      return null;
    }
    List<Vector> columns = new ArrayList<>(kernels.size());
    for (Kernel kernel : kernels) {
      columns.add(kernel.evaluate(batch));
    }
    return new Batch(columns, batch.size());
  }

  @Override
  void release() {
    input.close();
  }
}
