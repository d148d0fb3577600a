package io.thermocline.nl.decode;

import io.thermocline.nl.link.ColumnView;

/// What the masks need to know of values.
public interface ValueChecks {
  /// Whether a text column holds only numbers.
  boolean isNumericText(ColumnView column);

  /// Whether true and false can be compared with a column.
  boolean hasTruth(ColumnView column);

  /// Whether words name a date or period.
  boolean isPeriod(String text);
}
