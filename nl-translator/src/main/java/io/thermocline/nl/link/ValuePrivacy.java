package io.thermocline.nl.link;

/// Which columns' values may be held in memory and shown in readings.
@FunctionalInterface
public interface ValuePrivacy {
  /// Every column.
  ValuePrivacy ALL = (schema, table, column) -> true;

  /// Whether the values of a column may be read.
  boolean mayRead(String schema, String table, String column);
}
