package io.thermocline.nl.link;

import io.thermocline.spi.type.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A column as questions see it.
///
/// @param index its place among all columns of the schema view
/// @param table the place of its table among the tables
/// @param tableName the table's name
/// @param ordinal its place among the stored columns of its table, -1 when it is computed or a
///   metric
/// @param display how to say its name in words
/// @param synonyms further ways to say it
/// @param mainDate whether its table is tiered by it, so that it is when a row happened
/// @param expression the SQL expression that computes it, null for a stored column
/// @param metric whether the expression is a value for groups of rows and not for one row
public record ColumnView(
    int index,
    int table,
    String tableName,
    int ordinal,
    String name,
    String display,
    List<String> synonyms,
    DataType type,
    boolean mainDate,
    @Nullable String expression,
    boolean metric) {
  /// A stored or computed column.
  public ColumnView(
      int index,
      int table,
      String tableName,
      int ordinal,
      String name,
      String display,
      List<String> synonyms,
      DataType type,
      boolean mainDate,
      @Nullable String expression) {
    this(
        index,
        table,
        tableName,
        ordinal,
        name,
        display,
        synonyms,
        type,
        mainDate,
        expression,
        false);
  }

  /// Copies the list.
  public ColumnView {
    synonyms = List.copyOf(synonyms);
  }

  /// The same column at another place.
  ColumnView at(int newIndex, int newTable) {
    return new ColumnView(
        newIndex,
        newTable,
        tableName,
        ordinal,
        name,
        display,
        synonyms,
        type,
        mainDate,
        expression,
        metric);
  }

  /// What the model knows of the type.
  public ColumnKind kind() {
    return ColumnKind.of(type);
  }

  /// `table.column`.
  public String qualifiedName() {
    return tableName + "." + name;
  }

  @Override
  public String toString() {
    return qualifiedName();
  }
}
