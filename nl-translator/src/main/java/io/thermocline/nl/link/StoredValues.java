package io.thermocline.nl.link;

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

  /// Changes whenever the answers of [#values] change.
  long version();
}
