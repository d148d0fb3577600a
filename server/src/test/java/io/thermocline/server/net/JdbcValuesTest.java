package io.thermocline.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.jdbc.Interval;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Values of every type through server, wire and driver, in every encoding.
class JdbcValuesTest {
  private static WireFixture fixture;
  private static Connection connection;

  @BeforeAll
  static void start() throws SQLException {
    fixture = new WireFixture();
    connection = fixture.connect();
  }

  @AfterAll
  static void stop() throws SQLException {
    connection.close();
    fixture.close();
  }

  @Test
  void everyTypeArrivesInEveryEncoding() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("types")) {
      int row = 0;
      while (rows.next()) {
        row++;
        boolean isNull = row == 2 || row == 4;
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          assertThat(rows.getObject(i) == null).as("row %d column %d", row, i).isEqualTo(isNull);
          assertThat(rows.wasNull()).isEqualTo(isNull);
        }
        if (!isNull) {
          checkRow(rows);
        }
      }
      assertThat(row).isEqualTo(7);
    }
  }

  private static void checkRow(ResultSet rows) throws SQLException {
    assertThat(rows.getBoolean("c_boolean")).isTrue();
    assertThat(rows.getShort("C_SMALLINT")).isEqualTo((short) -7);
    assertThat(rows.getByte("c_smallint")).isEqualTo((byte) -7);
    assertThat(rows.getInt("c_integer")).isEqualTo(123_456);
    assertThat(rows.getLong("c_bigint")).isEqualTo(Long.MIN_VALUE);
    assertThat(rows.getFloat("c_real")).isEqualTo(1.5f);
    assertThat(rows.getDouble("c_double")).isEqualTo(-2.25e100);
    assertThat(rows.getBigDecimal("c_numeric")).isEqualTo(new BigDecimal("-1234567890.12"));
    assertThat(rows.getLong("c_numeric")).isEqualTo(-1234567890L);
    assertThat(rows.getString("c_numeric38")).isEqualTo("-1234567890123456789012345678.0123456789");
    assertThat(rows.getString("c_text")).isEqualTo("Grüße, 世界");
    assertThat(rows.getBytes("c_bytes")).containsExactly(0, 0xff, 10);
    assertThat(rows.getString("c_bytes")).isEqualTo("\\x00ff0a");
    assertThat(rows.getDate("c_date")).isEqualTo(Date.valueOf("1969-12-31"));
    assertThat(rows.getObject("c_date", LocalDate.class)).isEqualTo(LocalDate.of(1969, 12, 31));
    assertThat(rows.getObject("c_time", LocalTime.class))
        .isEqualTo(LocalTime.of(23, 59, 59, 999_999_000));
    assertThat(rows.getTime("c_time")).hasToString("23:59:59");
    assertThat(rows.getString("c_time")).isEqualTo("23:59:59.999999");
    LocalDateTime time = LocalDateTime.of(2026, 1, 31, 12, 30, 15, 123_456_000);
    assertThat(rows.getTimestamp("c_timestamp")).isEqualTo(Timestamp.valueOf(time));
    assertThat(rows.getObject("c_timestamp", LocalDateTime.class)).isEqualTo(time);
    assertThat(rows.getString("c_timestamp")).isEqualTo("2026-01-31 12:30:15.123456");
    Instant instant = Instant.parse("1960-02-29T01:02:03.000001Z");
    assertThat(rows.getObject("c_timestamptz", Instant.class)).isEqualTo(instant);
    assertThat(rows.getObject("c_timestamptz")).isEqualTo(instant.atOffset(ZoneOffset.UTC));
    assertThat(rows.getObject("c_timestamptz", ZonedDateTime.class).toInstant()).isEqualTo(instant);
    assertThat(rows.getTimestamp("c_timestamptz").toInstant()).isEqualTo(instant);
    assertThat(rows.getString("c_timestamptz")).isEqualTo("1960-02-29 01:02:03.000001+00");
    assertThat(rows.getObject("c_interval")).isEqualTo(new Interval(14, -3_600_000_000L));
    assertThat(rows.getString("c_interval")).isEqualTo("P1Y2MT-1H");
    assertThat(rows.getObject("c_uuid"))
        .isEqualTo(UUID.fromString("01234567-89ab-cdef-fedc-ba9876543210"));
    assertThat(rows.getString("c_json")).isEqualTo("{\"a\": [1]}");
    Array texts = rows.getArray("c_texts");
    assertThat((Object[]) texts.getArray()).containsExactly("x", null, "y, \"z\"");
    assertThat(texts.getBaseTypeName()).isEqualTo("text");
    assertThat(rows.getString("c_texts")).isEqualTo("{x,NULL,\"y, \\\"z\\\"\"}");
    assertThat(rows.getString("c_ints")).isEqualTo("{{1,2},{},{3}}");
    assertThat((Object) rows.getObject("c_texts", List.class))
        .isEqualTo(Arrays.asList("x", null, "y, \"z\""));
  }

  @Test
  void metadataMatchesTheObjects() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("types")) {
      ResultSetMetaData before = statement.getMetaData();
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        ResultSetMetaData columns = rows.getMetaData();
        assertThat(columns.getColumnCount()).isEqualTo(before.getColumnCount()).isEqualTo(19);
        for (int i = 1; i <= 19; i++) {
          Class<?> wanted = Class.forName(columns.getColumnClassName(i));
          assertThat(rows.getObject(i)).as(columns.getColumnLabel(i)).isInstanceOf(wanted);
          assertThat(before.getColumnType(i)).isEqualTo(columns.getColumnType(i));
          assertThat(columns.isNullable(i)).isEqualTo(ResultSetMetaData.columnNullable);
        }
        assertThat(columns.getColumnType(7)).isEqualTo(Types.NUMERIC);
        assertThat(columns.getPrecision(7)).isEqualTo(12);
        assertThat(columns.getScale(7)).isEqualTo(2);
        assertThat(columns.getColumnTypeName(14)).isEqualTo("timestamp with time zone");
      } catch (ClassNotFoundException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void parametersOfEveryClassComeBack() throws SQLException {
    String types =
        "echo boolean int16 int32 int64 float32 float64 numeric(20,3) text bytes date time timestamp timestamp_tz interval uuid"
            + " json text[] int64[]";
    UUID uuid = UUID.randomUUID();
    OffsetDateTime zoned = OffsetDateTime.parse("2026-03-29T02:30:00+02:00");
    try (PreparedStatement statement = connection.prepareStatement(types)) {
      assertThat(statement.getParameterMetaData().getParameterCount()).isEqualTo(18);
      assertThat(statement.getParameterMetaData().getParameterTypeName(7)).isEqualTo("numeric");
      statement.setBoolean(1, true);
      statement.setByte(2, (byte) 3);
      statement.setInt(3, -4);
      statement.setLong(4, 5);
      statement.setFloat(5, 6.5f);
      statement.setDouble(6, 7.25);
      statement.setBigDecimal(7, new BigDecimal("8.0005"));
      statement.setString(8, "nine");
      statement.setBytes(9, new byte[] {1, 2});
      statement.setObject(10, LocalDate.of(2000, 2, 29));
      statement.setObject(11, LocalTime.of(1, 2, 3));
      statement.setObject(12, LocalDateTime.of(2000, 1, 1, 0, 0));
      statement.setObject(13, zoned);
      statement.setObject(14, new Interval(1, 2));
      statement.setObject(15, uuid);
      statement.setObject(16, "[]");
      statement.setArray(17, connection.createArrayOf("text", new Object[] {"a", null}));
      statement.setObject(18, List.of(1L, 2L));
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getBoolean(1)).isTrue();
        assertThat(rows.getInt(2)).isEqualTo(3);
        assertThat(rows.getInt(3)).isEqualTo(-4);
        assertThat(rows.getLong(4)).isEqualTo(5);
        assertThat(rows.getDouble(5)).isEqualTo(6.5);
        assertThat(rows.getDouble(6)).isEqualTo(7.25);
        assertThat(rows.getBigDecimal(7)).isEqualTo(new BigDecimal("8.001"));
        assertThat(rows.getString(8)).isEqualTo("nine");
        assertThat(rows.getBytes(9)).containsExactly(1, 2);
        assertThat(rows.getObject(10, LocalDate.class)).isEqualTo(LocalDate.of(2000, 2, 29));
        assertThat(rows.getObject(11, LocalTime.class)).isEqualTo(LocalTime.of(1, 2, 3));
        assertThat(rows.getObject(12, LocalDateTime.class))
            .isEqualTo(LocalDateTime.of(2000, 1, 1, 0, 0));
        assertThat(rows.getObject(13, Instant.class)).isEqualTo(zoned.toInstant());
        assertThat(rows.getObject(14, Interval.class)).isEqualTo(new Interval(1, 2));
        assertThat(rows.getObject(15, UUID.class)).isEqualTo(uuid);
        assertThat(rows.getString(16)).isEqualTo("[]");
        assertThat((Object[]) rows.getArray(17).getArray()).containsExactly("a", null);
        assertThat((Object[]) rows.getArray(18).getArray()).containsExactly(1L, 2L);
      }
    }
  }

  @Test
  void textConvertsToTheParametersType() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("echo int32 date timestamp_tz numeric(5,2) boolean")) {
      statement.setString(1, " 12 ");
      statement.setString(2, "2026-01-02");
      statement.setString(3, "2026-01-02 03:04:05+01:00");
      statement.setString(4, "3.999");
      statement.setObject(5, null);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        assertThat(rows.getInt(1)).isEqualTo(12);
        assertThat(rows.getString(2)).isEqualTo("2026-01-02");
        assertThat(rows.getString(3)).isEqualTo("2026-01-02 02:04:05+00");
        assertThat(rows.getString(4)).isEqualTo("4.00");
        assertThat(rows.getString(5)).isNull();
      }
      statement.setString(1, "twelve");
      assertThatThrownBy(statement::executeQuery)
          .isInstanceOf(SQLDataException.class)
          .hasMessageContaining("parameter 1")
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("22P02");
    }
  }

  @Test
  void missingParameterFailsBeforeAnythingIsSent() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("echo int32 int32")) {
      statement.setInt(2, 1);
      assertThatThrownBy(statement::executeQuery).hasMessageContaining("parameter 1 of 2");
      assertThatThrownBy(() -> statement.setInt(3, 1)).isInstanceOf(SQLDataException.class);
    }
  }

  @Test
  void numberThatDoesNotFitFails() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("types")) {
      rows.next();
      assertThatThrownBy(() -> rows.getInt("c_bigint")).isInstanceOf(SQLDataException.class);
      assertThatThrownBy(() -> rows.getLong("c_double")).isInstanceOf(SQLDataException.class);
      assertThatThrownBy(() -> rows.getDate("c_uuid")).hasMessageContaining("uuid");
      assertThatThrownBy(() -> rows.getInt("nope")).hasMessageContaining("nope");
      assertThatThrownBy(() -> rows.getInt(20)).hasMessageContaining("20");
    }
  }

  @Test
  void calendarSetsTheZone() throws SQLException {
    Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
    try (PreparedStatement statement = connection.prepareStatement("echo timestamp time")) {
      Instant instant = Instant.parse("2026-01-31T15:00:00Z");
      statement.setTimestamp(1, Timestamp.from(instant), tokyo);
      statement.setTime(2, new Time(0), tokyo);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo("2026-02-01 00:00:00");
        assertThat(rows.getTimestamp(1, tokyo).toInstant()).isEqualTo(instant);
        assertThat(rows.getString(2)).isEqualTo("09:00:00");
      }
    }
  }
}
