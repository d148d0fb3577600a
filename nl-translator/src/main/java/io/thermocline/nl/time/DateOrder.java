package io.thermocline.nl.time;

/// How `03/04/2024` is read.
public enum DateOrder {
  /// The fourth of March.
  MONTH_FIRST,
  /// The third of April.
  DAY_FIRST
}
