package io.thermocline.adapter.parquet;

import io.thermocline.adapter.parquet.file.ColumnShape;
import io.thermocline.adapter.parquet.file.FileColumn;
import io.thermocline.adapter.parquet.file.ParquetErrors;
import io.thermocline.adapter.parquet.file.ParquetFile;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The files of one relation and the columns that they add up to: those of all files, in the order
/// in which they first occur, each of the widest type. A column that some files lack is null there.
record RelationFiles(RelationName name, List<ParquetFile> files, Schema columns) {
  RelationFiles {
    files = List.copyOf(files);
  }

  /// Merges the files' columns.
  ///
  /// @throws io.thermocline.spi.error.ThermoclineException DATA_CORRUPTED when a column's types do
  ///   not fit together
  static RelationFiles of(RelationName name, List<ParquetFile> files) {
    Map<String, Field> columns = new LinkedHashMap<>();
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (ParquetFile file : files) {
      for (FileColumn column : file.columns().values()) {
        merge(columns, file, column);
        seen.merge(column.name(), 1, Integer::sum);
      }
    }
    List<Field> fields = new ArrayList<>();
    for (Field field : columns.values()) {
      boolean everywhere = seen.getOrDefault(field.name(), 0) == files.size();
      fields.add(everywhere ? field : Field.nullable(field.name(), field.type()));
    }
    return new RelationFiles(name, files, new Schema(fields));
  }

  private static void merge(Map<String, Field> columns, ParquetFile file, FileColumn column) {
    ColumnShape shape = column.shape();
    Field known = columns.get(column.name());
    if (known == null) {
      columns.put(column.name(), new Field(column.name(), shape.type(), shape.optional()));
      return;
    }
    DataType wider = wider(known.type(), shape.type());
    if (wider == null) {
      throw ParquetErrors.corrupted(
          file.path(),
          column.name(),
          "it is "
              + shape.type().sqlName()
              + " here and "
              + known.type().sqlName()
              + " in other files of the same relation",
          null);
    }
    columns.put(
        column.name(), new Field(column.name(), wider, known.nullable() || shape.optional()));
  }

  private static @Nullable DataType wider(DataType left, DataType right) {
    if (left.equals(right)) {
      return left;
    }
    if (left instanceof ScalarType l && right instanceof ScalarType r) {
      boolean integers = isInteger(l) && isInteger(r);
      boolean floats = isFloat(l) && isFloat(r);
      return integers || floats ? (l.compareTo(r) > 0 ? l : r) : null;
    }
    if (left instanceof DecimalType l && right instanceof DecimalType r && l.scale() == r.scale()) {
      return l.precision() > r.precision() ? l : r;
    }
    if (left instanceof ArrayType l && right instanceof ArrayType r) {
      DataType element = wider(l.element(), r.element());
      return element == null ? null : new ArrayType(element);
    }
    return null;
  }

  private static boolean isInteger(ScalarType type) {
    return type == ScalarType.INT16 || type == ScalarType.INT32 || type == ScalarType.INT64;
  }

  private static boolean isFloat(ScalarType type) {
    return type == ScalarType.FLOAT32 || type == ScalarType.FLOAT64;
  }
}
