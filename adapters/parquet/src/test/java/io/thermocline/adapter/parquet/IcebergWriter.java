package io.thermocline.adapter.parquet;

import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.BaseMetastoreTableOperations;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Files;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.BaseDVFileWriter;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.encryption.EncryptedFiles;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.encryption.EncryptionKeyMetadata;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/// Writes Iceberg tables with Iceberg's own library into a local folder.
final class IcebergWriter {
  private final Path warehouse;
  private final Map<String, Table> tables = new HashMap<>();
  private int nextFile;

  /// Iceberg's access to local files, which the library names but does not make a `FileIO`.
  public static final class LocalIo implements FileIO {
    @Override
    public InputFile newInputFile(String path) {
      return Files.localInput(local(path));
    }

    @Override
    public OutputFile newOutputFile(String path) {
      return Files.localOutput(local(path));
    }

    @Override
    public void deleteFile(String path) {
      try {
        java.nio.file.Files.deleteIfExists(Path.of(local(path)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String local(String path) {
      return path.startsWith("file:") ? path.substring("file:".length()) : path;
    }
  }

  /// The current metadata of a table, as a catalog would keep it.
  private static final class Operations extends BaseMetastoreTableOperations {
    private final LocalIo io = new LocalIo();
    private final String name;
    private String current;

    Operations(String name) {
      this.name = name;
    }

    @Override
    protected String tableName() {
      return name;
    }

    @Override
    public FileIO io() {
      return io;
    }

    @Override
    protected void doRefresh() {
      refreshFromMetadataLocation(current);
    }

    @Override
    protected void doCommit(TableMetadata base, TableMetadata metadata) {
      current = writeNewMetadata(metadata, currentVersion() + 1);
    }
  }

  IcebergWriter(Path warehouse) {
    this.warehouse = warehouse;
  }

  Table create(
      String schema,
      String name,
      Schema columns,
      PartitionSpec spec,
      Map<String, String> properties) {
    drop(schema, name);
    String full = schema + "." + name;
    String location = warehouse.resolve(schema).resolve(name).toString();
    Operations operations = new Operations(full);
    operations.commit(null, TableMetadata.newTableMetadata(columns, spec, location, properties));
    operations.refresh();
    Table table = new BaseTable(operations, full);
    tables.put(full, table);
    return table;
  }

  void drop(String schema, String name) {
    Table table = tables.remove(schema + "." + name);
    if (table != null) {
      CatalogUtil.dropTableData(table.io(), ((BaseTable) table).operations().current());
      deleteEmptyFolders(warehouse.resolve(schema).resolve(name));
    }
  }

  private static void deleteEmptyFolders(Path folder) {
    try (Stream<Path> tree = java.nio.file.Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        java.nio.file.Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EncryptedOutputFile newFile(Table table) {
    String location =
        table.location()
            + "/data/"
            + String.format(Locale.ROOT, "%05d-%s.parquet", nextFile++, UUID.randomUUID());
    return EncryptedFiles.encryptedOutput(
        table.io().newOutputFile(location), EncryptionKeyMetadata.EMPTY);
  }

  static GenericFileWriterFactory.Builder writers(Table table) {
    return new GenericFileWriterFactory.Builder(table);
  }

  static Record record(Schema schema, Object... values) {
    GenericRecord record = GenericRecord.create(schema);
    for (int i = 0; i < values.length; i++) {
      record.set(i, values[i]);
    }
    return record;
  }

  /// Commits rows of the table's current schema, one data file for each partition.
  List<DataFile> append(Table table, List<Record> rows) {
    List<DataFile> files = write(table, rows);
    AppendFiles append = table.newFastAppend();
    files.forEach(append::appendFile);
    append.commit();
    return files;
  }

  List<DataFile> write(Table table, List<Record> rows) {
    InternalRecordWrapper wrapper = new InternalRecordWrapper(table.schema().asStruct());
    Map<PartitionKey, List<Record>> parts = new LinkedHashMap<>();
    for (Record row : rows) {
      PartitionKey key = new PartitionKey(table.spec(), table.schema());
      key.partition(wrapper.wrap(row));
      parts.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
    }
    List<DataFile> files = new ArrayList<>();
    parts.forEach((key, part) -> files.add(writeFile(table, key, part)));
    return files;
  }

  private DataFile writeFile(Table table, StructLike partition, List<Record> rows) {
    DataWriter<Record> writer =
        writers(table).build().newDataWriter(newFile(table), table.spec(), partition);
    try (writer) {
      writer.write(rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return writer.toDataFile();
  }

  /// Commits position deletes in a Parquet file.
  DeleteFile deletePositions(Table table, DataFile file, long... positions) {
    PositionDeleteWriter<Record> writer =
        writers(table)
            .build()
            .newPositionDeleteWriter(newFile(table), table.spec(), file.partition());
    try (writer) {
      for (long position : positions) {
        writer.write(PositionDelete.<Record>create().set(file.location(), position));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return commit(table, writer.toDeleteFile());
  }

  /// Commits a deletion vector.
  DeleteFile deleteByVector(Table table, DataFile file, long... positions) {
    OutputFileFactory files =
        OutputFileFactory.builderFor(table, 1, nextFile++).format(FileFormat.PUFFIN).build();
    BaseDVFileWriter writer = new BaseDVFileWriter(files, path -> (PositionDeleteIndex) null);
    try (writer) {
      for (long position : positions) {
        writer.delete(file.location(), position, table.spec(), file.partition());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return commit(table, writer.result().deleteFiles().getFirst());
  }

  /// Commits equality deletes by columns of the table's current schema.
  DeleteFile deleteEqual(
      Table table, StructLike partition, List<String> columns, Object[]... keys) {
    Schema schema = table.schema().select(columns);
    int[] ids = schema.columns().stream().mapToInt(Types.NestedField::fieldId).toArray();
    EqualityDeleteWriter<Record> writer =
        writers(table)
            .equalityFieldIds(ids)
            .equalityDeleteRowSchema(schema)
            .build()
            .newEqualityDeleteWriter(newFile(table), table.spec(), partition);
    try (writer) {
      for (Object[] key : keys) {
        writer.write(record(schema, key));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return commit(table, writer.toDeleteFile());
  }

  private static DeleteFile commit(Table table, DeleteFile file) {
    RowDelta delta = table.newRowDelta();
    delta.addDeletes(file);
    delta.commit();
    return file;
  }

  /// The Iceberg schema of a relation's columns.
  static Schema schema(io.thermocline.spi.type.Schema columns) {
    List<Types.NestedField> fields = new ArrayList<>();
    int id = 1;
    for (Field field : columns.fields()) {
      Type type =
          field.type() instanceof ArrayType array
              ? Types.ListType.ofOptional(1000 + id, type(array.element()))
              : type(field.type());
      fields.add(
          field.nullable()
              ? Types.NestedField.optional(id++, field.name(), type)
              : Types.NestedField.required(id++, field.name(), type));
    }
    return new Schema(fields);
  }

  private static Type type(DataType type) {
    return switch (type) {
      case DecimalType d -> Types.DecimalType.of(d.precision(), d.scale());
      case ArrayType a -> throw new IllegalArgumentException("a list of lists");
      case ScalarType s ->
          switch (s) {
            case BOOLEAN -> Types.BooleanType.get();
            case INT32 -> Types.IntegerType.get();
            case INT64 -> Types.LongType.get();
            case FLOAT32 -> Types.FloatType.get();
            case FLOAT64 -> Types.DoubleType.get();
            case TEXT -> Types.StringType.get();
            case BYTES -> Types.BinaryType.get();
            case DATE -> Types.DateType.get();
            case TIME -> Types.TimeType.get();
            case TIMESTAMP -> Types.TimestampType.withoutZone();
            case TIMESTAMP_TZ -> Types.TimestampType.withZone();
            case UUID -> Types.UUIDType.get();
            case INT16, INTERVAL, JSON -> throw new IllegalArgumentException(s.sqlName());
          };
    };
  }

  /// A value in the classes of Iceberg's generic records.
  static Object value(Object value) {
    return switch (value) {
      case null -> null;
      case Instant instant -> instant.atOffset(ZoneOffset.UTC);
      case byte[] bytes -> ByteBuffer.wrap(bytes);
      case List<?> list -> new ArrayList<>(list.stream().map(IcebergWriter::value).toList());
      default -> value;
    };
  }
}
