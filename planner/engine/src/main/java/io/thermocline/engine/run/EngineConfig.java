package io.thermocline.engine.run;

import io.thermocline.spi.batch.Batch;

/// The engine's limits.
///
/// @param workers how many tasks of one query work side by side
/// @param threads the most platform threads of all queries; a scan that waits for its source holds
///   one
/// @param batchRows the rows that operators aim for in a batch; 1 verifies operators in tests
/// @param queryMemoryBytes the most memory of one query
/// @param serverMemoryBytes the most memory of all queries together
/// @param queueBatches the most batches that a parallel scan reads ahead for each partition
public record EngineConfig(
    int workers,
    int threads,
    int batchRows,
    long queryMemoryBytes,
    long serverMemoryBytes,
    int queueBatches) {
  /// Checks the bounds.
  public EngineConfig {
    if (workers < 1
        || threads < workers
        || batchRows < 1
        || queueBatches < 1
        || queryMemoryBytes < 1
        || serverMemoryBytes < 1) {
      throw new IllegalArgumentException(
          "engine limits are positive, and threads are at least workers");
    }
  }

  /// Limits for a machine with this many cores and this much heap: half of the heap for all
  /// queries, half of that for one.
  public static EngineConfig forMachine(int cores, long heapBytes) {
    return new EngineConfig(
        cores,
        Math.max(16, 4 * cores),
        Batch.TARGET_ROWS,
        Math.max(1, heapBytes / 4),
        Math.max(1, heapBytes / 2),
        4);
  }

  /// The same limits with another batch size.
  public EngineConfig withBatchRows(int rows) {
    return new EngineConfig(
        workers, threads, rows, queryMemoryBytes, serverMemoryBytes, queueBatches);
  }

  /// The same limits with another number of workers.
  public EngineConfig withWorkers(int count) {
    return new EngineConfig(
        count,
        Math.max(threads, count),
        batchRows,
        queryMemoryBytes,
        serverMemoryBytes,
        queueBatches);
  }

  /// The same limits with another memory limit of a query.
  public EngineConfig withQueryMemory(long bytes) {
    return new EngineConfig(workers, threads, batchRows, bytes, serverMemoryBytes, queueBatches);
  }
}
