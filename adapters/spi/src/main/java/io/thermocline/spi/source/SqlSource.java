package io.thermocline.spi.source;

import io.thermocline.spi.type.Schema;

/// A source with the capability SQL: whole sub-plans are sent to it as one statement.
public interface SqlSource extends Source {
  /// Prepares a statement in the source's dialect. The result must have as many columns as
  /// `schema`; each value is converted to the type there, so that a source's own result types do
  /// not show. Names come from `schema`.
  Scan query(String sql, Schema schema);

  /// The same for a statement that may come again with other values. A source that keeps plans of
  /// statements sends the values apart from the text.
  default Scan query(BoundStatement statement, Schema schema) {
    return query(statement.inlined(), schema);
  }
}
