package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.Kernel;
import io.thermocline.engine.kernel.Vectors;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.source.ScanContext;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows at which all conditions are true. Conditions are evaluated one after the other, on the
/// rows left when these are few.
final class FilterOperator extends Operator {
  private final BatchReader input;
  private final List<Kernel> conditions;
  private final List<BitSet> conditionColumns;
  private final BitSet needed;

  FilterOperator(
      OperatorContext context,
      ScanContext scope,
      PhysicalNode node,
      BatchReader input,
      List<Kernel> conditions,
      BitSet needed) {
    super(context, scope, node);
    this.input = input;
    this.conditions = conditions;
    this.needed = needed;
    this.conditionColumns =
        conditions.stream()
            .map(kernel -> {
              BitSet columns = new BitSet();
              kernel.addColumns(columns);
              return columns;
            })
            .toList();
  }

  @Override
  @Nullable Batch compute() {
    while (true) {
      Batch batch = input.next();
      if (batch == null) {
        return null;
      }
      int size = batch.size();
      int[] rows = new int[size];
      int count = conditions.getFirst().select(batch, rows);
      for (int i = 1; i < conditions.size() && count > 0; i++) {
        count = narrow(i, batch, rows, count);
      }
      if (count == size) {
        return batch;
      }
      if (count > 0) {
        return Vectors.take(batch, needed, rows, count);
      }
    }
  }

  /// Keeps those of the rows at which another condition is true too; returns their number.
  private int narrow(int condition, Batch batch, int[] rows, int count) {
    Kernel kernel = conditions.get(condition);
    int narrowed = kernel.narrow(batch, rows, count);
    if (narrowed >= 0) {
      return narrowed;
    }
    Batch subset =
        count == batch.size()
            ? batch
            : Vectors.take(batch, conditionColumns.get(condition), rows, count);
    int[] hits = new int[count];
    int left = kernel.select(subset, hits);
    for (int i = 0; i < left; i++) {
      rows[i] = rows[hits[i]];
    }
    return left;
  }

  @Override
  void release() {
    input.close();
  }
}
