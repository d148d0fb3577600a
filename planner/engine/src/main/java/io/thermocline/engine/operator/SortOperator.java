package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.Kernel;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.run.MemoryAccount;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.DataType;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All rows in order, held in memory.
final class SortOperator extends Operator {
  private final BatchReader input;
  private final List<Kernel> keys;
  private final RowOrder order;
  private final RowStore store;
  private final ColumnStore[] keyStores;
  private final MemoryAccount account;
  private final int batchRows;
  private int @Nullable [] sorted;
  private int position;

  SortOperator(
      OperatorContext context,
      ScanContext scope,
      PhysicalNode.SortNode node,
      BatchReader input,
      List<Kernel> keys,
      BitSet needed) {
    super(context, scope, node);
    this.input = input;
    this.keys = keys;
    List<DataType> types = keys.stream().map(Kernel::type).toList();
    this.order = RowOrder.of(node.keys(), types);
    this.store = new RowStore(node.schema(), needed);
    this.keyStores = types.stream().map(ColumnStore::of).toArray(ColumnStore[]::new);
    this.account = account(context, "the sort");
    this.batchRows = context.config().batchRows();
  }

  @Override
  @Nullable Batch compute() {
    int[] rows = sorted;
    if (rows == null) {
      rows = sort();
      sorted = rows;
    }
    if (position == rows.length) {
      return null;
    }
    int end = Math.min(rows.length, position + batchRows);
    int[] next = Arrays.copyOfRange(rows, position, end);
    position = end;
    return new Batch(store.take(next, next.length), next.length);
  }

  private int[] sort() {
    for (Batch batch = input.next(); batch != null; batch = input.next()) {
      store.append(batch);
      long bytes = store.bytes();
      for (int i = 0; i < keyStores.length; i++) {
        keyStores[i].appendAll(keys.get(i).evaluate(batch), batch.size());
        bytes += keyStores[i].bytes();
      }
      account.set(bytes);
    }
    input.close();
    store.seal();
    account.add(store.size() * 22L);
    return order.sort(
        Arrays.stream(keyStores).map(ColumnStore::toVector).toArray(Vector[]::new), store.size());
  }

  @Override
  void release() {
    sorted = new int[0];
    position = 0;
    Readers.closeAll(List.of(account, input));
  }
}
