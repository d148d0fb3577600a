package io.thermocline.server.console;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tables and columns, as the driver's metadata tells them.
final class Names {
  private final Connection connection;

  Names(Connection connection) {
    this.connection = connection;
  }

  /// A table that can be read.
  record Table(String schema, String name, @Nullable String comment) {}

  List<Table> tables() throws SQLException {
    List<Table> tables = new ArrayList<>();
    try (ResultSet result = connection.getMetaData().getTables(null, null, "%", null)) {
      while (result.next()) {
        String schema = result.getString("TABLE_SCHEM");
        if (schema != null && !schema.equals("information_schema") && !schema.startsWith("pg_")) {
          tables.add(
              new Table(schema, result.getString("TABLE_NAME"), result.getString("REMARKS")));
        }
      }
    }
    return tables;
  }

  /// The tables of a name, given with or without its schema.
  List<Table> find(String name) throws SQLException {
    String plain = name.replace("\"", "");
    return tables().stream()
        .filter(t ->
            t.name().equalsIgnoreCase(plain)
                || (t.schema() + "." + t.name()).equalsIgnoreCase(plain))
        .toList();
  }

  /// Every name that a statement may hold.
  List<String> words() throws SQLException {
    List<String> words = new ArrayList<>();
    for (Table table : tables()) {
      words.add(table.name());
    }
    try (ResultSet result = connection.getMetaData().getColumns(null, null, "%", "%")) {
      while (result.next()) {
        words.add(result.getString("COLUMN_NAME"));
      }
    }
    return words.stream().distinct().sorted().toList();
  }

  ResultTable tableList() throws SQLException {
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (Table table : tables()) {
      List<@Nullable String> row = new ArrayList<>();
      row.add(table.schema());
      row.add(table.name());
      row.add(table.comment() == null ? "" : table.comment());
      rows.add(row);
    }
    return new ResultTable(columns("schema", "table", "description"), rows, true);
  }

  ResultTable columnList(Table table) throws SQLException {
    List<List<@Nullable String>> rows = new ArrayList<>();
    DatabaseMetaData metaData = connection.getMetaData();
    try (ResultSet result =
        metaData.getColumns(
            null, escape(metaData, table.schema()), escape(metaData, table.name()), "%")) {
      while (result.next()) {
        List<@Nullable String> row = new ArrayList<>();
        row.add(result.getString("COLUMN_NAME"));
        row.add(type(result));
        row.add("NO".equals(result.getString("IS_NULLABLE")) ? "not null" : "");
        String comment = result.getString("REMARKS");
        row.add(comment == null ? "" : comment);
        rows.add(row);
      }
    }
    return new ResultTable(columns("column", "type", "nullable", "description"), rows, true);
  }

  private static String type(ResultSet column) throws SQLException {
    String name = String.valueOf(column.getString("TYPE_NAME"));
    int scale = column.getInt("DECIMAL_DIGITS");
    return name.equals("numeric")
        ? "numeric(" + column.getInt("COLUMN_SIZE") + "," + scale + ")"
        : name;
  }

  /// Lines about primary and foreign keys.
  List<String> keys(Table table) throws SQLException {
    List<String> lines = new ArrayList<>();
    TreeMap<Integer, String> primary = new TreeMap<>();
    try (ResultSet result =
        connection.getMetaData().getPrimaryKeys(null, table.schema(), table.name())) {
      while (result.next()) {
        primary.put(result.getInt("KEY_SEQ"), result.getString("COLUMN_NAME"));
      }
    }
    if (!primary.isEmpty()) {
      lines.add("primary key: " + String.join(", ", primary.values()));
    }
    try (ResultSet result =
        connection.getMetaData().getImportedKeys(null, table.schema(), table.name())) {
      while (result.next()) {
        lines.add(
            "foreign key: "
                + result.getString("FKCOLUMN_NAME")
                + " -> "
                + result.getString("PKTABLE_NAME")
                + "."
                + result.getString("PKCOLUMN_NAME"));
      }
    }
    return lines;
  }

  private static String escape(DatabaseMetaData metaData, String name) throws SQLException {
    String escape = metaData.getSearchStringEscape();
    return name.replace("_", escape + "_").replace("%", escape + "%");
  }

  private static List<ResultTable.Column> columns(String... names) {
    return List.of(names).stream().map(name -> new ResultTable.Column(name, false)).toList();
  }
}
