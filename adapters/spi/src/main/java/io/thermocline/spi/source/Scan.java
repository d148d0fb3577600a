package io.thermocline.spi.source;

import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.type.Schema;

/// A scan that is ready to run: names are resolved, files are chosen. Immutable; partitions may be
/// opened side by side.
public interface Scan {
  /// The columns of the result.
  Schema schema();

  /// How many partitions there are, at least 1. Together they hold every row once, in no particular
  /// order.
  int partitions();

  /// Opens a partition, from 0. The caller closes the reader.
  BatchReader open(int partition, ScanContext context);

  /// One line for EXPLAIN: what the source will do, for instance the SQL text, or files and row
  /// groups left after pruning.
  String describe();
}
