package io.thermocline.catalog;

import java.util.List;
import java.util.Map;

/// What people mean by a table: words for it and its columns, and computed columns such as
/// `revenue`.
///
/// @param displayName how to say the table's name in words; empty to derive it from the name
/// @param synonyms further words for the table
/// @param columnDisplayNames by column name
/// @param columnSynonyms by column name
/// @param computed columns that questions may use and that are not stored
public record TableSemantics(
    String displayName,
    List<String> synonyms,
    Map<String, String> columnDisplayNames,
    Map<String, List<String>> columnSynonyms,
    List<ComputedColumn> computed) {
  /// Nothing is known beyond names.
  public static final TableSemantics NONE =
      new TableSemantics("", List.of(), Map.of(), Map.of(), List.of());

  /// Copies the collections.
  public TableSemantics {
    synonyms = List.copyOf(synonyms);
    columnDisplayNames = Map.copyOf(columnDisplayNames);
    columnSynonyms = Map.copyOf(columnSynonyms);
    computed = List.copyOf(computed);
  }

  /// A column defined by a SQL expression over the table's stored columns, for instance `revenue =
  /// quantity * unit_price`.
  public record ComputedColumn(String name, String expression, String description) {}
}
