package io.thermocline.catalog;

import java.util.List;
import java.util.Optional;

/// All logical tables at one epoch. Immutable: a statement reads one catalog from translation to
/// the last row.
///
/// @param absent sources whose tables are missing
public record Catalog(long epoch, List<LogicalTable> tables, List<AbsentSource> absent) {
  /// A catalog without tables.
  public static final Catalog EMPTY = new Catalog(0, List.of());

  /// Copies the lists.
  public Catalog {
    tables = List.copyOf(tables);
    absent = List.copyOf(absent);
  }

  /// A catalog that lacks nothing.
  public Catalog(long epoch, List<LogicalTable> tables) {
    this(epoch, tables, List.of());
  }

  /// The table of that exact schema and name.
  public Optional<LogicalTable> table(String schema, String name) {
    return tables.stream()
        .filter(t -> t.schema().equals(schema) && t.name().equals(name))
        .findFirst();
  }

  /// The names of all schemas, in stable order.
  public List<String> schemas() {
    return tables.stream().map(LogicalTable::schema).distinct().toList();
  }

  /// The tables of a schema, in catalog order.
  public List<LogicalTable> tables(String schema) {
    return tables.stream().filter(t -> t.schema().equals(schema)).toList();
  }
}
