package io.thermocline.engine.operator;

import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.run.ExecutionStatistics;
import io.thermocline.engine.run.MemoryBudget;
import io.thermocline.engine.spill.QuerySpill;
import org.jspecify.annotations.Nullable;

/// What an operator needs to spill.
///
/// @param files where to
/// @param memory the query's memory
/// @param counters the node's, which count the bytes
/// @param frameBytes the bytes of memory that a frame on disk is made of
/// @param batchRows the most rows of a frame
record Spilling(
    QuerySpill files,
    MemoryBudget memory,
    ExecutionStatistics.Counters counters,
    int frameBytes,
    int batchRows) {
  /// Rows are not partitioned further after as many rounds, each by four other bits of the hash.
  static final int MAX_LEVEL = 8;

  private static final int LEAST_FRAME = 1 << 10;
  private static final int LARGEST_FRAME = 1 << 17;
  private static final int FRAMES_IN_LIMIT = 512;

  /// For an operator of a node, or null when the engine has no spill folder.
  static @Nullable Spilling of(OperatorContext context, PhysicalNode node) {
    QuerySpill files = context.query().spill();
    MemoryBudget memory = context.query().memory();
    return files == null
        ? null
        : new Spilling(
            files,
            memory,
            context.query().statistics().counters(node),
            Math.clamp(memory.limitBytes() / FRAMES_IN_LIMIT, LEAST_FRAME, LARGEST_FRAME),
            context.config().batchRows());
  }

  /// The rows of a frame when `rows` rows take `bytes`.
  int frameRows(long bytes, long rows) {
    return Math.clamp(frameBytes / Math.max(1, bytes / Math.max(1, rows)), 1, batchRows);
  }
}
