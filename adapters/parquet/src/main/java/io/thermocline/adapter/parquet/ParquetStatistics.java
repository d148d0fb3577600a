package io.thermocline.adapter.parquet;

import io.thermocline.adapter.parquet.file.FileColumn;
import io.thermocline.adapter.parquet.file.MappedFile;
import io.thermocline.adapter.parquet.file.ParquetFile;
import io.thermocline.adapter.parquet.filter.ColumnRange;
import io.thermocline.adapter.parquet.filter.StoredStatistics;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.jspecify.annotations.Nullable;

/// Estimates from footers, and from the sizes of a few dictionaries.
final class ParquetStatistics {
  private static final int SAMPLED_ROW_GROUPS = 8;
  private static final int MAXIMUM_BOUND_BYTES = 256;

  private ParquetStatistics() {}

  static RelationStatistics of(RelationFiles relation) {
    double rows = 0;
    long bytes = 0;
    for (ParquetFile file : relation.files()) {
      rows += file.rows();
      bytes += file.bytes();
    }
    Map<String, RelationStatistics.Column> columns = new HashMap<>();
    for (Field field : relation.columns().fields()) {
      columns.put(field.name(), column(relation, field, rows));
    }
    return new RelationStatistics(rows, bytes, columns);
  }

  /// What the chunks of a column add up to.
  private static final class Sums {
    double nulls;
    boolean nullsKnown = true;
    double values;
    double valueBytes;
    @Nullable Object minimum;
    @Nullable Object maximum;
    boolean bounds = true;
    double largestDictionary;
    double dictionaries;
    boolean disjoint = true;
    int sampled;
    int withDictionary;
  }

  private static RelationStatistics.Column column(
      RelationFiles relation, Field field, double rows) {
    Sums sums = new Sums();
    long groups = relation.files().stream().mapToLong(file -> file.rowGroups().size()).sum();
    long step = Math.max(1, groups / SAMPLED_ROW_GROUPS);
    long index = 0;
    for (ParquetFile file : relation.files()) {
      FileColumn stored = file.columns().get(field.name());
      for (BlockMetaData rowGroup : file.rowGroups()) {
        if (stored == null) {
          sums.nulls += rowGroup.getRowCount();
        } else {
          add(sums, file, stored, field.type(), rowGroup, index % step == 0);
        }
        index++;
      }
    }
    double present = Math.max(0, rows - (sums.nullsKnown ? sums.nulls : 0));
    return new RelationStatistics.Column(
        sums.nullsKnown && rows > 0 ? sums.nulls / rows : -1,
        distinct(sums, field.type(), present, groups),
        sums.values > 0 ? sums.valueBytes / sums.values : -1,
        sums.bounds ? javaValue(field.type(), sums.minimum) : null,
        sums.bounds ? javaValue(field.type(), sums.maximum) : null,
        List.of());
  }

  private static void add(
      Sums sums,
      ParquetFile file,
      FileColumn stored,
      DataType type,
      BlockMetaData rowGroup,
      boolean sample) {
    ColumnChunkMetaData chunk = rowGroup.getColumns().get(stored.leaf());
    Statistics<?> statistics = chunk.getStatistics();
    if (statistics != null && statistics.isNumNullsSet() && stored.shape().maxRepetition() == 0) {
      sums.nulls += statistics.getNumNulls();
    } else if (stored.shape().optional()) {
      sums.nullsKnown = false;
    }
    sums.values += chunk.getValueCount();
    sums.valueBytes += chunk.getTotalUncompressedSize();
    ColumnRange range = StoredStatistics.range(stored.shape(), type, chunk);
    if (range.mayHoldValue()) {
      Object low = range.minimum();
      Object high = range.maximum();
      if (low == null || high == null) {
        sums.bounds = false;
      } else {
        sums.disjoint &= sums.maximum == null || range.startsAt(sums.maximum);
        sums.minimum = sums.minimum == null ? low : ColumnRange.smaller(sums.minimum, low);
        sums.maximum = sums.maximum == null ? high : ColumnRange.larger(sums.maximum, high);
      }
    }
    if (sample) {
      sums.sampled++;
      double entries = dictionarySize(file, chunk);
      if (entries >= 0) {
        sums.withDictionary++;
        sums.dictionaries += entries;
        sums.largestDictionary = Math.max(sums.largestDictionary, entries);
      }
    }
  }

  /// Entries of a chunk's dictionary, or -1 when its values are not all in one.
  private static double dictionarySize(ParquetFile file, ColumnChunkMetaData chunk) {
    if (chunk.getEncodingStats() == null
        || !chunk.getEncodingStats().hasDictionaryPages()
        || chunk.getEncodingStats().hasNonDictionaryEncodedPages()) {
      return -1;
    }
    try {
      MappedFile mapped = file.map();
      DictionaryPageHeader header =
          Util.readPageHeader(mapped.streamAt(ParquetFile.startOf(chunk)))
              .getDictionary_page_header();
      return header == null ? -1 : header.getNum_values();
    } catch (IOException | RuntimeException | InternalError e) {
      return -1;
    }
  }

  private static double distinct(Sums sums, DataType type, double present, long groups) {
    double span = span(sums, type);
    if (sums.sampled > 0 && sums.withDictionary == sums.sampled) {
      double estimate =
          sums.disjoint && sums.bounds
              ? sums.dictionaries / sums.sampled * groups
              : sums.largestDictionary;
      return Math.min(Math.min(estimate, present), span);
    }
    if (type == ScalarType.BOOLEAN) {
      return 2;
    }
    return span <= present ? span : -1;
  }

  private static double span(Sums sums, DataType type) {
    if (sums.bounds
        && type.layout() == Layout.LONG
        && sums.minimum instanceof Long low
        && sums.maximum instanceof Long high) {
      return (double) high - low + 1;
    }
    return Double.MAX_VALUE;
  }

  private static @Nullable Object javaValue(DataType type, @Nullable Object bound) {
    if (bound == null || type == ScalarType.UUID || type == ScalarType.INTERVAL) {
      return null;
    }
    VectorBuilder builder = new VectorBuilder(type, 1);
    switch (bound) {
      case Long l -> builder.appendLong(l);
      case Double d -> builder.appendDouble(d);
      case BigInteger b -> builder.appendInt128(b.shiftRight(64).longValue(), b.longValue());
      case byte[] b when b.length <= MAXIMUM_BOUND_BYTES -> builder.appendBytes(b);
      default -> {
        return null;
      }
    }
    Vector vector = builder.build();
    try {
      return Values.get(vector, 0);
    } catch (java.time.DateTimeException e) {
      return null;
    }
  }
}
