package io.thermocline.adapter.parquet.iceberg;

import io.thermocline.adapter.parquet.filter.ColumnRange;
import io.thermocline.adapter.parquet.filter.Literals;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.BlobMetadata;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.types.Conversions;
import org.jspecify.annotations.Nullable;

/// Estimates from the manifests of a snapshot, and from the distinct counts that statistics files
/// left in its metadata.
final class TableStatistics {
  private TableStatistics() {}

  static RelationStatistics of(IcebergTable table, List<FileScanTask> tasks) {
    double rows = 0;
    long bytes = 0;
    Set<String> seen = new HashSet<>();
    for (FileScanTask task : tasks) {
      rows += task.file().recordCount();
      bytes += task.file().fileSizeInBytes();
      for (DeleteFile delete : task.deletes()) {
        boolean vector = delete.contentOffset() != null;
        String id = delete.location() + (vector ? "@" + delete.contentOffset() : "");
        if (delete.content() == FileContent.POSITION_DELETES && seen.add(id)) {
          rows -= delete.recordCount();
        }
      }
    }
    rows = Math.max(0, rows);
    Map<Integer, Double> distinct = distinctCounts(table);
    Map<String, RelationStatistics.Column> columns = new HashMap<>();
    for (TableColumn column : table.tableColumns()) {
      columns.put(
          column.field().name(), column(column, tasks, distinct.getOrDefault(column.id(), -1.0)));
    }
    return new RelationStatistics(rows, bytes, columns);
  }

  /// Distinct counts by field id, of the newest statistics.
  private static Map<Integer, Double> distinctCounts(IcebergTable table) {
    Map<Integer, Double> counts = new HashMap<>();
    for (StatisticsFile file : table.metadata().statisticsFiles()) {
      for (BlobMetadata blob : file.blobMetadata()) {
        String count = blob.properties() == null ? null : blob.properties().get("ndv");
        if (count != null && blob.fields().size() == 1) {
          try {
            counts.put(blob.fields().getFirst(), Double.parseDouble(count));
          } catch (NumberFormatException e) {
            // Another writer's property of that name.
            continue;
          }
        }
      }
    }
    return counts;
  }

  private static RelationStatistics.Column column(
      TableColumn column, List<FileScanTask> tasks, double distinct) {
    double rows = 0;
    double nulls = 0;
    double bytes = 0;
    boolean nullsKnown = true;
    boolean bytesKnown = true;
    boolean bounds = true;
    Object minimum = null;
    Object maximum = null;
    for (FileScanTask task : tasks) {
      DataFile file = task.file();
      rows += file.recordCount();
      Long nullCount = at(file.nullValueCounts(), column.id());
      Long size = at(file.columnSizes(), column.id());
      nullsKnown &= nullCount != null;
      bytesKnown &= size != null;
      nulls += nullCount == null ? 0 : nullCount;
      bytes += size == null ? 0 : size;
      if (nullCount != null && nullCount == file.recordCount()) {
        continue;
      }
      Object low = bound(column, at(file.lowerBounds(), column.id()));
      Object high = bound(column, at(file.upperBounds(), column.id()));
      if (low == null || high == null) {
        bounds = false;
      } else {
        minimum = minimum == null ? low : ColumnRange.smaller(minimum, low);
        maximum = maximum == null ? high : ColumnRange.larger(maximum, high);
      }
    }
    DataType type = column.field().type();
    double present = rows - nulls;
    double span = Double.MAX_VALUE;
    if (bounds && minimum instanceof Long low && maximum instanceof Long high) {
      span = (double) high - low + 1;
    }
    double estimate = distinct >= 0 ? Math.min(distinct, span) : span <= present ? span : -1;
    boolean textual = type.layout() == Layout.BYTES;
    return new RelationStatistics.Column(
        nullsKnown && rows > 0 ? nulls / rows : -1,
        type == ScalarType.BOOLEAN ? 2 : estimate,
        bytesKnown && rows > 0 && textual ? bytes / rows : -1,
        bounds && !textual ? ColumnRange.value(type, minimum) : null,
        bounds && !textual ? ColumnRange.value(type, maximum) : null,
        List.of());
  }

  private static <T> @Nullable T at(@Nullable Map<Integer, T> map, int id) {
    return map == null ? null : map.get(id);
  }

  /// A bound in the classes of [ColumnRange], or null.
  private static @Nullable Object bound(TableColumn column, @Nullable ByteBuffer stored) {
    if (stored == null || column.field().type().layout() == Layout.LIST) {
      return null;
    }
    try {
      Object value =
          TableTypes.value(
              column.source().type(), Conversions.fromByteBuffer(column.source().type(), stored));
      return value == null
          ? null
          : Literals.fromVector(Values.constant(column.field().type(), value, 1).value(), 0);
    } catch (RuntimeException e) {
      // A bound that cannot be read is one less to estimate with.
      return null;
    }
  }
}
