package io.thermocline.spi.source;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Estimates about a relation.
///
/// @param rowCount estimated rows, or -1 when unknown
/// @param totalBytes stored size, or -1 when unknown
/// @param columns by column name; a column may be missing
public record RelationStatistics(double rowCount, long totalBytes, Map<String, Column> columns) {
  /// Nothing is known.
  public static final RelationStatistics UNKNOWN = new RelationStatistics(-1, -1, Map.of());

  /// Copies the map.
  public RelationStatistics {
    columns = Map.copyOf(columns);
  }

  /// Estimates about a column.
  ///
  /// @param nullFraction between 0 and 1, or -1 when unknown
  /// @param distinctCount estimated distinct values, or -1 when unknown
  /// @param averageBytes average size of a value, or -1 when unknown
  /// @param minimum smallest value in the classes of [io.thermocline.spi.batch.Values], or null
  ///   when unknown
  /// @param maximum largest value, or null when unknown
  /// @param mostCommon the most common values, most frequent first; may be empty
  public record Column(
      double nullFraction,
      double distinctCount,
      double averageBytes,
      @Nullable Object minimum,
      @Nullable Object maximum,
      List<Frequency> mostCommon) {
    /// Copies the list.
    public Column {
      mostCommon = List.copyOf(mostCommon);
    }
  }

  /// A value and the fraction of rows that hold it, -1 when only known to be common.
  public record Frequency(Object value, double fraction) {}
}
