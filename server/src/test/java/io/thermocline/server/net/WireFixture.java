package io.thermocline.server.net;

import io.thermocline.protocol.auth.ScramVerifier;
import io.thermocline.server.session.TestQueryService;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// A listener over [TestQueryService] with one user, and connections to it.
final class WireFixture implements AutoCloseable {
  static final String USER = "ada";
  static final String PASSWORD = "pässword&=?";

  final TestQueryService queries = new TestQueryService();
  final WireServer server;

  WireFixture() {
    this(WireServerSettings.DEFAULT);
  }

  WireFixture(WireServerSettings settings) {
    ScramVerifier verifier =
        ScramVerifier.of(
            PASSWORD.toCharArray(), "0123456789abcdef".getBytes(StandardCharsets.US_ASCII), 4096);
    server =
        WireServer.start(
            settings
                .withPort(0)
                .withTimeouts(
                    settings.handshakeTimeout(), settings.idleTimeout(), Duration.ofMillis(500)),
            queries,
            UserStore.of(Map.of(USER, verifier)));
  }

  String url(String parameters) {
    return "jdbc:thermocline://localhost:"
        + server.port()
        + "/shop?user=ada&password=p%C3%A4ssword%26%3D%3F&timeZone=UTC"
        + parameters;
  }

  Connection connect() throws SQLException {
    return connect("");
  }

  Connection connect(String parameters) throws SQLException {
    return DriverManager.getConnection(url(parameters));
  }

  /// Waits until something that happens on another thread has happened.
  static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("did not happen within 20 s");
      }
      Thread.onSpinWait();
      Thread.yield();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
