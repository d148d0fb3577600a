package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.Kernel;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.run.MemoryAccount;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The first rows in order. Candidates are collected, and cut back to the wanted number by a sort
/// when there are several times as many; from then on, rows that are not before the last of them
/// are left out. Candidates that memory cannot hold are sorted into runs on disk.
final class TopNOperator extends Operator {
  private static final int LEAST_CANDIDATES = 4096;
  private static final long SORT_BYTES = 22;

  private final BatchReader input;
  private final List<Kernel> keys;
  private final RowOrder order;
  private final Schema schema;
  private final BitSet needed;
  private final MemoryAccount account;
  private final int batchRows;
  private final long offset;
  private final long wanted;
  private Candidates candidates;
  private Vector @Nullable [] bound;
  private final @Nullable Spilling spilling;
  private @Nullable SortedRuns runs;
  private SortedRuns.@Nullable Merge merge;
  private long passed;
  private int @Nullable [] sorted;
  private int position;

  /// The rows after `offset`, at most `fetch`; a `partial` operator finds candidates in one of
  /// several streams for another one.
  TopNOperator(
      OperatorContext context,
      ScanContext scope,
      PhysicalNode.TopNNode node,
      BatchReader input,
      List<Kernel> keys,
      BitSet needed,
      long offset,
      long fetch,
      boolean partial) {
    super(context, scope, node, !partial);
    this.input = input;
    this.keys = keys;
    this.order = RowOrder.of(node.keys(), keys.stream().map(Kernel::type).toList());
    this.schema = node.schema();
    this.needed = needed;
    this.account = account(context, "the top-N sort");
    this.batchRows = context.config().batchRows();
    this.offset = offset;
    this.wanted = sum(offset, fetch);
    this.candidates = new Candidates();
    this.spilling = Spilling.of(context, node);
  }

  static long sum(long offset, long fetch) {
    return offset > Long.MAX_VALUE - fetch ? Long.MAX_VALUE : offset + fetch;
  }

  @Override
  @Nullable Batch compute() {
    int[] rows = sorted;
    if (rows == null) {
      rows = read();
      sorted = rows;
      position = (int) Math.min(rows.length, offset);
    }
    if (merge != null) {
      return merged(merge);
    }
    if (position >= rows.length) {
      return null;
    }
    int end = Math.min(rows.length, position + batchRows);
    int[] next = Arrays.copyOfRange(rows, position, end);
    position = end;
    return new Batch(candidates.store.take(next, next.length), next.length);
  }

  /// The next merged rows between `offset` and `wanted`.
  private @Nullable Batch merged(SortedRuns.Merge from) {
    while (passed < wanted) {
      Batch batch = from.next();
      if (batch == null) {
        return null;
      }
      int start = Math.clamp(offset - passed, 0, batch.size());
      int end = (int) Math.min(batch.size(), wanted - passed);
      passed += batch.size();
      if (start < end) {
        Batch rows = new Batch(batch.columns().subList(0, schema.size()), batch.size());
        return rows.slice(start, end);
      }
    }
    return null;
  }

  private int[] read() {
    if (wanted == offset) {
      input.close();
      return new int[0];
    }
    for (Batch batch = input.next(); batch != null; batch = input.next()) {
      add(batch);
      if (candidates.store.size()
          >= Math.max(LEAST_CANDIDATES, 2 * Math.min(wanted, Integer.MAX_VALUE))) {
        cut();
      }
      if (spilling == null) {
        account.set(candidates.bytes());
      } else if (!account.trySet(candidates.bytes())) {
        spill(spilling);
      }
    }
    input.close();
    if (runs == null) {
      return candidates.sort();
    }
    if (spilling != null && candidates.store.size() > 0) {
      spill(spilling);
    }
    merge = runs.merge();
    return new int[0];
  }

  private void spill(Spilling to) {
    if (candidates.store.size() > 2 * wanted) {
      cut();
      if (account.trySet(candidates.bytes())) {
        return;
      }
    }
    SortedRuns target = runs;
    if (target == null) {
      List<DataType> types = new ArrayList<>();
      schema.fields().forEach(field -> types.add(field.type()));
      keys.forEach(key -> types.add(key.type()));
      target = new SortedRuns(to, order, types, keys.size());
      runs = target;
    }
    int[] rows = candidates.sort();
    target.add(candidates.store, candidates.vectors, rows, candidates.bytes());
    if (rows.length == wanted) {
      bound = candidates.keysOf(rows[rows.length - 1]);
    }
    candidates = new Candidates();
    account.set(0);
  }

  private void add(Batch batch) {
    Vector[] vectors = JoinBuild.keyVectors(keys, batch);
    Vector[] last = bound;
    int[] rows = new int[batch.size()];
    int count = 0;
    if (last == null || order.isEmpty()) {
      candidates.append(batch, vectors);
      return;
    }
    long lastPrefix = order.prefix(last[0], 0);
    for (int i = 0; i < rows.length; i++) {
      long prefix = order.prefix(vectors[0], i);
      if (prefix < lastPrefix || prefix == lastPrefix && order.compare(vectors, i, last, 0) < 0) {
        rows[count++] = i;
      }
    }
    if (count > 0) {
      Vector[] taken = new Vector[vectors.length];
      for (int i = 0; i < taken.length; i++) {
        taken[i] = vectors[i].take(rows, count);
      }
      candidates.append(batch.take(rows, count), taken);
    }
  }

  /// Keeps the first `wanted` candidates and remembers the last of them.
  private void cut() {
    int[] rows = candidates.sort();
    int kept = (int) Math.min(rows.length, wanted);
    Vector[] oldKeys = candidates.vectors;
    Candidates fresh = new Candidates();
    Vector[] taken = new Vector[oldKeys.length];
    Vector[] last = candidates.keysOf(rows[kept - 1]);
    for (int i = 0; i < taken.length; i++) {
      taken[i] = oldKeys[i].take(rows, kept);
    }
    fresh.append(new Batch(new ArrayList<>(candidates.store.take(rows, kept)), kept), taken);
    candidates = fresh;
    bound = last;
  }

  @Override
  void release() {
    sorted = new int[0];
    List<AutoCloseable> resources = new ArrayList<>(List.of(account, input));
    if (runs != null) {
      resources.add(runs);
    }
    Readers.closeAll(resources);
  }

  /// Rows and their keys.
  private final class Candidates {
    private final RowStore store = new RowStore(schema, needed);
    private final ColumnStore[] keyStores;
    private Vector[] vectors = new Vector[0];

    Candidates() {
      List<DataType> types = keys.stream().map(Kernel::type).toList();
      keyStores = types.stream().map(ColumnStore::of).toArray(ColumnStore[]::new);
    }

    void append(Batch batch, Vector[] keyVectors) {
      store.append(batch);
      for (int i = 0; i < keyStores.length; i++) {
        keyStores[i].appendAll(keyVectors[i], batch.size());
      }
    }

    int[] sort() {
      store.seal();
      vectors = Arrays.stream(keyStores).map(ColumnStore::toVector).toArray(Vector[]::new);
      int[] rows = order.sort(vectors, store.size());
      return rows.length <= wanted ? rows : Arrays.copyOf(rows, (int) wanted);
    }

    /// The keys of one row, after [#sort].
    Vector[] keysOf(int row) {
      Vector[] taken = new Vector[vectors.length];
      for (int i = 0; i < taken.length; i++) {
        taken[i] = vectors[i].take(new int[] {row}, 1);
      }
      return taken;
    }

    long bytes() {
      long bytes = store.bytes() + store.size() * SORT_BYTES;
      for (ColumnStore keyStore : keyStores) {
        bytes += keyStore.bytes();
      }
      return bytes;
    }
  }
}
