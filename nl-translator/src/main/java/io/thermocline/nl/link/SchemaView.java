package io.thermocline.nl.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The tables, columns and keys that one question may use, in stable order. Immutable; compared by
/// identity.
public final class SchemaView {
  private final List<TableView> tables;
  private final List<ColumnView> columns;
  private final List<KeyEdge> keys;
  private final Map<String, TableView> tablesByName = new HashMap<>();
  private final Map<String, ColumnView> columnsByName = new HashMap<>();

  /// A view of these tables; the columns' indexes count up over the tables in order.
  public SchemaView(List<TableView> tables, List<KeyEdge> keys) {
    this.tables = List.copyOf(tables);
    this.keys = List.copyOf(keys);
    List<ColumnView> all = new ArrayList<>();
    for (TableView table : tables) {
      all.addAll(table.columns());
      tablesByName.putIfAbsent(table.name(), table);
      for (ColumnView column : table.columns()) {
        columnsByName.putIfAbsent(column.qualifiedName(), column);
      }
    }
    this.columns = List.copyOf(all);
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).index() != i) {
        throw new IllegalArgumentException(
            "column " + columns.get(i) + " has index " + columns.get(i).index());
      }
    }
  }

  /// All tables.
  public List<TableView> tables() {
    return tables;
  }

  /// All columns of all tables.
  public List<ColumnView> columns() {
    return columns;
  }

  /// Declared keys in order, then guessed ones.
  public List<KeyEdge> keys() {
    return keys;
  }

  /// The first table of that name.
  public Optional<TableView> table(String name) {
    return Optional.ofNullable(tablesByName.get(name.toLowerCase(Locale.ROOT)))
        .or(() -> Optional.ofNullable(tablesByName.get(name)));
  }

  /// The column called `table.column`.
  public Optional<ColumnView> column(String qualifiedName) {
    return Optional.ofNullable(columnsByName.get(qualifiedName));
  }

  /// The table that a column belongs to.
  public TableView tableOf(ColumnView column) {
    return tables.get(column.table());
  }
}
