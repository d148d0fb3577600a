package io.thermocline.engine.operator;

import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.plan.PhysicalNode.SetOperationNode;
import io.thermocline.engine.run.MemoryAccount;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.Field;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// INTERSECT and EXCEPT: the right rows are counted in a table, then the left rows are streamed
/// against it.
final class SetOperationOperator extends Operator {
  private final BatchReader left;
  private final BatchReader right;
  private final boolean intersect;
  private final boolean all;
  private final GroupTable table;
  private final MemoryAccount account;
  private long[] counts = new long[64];
  private boolean built;

  SetOperationOperator(
      OperatorContext context,
      ScanContext scope,
      SetOperationNode node,
      BatchReader left,
      BatchReader right) {
    super(context, scope, node);
    this.left = left;
    this.right = right;
    this.intersect = node.kind() == PhysicalNode.SetOperationNode.Kind.INTERSECT;
    this.all = node.all();
    this.table = GroupTable.grouping(node.schema().fields().stream().map(Field::type).toList());
    this.account = account(context, "the set operation");
  }

  @Override
  @Nullable Batch compute() {
    if (!built) {
      built = true;
      build();
    }
    while (true) {
      Batch batch = left.next();
      if (batch == null) {
        return null;
      }
      Batch kept =
          all ? keepAll(batch) : intersect ? keepCommon(batch) : DistinctRows.newRows(table, batch);
      account.set(bytes());
      if (kept.size() > 0) {
        return kept;
      }
    }
  }

  private void build() {
    for (Batch batch = right.next(); batch != null; batch = right.next()) {
      int[] groups = new int[batch.size()];
      table.assign(batch.columns().toArray(Vector[]::new), batch.size(), groups);
      if (counts.length < table.groups()) {
        counts = Arrays.copyOf(counts, Math.max(table.groups(), counts.length * 2));
      }
      for (int group : groups) {
        counts[group]++;
      }
      account.set(bytes());
    }
    right.close();
  }

  private long bytes() {
    return table.bytes() + 8L * counts.length;
  }

  private Batch keepAll(Batch batch) {
    int[] groups = new int[batch.size()];
    table.find(batch.columns().toArray(Vector[]::new), batch.size(), groups);
    int[] kept = new int[batch.size()];
    int count = 0;
    for (int i = 0; i < groups.length; i++) {
      boolean matches = groups[i] >= 0 && counts[groups[i]] > 0;
      if (matches) {
        counts[groups[i]]--;
      }
      if (matches == intersect) {
        kept[count++] = i;
      }
    }
    return batch.take(kept, count);
  }

  /// Rows that the right side has, once each: the count becomes 0 when a row is returned.
  private Batch keepCommon(Batch batch) {
    int[] groups = new int[batch.size()];
    table.find(batch.columns().toArray(Vector[]::new), batch.size(), groups);
    int[] kept = new int[batch.size()];
    int count = 0;
    for (int i = 0; i < groups.length; i++) {
      if (groups[i] >= 0 && counts[groups[i]] > 0) {
        counts[groups[i]] = 0;
        kept[count++] = i;
      }
    }
    return batch.take(kept, count);
  }

  @Override
  void release() {
    Readers.closeAll(List.of(account, left, right));
  }
}
