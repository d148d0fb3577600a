package io.thermocline.adapter.parquet.file;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/// A Parquet file whose footer has been read and checked. Thread-safe.
public final class ParquetFile {
  private static final int MINIMUM_BYTES = 12;

  private final Path path;
  private final long bytes;
  private final List<BlockMetaData> rowGroups;
  private final Map<String, String> metadata;
  private final Map<String, FileColumn> columns;
  private final Set<Integer> fieldIds;
  private final String createdBy;
  private WeakReference<@Nullable MappedFile> mapping;

  private ParquetFile(Path path, MappedFile mapped, ParquetMetadata footer) {
    this.path = path;
    this.bytes = mapped.getLength();
    this.rowGroups = List.copyOf(footer.getBlocks());
    this.metadata = Map.copyOf(footer.getFileMetaData().getKeyValueMetaData());
    this.columns = resolve(footer.getFileMetaData().getSchema(), metadata);
    this.fieldIds =
        footer.getFileMetaData().getSchema().getFields().stream()
            .filter(field -> field.getId() != null)
            .map(field -> field.getId().intValue())
            .collect(Collectors.toUnmodifiableSet());
    String writer = footer.getFileMetaData().getCreatedBy();
    this.createdBy = writer == null ? "" : writer;
    this.mapping = new WeakReference<>(mapped);
  }

  /// Reads and checks a footer.
  ///
  /// @throws io.thermocline.spi.error.ThermoclineException DATA_CORRUPTED, or IO_ERROR when the
  ///   file is away
  public static ParquetFile open(Path path) {
    try {
      MappedFile mapped = MappedFile.open(path);
      if (mapped.getLength() < MINIMUM_BYTES) {
        throw ParquetErrors.corrupted(path, "it has only " + mapped.getLength() + " bytes", null);
      }
      ParquetFile file = new ParquetFile(path, mapped, footer(path, mapped));
      file.check();
      return file;
    } catch (IOException e) {
      throw ParquetErrors.io(path, "open", e);
    }
  }

  private static ParquetMetadata footer(Path path, MappedFile mapped) {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
    try (SeekableInputStream input = mapped.newStream()) {
      return ParquetFileReader.readFooter(mapped, options, input);
    } catch (IOException | RuntimeException | InternalError | StackOverflowError e) {
      throw ParquetErrors.corrupted(
          path, "its footer is damaged or cut off (" + e.getMessage() + ")", e);
    }
  }

  private static Map<String, FileColumn> resolve(MessageType schema, Map<String, String> metadata) {
    Map<List<String>, Integer> leaves = new LinkedHashMap<>();
    for (ColumnDescriptor descriptor : schema.getColumns()) {
      leaves.put(List.of(descriptor.getPath()), leaves.size());
    }
    Map<String, FileColumn> columns = new LinkedHashMap<>();
    for (Type field : schema.getFields()) {
      ColumnShapes.of(field, metadata)
          .ifPresent(shape -> {
            int leaf = leafOf(field.getName(), leaves);
            int id = field.getId() == null ? FileColumn.NO_ID : field.getId().intValue();
            columns.putIfAbsent(field.getName(), new FileColumn(field.getName(), shape, leaf, id));
          });
    }
    return columns;
  }

  private static int leafOf(String name, Map<List<String>, Integer> leaves) {
    for (Map.Entry<List<String>, Integer> leaf : leaves.entrySet()) {
      if (leaf.getKey().getFirst().equals(name)) {
        return leaf.getValue();
      }
    }
    throw new IllegalStateException("no leaf for " + name);
  }

  private void check() {
    for (BlockMetaData rowGroup : rowGroups) {
      if (rowGroup.getRowCount() < 0 || rowGroup.getRowCount() > Integer.MAX_VALUE) {
        throw ParquetErrors.corrupted(
            path, "a row group claims " + rowGroup.getRowCount() + " rows", null);
      }
      for (FileColumn column : columns.values()) {
        if (column.leaf() >= rowGroup.getColumns().size()) {
          throw ParquetErrors.corrupted(path, column.name(), "a row group does not hold it", null);
        }
        ColumnChunkMetaData chunk = rowGroup.getColumns().get(column.leaf());
        if (chunk.isEncrypted()) {
          throw ParquetErrors.unsupported(path, column.name(), "encryption");
        }
        checkChunk(rowGroup, column, chunk);
      }
    }
  }

  private void checkChunk(BlockMetaData rowGroup, FileColumn column, ColumnChunkMetaData chunk) {
    long start = startOf(chunk);
    boolean inside =
        start >= 4
            && chunk.getTotalSize() >= 0
            && start <= bytes
            && chunk.getTotalSize() <= bytes - start;
    boolean counts =
        column.shape().maxRepetition() > 0 || chunk.getValueCount() == rowGroup.getRowCount();
    boolean type =
        chunk.getPrimitiveType().getPrimitiveTypeName()
            == column.shape().primitive().getPrimitiveTypeName();
    if (rowGroup.getRowCount() > 0 && (!inside || !counts) || !type) {
      throw ParquetErrors.corrupted(
          path,
          column.name(),
          "its chunk at "
              + start
              + " with "
              + chunk.getTotalSize()
              + " bytes and "
              + chunk.getValueCount()
              + " values does not fit a file of "
              + bytes
              + " bytes and a row group of "
              + rowGroup.getRowCount()
              + " rows",
          null);
    }
  }

  /// Where the pages of a chunk start.
  public static long startOf(ColumnChunkMetaData chunk) {
    long dictionary = chunk.getDictionaryPageOffset();
    long data = chunk.getFirstDataPageOffset();
    return dictionary > 0 && dictionary < data ? dictionary : data;
  }

  /// Where the file lies.
  public Path path() {
    return path;
  }

  /// Its size when the footer was read.
  public long bytes() {
    return bytes;
  }

  /// The row groups in file order.
  public List<BlockMetaData> rowGroups() {
    return rowGroups;
  }

  /// The position in the file of a row group's first row.
  public long firstRow(BlockMetaData rowGroup) {
    long rows = 0;
    for (BlockMetaData before : rowGroups) {
      if (before == rowGroup) {
        return rows;
      }
      rows += before.getRowCount();
    }
    throw new IllegalArgumentException("a row group of another file");
  }

  /// Rows in all row groups.
  public long rows() {
    long rows = 0;
    for (BlockMetaData rowGroup : rowGroups) {
      rows += rowGroup.getRowCount();
    }
    return rows;
  }

  /// The key-value pairs of the footer.
  public Map<String, String> metadata() {
    return metadata;
  }

  /// The columns that can be read, by name, in the order of the file.
  public Map<String, FileColumn> columns() {
    return java.util.Collections.unmodifiableMap(columns);
  }

  /// The ids of the fields that have one, also of those that cannot be read.
  public Set<Integer> fieldIds() {
    return fieldIds;
  }

  /// The program that wrote the file, or an empty text.
  public String createdBy() {
    return createdBy;
  }

  /// The file's bytes, mapped; the mapping is shared while anyone holds it.
  ///
  /// @throws io.thermocline.spi.error.ThermoclineException IO_ERROR when the file is away,
  ///   DATA_CORRUPTED when its size changed
  public synchronized MappedFile map() {
    MappedFile mapped = mapping.get();
    if (mapped == null) {
      try {
        mapped = MappedFile.open(path);
      } catch (IOException e) {
        throw ParquetErrors.io(path, "open", e);
      }
      if (mapped.getLength() != bytes) {
        throw ParquetErrors.corrupted(
            path,
            "it was "
                + bytes
                + " bytes long and is "
                + mapped.getLength()
                + " now; files must not change in place",
            null);
      }
      mapping = new WeakReference<>(mapped);
    }
    return mapped;
  }
}
