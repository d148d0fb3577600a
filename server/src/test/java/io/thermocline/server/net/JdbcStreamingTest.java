package io.thermocline.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.jdbc.internal.net.ConnectionSettings;
import io.thermocline.jdbc.internal.net.RemoteStatement;
import io.thermocline.jdbc.internal.net.Request;
import io.thermocline.jdbc.internal.net.WireSession;
import io.thermocline.protocol.ResultBatch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Flow control: memory stays within the window whatever the result's size, and nobody works for a
/// client that does not read.
@Timeout(120)
class JdbcStreamingTest {
  private static final Request ALL = new Request(0, 0, Duration.ZERO);

  private static WireFixture fixture;

  @BeforeAll
  static void start() {
    fixture = new WireFixture();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @Test
  void fiveMillionRowsNeverExceedTheWindow() throws SQLException {
    int window = 1 << 20;
    ConnectionSettings settings =
        ConnectionSettings.parse(fixture.url("&receiveWindow=" + window), new Properties());
    long rows = 0;
    long bytes = 0;
    try (WireSession session = WireSession.open(settings);
        RemoteStatement statement =
            RemoteStatement.prepare(session, "numbers 5000000", Duration.ZERO);
        var stream = statement.execute(List.of(), ALL, (s, p) -> {})) {
      for (ResultBatch batch = stream.next(); batch != null; batch = stream.next()) {
        assertThat(batch.column(0).vector().longAt(0)).isEqualTo(rows);
        rows += batch.rowCount();
        bytes += batch.body().length;
      }
      assertThat(session.peakBufferedBytes()).isLessThanOrEqualTo(window);
    }
    assertThat(rows).isEqualTo(5_000_000);
    assertThat(bytes).isGreaterThan(64L << 20);
  }

  @Test
  void resultSetReadsAllRowsInOrder() throws SQLException {
    try (Connection connection = fixture.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("numbers 1000000")) {
      long expected = 0;
      long notes = 0;
      while (rows.next()) {
        if (rows.getLong(1) != expected || rows.getDouble(3) != expected / 4.0) {
          throw new AssertionError("row " + expected);
        }
        if (rows.getString(5) == null) {
          notes++;
        }
        expected++;
      }
      assertThat(expected).isEqualTo(1_000_000);
      assertThat(notes).isEqualTo(142_858);
    }
  }

  @Test
  void clientThatDoesNotReadStopsProduction() throws SQLException {
    try (Connection connection = fixture.connect("&receiveWindow=1048576");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("numbers 100000000")) {
      rows.next();
      connection.isValid(10);
      int made = fixture.queries.batchesMade();
      connection.isValid(10);
      connection.isValid(10);
      assertThat(fixture.queries.batchesMade() - made).isLessThanOrEqualTo(12);
    }
    WireFixture.until(() -> fixture.queries.openCursors() == 0);
  }

  @Test
  void closingEarlyStopsTheStatementAndKeepsTheSession() throws SQLException {
    try (Connection connection = fixture.connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 20; i++) {
        try (ResultSet rows = statement.executeQuery("numbers 1000000000")) {
          assertThat(rows.next()).isTrue();
        }
      }
      assertThat(connection.isValid(10)).isTrue();
      WireFixture.until(() -> fixture.queries.openCursors() == 0);
    }
  }

  @Test
  void rowLargerThanTheWindowTravelsAlone() throws SQLException {
    try (Connection connection = fixture.connect("&receiveWindow=16384");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("big 3000000")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).hasSize(3_000_000);
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void rowLargerThanAFrameFailsTheStatementOnly() throws SQLException {
    try (Connection connection = fixture.connect();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery("big 17000000"))
          .hasMessageContaining("16777216");
      assertThat(connection.isValid(10)).isTrue();
    }
  }

  @Test
  void fetchSizeBoundsTheFrames() throws SQLException {
    ConnectionSettings settings = ConnectionSettings.parse(fixture.url(""), new Properties());
    try (WireSession session = WireSession.open(settings);
        RemoteStatement statement =
            RemoteStatement.prepare(session, "numbers 20000", Duration.ZERO);
        var stream = statement.execute(List.of(), new Request(7, 0, Duration.ZERO), (s, p) -> {})) {
      long rows = 0;
      for (ResultBatch batch = stream.next(); batch != null; batch = stream.next()) {
        assertThat(batch.rowCount()).isLessThanOrEqualTo(7);
        rows += batch.rowCount();
      }
      assertThat(rows).isEqualTo(20_000);
    }
  }
}
