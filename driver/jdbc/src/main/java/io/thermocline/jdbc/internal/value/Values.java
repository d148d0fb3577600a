package io.thermocline.jdbc.internal.value;

import io.thermocline.jdbc.internal.net.SqlErrors;
import io.thermocline.protocol.WireVector;
import io.thermocline.protocol.codec.ValueCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Values that are not null as objects: of the type's own class ({@link JdbcTypes#javaClass}) or of
 * a wanted one.
 */
public final class Values {
  /** Reads a value as an object of one class. */
  private interface Reader {
    Object read(WireVector vector, int position, ZoneId zone) throws SQLException;
  }

  private static final Map<Class<?>, Reader> READERS = new LinkedHashMap<>();

  static {
    READERS.put(String.class, Texts::toText);
    READERS.put(Boolean.class, (v, p, z) -> Numbers.toBoolean(v, p));
    READERS.put(
        Byte.class, (v, p, z) -> (byte) Numbers.toLong(v, p, Byte.MIN_VALUE, Byte.MAX_VALUE));
    READERS.put(
        Short.class, (v, p, z) -> (short) Numbers.toLong(v, p, Short.MIN_VALUE, Short.MAX_VALUE));
    READERS.put(
        Integer.class,
        (v, p, z) -> (int) Numbers.toLong(v, p, Integer.MIN_VALUE, Integer.MAX_VALUE));
    READERS.put(Long.class, (v, p, z) -> Numbers.toLong(v, p));
    READERS.put(Float.class, (v, p, z) -> (float) Numbers.toDouble(v, p));
    READERS.put(Double.class, (v, p, z) -> Numbers.toDouble(v, p));
    READERS.put(BigDecimal.class, (v, p, z) -> Numbers.toBigDecimal(v, p));
    READERS.put(BigInteger.class, (v, p, z) -> Numbers.toBigDecimal(v, p).toBigInteger());
    READERS.put(byte[].class, Texts::toBytes);
    READERS.put(LocalDate.class, Times::toLocalDate);
    READERS.put(LocalTime.class, Times::toLocalTime);
    READERS.put(LocalDateTime.class, Times::toLocalDateTime);
    READERS.put(OffsetDateTime.class, Times::toOffsetDateTime);
    READERS.put(
        ZonedDateTime.class, (v, p, z) -> Times.toOffsetDateTime(v, p, z).atZoneSameInstant(z));
    READERS.put(Instant.class, Times::toInstant);
    READERS.put(Date.class, (v, p, z) -> Times.toDate(v, p, z, null));
    READERS.put(Time.class, (v, p, z) -> Times.toTime(v, p, z, null));
    READERS.put(Timestamp.class, (v, p, z) -> Times.toTimestamp(v, p, z, null));
    READERS.put(java.util.Date.class, (v, p, z) -> Times.toTimestamp(v, p, z, null));
    READERS.put(Calendar.class, (v, p, z) -> calendar(Times.toInstant(v, p, z)));
    READERS.put(UUID.class, (v, p, z) -> uuid(v, p));
    READERS.put(Array.class, (v, p, z) -> array(v, p, z));
    READERS.put(List.class, (v, p, z) -> Arrays.asList(array(v, p, z).elements()));
  }

  private Values() {}

  /** The value in its type's own class. */
  public static Object toObject(WireVector vector, int position, ZoneId zone) throws SQLException {
    return switch (vector.type().code()) {
      case BOOLEAN -> vector.longAt(position) != 0;
      case INT16, INT32 -> (int) vector.longAt(position);
      case INT64 -> vector.longAt(position);
      case FLOAT32 -> (float) vector.doubleAt(position);
      case FLOAT64 -> vector.doubleAt(position);
      case DECIMAL -> Numbers.toBigDecimal(vector, position);
      case TEXT, JSON -> vector.textAt(position);
      case BYTES -> vector.bytesAt(position);
      case DATE -> Times.toDate(vector, position, zone, null);
      case TIME -> Times.toTime(vector, position, zone, null);
      case TIMESTAMP -> Times.toTimestamp(vector, position, zone, null);
      case TIMESTAMP_TZ -> Times.toOffsetDateTime(vector, position, zone);
      case INTERVAL, UUID ->
          Objects.requireNonNull(Intervals.publicValue(ValueCodec.value(vector, position)));
      case ARRAY -> array(vector, position, zone);
    };
  }

  /** The value as an object of a class; fails with 42846 when there is no way. */
  public static <T> T toObject(WireVector vector, int position, ZoneId zone, Class<T> wanted)
      throws SQLException {
    Reader reader = READERS.get(wanted);
    Object value =
        reader == null ? toObject(vector, position, zone) : reader.read(vector, position, zone);
    if (!wanted.isInstance(value)) {
      throw Numbers.wrongType(vector.type(), wanted.getName());
    }
    return wanted.cast(value);
  }

  private static Calendar calendar(Instant instant) {
    Calendar calendar = Calendar.getInstance();
    calendar.setTimeInMillis(instant.toEpochMilli());
    return calendar;
  }

  private static UUID uuid(WireVector vector, int position) throws SQLException {
    Object value = ValueCodec.value(vector, position);
    if (value instanceof UUID uuid) {
      return uuid;
    }
    if (value instanceof String text) {
      try {
        return UUID.fromString(text.trim());
      } catch (IllegalArgumentException e) {
        throw SqlErrors.of("22P02", "the text of the column is not a uuid", false, e);
      }
    }
    throw Numbers.wrongType(vector.type(), "uuid");
  }

  /** The value of an array column. */
  public static ArrayValue array(WireVector vector, int position, ZoneId zone) throws SQLException {
    return ArrayValue.of(vector, position, zone);
  }
}
