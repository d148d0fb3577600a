package io.thermocline.spi.batch;

import io.thermocline.spi.type.Schema;
import org.jspecify.annotations.Nullable;

/// A stream of batches, read by one thread at a time. Who opened a reader closes it; closing early
/// stops the work behind it promptly, in the source too. Batches are immutable and may be kept
/// after the next call.
public interface BatchReader extends AutoCloseable {
  /// The columns of every batch.
  Schema schema();

  /// The next batch, never empty, or null at the end. Blocks.
  ///
  /// @throws io.thermocline.spi.error.ThermoclineException when the source fails or the query is
  ///   cancelled or out of time
  @Nullable Batch next();

  /// Whether it is known that no batch follows, so that [#next] returns null without waiting; false
  /// when that is not known.
  default boolean isExhausted() {
    return false;
  }

  /// Stops reading and releases everything. Idempotent; throws nothing.
  @Override
  void close();
}
