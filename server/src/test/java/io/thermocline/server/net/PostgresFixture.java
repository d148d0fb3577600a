package io.thermocline.server.net;

import io.thermocline.protocol.auth.ScramVerifier;
import io.thermocline.server.session.TestQueryService;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// A listener of PostgreSQL's protocol over [TestQueryService] with one user, and connections to it
/// by pgjdbc.
public final class PostgresFixture implements AutoCloseable {
  /// The user.
  public static final String USER = "ada";

  /// The user's password.
  public static final String PASSWORD = "pässword&=?";

  /// What answers.
  public final TestQueryService queries = new TestQueryService();

  /// The listener.
  public final WireServer server;

  /// A listener with the usual settings.
  public PostgresFixture() {
    this(WireServerSettings.DEFAULT);
  }

  /// A listener with other settings than usual, on a free port.
  public PostgresFixture(WireServerSettings settings) {
    ScramVerifier verifier =
        ScramVerifier.of(
            PASSWORD.toCharArray(), "0123456789abcdef".getBytes(StandardCharsets.US_ASCII), 4096);
    server =
        WireServer.startPostgres(
            settings
                .withPort(0)
                .withTimeouts(
                    settings.handshakeTimeout(), settings.idleTimeout(), Duration.ofMillis(500)),
            queries,
            UserStore.of(Map.of(USER, verifier)),
            () -> List.of("shop"));
  }

  /// A connection with properties of pgjdbc, given as name and value by turns.
  public Connection connect(String... properties) throws SQLException {
    Properties all = new Properties();
    all.setProperty("user", USER);
    all.setProperty("password", PASSWORD);
    for (int i = 0; i < properties.length; i += 2) {
      all.setProperty(properties[i], properties[i + 1]);
    }
    return connect("shop", all);
  }

  /// A connection to a database.
  public Connection connectTo(String database) throws SQLException {
    Properties all = new Properties();
    all.setProperty("user", USER);
    all.setProperty("password", PASSWORD);
    return connect(database, all);
  }

  private Connection connect(String database, Properties properties) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + server.port() + "/" + database, properties);
  }

  @Override
  public void close() {
    server.close();
  }
}
