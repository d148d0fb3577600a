package io.thermocline.jdbc.internal.value;

import io.thermocline.jdbc.internal.net.SqlErrors;
import io.thermocline.protocol.WireVector;
import io.thermocline.protocol.codec.ValueCodec;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/**
 * Values that are not null as dates and times. A zone is needed where one side has one and the
 * other has none.
 */
public final class Times {
  private static final long NANOS_PER_MICRO = 1000L;

  private Times() {}

  /** The date; of a timestamp its day. */
  public static LocalDate toLocalDate(WireVector vector, int position, ZoneId zone)
      throws SQLException {
    return switch (vector.type().code()) {
      case DATE -> LocalDate.ofEpochDay(vector.longAt(position));
      case TIMESTAMP, TIMESTAMP_TZ -> toLocalDateTime(vector, position, zone).toLocalDate();
      case TEXT, JSON -> {
        try {
          yield Texts.parseTimestamp(vector.textAt(position)).toLocalDate();
        } catch (DateTimeException e) {
          throw malformed("date", e);
        }
      }
      case BOOLEAN,
          INT16,
          INT32,
          INT64,
          FLOAT32,
          FLOAT64,
          DECIMAL,
          BYTES,
          TIME,
          INTERVAL,
          UUID,
          ARRAY ->
          throw Numbers.wrongType(vector.type(), "date");
    };
  }

  /** The time of day. */
  public static LocalTime toLocalTime(WireVector vector, int position, ZoneId zone)
      throws SQLException {
    return switch (vector.type().code()) {
      case TIME -> LocalTime.ofNanoOfDay(vector.longAt(position) * NANOS_PER_MICRO);
      case TIMESTAMP, TIMESTAMP_TZ -> toLocalDateTime(vector, position, zone).toLocalTime();
      case TEXT, JSON -> {
        try {
          yield Texts.parseTime(vector.textAt(position));
        } catch (DateTimeException e) {
          throw malformed("time", e);
        }
      }
      case BOOLEAN,
          INT16,
          INT32,
          INT64,
          FLOAT32,
          FLOAT64,
          DECIMAL,
          BYTES,
          DATE,
          INTERVAL,
          UUID,
          ARRAY ->
          throw Numbers.wrongType(vector.type(), "time");
    };
  }

  /** Date and time without zone. */
  public static LocalDateTime toLocalDateTime(WireVector vector, int position, ZoneId zone)
      throws SQLException {
    return switch (vector.type().code()) {
      case DATE -> LocalDate.ofEpochDay(vector.longAt(position)).atStartOfDay();
      case TIMESTAMP ->
          LocalDateTime.ofInstant(ValueCodec.instant(vector.longAt(position)), ZoneOffset.UTC);
      case TIMESTAMP_TZ ->
          LocalDateTime.ofInstant(ValueCodec.instant(vector.longAt(position)), zone);
      case TEXT, JSON -> {
        try {
          yield Texts.parseTimestamp(vector.textAt(position));
        } catch (DateTimeException e) {
          throw malformed("timestamp", e);
        }
      }
      case BOOLEAN,
          INT16,
          INT32,
          INT64,
          FLOAT32,
          FLOAT64,
          DECIMAL,
          BYTES,
          TIME,
          INTERVAL,
          UUID,
          ARRAY ->
          throw Numbers.wrongType(vector.type(), "timestamp");
    };
  }

  /** The instant, with the zone's offset at that time. */
  public static OffsetDateTime toOffsetDateTime(WireVector vector, int position, ZoneId zone)
      throws SQLException {
    return switch (vector.type().code()) {
      case TIMESTAMP_TZ ->
          OffsetDateTime.ofInstant(ValueCodec.instant(vector.longAt(position)), zone);
      case TEXT, JSON -> {
        try {
          yield Texts.parseZoned(vector.textAt(position), zone);
        } catch (DateTimeException e) {
          throw malformed("timestamp with time zone", e);
        }
      }
      default -> toLocalDateTime(vector, position, zone).atZone(zone).toOffsetDateTime();
    };
  }

  /** The instant. */
  public static Instant toInstant(WireVector vector, int position, ZoneId zone)
      throws SQLException {
    return toOffsetDateTime(vector, position, zone).toInstant();
  }

  /** The date at midnight in the calendar's zone, or in that of the runtime. */
  public static Date toDate(
      WireVector vector, int position, ZoneId zone, @Nullable Calendar calendar)
      throws SQLException {
    LocalDate date = toLocalDate(vector, position, zone);
    return calendar == null
        ? Date.valueOf(date)
        : new Date(date.atStartOfDay(calendar.getTimeZone().toZoneId()).toInstant().toEpochMilli());
  }

  /** The time on 1970-01-01 in the calendar's zone, or in that of the runtime. */
  public static Time toTime(
      WireVector vector, int position, ZoneId zone, @Nullable Calendar calendar)
      throws SQLException {
    LocalTime time = toLocalTime(vector, position, zone);
    ZoneId in = calendar == null ? ZoneId.systemDefault() : calendar.getTimeZone().toZoneId();
    return new Time(LocalDate.EPOCH.atTime(time).atZone(in).toInstant().toEpochMilli());
  }

  /** The timestamp; one without zone is taken in the calendar's zone, or in that of the runtime. */
  public static Timestamp toTimestamp(
      WireVector vector, int position, ZoneId zone, @Nullable Calendar calendar)
      throws SQLException {
    return switch (vector.type().code()) {
      case TIMESTAMP_TZ -> Timestamp.from(ValueCodec.instant(vector.longAt(position)));
      default -> {
        LocalDateTime time = toLocalDateTime(vector, position, zone);
        yield calendar == null
            ? Timestamp.valueOf(time)
            : Timestamp.from(time.atZone(calendar.getTimeZone().toZoneId()).toInstant());
      }
    };
  }

  private static SQLException malformed(String wanted, DateTimeException cause) {
    return SqlErrors.of("22007", "the text of the column is not a " + wanted, false, cause);
  }
}
