package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.Hashes;
import io.thermocline.engine.run.MemoryAccount;
import io.thermocline.engine.spill.SpillFile;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.type.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows on disk by their hash: equal hashes are in the same partition, and each partition keeps the
/// order in which its rows came. Rows wait in memory until they fill a frame, or until the memory
/// is wanted. For one thread at a time.
final class SpillPartitions implements AutoCloseable {
  /// The number of partitions.
  static final int COUNT = 16;

  private static final int SHIFT = Long.SIZE - 4;

  private final Spilling spilling;
  private final List<DataType> types;
  private final int level;
  private final SpillFile file;
  private final MemoryAccount account;
  private final List<SpillRun> runs = new ArrayList<>();
  private final RowBuffer[] buffers = new RowBuffer[COUNT];

  /// `level` chooses the bits of the hashes: rows that a lower level has put together fall apart.
  SpillPartitions(Spilling spilling, List<DataType> types, int level) {
    this.spilling = spilling;
    this.types = types;
    this.level = level;
    this.file = spilling.files().create();
    this.account = spilling.memory().account("the buffers of a spill");
    for (int p = 0; p < COUNT; p++) {
      runs.add(new SpillRun(file, types));
      buffers[p] = new RowBuffer(types);
    }
  }

  private int partition(long hash) {
    return (int) (Hashes.mix(hash + level) >>> SHIFT);
  }

  /// Adds rows with a hash each.
  void add(Batch batch, long[] hashes) {
    int size = batch.size();
    int[] starts = new int[COUNT + 1];
    byte[] parts = new byte[size];
    for (int i = 0; i < size; i++) {
      parts[i] = (byte) partition(hashes[i]);
      starts[parts[i] + 1]++;
    }
    for (int p = 0; p < COUNT; p++) {
      starts[p + 1] += starts[p];
    }
    int[] next = starts.clone();
    int[] rows = new int[size];
    for (int i = 0; i < size; i++) {
      rows[next[parts[i]]++] = i;
    }
    int step = spilling.batchRows();
    for (int p = 0; p < COUNT; p++) {
      for (int from = starts[p]; from < starts[p + 1]; from += step) {
        int[] some = Arrays.copyOfRange(rows, from, Math.min(from + step, starts[p + 1]));
        buffers[p].append(batch.take(some, some.length));
        if (buffers[p].bytes() >= spilling.frameBytes()
            || buffers[p].size() >= spilling.batchRows()) {
          flush(p);
        }
      }
    }
    long bytes = 0;
    for (RowBuffer buffer : buffers) {
      bytes += buffer.bytes();
    }
    if (!account.trySet(bytes)) {
      flush();
    }
  }

  private void flush(int partition) {
    RowBuffer buffer = buffers[partition];
    if (buffer.size() > 0) {
      long before = file.bytes();
      runs.get(partition).append(buffer.toBatch());
      spilling.counters().addSpilled(file.bytes() - before);
      buffers[partition] = new RowBuffer(types);
    }
  }

  /// Writes what waits in memory; after it the runs are complete.
  void flush() {
    for (int p = 0; p < COUNT; p++) {
      flush(p);
    }
    account.set(0);
  }

  /// The rows of a partition that were flushed.
  SpillRun run(int partition) {
    return runs.get(partition);
  }

  /// Deletes the rows. Idempotent.
  @Override
  public void close() {
    Readers.closeAll(List.of(account, file));
  }
}
