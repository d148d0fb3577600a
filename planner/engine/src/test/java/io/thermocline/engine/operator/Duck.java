package io.thermocline.engine.operator;

import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Schema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// DuckDB as an oracle.
final class Duck implements AutoCloseable {
  private final Connection connection;

  Duck() {
    try {
      connection = DriverManager.getConnection("jdbc:duckdb:");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void load(String name, Schema schema, List<List<Object>> rows) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "create table "
              + name
              + schema.fields().stream().map(f -> f.name() + " " + sqlName(f.type())).toList().toString()
                  .replace('[', '(').replace(']', ')'));
      String marks = "?, ".repeat(schema.size() - 1) + "?";
      try (PreparedStatement insert = connection.prepareStatement("insert into " + name + " values (" + marks + ")")) {
        for (List<Object> row : rows) {
          for (int i = 0; i < row.size(); i++) {
            insert.setObject(i + 1, row.get(i));
          }
          insert.addBatch();
        }
        insert.executeBatch();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
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
