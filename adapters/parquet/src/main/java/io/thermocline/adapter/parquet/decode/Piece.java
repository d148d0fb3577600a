package io.thermocline.adapter.parquet.decode;

import org.jspecify.annotations.Nullable;

/// Which rows of a run of rows inside one page are wanted.
///
/// @param rows how many rows the run has
/// @param present how many of them are not null
/// @param valid 1 for present rows and 0 for nulls, or null when all are present
/// @param selection ascending row numbers, or null when all rows are wanted
/// @param from the first position in `selection` that falls into the run
/// @param to behind the last one
/// @param base the row number of the run's first row
record Piece(
    int rows,
    int present,
    byte @Nullable [] valid,
    int @Nullable [] selection,
    int from,
    int to,
    int base) {
  /// How many rows are wanted.
  int wanted() {
    return selection == null ? rows : to - from;
  }

  /// Whether the present values are just the wanted ones.
  boolean dense() {
    return valid == null && selection == null;
  }
}
