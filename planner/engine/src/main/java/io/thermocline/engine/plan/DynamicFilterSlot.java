package io.thermocline.engine.plan;

import org.jspecify.annotations.Nullable;

/// A place in a scan's filter that a hash join above fills before the scan opens: rows whose
/// `column` equals no build value may be left out. `filter` names the [DynamicFilterSource]; a slot
/// without a source in the plan stays open and filters nothing.
///
/// @param day whether build values are dates and the column is a timestamp of which the join
///   compares the date
/// @param from build values below it meet no row of the scan; null when that is not known. In the
///   classes of [io.thermocline.spi.batch.Values] for the build values' type
/// @param to build values at or above it meet no row of the scan; null when that is not known
public record DynamicFilterSlot(
    int filter, String column, boolean day, @Nullable Object from, @Nullable Object to) {
  /// Instead of a column: the scan takes no filter, and is only left out as a whole.
  public static final String NO_COLUMN = "";

  /// A slot of a scan that may hold any value.
  public DynamicFilterSlot(int filter, String column) {
    this(filter, column, false, null, null);
  }
}
