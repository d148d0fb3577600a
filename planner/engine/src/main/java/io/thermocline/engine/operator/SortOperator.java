package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.Kernel;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.run.MemoryAccount;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All rows in order: held in memory as far as it reaches, else sorted in runs on disk that are
/// merged.
final class SortOperator extends Operator {
  private static final long SORT_BYTES = 22;

  private final BatchReader input;
  private final List<Kernel> keys;
  private final RowOrder order;
  private final PhysicalNode.SortNode node;
  private final BitSet needed;
  private final List<DataType> keyTypes;
  private final MemoryAccount account;
  private final @Nullable Spilling spilling;
  private RowStore store;
  private ColumnStore[] keyStores;
  private @Nullable SortedRuns runs;
  private SortedRuns.@Nullable Merge merge;
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
    this.node = node;
    this.needed = needed;
    this.keyTypes = keys.stream().map(Kernel::type).toList();
    this.order = RowOrder.of(node.keys(), keyTypes);
    this.store = new RowStore(node.schema(), needed);
    this.keyStores = keyStores();
    this.spilling = Spilling.of(context, node);
    this.account = account(context, "the sort");
    this.batchRows = context.config().batchRows();
  }

  private ColumnStore[] keyStores() {
    return keyTypes.stream().map(ColumnStore::of).toArray(ColumnStore[]::new);
  }

  @Override
  @Nullable Batch compute() {
    int[] rows = sorted;
    if (rows == null) {
      rows = sort();
      sorted = rows;
    }
    if (merge != null) {
      Batch merged = merge.next();
      return merged == null
          ? null
          : new Batch(merged.columns().subList(0, schema().size()), merged.size());
    }
    if (position == rows.length) {
      return null;
    }
    int end = Math.min(rows.length, position + batchRows);
    int[] next = Arrays.copyOfRange(rows, position, end);
    position = end;
    return new Batch(store.take(next, next.length), next.length);
  }

  /// Reads all rows. The result is the order of those in memory, none when there are runs.
  private int[] sort() {
    for (Batch batch = input.next(); batch != null; batch = input.next()) {
      store.append(batch);
      for (int i = 0; i < keyStores.length; i++) {
        keyStores[i].appendAll(keys.get(i).evaluate(batch), batch.size());
      }
      if (spilling == null) {
        account.set(bytes());
      } else if (!account.trySet(bytes())) {
        spill(spilling);
      }
    }
    input.close();
    if (runs == null) {
      return order.sort(seal(), store.size());
    }
    if (spilling != null && store.size() > 0) {
      spill(spilling);
    }
    merge = runs.merge();
    return new int[0];
  }

  /// The bytes of the rows and of sorting them.
  private long bytes() {
    long bytes = store.bytes() + store.size() * SORT_BYTES;
    for (ColumnStore keyStore : keyStores) {
      bytes += keyStore.bytes();
    }
    return bytes;
  }

  private Vector[] seal() {
    store.seal();
    return Arrays.stream(keyStores).map(ColumnStore::toVector).toArray(Vector[]::new);
  }

  private void spill(Spilling to) {
    SortedRuns target = runs;
    if (target == null) {
      List<DataType> types = new ArrayList<>();
      node.schema().fields().forEach(field -> types.add(field.type()));
      types.addAll(keyTypes);
      target = new SortedRuns(to, order, types, keyTypes.size());
      runs = target;
    }
    long bytes = bytes();
    Vector[] vectors = seal();
    target.add(store, vectors, order.sort(vectors, store.size()), bytes);
    store = new RowStore(node.schema(), needed);
    keyStores = keyStores();
    account.set(0);
  }

  @Override
  void release() {
    sorted = new int[0];
    position = 0;
    List<AutoCloseable> resources = new ArrayList<>(List.of(account, input));
    if (runs != null) {
      resources.add(runs);
    }
    Readers.closeAll(resources);
  }
}
