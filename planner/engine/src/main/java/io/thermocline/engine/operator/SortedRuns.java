package io.thermocline.engine.operator;

import io.thermocline.engine.run.MemoryAccount;
import io.thermocline.engine.spill.SpillFile;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The runs of an external merge sort: sorted rows on disk, each run's keys behind its columns.
/// Merging is stable: of equal rows, those of an earlier run come first. For one thread at a time.
final class SortedRuns implements AutoCloseable {
  private static final int MOST_MERGED = 64;

  private final Spilling spilling;
  private final RowOrder order;
  private final List<DataType> types;
  private final int keyCount;
  private final MemoryAccount account;
  private SpillFile file;
  private List<SpillRun> runs = new ArrayList<>();

  /// `types` are those of the columns, then of the `keyCount` keys.
  SortedRuns(Spilling spilling, RowOrder order, List<DataType> types, int keyCount) {
    this.spilling = spilling;
    this.order = order;
    this.types = types;
    this.keyCount = keyCount;
    this.account = spilling.memory().account("the merge of a sort");
    this.file = spilling.files().create();
  }

  /// Writes rows of a sealed store in the order of `rows` as one run.
  void add(RowStore store, Vector[] keys, int[] rows, long bytes) {
    SpillRun run = new SpillRun(file, types);
    long before = file.bytes();
    int step = spilling.frameRows(bytes, store.size());
    for (int from = 0; from < rows.length; from += step) {
      int[] some = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + step));
      List<Vector> columns = new ArrayList<>(store.take(some, some.length));
      for (Vector key : keys) {
        columns.add(key.take(some, some.length));
      }
      run.append(new Batch(columns, some.length));
    }
    runs.add(run);
    spilling.counters().addSpilled(file.bytes() - before);
  }

  /// Merges runs until the rest can be merged at once, and returns that last merge.
  Merge merge() {
    int fanIn =
        Math.clamp(spilling.memory().spareBytes() / (4L * spilling.frameBytes()), 2, MOST_MERGED);
    while (runs.size() > fanIn) {
      List<SpillRun> merged = new ArrayList<>();
      SpillFile next = spilling.files().create();
      SpillFile old = file;
      try {
        for (int from = 0; from < runs.size(); from += fanIn) {
          List<SpillRun> some = runs.subList(from, Math.min(runs.size(), from + fanIn));
          merged.add(write(new Merge(some), next));
        }
      } catch (RuntimeException | Error e) {
        Readers.closeAfter(e, List.of(next));
        throw e;
      }
      file = next;
      runs = merged;
      spilling.counters().addSpilled(next.bytes());
      old.close();
    }
    return new Merge(runs);
  }

  private SpillRun write(Merge merge, SpillFile target) {
    SpillRun run = new SpillRun(target, types);
    for (Batch batch = merge.next(); batch != null; batch = merge.next()) {
      run.append(batch);
    }
    return run;
  }

  /// Deletes the runs. Idempotent.
  @Override
  public void close() {
    Readers.closeAll(List.of(account, file));
  }

  /// The rows of some runs in order, their keys included.
  final class Merge {
    private final Cursor[] heap;
    private int size;
    private long held;

    Merge(List<SpillRun> merged) {
      heap = new Cursor[merged.size()];
      for (int i = 0; i < merged.size(); i++) {
        Cursor cursor = new Cursor(merged.get(i).frames(), i);
        if (cursor.load()) {
          int place = size++;
          heap[place] = cursor;
          while (place > 0 && heap[place].isBefore(heap[(place - 1) / 2])) {
            swap(place, (place - 1) / 2);
            place = (place - 1) / 2;
          }
        }
      }
    }

    private void swap(int a, int b) {
      Cursor other = heap[a];
      heap[a] = heap[b];
      heap[b] = other;
    }

    /// The next rows, or null at the end.
    @Nullable Batch next() {
      if (size == 0) {
        account.set(0);
        return null;
      }
      RowBuffer out = new RowBuffer(types);
      while (size > 0
          && out.size() < spilling.batchRows()
          && ((out.size() & 15) != 15 || out.bytes() < spilling.frameBytes())) {
        Cursor least = heap[0];
        out.append(least.batch, least.row);
        if (!least.advance()) {
          heap[0] = heap[--size];
        }
        sink();
      }
      return out.toBatch();
    }

    private void sink() {
      int place = 0;
      while (true) {
        int child = 2 * place + 1;
        if (child >= size) {
          return;
        }
        if (child + 1 < size && heap[child + 1].isBefore(heap[child])) {
          child++;
        }
        if (!heap[child].isBefore(heap[place])) {
          return;
        }
        swap(place, child);
        place = child;
      }
    }

    /// A place in a run.
    private final class Cursor {
      private final SpillRun.Frames frames;
      private final int number;
      private Batch batch = new Batch(List.of(), 0);
      private Vector[] keys = new Vector[0];
      private long prefix;
      private int row;

      Cursor(SpillRun.Frames frames, int number) {
        this.frames = frames;
        this.number = number;
      }

      boolean load() {
        held -= batch.retainedBytes();
        Batch next = frames.next();
        batch = next == null ? new Batch(List.of(), 0) : next;
        held += batch.retainedBytes();
        account.set(held);
        if (next == null) {
          return false;
        }
        int columns = next.columns().size();
        keys = next.columns().subList(columns - keyCount, columns).toArray(Vector[]::new);
        row = 0;
        prefix = keyCount == 0 ? 0 : order.prefix(keys[0], 0);
        return true;
      }

      boolean advance() {
        if (++row == batch.size()) {
          return load();
        }
        prefix = keyCount == 0 ? 0 : order.prefix(keys[0], row);
        return true;
      }

      boolean isBefore(Cursor other) {
        if (prefix != other.prefix) {
          return prefix < other.prefix;
        }
        int sign = order.compare(keys, row, other.keys, other.row);
        return sign == 0 ? number < other.number : sign < 0;
      }
    }
  }
}
