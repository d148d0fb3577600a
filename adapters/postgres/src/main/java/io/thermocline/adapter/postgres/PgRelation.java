package io.thermocline.adapter.postgres;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Relation;
import java.util.List;

/// A relation with what SQL generation needs beyond the gateway's view of it.
///
/// @param columns one entry a column of `relation`, in order
record PgRelation(long oid, Relation relation, List<Column> columns) {
  /// Copies the list.
  PgRelation {
    columns = List.copyOf(columns);
  }

  /// @param bytewise whether the column's collation already orders text bytewise
  /// @param deterministic whether equal text is equal bytes in the column's collation
  record Column(String name, PgType type, boolean bytewise, boolean deterministic) {}

  /// The column of that exact name.
  ///
  /// @throws ThermoclineException UNDEFINED_COLUMN
  Column column(String source, String name) {
    int index = relation.columns().indexOf(name);
    if (index < 0) {
      throw new ThermoclineException(
          ErrorCode.UNDEFINED_COLUMN,
          "relation "
              + relation.name()
              + " of source '"
              + source
              + "' has no column '"
              + name
              + "'; its columns are "
              + String.join(", ", columns.stream().map(Column::name).limit(50).toList()));
    }
    return columns.get(index);
  }
}
