package io.thermocline.spi.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a scan of one relation returns. Steps apply in the order filter, aggregation, limit.
///
/// @param columns the columns of the result in order when there is no aggregation; may be empty,
///   then only the number of rows counts
/// @param filter null for all rows
/// @param aggregation null for plain rows
/// @param limit the most rows, or -1 for all
public record ScanRequest(
    RelationName relation,
    List<String> columns,
    @Nullable Predicate filter,
    @Nullable Aggregation aggregation,
    long limit) {
  /// Copies the list.
  public ScanRequest {
    columns = List.copyOf(columns);
  }

  /// All rows of these columns.
  public static ScanRequest of(RelationName relation, List<String> columns) {
    return new ScanRequest(relation, columns, null, null, -1);
  }

  /// The same scan with a filter.
  public ScanRequest withFilter(@Nullable Predicate newFilter) {
    return new ScanRequest(relation, columns, newFilter, aggregation, limit);
  }

  /// The same scan with an aggregation.
  public ScanRequest withAggregation(@Nullable Aggregation newAggregation) {
    return new ScanRequest(relation, columns, filter, newAggregation, limit);
  }

  /// The same scan with a limit.
  public ScanRequest withLimit(long newLimit) {
    return new ScanRequest(relation, columns, filter, aggregation, newLimit);
  }
}
