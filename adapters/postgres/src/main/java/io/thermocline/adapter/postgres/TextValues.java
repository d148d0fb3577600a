package io.thermocline.adapter.postgres;

import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Values in the text form that Postgres prints in a session with ISO dates and zone UTC.
final class TextValues {
  private TextValues() {}

  /// The value, or null when it has no counterpart, such as an infinite date.
  static @Nullable Object parse(DataType type, String text) {
    try {
      return switch (type) {
        case DecimalType d -> new BigDecimal(text).setScale(d.scale(), RoundingMode.HALF_UP);
        case ScalarType s ->
            switch (s) {
              case BOOLEAN -> text.startsWith("t");
              case INT16 -> Short.valueOf(text);
              case INT32 -> Integer.valueOf(text);
              case INT64 -> Long.valueOf(text);
              case FLOAT32 -> Float.valueOf(text);
              case FLOAT64 -> Double.valueOf(text);
              case TEXT -> text;
              case BYTES ->
                  text.startsWith("\\x") ? HexFormat.of().parseHex(text.substring(2)) : null;
              case DATE -> LocalDate.parse(text);
              case TIME -> LocalTime.parse(text);
              case TIMESTAMP -> LocalDateTime.parse(text.replace(' ', 'T'));
              case TIMESTAMP_TZ -> OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
              case UUID -> UUID.fromString(text);
              case INTERVAL, JSON -> null;
            };
        default -> null;
      };
    } catch (DateTimeException | IllegalArgumentException e) {
      return null;
    }
  }

  /// The smallest (direction -1) or largest (1) of values of one class as the gateway orders them,
  /// or null when there are none.
  static @Nullable Object extreme(List<Object> values, int direction) {
    Object extreme = null;
    for (Object value : values) {
      if (extreme == null || compare(value, extreme) * direction > 0) {
        extreme = value;
      }
    }
    return extreme;
  }

  private static int compare(Object left, Object right) {
    return switch (left) {
      case String s ->
          Integer.signum(
              Arrays.compareUnsigned(
                  s.getBytes(StandardCharsets.UTF_8),
                  ((String) right).getBytes(StandardCharsets.UTF_8)));
      case byte[] b -> Integer.signum(Arrays.compareUnsigned(b, (byte[]) right));
      case UUID u -> Integer.signum(u.toString().compareTo(right.toString()));
      case Boolean b -> Boolean.compare(b, (Boolean) right);
      case Short n -> Integer.signum(Short.compare(n, (Short) right));
      case Integer n -> Integer.compare(n, (Integer) right);
      case Long n -> Long.compare(n, (Long) right);
      case Float n -> Float.compare(n, (Float) right);
      case Double n -> Double.compare(n, (Double) right);
      case BigDecimal n -> n.compareTo((BigDecimal) right);
      case LocalDate d -> Integer.signum(d.compareTo((LocalDate) right));
      case LocalTime t -> Integer.signum(t.compareTo((LocalTime) right));
      case LocalDateTime t -> Integer.signum(t.compareTo((LocalDateTime) right));
      case Instant i -> Integer.signum(i.compareTo((Instant) right));
      default -> 0;
    };
  }
}
