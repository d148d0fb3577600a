package io.thermocline.adapter.parquet.write;

import io.thermocline.adapter.parquet.file.ParquetErrors;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Sink;
import io.thermocline.spi.source.WriteOptions;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.Schema;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/// Writes one file: data pages of version 2 with checksums, ZSTD, dictionaries that give way to
/// delta encodings, row groups of 262144 rows, bloom filters on look-up keys. Rows are put in order
/// within each row group. The file has a hidden name until it is complete and on disk.
public final class ParquetSink implements Sink {
  /// The most rows of a row group.
  public static final int ROW_GROUP_ROWS = 256 * 1024;

  private static final long ROW_GROUP_BYTES = 256L << 20;
  private static final int STRIPE_ROWS = 1000;
  private static final int PAGE_BYTES = 1 << 20;
  private static final int PAGE_ROWS = 20_000;
  private static final int ZSTD_LEVEL = 3;
  private static final int INDEX_BOUND_BYTES = 64;

  private final Path temporary;
  private final Path target;
  private final Map<String, String> metadata;
  private final MessageType schema;
  private final List<String> lookupKeys;
  private final List<ColumnAppender> appenders = new ArrayList<>();
  private final @Nullable RowOrder order;
  private final ParquetFileWriter file;
  private final ZstdCompressor compressor = new ZstdCompressor(ZSTD_LEVEL);
  private final List<Batch> buffered = new ArrayList<>();
  private int bufferedRows;
  private long bufferedBytes;
  private @Nullable RowGroup rowGroup;
  private long rows;
  private boolean finished;

  /// The writers of the row group at work.
  private record RowGroup(
      ColumnChunkPageWriteStore pages, ColumnWriteStore columns, List<ColumnWriter> writers) {}

  private ParquetSink(
      Path target, Schema columns, WriteOptions options, Map<String, String> metadata)
      throws IOException {
    this.target = target;
    this.temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
    this.metadata = new LinkedHashMap<>(metadata);
    this.metadata.putAll(FileSchemas.typeMarks(columns));
    this.schema = FileSchemas.of("relation", columns);
    this.lookupKeys =
        options.lookupKeys().stream()
            .filter(key -> columns.indexOf(key) >= 0 && schema.getType(key).isPrimitive())
            .toList();
    for (int i = 0; i < columns.size(); i++) {
      Field field = columns.field(i);
      appenders.add(new ColumnAppender(field, schema.getColumns().get(i).getPrimitiveType()));
    }
    int[] keys =
        options.sortedBy().stream()
            .mapToInt(columns::indexOf)
            .filter(index -> index >= 0)
            .toArray();
    this.order = keys.length == 0 ? null : new RowOrder(keys);
    this.file =
        new ParquetFileWriter(
            new LocalOutput(temporary),
            schema,
            ParquetFileWriter.Mode.CREATE,
            Long.MAX_VALUE,
            0,
            INDEX_BOUND_BYTES,
            Integer.MAX_VALUE,
            true);
    file.start();
  }

  /// Starts a file that will be `target`, in an existing folder.
  public static ParquetSink open(
      Path target, Schema columns, WriteOptions options, Map<String, String> metadata) {
    try {
      return new ParquetSink(target, columns, options, metadata);
    } catch (IOException e) {
      throw ParquetErrors.io(target, "write", e);
    }
  }

  @Override
  public void write(Batch batch) {
    if (finished) {
      throw new IllegalStateException("the sink is closed");
    }
    if (batch.columns().size() != appenders.size()) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "a batch of "
              + batch.columns().size()
              + " columns for a relation of "
              + appenders.size()
              + "; supply all columns in order");
    }
    for (int i = 0; i < appenders.size(); i++) {
      appenders.get(i).check(batch.column(i));
    }
    try {
      int from = 0;
      while (from < batch.size()) {
        int to = Math.min(batch.size(), from + ROW_GROUP_ROWS - bufferedRows);
        Batch part = batch.slice(from, to);
        bufferedBytes += bytes(part);
        buffered.add(part);
        bufferedRows += part.size();
        from = to;
        if (bufferedRows == ROW_GROUP_ROWS || bufferedBytes > ROW_GROUP_BYTES) {
          drain();
        }
      }
    } catch (IOException e) {
      throw ParquetErrors.io(target, "write", e);
    }
  }

  /// What a batch adds to the memory held; a dictionary that the batch before has too counts once.
  private long bytes(Batch batch) {
    long bytes = 0;
    for (int i = 0; i < batch.columns().size(); i++) {
      Vector vector = batch.column(i);
      boolean shared =
          vector instanceof DictionaryVector d
              && !buffered.isEmpty()
              && buffered.getLast().column(i) instanceof DictionaryVector before
              && before.dictionary() == d.dictionary();
      bytes += shared ? 4L * batch.size() : vector.retainedBytes();
    }
    return bytes;
  }

  /// Writes a row group of what is buffered.
  private void drain() throws IOException {
    if (buffered.isEmpty()) {
      return;
    }
    List<Batch> ordered =
        order == null || order.isSorted(buffered) ? buffered : List.of(order.sorted(buffered));
    RowGroup current = startRowGroup();
    rowGroup = current;
    for (Batch batch : ordered) {
      append(current, batch);
    }
    endRowGroup(current);
    rows += bufferedRows;
    buffered.clear();
    bufferedRows = 0;
    bufferedBytes = 0;
  }

  /// Column by column in stripes, so that pages are cut at about the same rows.
  private void append(RowGroup current, Batch batch) {
    for (int from = 0; from < batch.size(); from += STRIPE_ROWS) {
      int to = Math.min(batch.size(), from + STRIPE_ROWS);
      for (int i = 0; i < appenders.size(); i++) {
        appenders.get(i).append(current.writers.get(i), batch.column(i), from, to);
      }
      for (int row = from; row < to; row++) {
        current.columns.endRecord();
      }
    }
  }

  private RowGroup startRowGroup() {
    ColumnChunkPageWriteStore pages =
        new ColumnChunkPageWriteStore(
            compressor, schema, HeapByteBufferAllocator.getInstance(), INDEX_BOUND_BYTES, true);
    ColumnWriteStore columns = properties().newColumnWriteStore(schema, pages, pages);
    List<ColumnWriter> writers = new ArrayList<>();
    for (ColumnDescriptor descriptor : schema.getColumns()) {
      writers.add(columns.getColumnWriter(descriptor));
    }
    return new RowGroup(pages, columns, writers);
  }

  /// Properties of the row group that is buffered; its size is the size of its bloom filters.
  private ParquetProperties properties() {
    ParquetProperties.Builder builder =
        ParquetProperties.builder()
            .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_2_0)
            .withDictionaryEncoding(true)
            .withPageSize(PAGE_BYTES)
            .withPageRowCountLimit(PAGE_ROWS)
            .withMinRowCountForPageSizeCheck(STRIPE_ROWS)
            .withAllocator(HeapByteBufferAllocator.getInstance());
    for (String key : lookupKeys) {
      builder.withBloomFilterEnabled(key, true).withBloomFilterNDV(key, bufferedRows);
    }
    return builder.build();
  }

  private void endRowGroup(RowGroup current) throws IOException {
    rowGroup = null;
    try {
      file.startBlock(bufferedRows);
      current.columns.flush();
      current.pages.flushToFileWriter(file);
      file.endBlock();
    } finally {
      current.columns.close();
      current.pages.close();
    }
  }

  @Override
  public long commit() {
    if (finished) {
      throw new IllegalStateException("the sink is closed");
    }
    try {
      drain();
      file.end(metadata);
      file.close();
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      finished = true;
      compressor.release();
      syncFolder(target);
      return rows;
    } catch (IOException e) {
      throw ParquetErrors.io(target, "write", e);
    }
  }

  private static void syncFolder(Path file) throws IOException {
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  @Override
  public void close() {
    if (finished) {
      return;
    }
    finished = true;
    RowGroup current = rowGroup;
    rowGroup = null;
    if (current != null) {
      current.columns.close();
      current.pages.close();
    }
    compressor.release();
    file.abort();
    try {
      file.close();
    } catch (IOException | RuntimeException e) {
      // Nothing of the file is kept.
    }
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw ParquetErrors.io(temporary, "remove", e);
    }
  }
}
