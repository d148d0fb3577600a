package io.thermocline.catalog;

import io.thermocline.spi.source.RelationName;
import java.util.List;
import java.util.Map;

/// A source that was not reached yet, so that the catalog lacks what lies in it.
///
/// @param name the source's name
/// @param reason why it was not reached and what to do
/// @param tables the tables that are missing, as far as the configuration names them, each with
///   what people call it beside its name
public record AbsentSource(String name, String reason, Map<RelationName, List<String>> tables) {
  /// Copies the map.
  public AbsentSource {
    tables = Map.copyOf(tables);
  }

  /// Whether one of the missing tables has that name, qualified or not.
  public boolean holdsTable(String name) {
    return tables.keySet().stream()
        .anyMatch(table -> table.name().equals(name) || table.toString().equals(name));
  }

  /// Whether one of the missing tables is in that schema.
  public boolean holdsSchema(String name) {
    return tables.keySet().stream().anyMatch(table -> table.schema().equals(name));
  }
}
