package io.thermocline.server.pgcatalog;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.ObjectIds;
import io.thermocline.spi.source.ForeignKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The gateway's catalog as PostgreSQL would describe it.
///
/// @param users who may log in
record PgObjects(Catalog catalog, List<String> users) {
  /// The owner of everything, and the first role.
  static final String OWNER = "thermocline";

  /// The identifier of the owner, the one that PostgreSQL gives its first role.
  static final long OWNER_ID = 10;

  private static final long FIRST_USER_ID = 16_384;

  /// A key of a table.
  ///
  /// @param kind `p` for primary, `f` for foreign
  /// @param definition as SQL
  record Constraint(
      long id,
      String name,
      char kind,
      LogicalTable table,
      List<String> columns,
      long target,
      List<Integer> targetColumns,
      String definition) {
    /// The positions of the columns, from 1.
    List<Integer> positions() {
      return PgObjects.positions(table, columns);
    }
  }

  /// The schemas.
  List<String> schemas() {
    return catalog.schemas();
  }

  /// The tables.
  List<LogicalTable> tables() {
    return catalog.tables();
  }

  /// A role.
  record Role(long id, String name) {}

  /// The owner and the users.
  List<Role> roles() {
    List<Role> roles = new ArrayList<>();
    roles.add(new Role(OWNER_ID, OWNER));
    for (int i = 0; i < users.size(); i++) {
      if (!users.get(i).equals(OWNER)) {
        roles.add(new Role(FIRST_USER_ID + i, users.get(i)));
      }
    }
    return roles;
  }

  static long id(LogicalTable table) {
    return ObjectIds.table(table.schema(), table.name());
  }

  private static List<Integer> positions(LogicalTable table, List<String> columns) {
    return columns.stream().map(column -> table.columns().indexOf(column) + 1).toList();
  }

  /// The keys of all tables.
  List<Constraint> constraints() {
    List<Constraint> constraints = new ArrayList<>();
    for (LogicalTable table : tables()) {
      if (!table.primaryKey().isEmpty()) {
        constraints.add(primaryKey(table));
      }
      for (ForeignKey key : table.foreignKeys()) {
        catalog
            .table(key.target().schema(), key.target().name())
            .ifPresent(target -> constraints.add(foreignKey(table, key, target)));
      }
    }
    return constraints;
  }

  private static Constraint primaryKey(LogicalTable table) {
    String name = table.name() + "_pkey";
    return new Constraint(
        ObjectIds.constraint("key", qualified(table), name),
        name,
        'p',
        table,
        table.primaryKey(),
        0,
        List.of(),
        "PRIMARY KEY (" + names(table.primaryKey()) + ")");
  }

  private static Constraint foreignKey(LogicalTable table, ForeignKey key, LogicalTable target) {
    String name = table.name() + "_" + String.join("_", key.columns()) + "_fkey";
    return new Constraint(
        ObjectIds.constraint("key", qualified(table), name),
        name,
        'f',
        table,
        key.columns(),
        id(target),
        positions(target, key.targetColumns()),
        "FOREIGN KEY ("
            + names(key.columns())
            + ") REFERENCES "
            + qualified(target)
            + "("
            + names(key.targetColumns())
            + ")");
  }

  /// A table's name with its schema.
  static String qualified(LogicalTable table) {
    return quoted(table.schema()) + "." + quoted(table.name());
  }

  private static String names(List<String> columns) {
    return columns.stream().map(PgObjects::quoted).collect(Collectors.joining(", "));
  }

  private static String quoted(String name) {
    return name.matches("[a-z_][a-z0-9_]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}
