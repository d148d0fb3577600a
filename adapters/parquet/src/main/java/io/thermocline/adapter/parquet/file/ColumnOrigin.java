package io.thermocline.adapter.parquet.file;

import io.thermocline.spi.batch.ConstantVector;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import org.jspecify.annotations.Nullable;

/// Where a relation's column comes from in one file.
public sealed interface ColumnOrigin {
  /// A column that the file holds.
  record Stored(FileColumn column) implements ColumnOrigin {}

  /// The same value or null for every row: from the name of a folder, from table metadata, or
  /// because the file is older than the column.
  ///
  /// @param value a flat vector of one row
  record Constant(Vector value) implements ColumnOrigin {
    /// As many rows of the value.
    public ConstantVector rows(int count) {
      return new ConstantVector(value, count);
    }
  }

  /// A value of the classes of [Values], or null.
  static ColumnOrigin constant(DataType type, @Nullable Object value) {
    return new Constant(Values.constant(type, value, 1).value());
  }
}
