package io.thermocline.adapter.parquet.iceberg;

import io.thermocline.adapter.parquet.file.ColumnOrigin;
import io.thermocline.adapter.parquet.file.FileColumn;
import io.thermocline.adapter.parquet.file.FileView;
import io.thermocline.adapter.parquet.file.FooterCache;
import io.thermocline.adapter.parquet.file.ParquetFile;
import io.thermocline.adapter.parquet.filter.ConditionCompiler;
import io.thermocline.adapter.parquet.scan.RowGroupReader;
import io.thermocline.adapter.parquet.scan.ScanFile;
import io.thermocline.adapter.parquet.scan.ScanPlan;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.jspecify.annotations.Nullable;

/// Reads the delete files of one scan: position deletes, deletion vectors and equality deletes.
/// Thread-safe.
final class DeleteFiles {
  /// The most rows of equality delete files that one scan holds in memory.
  static final int MAXIMUM_KEYS = 5_000_000;

  private static final Schema POSITION_COLUMNS =
      Schema.of(
          Field.required("file_path", ScalarType.TEXT), Field.required("pos", ScalarType.INT64));

  private final String table;
  private final LocalFiles files;
  private final FooterCache footers;
  private final Map<String, KeySet> keySets = new HashMap<>();
  private long keys;

  DeleteFiles(String table, LocalFiles files, FooterCache footers) {
    this.table = table;
    this.files = files;
    this.footers = footers;
  }

  /// Adds to `deleted` the positions that a delete file names in a data file.
  ///
  /// @param location the data file as the table names it
  void positions(
      DeleteFile deleteFile, String location, long rows, BitSet deleted, ScanContext context) {
    if (rows > Integer.MAX_VALUE) {
      throw IcebergErrors.unsupported(
          table,
          "deletes in the file " + location + " of " + rows + " rows",
          "rewrite it into smaller files with rewrite_data_files");
    }
    if (deleteFile.format() == FileFormat.PUFFIN) {
      PositionDeleteIndex index = deletionVector(deleteFile);
      index.forEach(position -> set(deleted, position, rows, deleteFile));
      return;
    }
    ParquetFile file = open(deleteFile);
    FileView view =
        view(
            file,
            POSITION_COLUMNS,
            List.of(
                MetadataColumns.DELETE_FILE_PATH.fieldId(),
                MetadataColumns.DELETE_FILE_POS.fieldId()));
    var conditions =
        new ConditionCompiler(table, POSITION_COLUMNS)
            .compile(new Predicate.Compare("file_path", Predicate.Operator.EQ, location));
    ScanPlan plan =
        new ScanPlan(POSITION_COLUMNS, new int[] {1}, conditions, java.util.Set.of(), -1);
    read(
        plan,
        view,
        context,
        batch -> {
          for (int i = 0; i < batch.size(); i++) {
            set(deleted, batch.column(0).longAt(i), rows, deleteFile);
          }
        });
  }

  private void set(BitSet deleted, long position, long rows, DeleteFile deleteFile) {
    if (position < 0 || position >= rows) {
      throw IcebergErrors.corrupted(
          table,
          "delete file " + deleteFile.location(),
          "it deletes row " + position + " of a data file of " + rows + " rows",
          null);
    }
    deleted.set((int) position);
  }

  private PositionDeleteIndex deletionVector(DeleteFile deleteFile) {
    String named = "deletion vector in " + deleteFile.location();
    long offset = Objects.requireNonNullElse(deleteFile.contentOffset(), -1L);
    long size = Objects.requireNonNullElse(deleteFile.contentSizeInBytes(), -1L);
    if (offset < 0 || size < 0 || size > Integer.MAX_VALUE) {
      throw IcebergErrors.corrupted(
          table, named, "it lies at " + offset + " with " + size + " bytes", null);
    }
    Path path = files.path(deleteFile.location());
    ByteBuffer content = ByteBuffer.allocate((int) size);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      while (content.hasRemaining()) {
        if (channel.read(content, offset + content.position()) < 0) {
          throw new EOFException("the file ends at " + channel.size());
        }
      }
      return PositionDeleteIndex.deserialize(content.array(), deleteFile);
    } catch (NoSuchFileException e) {
      throw IcebergErrors.missing(table, named, e);
    } catch (IOException e) {
      throw IcebergErrors.corrupted(table, named, String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      throw IcebergErrors.reading(table, named, e);
    }
  }

  /// The keys of an equality delete file; read once.
  synchronized KeySet keys(DeleteFile deleteFile, List<TableColumn> columns, ScanContext context) {
    KeySet known = keySets.get(deleteFile.location());
    if (known != null) {
      return known;
    }
    ParquetFile file = open(deleteFile);
    keys += file.rows();
    if (keys > MAXIMUM_KEYS) {
      throw new ThermoclineException(
          ErrorCode.OUT_OF_MEMORY,
          "Iceberg table \""
              + table
              + "\" has more than "
              + MAXIMUM_KEYS
              + " rows of equality deletes that apply to one scan; compact it with"
              + " rewrite_data_files");
    }
    Schema schema = new Schema(columns.stream().map(TableColumn::field).toList());
    FileView view = view(file, schema, columns.stream().map(TableColumn::id).toList());
    int[] all = IntStream.range(0, columns.size()).toArray();
    ScanPlan plan = new ScanPlan(schema, all, List.of(), java.util.Set.of(), -1);
    KeySet read = new KeySet();
    read(plan, view, context, batch -> read.add(batch.columns(), batch.size()));
    keySets.put(deleteFile.location(), read);
    return read;
  }

  private ParquetFile open(DeleteFile deleteFile) {
    return DataFiles.open(table, files, footers, deleteFile, "delete file");
  }

  /// The columns with these ids, all of which a delete file must hold.
  private FileView view(ParquetFile file, Schema schema, List<Integer> ids) {
    List<ColumnOrigin> origins = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      int id = ids.get(i);
      FileColumn column =
          file.columns().values().stream().filter(c -> c.fieldId() == id).findFirst().orElse(null);
      if (column == null || !TableTypes.isReadable(column.shape(), schema.field(i).type())) {
        throw IcebergErrors.corrupted(
            table,
            "delete file " + file.path(),
            "it has no column with id " + id + " of type " + schema.field(i).type().sqlName(),
            null);
      }
      origins.add(new ColumnOrigin.Stored(column));
    }
    return new FileView(file, origins);
  }

  private interface BatchConsumer {
    void accept(Batch batch);
  }

  private static void read(
      ScanPlan plan, FileView view, ScanContext context, BatchConsumer consumer) {
    ScanFile file = ScanFile.whole(view);
    List<ScanPlan.RowGroup> rowGroups = new ArrayList<>();
    for (BlockMetaData rowGroup : view.file().rowGroups()) {
      if (plan.pruning().mayHold(view, rowGroup)) {
        rowGroups.add(new ScanPlan.RowGroup(file, rowGroup));
      }
    }
    try (BatchReader reader = new RowGroupReader(plan, rowGroups, context)) {
      for (@Nullable Batch batch = reader.next(); batch != null; batch = reader.next()) {
        consumer.accept(batch);
      }
    }
  }
}
