package io.thermocline.adapter.parquet.iceberg;

import io.thermocline.adapter.parquet.file.ColumnOrigin;
import io.thermocline.adapter.parquet.file.FileColumn;
import io.thermocline.adapter.parquet.file.FileView;
import io.thermocline.adapter.parquet.file.ParquetErrors;
import io.thermocline.adapter.parquet.file.ParquetFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.mapping.MappedField;
import org.apache.iceberg.mapping.NameMapping;
import org.jspecify.annotations.Nullable;

/// Finds a table's columns in its files by field id (Iceberg specification, "Column Projection"): a
/// column that a file lacks has the file's partition value, else its default, else null.
final class FileViews {
  private final String table;
  private final @Nullable NameMapping names;

  /// @param names ids of columns by name, for files without ids; null when the table has none
  FileViews(String table, @Nullable NameMapping names) {
    this.table = table;
    this.names = names;
  }

  /// A file as the columns see it.
  ///
  /// @param spec how the file is partitioned
  /// @param partition its partition values
  FileView of(
      ParquetFile file, List<TableColumn> columns, PartitionSpec spec, StructLike partition) {
    Map<Integer, FileColumn> stored = columnsById(file);
    List<ColumnOrigin> origins = new ArrayList<>();
    for (TableColumn column : columns) {
      FileColumn found = stored.get(column.id());
      if (found != null) {
        origins.add(new ColumnOrigin.Stored(checked(file, column, found)));
        continue;
      }
      if (file.fieldIds().contains(column.id())) {
        throw IcebergErrors.unsupported(
            table,
            "a form of column \"" + column.field().name() + "\" in " + file.path(),
            "rewrite the file with rewrite_data_files");
      }
      origins.add(
          ColumnOrigin.constant(column.field().type(), valueOutside(column, spec, partition)));
    }
    return new FileView(file, origins);
  }

  private Map<Integer, FileColumn> columnsById(ParquetFile file) {
    Map<Integer, FileColumn> columns = new HashMap<>();
    boolean byId = !file.fieldIds().isEmpty();
    NameMapping mapping = names;
    if (!byId && mapping == null) {
      throw IcebergErrors.unsupported(
          table,
          "the file " + file.path() + " without field ids",
          "set the table property schema.name-mapping.default, or rewrite the file");
    }
    for (FileColumn column : file.columns().values()) {
      if (byId) {
        columns.put(column.fieldId(), column);
      } else if (mapping != null) {
        MappedField mapped = mapping.find(column.name());
        if (mapped != null && mapped.id() != null) {
          columns.put(mapped.id(), column);
        }
      }
    }
    return columns;
  }

  private static FileColumn checked(ParquetFile file, TableColumn column, FileColumn found) {
    if (!TableTypes.isReadable(found.shape(), column.field().type())) {
      throw ParquetErrors.corrupted(
          file.path(),
          found.name(),
          "it is "
              + found.shape().type().sqlName()
              + " here and "
              + column.field().type().sqlName()
              + " in the Iceberg table's schema",
          null);
    }
    return found;
  }

  private static @Nullable Object valueOutside(
      TableColumn column, PartitionSpec spec, StructLike partition) {
    List<PartitionField> fields = spec.fields();
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).sourceId() == column.id() && fields.get(i).transform().isIdentity()) {
        return TableTypes.value(column.source().type(), partition.get(i, Object.class));
      }
    }
    return TableTypes.value(column.source().type(), column.source().initialDefault());
  }
}
