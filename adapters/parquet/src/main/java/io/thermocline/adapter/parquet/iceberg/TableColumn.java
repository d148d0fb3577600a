package io.thermocline.adapter.parquet.iceberg;

import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/// A column of a table.
///
/// @param source its definition in the table's schema, with its id and its default
record TableColumn(Field field, Types.NestedField source) {
  /// The column of a field, or null when its type cannot be mapped.
  static @Nullable TableColumn of(Types.NestedField source) {
    DataType type = TableTypes.of(source.type());
    return type == null
        ? null
        : new TableColumn(new Field(source.name(), type, source.isOptional()), source);
  }

  int id() {
    return source.fieldId();
  }
}
