package io.thermocline.nl.link;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.ObjectIds;
import io.thermocline.catalog.TableSemantics;
import io.thermocline.spi.source.ForeignKey;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Builds views of a catalog: the tables of the default schema, or of all schemas when that is
/// empty or unknown.
public final class SchemaViews {
  private SchemaViews() {}

  /// The view for questions in a schema.
  ///
  /// @param computedType the type of a table's computed column or metric by name; null leaves it
  ///   out
  public static SchemaView of(
      Catalog catalog,
      String defaultSchema,
      BiFunction<LogicalTable, String, @Nullable DataType> computedType) {
    List<LogicalTable> chosen = catalog.tables(defaultSchema);
    if (chosen.isEmpty()) {
      chosen = catalog.tables().stream().filter(t -> !ObjectIds.isCatalog(t.schema())).toList();
    }
    List<TableView> tables = new ArrayList<>();
    int next = 0;
    for (LogicalTable table : chosen) {
      TableView view = table(table, tables.size(), next, computedType);
      next += view.columns().size();
      tables.add(view);
    }
    List<KeyEdge> keys = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      addDeclared(keys, chosen.get(i), tables.get(i), tables);
    }
    keys.addAll(GuessedKeys.find(tables, keys));
    return new SchemaView(tables, keys);
  }

  private static TableView table(
      LogicalTable table,
      int index,
      int firstColumn,
      BiFunction<LogicalTable, String, @Nullable DataType> computedType) {
    Columns columns = new Columns(table, index, firstColumn);
    table.columns().fields().forEach(columns::addStored);
    TableSemantics meaning = table.semantics();
    for (TableSemantics.ComputedColumn computed : meaning.computed()) {
      DataType type = computedType.apply(table, computed.name());
      if (type != null) {
        columns.addDerived(computed.name(), type, computed.expression(), false);
      }
    }
    for (TableSemantics.Metric metric : meaning.metrics()) {
      DataType type = computedType.apply(table, metric.name());
      if (type != null) {
        columns.addDerived(metric.name(), type, metric.expression(), true);
      }
    }
    return new TableView(
        index,
        table.schema(),
        table.name(),
        display(meaning.displayName(), table.name()),
        meaning.synonyms(),
        columns.views,
        columns.key);
  }

  private static String display(String given, String name) {
    return given.isBlank() ? DisplayNames.of(name) : given;
  }

  /// The columns of one table while they are collected.
  private static final class Columns {
    private final LogicalTable table;
    private final int tableIndex;
    private final int first;
    private final List<ColumnView> views = new ArrayList<>();
    private final Set<Integer> key = new HashSet<>();

    /// @param first the place of the first column among those of all tables
    Columns(LogicalTable table, int tableIndex, int first) {
      this.table = table;
      this.tableIndex = tableIndex;
      this.first = first;
    }

    void addStored(Field field) {
      if (table.primaryKey().contains(field.name())) {
        key.add(first + views.size());
      }
      boolean mainDate = field.name().equals(table.tieringKey());
      add(views.size(), field.name(), field.type(), mainDate, null, false);
    }

    void addDerived(String name, DataType type, String expression, boolean metric) {
      add(-1, name, type, false, expression, metric);
    }

    private void add(
        int ordinal,
        String name,
        DataType type,
        boolean mainDate,
        @Nullable String expression,
        boolean metric) {
      TableSemantics meaning = table.semantics();
      views.add(
          new ColumnView(
              first + views.size(),
              tableIndex,
              table.name(),
              ordinal,
              name,
              display(meaning.columnDisplayNames().getOrDefault(name, ""), name),
              meaning.columnSynonyms().getOrDefault(name, List.of()),
              type,
              mainDate,
              expression,
              metric));
    }
  }

  private static void addDeclared(
      List<KeyEdge> keys, LogicalTable table, TableView view, List<TableView> tables) {
    for (ForeignKey key : table.foreignKeys()) {
      for (TableView target : tables) {
        if (target.schema().equals(key.target().schema())
            && target.name().equals(key.target().name())) {
          addEdge(keys, key, view, target);
        }
      }
    }
  }

  private static void addEdge(
      List<KeyEdge> keys, ForeignKey key, TableView view, TableView target) {
    Map<String, Integer> left = byName(view);
    Map<String, Integer> right = byName(target);
    List<KeyEdge.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < Math.min(key.columns().size(), key.targetColumns().size()); i++) {
      Integer a = left.get(key.columns().get(i));
      Integer b = right.get(key.targetColumns().get(i));
      if (a == null || b == null) {
        return;
      }
      pairs.add(new KeyEdge.Pair(a, b));
    }
    if (!pairs.isEmpty()) {
      keys.add(new KeyEdge(view.index(), target.index(), pairs, false));
    }
  }

  private static Map<String, Integer> byName(TableView table) {
    Map<String, Integer> places = new HashMap<>();
    for (ColumnView column : table.columns()) {
      places.put(column.name(), column.index());
    }
    return places;
  }
}
