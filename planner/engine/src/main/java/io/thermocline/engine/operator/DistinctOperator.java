package io.thermocline.engine.operator;

import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.run.MemoryAccount;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The first of equal rows, as they come.
final class DistinctOperator extends Operator {
  private final BatchReader input;
  private final GroupTable table;
  private final MemoryAccount account;

  DistinctOperator(
      OperatorContext context, ScanContext scope, PhysicalNode node, BatchReader input) {
    super(context, scope, node);
    this.input = input;
    this.table = GroupTable.grouping(node.schema().fields().stream().map(Field::type).toList());
    this.account = account(context, "the distinct operator");
  }

  @Override
  @Nullable Batch compute() {
    while (true) {
      Batch batch = input.next();
      if (batch == null) {
        return null;
      }
      Batch fresh = newRows(table, batch);
      account.set(table.bytes());
      if (fresh.size() > 0) {
        return fresh;
      }
    }
  }

  /// Adds a batch's rows and returns those that were not in the table.
  static Batch newRows(GroupTable table, Batch batch) {
    int before = table.groups();
    int[] groups = new int[batch.size()];
    table.assign(batch.columns().toArray(Vector[]::new), batch.size(), groups);
    int[] fresh = new int[table.groups() - before];
    int count = 0;
    for (int i = 0; i < batch.size() && count < fresh.length; i++) {
      if (groups[i] == before + count) {
        fresh[count++] = i;
      }
    }
    return count == batch.size() ? batch : batch.take(fresh, count);
  }

  @Override
  void release() {
    Readers.closeAll(List.of(account, input));
  }
}
