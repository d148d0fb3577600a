package io.thermocline.adapter.parquet.scan;

import io.thermocline.spi.source.ScanContext;
import java.util.BitSet;
import java.util.List;

/// The rows of one file that do not count any more. Thread-safe; loads on first need.
public interface Deletions {
  /// No row is deleted.
  Deletions NONE =
      new Deletions() {
        @Override
        public boolean isEmpty() {
          return true;
        }

        @Override
        public BitSet positions(ScanContext context) {
          return new BitSet();
        }

        @Override
        public List<RowExclusion> exclusions(ScanContext context) {
          return List.of();
        }
      };

  /// True only when every row counts.
  boolean isEmpty();

  /// The positions in the file of deleted rows; not to be changed.
  BitSet positions(ScanContext context);

  /// What deletes rows by their values.
  List<RowExclusion> exclusions(ScanContext context);
}
