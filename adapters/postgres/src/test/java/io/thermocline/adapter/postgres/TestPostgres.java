package io.thermocline.adapter.postgres;

import io.thermocline.adapter.embedded.EmbeddedPostgres;
import io.thermocline.adapter.embedded.EmbeddedTiers;
import io.thermocline.adapter.embedded.Progress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// An embedded server and statements for tests.
final class TestPostgres implements AutoCloseable {
  private final Path folder;
  private final int port;
  private EmbeddedPostgres server;
  private String database = "postgres";

  TestPostgres(Path folder) {
    this.folder = folder;
    this.server = start(0);
    this.port = server.port();
  }

  private EmbeddedPostgres start(int wantedPort) {
    return EmbeddedPostgres.start(
        new EmbeddedPostgres.Settings(
            folder.resolve("pg"), EmbeddedTiers.standardCacheFolder(), wantedPort, 128, 100),
        Progress.SILENT);
  }

  EmbeddedPostgres server() {
    return server;
  }

  PostgresConfig config(String name) {
    String password = server.password();
    return new PostgresConfig(name, url(), server.user(), () -> password);
  }

  /// Connects to another database from now on.
  void use(String name) {
    database = name;
  }

  String url() {
    return server.jdbcUrl().replaceAll("postgres$", database);
  }

  void stop() {
    server.close();
  }

  void startAgain() {
    server = start(port);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), server.user(), server.password());
  }

  void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  long number(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
