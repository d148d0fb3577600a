package io.thermocline.tck.bench.cold;

import io.trino.tpch.TpchTable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// DuckDB over the same files, with its cache of Parquet footers on.
final class DuckDbPeer implements Peer {
  private final Connection connection;

  DuckDbPeer(Path root, int threads) {
    try {
      this.connection = DriverManager.getConnection("jdbc:duckdb:");
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET threads = " + threads);
        statement.execute("SET parquet_metadata_cache = true");
        for (TpchTable<?> table : TpchTable.getTables()) {
          String name = table.getTableName();
          Path files = root.resolve(TpchFolder.SCHEMA).resolve(name).resolve("*.parquet");
          statement.execute(
              "CREATE VIEW " + name + " AS SELECT * FROM read_parquet('" + files + "')");
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB does not start", e);
    }
  }

  @Override
  public String name() {
    return "DuckDB";
  }

  @Override
  public Planned plan(String sql) {
    try {
      PreparedStatement prepared = connection.prepareStatement(sql);
      return new Planned() {
        @Override
        public List<List<@Nullable Object>> run() {
          try (ResultSet result = prepared.executeQuery()) {
            return rows(result);
          } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
          }
        }

        @Override
        public void close() {
          DuckDbPeer.close(prepared::close);
        }
      };
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static List<List<@Nullable Object>> rows(ResultSet result) throws SQLException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    int columns = result.getMetaData().getColumnCount();
    while (result.next()) {
      List<@Nullable Object> row = new ArrayList<>(columns);
      for (int i = 1; i <= columns; i++) {
        row.add(result.getObject(i));
      }
      rows.add(row);
    }
    return rows;
  }

  @Override
  public void close() {
    close(connection::close);
  }

  private interface Closing {
    void close() throws SQLException;
  }

  private static void close(Closing resource) {
    try {
      resource.close();
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB does not stop", e);
    }
  }
}
