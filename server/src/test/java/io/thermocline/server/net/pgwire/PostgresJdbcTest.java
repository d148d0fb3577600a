package io.thermocline.server.net.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.server.net.PostgresFixture;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/// PostgreSQL's own JDBC driver against the gateway's listener.
class PostgresJdbcTest {
  /// With this threshold pgjdbc asks for binary values from the first execution on.
  private static final String BINARY = "-1";

  private static final String TEXT = "0";
  private static PostgresFixture fixture;

  @BeforeAll
  static void start() {
    fixture = new PostgresFixture();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  /// Ragged arrays of arrays have no binary form, so their column is asked for as text.
  private static Connection connect(String threshold) throws SQLException {
    return fixture.connect("prepareThreshold", threshold, "binaryTransferDisable", "1007");
  }

  @ParameterizedTest
  @ValueSource(strings = {TEXT, BINARY})
  void valuesOfEveryTypeArrive(String threshold) throws SQLException {
    try (Connection connection = connect(threshold);
        PreparedStatement statement = connection.prepareStatement("types");
        ResultSet rows = statement.executeQuery()) {
      int present = 0;
      while (rows.next()) {
        rows.getObject("c_boolean");
        if (rows.wasNull()) {
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            assertThat(rows.getObject(i)).isNull();
          }
          continue;
        }
        present++;
        assertThat(rows.getBoolean("c_boolean")).isTrue();
        assertThat(rows.getShort("c_smallint")).isEqualTo((short) -7);
        assertThat(rows.getInt("c_integer")).isEqualTo(123_456);
        assertThat(rows.getLong("c_bigint")).isEqualTo(Long.MIN_VALUE);
        assertThat(rows.getFloat("c_real")).isEqualTo(1.5f);
        assertThat(rows.getDouble("c_double")).isEqualTo(-2.25e100);
        assertThat(rows.getBigDecimal("c_numeric")).isEqualTo(new BigDecimal("-1234567890.12"));
        assertThat(rows.getBigDecimal("c_numeric38"))
            .isEqualTo(new BigDecimal("-1234567890123456789012345678.0123456789"));
        assertThat(rows.getString("c_text")).isEqualTo("Grüße, 世界");
        assertThat(rows.getBytes("c_bytes")).containsExactly(0, 0xff, 10);
        assertThat(rows.getObject("c_date", LocalDate.class)).isEqualTo(LocalDate.of(1969, 12, 31));
        assertThat(rows.getObject("c_time", LocalTime.class))
            .isEqualTo(LocalTime.of(23, 59, 59, 999_999_000));
        assertThat(rows.getObject("c_timestamp", LocalDateTime.class))
            .isEqualTo(LocalDateTime.of(2026, 1, 31, 12, 30, 15, 123_456_000));
        assertThat(rows.getObject("c_timestamptz", OffsetDateTime.class))
            .isEqualTo(OffsetDateTime.of(1960, 2, 29, 1, 2, 3, 1000, ZoneOffset.UTC));
        assertThat(rows.getObject("c_uuid"))
            .isEqualTo(UUID.fromString("01234567-89ab-cdef-fedc-ba9876543210"));
        assertThat(rows.getString("c_json")).isEqualTo("{\"a\": [1]}");
        assertThat((Object[]) rows.getArray("c_texts").getArray())
            .containsExactly("x", null, "y, \"z\"");
      }
      assertThat(present).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TEXT, BINARY})
  void parametersComeBackAsTheyWereSent(String threshold) throws SQLException {
    try (Connection connection = connect(threshold);
        PreparedStatement statement =
            connection.prepareStatement(
                "echo boolean int16 int32 int64 float32 float64 numeric(12,2) text bytes date time timestamp uuid text[]"
                    + " ? ? ? ? ? ? ? ? ? ? ? ? ? ?")) {
      List<Object> values =
          List.of(
              true,
              (short) -1,
              Integer.MIN_VALUE,
              Long.MAX_VALUE,
              0.1f,
              -1e-300,
              new BigDecimal("-90071992.54"),
              "it's \\ \"ü\"",
              new byte[] {0, 1, -1},
              LocalDate.of(2026, 2, 28),
              LocalTime.of(1, 2, 3, 4000),
              LocalDateTime.of(1900, 1, 1, 0, 0, 0, 1000),
              UUID.fromString("ffffffff-89ab-cdef-fedc-ba9876543210"),
              connection.createArrayOf("text", new Object[] {"a", null, "b\"c"}));
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getBoolean(1)).isTrue();
        assertThat(rows.getShort(2)).isEqualTo((short) -1);
        assertThat(rows.getInt(3)).isEqualTo(Integer.MIN_VALUE);
        assertThat(rows.getLong(4)).isEqualTo(Long.MAX_VALUE);
        assertThat(rows.getFloat(5)).isEqualTo(0.1f);
        assertThat(rows.getDouble(6)).isEqualTo(-1e-300);
        assertThat(rows.getBigDecimal(7)).isEqualTo(new BigDecimal("-90071992.54"));
        assertThat(rows.getString(8)).isEqualTo("it's \\ \"ü\"");
        assertThat(rows.getBytes(9)).containsExactly(0, 1, 0xff);
        assertThat(rows.getObject(10, LocalDate.class)).isEqualTo(values.get(9));
        assertThat(rows.getObject(11, LocalTime.class)).isEqualTo(values.get(10));
        assertThat(rows.getObject(12, LocalDateTime.class)).isEqualTo(values.get(11));
        assertThat(rows.getObject(13)).isEqualTo(values.get(12));
        assertThat((Object[]) rows.getArray(14).getArray()).containsExactly("a", null, "b\"c");
      }
    }
  }

  @Test
  void aFetchSizeSuspendsThePortal() throws SQLException {
    try (Connection connection = connect(BINARY)) {
      connection.setAutoCommit(false);
      int before = fixture.queries.batchesMade();
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(100);
        try (ResultSet rows = statement.executeQuery("numbers 1000000")) {
          for (long i = 0; i < 1000; i++) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getLong(1)).isEqualTo(i);
          }
          assertThat(fixture.queries.batchesMade() - before).isEqualTo(1);
        }
      }
      connection.commit();
      assertThat(fixture.queries.openCursors()).isZero();
    }
  }

  @Test
  void manyRowsArriveWholeAndInOrder() throws SQLException {
    try (Connection connection = connect(TEXT);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("numbers 100000")) {
      long expected = 0;
      while (rows.next()) {
        assertThat(rows.getLong("id")).isEqualTo(expected++);
      }
      assertThat(expected).isEqualTo(100_000);
    }
  }

  @Test
  void aCancelRequestStopsTheStatementAndNothingElse() throws Exception {
    try (Connection connection = connect(TEXT);
        Statement statement = connection.createStatement()) {
      Thread canceller =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (fixture.queries.openCursors() == 0) {
                    Thread.onSpinWait();
                  }
                  statement.cancel();
                } catch (SQLException e) {
                  throw new AssertionError(e);
                }
              });
      assertThatThrownBy(() -> statement.executeQuery("wait-long"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      canceller.join();
      try (ResultSet rows = statement.executeQuery("numbers 1")) {
        assertThat(rows.next()).isTrue();
      }
      assertThat(fixture.queries.openCursors()).isZero();
    }
  }

  @Test
  void aQuestionIsAnsweredWithItsReadingAsWarnings() throws SQLException {
    try (Connection connection = connect(TEXT);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("how many orders are there")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong(1)).isEqualTo(42);
      assertThat(warnings(statement.getWarnings()))
          .containsExactly(
              "01T01 the number of orders",
              "01T02 confidence 0.93",
              "01T03 orders means the table orders",
              "01T04 read hot and cold");
    }
  }

  private static List<String> warnings(SQLWarning first) {
    List<String> texts = new ArrayList<>();
    for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
      texts.add(warning.getSQLState() + " " + warning.getMessage());
    }
    return texts;
  }

  @Test
  void aFailedStatementFailsTheTransactionUntilItsEnd() throws SQLException {
    try (Connection connection = connect(TEXT);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      assertState("42P01", () -> statement.executeQuery("fail UNDEFINED_TABLE"));
      assertState("25P02", () -> statement.executeQuery("numbers 1"));
      connection.rollback();
      try (ResultSet rows = statement.executeQuery("numbers 1")) {
        assertThat(rows.next()).isTrue();
      }
    }
  }

  @Test
  void aFailureAmidRowsLeavesTheSessionUsable() throws SQLException {
    try (Connection connection = connect(TEXT);
        Statement statement = connection.createStatement()) {
      assertState("22012", () -> statement.executeQuery("fail-late DIVISION_BY_ZERO"));
      assertState("XX000", () -> statement.executeQuery("defect"));
      try (ResultSet rows = statement.executeQuery("numbers 1")) {
        assertThat(rows.next()).isTrue();
      }
      assertThat(fixture.queries.openCursors()).isZero();
    }
  }

  @Test
  void wrongCredentialsAndUnknownDatabasesAreRefused() {
    assertState("28P01", () -> fixture.connect("password", "wrong"));
    assertState("28P01", () -> fixture.connect("user", "nobody"));
    assertState("3D000", () -> fixture.connectTo("nowhere"));
  }

  @Test
  void settingsAreSetShownAndReset() throws SQLException {
    try (Connection connection = connect(TEXT);
        Statement statement = connection.createStatement()) {
      statement.execute("SET TIME ZONE 'Europe/Berlin'");
      assertThat(one(statement, "SHOW TimeZone")).isEqualTo("Europe/Berlin");
      assertThat(one(statement, "option time_zone")).isEqualTo("Europe/Berlin");
      statement.execute("SET statement_timeout = '2s'");
      assertThat(one(statement, "option query_timeout")).isEqualTo("2000");
      statement.execute("SET search_path TO \"$user\", shop, public");
      assertThat(one(statement, "option search_path")).isEqualTo("shop");
      statement.execute("RESET ALL");
      assertThat(one(statement, "SHOW TimeZone")).isEqualTo("UTC");
      assertState("42704", () -> statement.execute("SET no_such_thing = 1"));
      assertState("22023", () -> statement.execute("SET client_encoding = 'LATIN1'"));
    }
  }

  private static String one(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  @Test
  void cursorsAreDeclaredFetchedAndClosed() throws SQLException {
    try (Connection connection = connect(TEXT);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("DECLARE c CURSOR FOR numbers 5");
      assertThat(count(statement, "FETCH 2 FROM c")).isEqualTo(2);
      statement.execute("MOVE 1 IN c");
      assertThat(one(statement, "FETCH NEXT FROM c")).isEqualTo("3");
      assertThat(count(statement, "FETCH ALL c")).isEqualTo(1);
      statement.execute("CLOSE c");
      assertState("34000", () -> statement.executeQuery("FETCH 1 FROM c"));
      connection.rollback();
      assertThat(fixture.queries.openCursors()).isZero();
    }
  }

  private static int count(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      int count = 0;
      while (rows.next()) {
        count++;
      }
      return count;
    }
  }

  @Test
  void rowsAreCopiedAsTextAndCsv() throws Exception {
    try (Connection connection = connect(TEXT)) {
      StringWriter csv = new StringWriter();
      long rows =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut("COPY (numbers 2) TO STDOUT WITH (FORMAT csv, HEADER)", csv);
      assertThat(rows).isEqualTo(2);
      assertThat(csv.toString())
          .isEqualTo("id,name,ratio,unit,note\n0,name number 0,0,kg,\n1,name number 1,0.25,kg,a\n");
      StringWriter text = new StringWriter();
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut("COPY (numbers 1) TO STDOUT", text);
      assertThat(text.toString()).isEqualTo("0\tname number 0\t0\tkg\t\\N\n");
    }
  }

  private static void assertState(
      String state, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
  }
}
