package io.thermocline.nl.semantics;

/// Words that mean a table, a column, a metric or a stored value.
///
/// @param words what people say
/// @param table the table's name
/// @param column a column or metric of it; empty when the table itself is meant
/// @param value the stored value of the column; empty when the column itself is meant
public record Synonym(String schema, String words, String table, String column, String value) {
  /// What is meant, as messages show it.
  public String target() {
    String name = column.isEmpty() ? table : table + "." + column;
    return value.isEmpty() ? name : "'" + value + "' of " + name;
  }
}
