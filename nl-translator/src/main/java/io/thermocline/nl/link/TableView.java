package io.thermocline.nl.link;

import java.util.List;
import java.util.Set;

/// A table as questions see it.
///
/// @param index its place among the tables of the schema view
/// @param display how to say its name in words
/// @param synonyms further ways to say it
/// @param columns its columns in order, stored ones first
/// @param primaryKey indexes of columns over the whole view; empty when unknown
public record TableView(
    int index,
    String schema,
    String name,
    String display,
    List<String> synonyms,
    List<ColumnView> columns,
    Set<Integer> primaryKey) {
  /// Copies the collections.
  public TableView {
    synonyms = List.copyOf(synonyms);
    columns = List.copyOf(columns);
    primaryKey = Set.copyOf(primaryKey);
  }

  @Override
  public String toString() {
    return name;
  }
}
