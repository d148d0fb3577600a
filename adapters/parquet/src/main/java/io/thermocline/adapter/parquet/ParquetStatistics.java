package io.thermocline.adapter.parquet;

import io.thermocline.adapter.parquet.file.ColumnOrigin;
import io.thermocline.adapter.parquet.file.FileColumn;
import io.thermocline.adapter.parquet.file.FileView;
import io.thermocline.adapter.parquet.file.MappedFile;
import io.thermocline.adapter.parquet.file.ParquetFile;
import io.thermocline.adapter.parquet.filter.ColumnRange;
import io.thermocline.adapter.parquet.filter.StoredStatistics;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import java.io.IOException;
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

  private ParquetStatistics() {}

  static RelationStatistics of(RelationFiles relation) {
    double rows = 0;
    long bytes = 0;
    for (FileView view : relation.files()) {
      rows += view.file().rows();
      bytes += view.file().bytes();
    }
    Map<String, RelationStatistics.Column> columns = new HashMap<>();
    for (Field field : relation.columns().fields()) {
      columns.put(field.name(), column(relation, field, columns.size(), rows));
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

    void addBounds(ColumnRange range) {
      Object low = range.minimum();
      Object high = range.maximum();
      if (low == null || high == null) {
        bounds = false;
        return;
      }
      disjoint &= maximum == null || range.startsAt(maximum);
      minimum = minimum == null ? low : ColumnRange.smaller(minimum, low);
      maximum = maximum == null ? high : ColumnRange.larger(maximum, high);
    }
  }

  private static RelationStatistics.Column column(
      RelationFiles relation, Field field, int position, double rows) {
    Sums sums = new Sums();
    long groups = relation.files().stream().mapToLong(view -> view.file().rowGroups().size()).sum();
    long step = Math.max(1, groups / SAMPLED_ROW_GROUPS);
    long index = 0;
    for (FileView view : relation.files()) {
      for (BlockMetaData rowGroup : view.file().rowGroups()) {
        switch (view.columns().get(position)) {
          case ColumnOrigin.Constant constant -> addConstant(sums, constant, rowGroup);
          case ColumnOrigin.Stored stored ->
              add(sums, view.file(), stored.column(), field.type(), rowGroup, index % step == 0);
        }
        index++;
      }
    }
    double present = Math.max(0, rows - (sums.nullsKnown ? sums.nulls : 0));
    return new RelationStatistics.Column(
        sums.nullsKnown && rows > 0 ? sums.nulls / rows : -1,
        distinct(sums, field.type(), present, groups),
        sums.values > 0 ? sums.valueBytes / sums.values : -1,
        sums.bounds ? ColumnRange.value(field.type(), sums.minimum) : null,
        sums.bounds ? ColumnRange.value(field.type(), sums.maximum) : null,
        List.of());
  }

  private static void addConstant(
      Sums sums, ColumnOrigin.Constant constant, BlockMetaData rowGroup) {
    ColumnRange range = ColumnRange.of(constant.value());
    if (range.mayHoldValue()) {
      sums.addBounds(range);
      sums.values += rowGroup.getRowCount();
    } else {
      sums.nulls += rowGroup.getRowCount();
    }
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
      sums.addBounds(range);
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
}
