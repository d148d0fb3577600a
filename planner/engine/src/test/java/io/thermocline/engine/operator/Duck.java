package io.thermocline.engine.operator;

import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Schema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// DuckDB as an oracle.
final class Duck implements AutoCloseable {
  private static final int INSERT_ROWS = 1000;

  private final Connection connection;

  Duck() {
    try {
      connection = DriverManager.getConnection("jdbc:duckdb:");
      try (Statement statement = connection.createStatement()) {
        statement.execute("set threads = 1");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void load(String name, Schema schema, List<List<Object>> rows) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "create table "
              + name
              + schema.fields().stream()
                  .map(f -> f.name() + " " + sqlName(f.type()))
                  .toList()
                  .toString()
                  .replace('[', '(')
                  .replace(']', ')'));
      for (int start = 0; start < rows.size(); start += INSERT_ROWS) {
        statement.execute(
            "insert into "
                + name
                + " values "
                + rows.subList(start, Math.min(rows.size(), start + INSERT_ROWS)).stream()
                    .map(row ->
                        row.stream().map(Duck::literal).collect(Collectors.joining(", ", "(", ")")))
                    .collect(Collectors.joining(", ")));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String literal(Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> "'" + text + "'";
      case LocalDate date -> "date '" + date + "'";
      default -> value.toString();
    };
  }

  private static String sqlName(DataType type) {
    return type.sqlName().equals("double precision") ? "double" : type.sqlName();
  }

  List<List<Object>> query(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<Object>> rows = new ArrayList<>();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          Object value = result.getObject(i);
          row.add(value instanceof java.sql.Date date ? date.toLocalDate() : value);
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
