package io.thermocline.adapter.parquet;

import io.thermocline.adapter.parquet.file.ColumnOrigin;
import io.thermocline.adapter.parquet.file.ColumnShape;
import io.thermocline.adapter.parquet.file.FileColumn;
import io.thermocline.adapter.parquet.file.FileView;
import io.thermocline.adapter.parquet.file.ParquetErrors;
import io.thermocline.adapter.parquet.file.ParquetFile;
import io.thermocline.adapter.parquet.file.WiderTypes;
import io.thermocline.adapter.parquet.scan.ScanInput;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The files of one relation and the columns that they add up to: those of all files, in the order
/// in which they first occur, each of the widest type, then those of folders named `column=value`.
/// A column that some files lack is null there.
record RelationFiles(RelationName name, List<FileView> files, Schema columns) implements ScanInput {
  RelationFiles {
    files = List.copyOf(files);
  }

  /// Merges the files' columns.
  ///
  /// @param folder the relation's folder, in which folders may stand for columns
  /// @throws io.thermocline.spi.error.ThermoclineException DATA_CORRUPTED when a column's types do
  ///   not fit together
  static RelationFiles of(RelationName name, Path folder, List<ParquetFile> files) {
    Map<String, Field> columns = new LinkedHashMap<>();
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (ParquetFile file : files) {
      for (FileColumn column : file.columns().values()) {
        merge(columns, file, column);
        seen.merge(column.name(), 1, Integer::sum);
      }
    }
    FolderPartitions partitions =
        FolderPartitions.of(folder, files.stream().map(ParquetFile::path).toList());
    List<Field> fields = new ArrayList<>();
    for (Field field : columns.values()) {
      boolean everywhere = seen.getOrDefault(field.name(), 0) == files.size();
      fields.add(everywhere ? field : Field.nullable(field.name(), field.type()));
    }
    for (Field field : partitions.columns()) {
      if (!columns.containsKey(field.name())) {
        fields.add(field);
      }
    }
    List<FileView> views = new ArrayList<>();
    for (ParquetFile file : files) {
      views.add(view(file, fields, partitions));
    }
    return new RelationFiles(name, views, new Schema(fields));
  }

  private static FileView view(ParquetFile file, List<Field> fields, FolderPartitions partitions) {
    List<ColumnOrigin> origins = new ArrayList<>();
    for (Field field : fields) {
      FileColumn stored = file.columns().get(field.name());
      origins.add(
          stored == null
              ? ColumnOrigin.constant(
                  field.type(), partitions.value(file.path(), field.name(), field.type()))
              : new ColumnOrigin.Stored(stored));
    }
    return new FileView(file, origins);
  }

  @Override
  public Selection select(@Nullable Predicate filter) {
    return Selection.whole(files);
  }

  private static void merge(Map<String, Field> columns, ParquetFile file, FileColumn column) {
    ColumnShape shape = column.shape();
    Field known = columns.get(column.name());
    if (known == null) {
      columns.put(column.name(), new Field(column.name(), shape.type(), shape.optional()));
      return;
    }
    DataType wider = WiderTypes.of(known.type(), shape.type());
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
}
