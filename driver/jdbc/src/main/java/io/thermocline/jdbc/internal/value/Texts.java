package io.thermocline.jdbc.internal.value;

import io.thermocline.protocol.TypeCode;
import io.thermocline.protocol.WireType;
import io.thermocline.protocol.WireVector;
import io.thermocline.protocol.codec.ValueCodec;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.Objects;

/** Values that are not null as text, in PostgreSQL's spelling, and as bytes. */
public final class Texts {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .toFormatter();
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .append(TIME)
          .toFormatter();
  private static final DateTimeFormatter ZONED =
      new DateTimeFormatterBuilder()
          .append(TIMESTAMP)
          .appendOffset("+HH:mm:ss", "+00")
          .toFormatter();

  private Texts() {}

  /** The text of a value; timestamps with zone in the given one. */
  public static String toText(WireVector vector, int position, ZoneId zone) throws SQLException {
    return switch (vector.type().code()) {
      case BOOLEAN -> vector.longAt(position) != 0 ? "true" : "false";
      case INT16, INT32, INT64 -> Long.toString(vector.longAt(position));
      case FLOAT32 -> Float.toString((float) vector.doubleAt(position));
      case FLOAT64 -> Double.toString(vector.doubleAt(position));
      case DECIMAL -> decimal(vector, position).toPlainString();
      case TEXT, JSON -> vector.textAt(position);
      case BYTES -> "\\x" + HexFormat.of().formatHex(vector.bytesAt(position));
      case DATE, INTERVAL, UUID ->
          Objects.toString(Intervals.publicValue(ValueCodec.value(vector, position)));
      case TIME -> TIME.format(Times.toLocalTime(vector, position, zone));
      case TIMESTAMP -> TIMESTAMP.format(Times.toLocalDateTime(vector, position, zone));
      case TIMESTAMP_TZ -> ZONED.format(Times.toOffsetDateTime(vector, position, zone));
      case ARRAY -> array(vector, position, zone);
    };
  }

  private static BigDecimal decimal(WireVector vector, int position) throws SQLException {
    return Numbers.toBigDecimal(vector, position);
  }

  private static String array(WireVector vector, int position, ZoneId zone) throws SQLException {
    StringBuilder text = new StringBuilder("{");
    WireVector elements = vector.elements();
    for (int i = vector.start(position); i < vector.end(position); i++) {
      if (text.length() > 1) {
        text.append(',');
      }
      text.append(elements.isNull(i) ? "NULL" : element(elements, i, zone));
    }
    return text.append('}').toString();
  }

  private static String element(WireVector elements, int position, ZoneId zone)
      throws SQLException {
    String text = toText(elements, position, zone);
    boolean plain =
        !text.isEmpty()
            && !text.equalsIgnoreCase("null")
            && text.chars().noneMatch(c -> "{}\",\\ \t\n\r".indexOf(c) >= 0);
    boolean nested = elements.type().code() == TypeCode.ARRAY;
    return plain || nested ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** The bytes of a value of type bytes, or the UTF-8 of any other value's text. */
  public static byte[] toBytes(WireVector vector, int position, ZoneId zone) throws SQLException {
    WireType type = vector.type();
    return switch (type.code()) {
      case BYTES, TEXT, JSON -> vector.bytesAt(position);
      default -> toText(vector, position, zone).getBytes(StandardCharsets.UTF_8);
    };
  }

  static LocalTime parseTime(String text) {
    return LocalTime.parse(text.trim());
  }

  static LocalDateTime parseTimestamp(String text) {
    String iso = text.trim().replace(' ', 'T');
    return iso.indexOf('T') < 0 ? LocalDate.parse(iso).atStartOfDay() : LocalDateTime.parse(iso);
  }

  static OffsetDateTime parseZoned(String text, ZoneId zone) {
    String iso = text.trim().replace(' ', 'T');
    boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
    return zoned ? OffsetDateTime.parse(iso) : parseTimestamp(iso).atZone(zone).toOffsetDateTime();
  }
}
