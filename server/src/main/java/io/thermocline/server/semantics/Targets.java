package io.thermocline.server.semantics;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.ObjectIds;
import io.thermocline.catalog.TableSemantics;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds what names in teaching statements mean.
///
/// @param schema the default schema; empty for all
record Targets(Catalog catalog, String schema) {
  private static final String SYSTEM = "system";

  /// A table, or a column, computed column or metric of it.
  ///
  /// @param column empty for the table
  record Target(LogicalTable table, String column) {
    String name() {
      return column.isEmpty() ? table.name() : table.name() + "." + column;
    }
  }

  /// The tables that names without a schema can mean.
  List<LogicalTable> tables() {
    List<LogicalTable> own = catalog.tables(schema);
    return (own.isEmpty() ? catalog.tables() : own)
        .stream()
            .filter(table -> !table.schema().equals(SYSTEM) && !ObjectIds.isCatalog(table.schema()))
            .toList();
  }

  /// The table called `name` or `schema.name`.
  LogicalTable table(String name) {
    return findTable(name)
        .orElseThrow(() ->
            new ThermoclineException(
                ErrorCode.UNDEFINED_TABLE,
                "there is no table " + name + "; write table, or schema.table"));
  }

  private Optional<LogicalTable> findTable(String name) {
    int dot = name.indexOf('.');
    if (dot >= 0) {
      return catalog.table(name.substring(0, dot), name.substring(dot + 1));
    }
    List<LogicalTable> found = tables().stream().filter(t -> t.name().equals(name)).toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /// The column called `table.column` or `schema.table.column`, or the table, or the metric or
  /// column that has the name alone.
  Target find(String name) {
    int dot = name.lastIndexOf('.');
    if (dot >= 0) {
      Optional<LogicalTable> table = findTable(name.substring(0, dot));
      String column = name.substring(dot + 1);
      if (table.isPresent() && columns(table.get()).contains(column)) {
        return new Target(table.get(), column);
      }
      if (table.isPresent()) {
        throw new ThermoclineException(
            ErrorCode.UNDEFINED_COLUMN,
            "the table "
                + table.get().name()
                + " has no column or metric "
                + column
                + "; it has "
                + String.join(", ", columns(table.get())));
      }
      return new Target(table(name), "");
    }
    Optional<LogicalTable> table = findTable(name);
    if (table.isPresent()) {
      return new Target(table.get(), "");
    }
    List<Target> found =
        tables().stream()
            .filter(t -> columns(t).contains(name))
            .map(t -> new Target(t, name))
            .toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    if (found.isEmpty()) {
      throw new ThermoclineException(
          ErrorCode.UNDEFINED_TABLE,
          "there is no table, column or metric " + name + "; write table, table.column or metric");
    }
    throw new ThermoclineException(
        ErrorCode.DUPLICATE_DEFINITION,
        name
            + " may be "
            + String.join(" or ", found.stream().map(Target::name).toList())
            + "; write which");
  }

  /// The names of stored and computed columns and of metrics.
  static List<String> columns(LogicalTable table) {
    List<String> names = new ArrayList<>();
    table.columns().fields().stream().map(Field::name).forEach(names::add);
    table.semantics().computed().stream()
        .map(TableSemantics.ComputedColumn::name)
        .forEach(names::add);
    table.semantics().metrics().stream().map(TableSemantics.Metric::name).forEach(names::add);
    return names;
  }

  /// How a target is called in words.
  static String words(Target target) {
    TableSemantics meaning = target.table().semantics();
    String said =
        target.column().isEmpty()
            ? meaning.displayName()
            : meaning.columnDisplayNames().getOrDefault(target.column(), "");
    String name = target.column().isEmpty() ? target.table().name() : target.column();
    return said.isBlank() ? name.replace('_', ' ') : said;
  }
}
