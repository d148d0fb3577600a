package io.thermocline.adapter.parquet.scan;

import io.thermocline.spi.batch.Vector;
import java.util.List;

/// Deletes rows by the values of some columns. Thread-safe.
public interface RowExclusion {
  /// The positions of the columns among those of the scan.
  List<Integer> columns();

  /// Writes those of the rows `0 .. count` that stay to `kept`, ascending; returns their number.
  ///
  /// @param values one vector for each of [#columns]
  int keep(List<Vector> values, int count, int[] kept);
}
