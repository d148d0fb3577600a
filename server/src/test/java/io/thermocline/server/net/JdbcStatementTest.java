package io.thermocline.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.jdbc.Interpretation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Statements, errors, cancelling and sessions through server, wire and driver.
@Timeout(60)
class JdbcStatementTest {
  private static WireFixture fixture;

  @BeforeAll
  static void start() {
    fixture = new WireFixture();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  private static String state(Throwable e) {
    return ((SQLException) e).getSQLState();
  }

  private static List<String> states(SQLWarning first) {
    List<String> states = new ArrayList<>();
    for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
      states.add(warning.getSQLState());
    }
    return states;
  }

  @Test
  void questionTellsHowItWasUnderstood() throws SQLException {
    try (Connection connection = fixture.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("How many orders {are there}?")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong("COUNT")).isEqualTo(42);
      assertThat(states(statement.getWarnings())).containsExactly("01T01", "01T02", "01T03");
      assertThat(rows.next()).isFalse();
      assertThat(states(rows.getWarnings())).containsExactly("01T01", "01T02", "01T03", "01T04");
      assertThat(states(statement.getWarnings()))
          .containsExactly("01T01", "01T02", "01T03", "01T04");
      Interpretation interpretation = rows.unwrap(Interpretation.class);
      assertThat(interpretation.text()).contains("the number of orders");
      assertThat(interpretation.confidence()).hasValue(0.93);
      assertThat(interpretation.assumptions()).hasSize(1);
      assertThat(interpretation.tiers()).containsExactly("hot", "cold");
      assertThat(statement.unwrap(Interpretation.class).confidence()).hasValue(0.93);
      statement.clearWarnings();
      assertThat(states(statement.getWarnings())).isEmpty();
    }
  }

  @Test
  void sqlstateClassBecomesAnExceptionClass() throws SQLException {
    try (Connection connection = fixture.connect();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("fail SYNTAX_ERROR"))
          .isInstanceOf(SQLSyntaxErrorException.class)
          .hasMessage("failed as asked\nsecond line")
          .satisfies(e -> assertThat(state(e)).isEqualTo("42601"));
      assertThatThrownBy(() -> statement.execute("fail UNSUPPORTED"))
          .isInstanceOf(SQLFeatureNotSupportedException.class);
      assertThatThrownBy(() -> statement.execute("fail TIMED_OUT"))
          .isInstanceOf(SQLTimeoutException.class);
      assertThatThrownBy(() -> statement.execute("fail OUT_OF_MEMORY"))
          .isInstanceOf(SQLTransientException.class);
      assertThatThrownBy(() -> statement.execute("fail QUESTION_AMBIGUOUS"))
          .satisfies(e -> assertThat(state(e)).isEqualTo("TQ001"));
      assertThatThrownBy(() -> statement.execute("  "))
          .satisfies(e -> assertThat(state(e)).isEqualTo("42601"));
      assertThatThrownBy(() -> statement.execute("defect"))
          .satisfies(e -> assertThat(state(e)).isEqualTo("XX000"))
          .hasMessageNotContaining("secret");
      assertThatThrownBy(() -> connection.prepareStatement("fail UNDEFINED_TABLE"))
          .isInstanceOf(SQLSyntaxErrorException.class);
      assertUsable(connection);
    }
  }

  private static void assertUsable(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("numbers 3")) {
      for (int i = 0; i < 3; i++) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(i);
      }
      assertThat(rows.next()).isFalse();
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void failureAfterRowsEndsTheResultAndNotTheSession() throws SQLException {
    try (Connection connection = fixture.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("fail-late SOURCE_FAILED")) {
      assertThatThrownBy(
              () -> {
                while (rows.next()) {
                  rows.getInt(1);
                }
              })
          .satisfies(e -> assertThat(state(e)).isEqualTo("58000"));
      assertUsable(connection);
    }
    WireFixture.until(() -> fixture.queries.openCursors() == 0);
  }

  @Test
  void cancelFromAnotherThreadStopsTheStatement() throws Exception {
    try (Connection connection = fixture.connect();
        Statement statement = connection.createStatement()) {
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread runner =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  statement.executeQuery("wait");
                } catch (SQLException e) {
                  failure.set(e);
                }
              });
      WireFixture.until(() -> fixture.queries.openCursors() == 1);
      statement.cancel();
      runner.join(Duration.ofSeconds(20));
      assertThat(state(failure.get())).isEqualTo("57014");
      assertThat(failure.get()).isNotInstanceOf(SQLTimeoutException.class);
      assertUsable(connection);
    }
    WireFixture.until(() -> fixture.queries.openCursors() == 0);
  }

  @Test
  void queryTimeoutIsSentToTheServer() throws SQLException {
    try (Connection connection = fixture.connect();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.executeQuery("wait"))
          .isInstanceOf(SQLTimeoutException.class);
      assertUsable(connection);
    }
  }

  @Test
  @Tag("slow")
  void driverCancelsWhatTheServerForgotToTimeOut() throws SQLException {
    try (Connection connection = fixture.connect();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.executeQuery("wait-long"))
          .isInstanceOf(SQLTimeoutException.class);
      assertUsable(connection);
    }
    WireFixture.until(() -> fixture.queries.openCursors() == 0);
  }

  @Test
  void sessionOptionsReachTheSession() throws SQLException {
    try (Connection connection =
        fixture.connect("&confidenceThreshold=0.7&now=2026-01-31T12:00:00Z")) {
      assertThat(option(connection, "confidence_threshold")).isEqualTo("0.7");
      assertThat(option(connection, "now")).isEqualTo("2026-01-31T12:00:00Z");
      assertThat(option(connection, "time_zone")).isEqualTo("UTC");
      assertThat(connection.getSchema()).isEqualTo("shop");
      connection.setSchema("sales");
      assertThat(option(connection, "search_path")).isEqualTo("sales");
      assertThat(connection.getSchema()).isEqualTo("sales");
      connection.setClientInfo("ApplicationName", "test");
      assertThat(option(connection, "application_name")).isEqualTo("test");
    }
    assertThatThrownBy(() -> fixture.connect("&confidenceThreshold=2"))
        .satisfies(e -> assertThat(state(e)).isEqualTo("22023"))
        .hasMessageContaining("confidence_threshold");
  }

  private static String option(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("option " + name)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void wrongPasswordAndUnknownUserAreRefusedAlike() {
    String url = "jdbc:thermocline://localhost:" + fixture.server.port() + "/";
    assertThatThrownBy(() -> DriverManager.getConnection(url, "ada", "wrong"))
        .isInstanceOf(SQLInvalidAuthorizationSpecException.class)
        .hasMessage("the user name or the password is wrong")
        .satisfies(e -> assertThat(state(e)).isEqualTo("28P01"));
    assertThatThrownBy(() -> DriverManager.getConnection(url, "nobody", "wrong"))
        .hasMessage("the user name or the password is wrong");
  }

  @Test
  void nextHostIsTriedWhenOneIsDown() throws SQLException {
    String url = fixture.url("").replace("//localhost", "//localhost:1,localhost");
    try (Connection connection = DriverManager.getConnection(url)) {
      assertUsable(connection);
    }
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:thermocline://localhost:1/?user=a"))
        .isInstanceOf(SQLTransientConnectionException.class)
        .hasMessageContaining("localhost:1");
  }

  @Test
  void twoSessionsAreIndependent() throws SQLException {
    try (Connection second = fixture.connect()) {
      Connection first = fixture.connect();
      Statement statement = first.createStatement();
      statement.executeQuery("numbers 100000").next();
      second.setSchema("other");
      assertThat(option(first, "search_path")).isNull();
      first.close();
      assertUsable(second);
      assertThat(first.isClosed()).isTrue();
      assertThat(statement.isClosed()).isTrue();
      assertThatThrownBy(() -> first.createStatement())
          .satisfies(e -> assertThat(state(e)).isEqualTo("08003"));
    }
    WireFixture.until(() -> fixture.queries.openCursors() == 0);
  }

  @Test
  void severalResultsOfOneConnectionAreReadInTurns() throws SQLException {
    try (Connection connection = fixture.connect("&receiveWindow=16384");
        Statement one = connection.createStatement();
        Statement two = connection.createStatement();
        ResultSet first = one.executeQuery("numbers 20000");
        ResultSet second = two.executeQuery("numbers 20000")) {
      for (int i = 0; i < 20_000; i++) {
        assertThat(first.next()).isTrue();
        assertThat(second.next()).isTrue();
        if (first.getInt(1) != i || second.getInt(1) != i) {
          throw new AssertionError("row " + i);
        }
      }
      assertThat(first.next()).isFalse();
      assertThat(second.next()).isFalse();
    }
  }

  @Test
  void threadsShareAConnection() throws Exception {
    try (Connection connection = fixture.connect("&receiveWindow=65536")) {
      AtomicReference<Throwable> failure = new AtomicReference<>();
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 6; t++) {
        int count = 1000 * (t + 1);
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    for (int i = 0; i < 30; i++) {
                      assertThat(count(connection, count)).isEqualTo(count);
                    }
                  } catch (SQLException | AssertionError e) {
                    failure.set(e);
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failure.get()).isNull();
      assertUsable(connection);
    }
  }

  private static int count(Connection connection, int rows) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("numbers " + rows)) {
      int count = 0;
      while (result.next()) {
        if (result.getInt(1) != count) {
          throw new AssertionError("row " + count);
        }
        count++;
      }
      return count;
    }
  }

  @Test
  void maxRowsEndsTheResult() throws SQLException {
    try (Connection connection = fixture.connect();
        Statement statement = connection.createStatement()) {
      statement.setMaxRows(8193);
      statement.setFetchSize(1000);
      int count = 0;
      try (ResultSet rows = statement.executeQuery("numbers 20000")) {
        while (rows.next()) {
          assertThat(rows.getRow()).isEqualTo(++count);
        }
      }
      assertThat(count).isEqualTo(8193);
    }
  }

  @Test
  void statementWithoutRowsHasAnUpdateCount() throws SQLException {
    try (Connection connection = fixture.connect();
        Statement statement = connection.createStatement()) {
      assertThat(statement.execute("set x")).isFalse();
      assertThat(statement.getUpdateCount()).isZero();
      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(-1);
      assertThat(statement.executeUpdate("set x")).isZero();
      assertThatThrownBy(() -> statement.executeQuery("set x")).isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> statement.executeUpdate("numbers 1"))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> statement.addBatch("x"))
          .isInstanceOf(SQLFeatureNotSupportedException.class);
      try (PreparedStatement prepared = connection.prepareStatement("set x")) {
        assertThat(prepared.getMetaData()).isNull();
        assertThat(prepared.execute()).isFalse();
      }
    }
  }

  @Test
  void transactionsBehaveAndDoNothing() throws SQLException {
    try (Connection connection = fixture.connect()) {
      assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
      connection.setAutoCommit(false);
      connection.commit();
      connection.rollback();
      connection.setAutoCommit(true);
      assertThat(connection.isValid(5)).isTrue();
      assertThat(connection.isReadOnly()).isTrue();
      connection.abort(Runnable::run);
      assertThat(connection.isValid(5)).isFalse();
      assertThat(connection.isClosed()).isTrue();
    }
  }

  @Test
  void preparedStatementRunsAgainAfterAnError() throws SQLException {
    try (Connection connection = fixture.connect();
        PreparedStatement statement = connection.prepareStatement("echo int16")) {
      statement.setInt(1, 100_000);
      assertThatThrownBy(statement::executeQuery)
          .satisfies(e -> assertThat(state(e)).isEqualTo("22003"));
      for (int i = 0; i < 50; i++) {
        statement.setInt(1, i);
        try (ResultSet rows = statement.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getInt(1)).isEqualTo(i);
        }
      }
      assertThatThrownBy(() -> statement.executeQuery("numbers 1"))
          .isInstanceOf(SQLException.class);
    }
  }
}
