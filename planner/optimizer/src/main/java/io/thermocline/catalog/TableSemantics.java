package io.thermocline.catalog;

import java.util.List;
import java.util.Map;

/// What people mean by a table: words for it and its columns, computed columns such as `revenue`,
/// and metrics such as `net_revenue`.
///
/// @param displayName how to say the table's name in words; empty to derive it from the name
/// @param synonyms further words for the table
/// @param columnDisplayNames by name of a stored or computed column or of a metric
/// @param columnSynonyms by name of a stored or computed column or of a metric
/// @param computed columns that questions may use and that are not stored
/// @param metrics aggregates that questions may use by name
public record TableSemantics(
    String displayName,
    List<String> synonyms,
    Map<String, String> columnDisplayNames,
    Map<String, List<String>> columnSynonyms,
    List<ComputedColumn> computed,
    List<Metric> metrics) {
  /// Nothing is known beyond names.
  public static final TableSemantics NONE =
      new TableSemantics("", List.of(), Map.of(), Map.of(), List.of());

  /// Without metrics.
  public TableSemantics(
      String displayName,
      List<String> synonyms,
      Map<String, String> columnDisplayNames,
      Map<String, List<String>> columnSynonyms,
      List<ComputedColumn> computed) {
    this(displayName, synonyms, columnDisplayNames, columnSynonyms, computed, List.of());
  }

  /// Copies the collections.
  public TableSemantics {
    synonyms = List.copyOf(synonyms);
    columnDisplayNames = Map.copyOf(columnDisplayNames);
    columnSynonyms = Map.copyOf(columnSynonyms);
    computed = List.copyOf(computed);
    metrics = List.copyOf(metrics);
  }

  /// A column defined by a SQL expression over the table's stored columns, for instance `revenue =
  /// quantity * unit_price`.
  public record ComputedColumn(String name, String expression, String description) {}

  /// A value for any group of the table's rows, for instance `net_revenue = sum(quantity *
  /// unit_price)` of lines that were not cancelled.
  ///
  /// @param expression SQL with aggregates over columns of the table, and of tables to which its
  ///   foreign keys lead, these qualified by the table's name
  /// @param filter a SQL condition on the same columns for the rows that count; empty for all
  /// @param description empty when there is none
  public record Metric(String name, String expression, String filter, String description) {}
}
