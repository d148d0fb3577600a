package io.thermocline.nl.link;

import java.util.Optional;

/// Where the known texts of columns come from.
public interface StoredValues {
  /// Knows nothing.
  StoredValues NONE =
      new StoredValues() {
        @Override
        public ColumnValues values(String schema, String table, String column) {
          return ColumnValues.EMPTY;
        }

        @Override
        public long version() {
          return 0;
        }
      };

  /// The known texts of a column, [ColumnValues#EMPTY] when there are none. Never blocks on a
  /// source.
  ColumnValues values(String schema, String table, String column);

  /// The smallest and largest number of a column, empty when unknown. Never blocks on a source.
  default Optional<NumberRange> range(String schema, String table, String column) {
    return Optional.empty();
  }

  /// Changes whenever the answers of [#values] and [#range] change.
  long version();
}
