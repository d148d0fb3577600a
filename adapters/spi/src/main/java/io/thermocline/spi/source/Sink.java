package io.thermocline.spi.source;

import io.thermocline.spi.batch.Batch;

/// A bulk writer into one relation. For one thread. Closing without a commit discards what was
/// written.
public interface Sink extends AutoCloseable {
  /// Appends rows; columns in the relation's order.
  void write(Batch batch);

  /// Makes the rows durable and visible.
  ///
  /// @return the number of rows written
  long commit();

  @Override
  void close();
}
