package io.thermocline.server.session;

import io.thermocline.protocol.TypedValue;
import io.thermocline.protocol.WireInterval;
import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A client's parameters as values of the types that the statement wants. Clients send what they
/// have (often text); numbers convert exactly, decimals round half up to the type's scale, text is
/// parsed.
public final class Parameters {
  private Parameters() {}

  /// One value a `?`, in the classes of [io.thermocline.spi.batch.Values].
  static List<@Nullable Object> convert(
      List<TypedValue> values, List<DataType> types, ZoneId zone) {
    if (values.size() != types.size()) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "the statement has "
              + types.size()
              + " parameters, but "
              + values.size()
              + " were given");
    }
    List<@Nullable Object> converted = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      converted.add(convert(values.get(i).value(), types.get(i), i + 1, zone));
    }
    return converted;
  }

  /// One value as a value of a type.
  ///
  /// @param position of the parameter, from 1
  public static @Nullable Object convert(
      @Nullable Object value, DataType type, int position, ZoneId zone) {
    if (value == null) {
      return null;
    }
    try {
      return switch (type) {
        case DecimalType d -> decimal(number(value), d);
        case ArrayType a -> list(value, a, position, zone);
        case ScalarType s -> scalar(value, s, zone);
      };
    } catch (ClassCastException e) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "parameter "
              + position
              + " is a "
              + type.sqlName()
              + "; a value of class "
              + value.getClass().getSimpleName()
              + " does not convert to it",
          e);
    } catch (NumberFormatException | DateTimeException e) {
      throw new ThermoclineException(
          ErrorCode.INVALID_TEXT,
          "parameter " + position + " cannot be read as " + type.sqlName(),
          e);
    } catch (ArithmeticException e) {
      throw new ThermoclineException(
          ErrorCode.NUMERIC_OUT_OF_RANGE,
          "parameter " + position + " does not fit " + type.sqlName(),
          e);
    }
  }

  private static Object scalar(Object value, ScalarType type, ZoneId zone) {
    return switch (type) {
      case BOOLEAN -> bool(value);
      case INT16 -> number(value).shortValueExact();
      case INT32 -> number(value).intValueExact();
      case INT64 -> number(value).longValueExact();
      case FLOAT32 -> value instanceof Float f ? f : floating(value).floatValue();
      case FLOAT64 -> floating(value);
      case TEXT, JSON -> text(value);
      case BYTES -> (byte[]) value;
      case DATE -> date(value, zone);
      case TIME -> time(value, zone);
      case TIMESTAMP -> timestamp(value, zone);
      case TIMESTAMP_TZ -> instant(value, zone);
      case INTERVAL -> interval(value);
      case UUID -> value instanceof UUID u ? u : uuid((String) value);
    };
  }

  private static Interval interval(Object value) {
    if (value instanceof Interval interval) {
      return interval;
    }
    WireInterval wire = (WireInterval) value;
    return new Interval(wire.months(), wire.micros());
  }

  private static UUID uuid(String text) {
    try {
      return UUID.fromString(text.trim());
    } catch (IllegalArgumentException e) {
      NumberFormatException failure = new NumberFormatException("not a uuid");
      failure.initCause(e);
      throw failure;
    }
  }

  private static boolean bool(Object value) {
    return switch (value) {
      case Boolean b -> b;
      case Number n -> number(n).signum() != 0;
      default ->
          switch (((String) value).trim().toLowerCase(Locale.ROOT)) {
            case "true", "t", "yes", "y", "on", "1" -> true;
            case "false", "f", "no", "n", "off", "0" -> false;
            default -> throw new NumberFormatException("not a boolean");
          };
    };
  }

  private static BigDecimal number(Object value) {
    return switch (value) {
      case BigDecimal d -> d;
      case Double d -> new BigDecimal(d.toString());
      case Float f -> new BigDecimal(f.toString());
      case String s -> new BigDecimal(s.trim());
      case Boolean b -> b ? BigDecimal.ONE : BigDecimal.ZERO;
      default -> BigDecimal.valueOf(((Number) value).longValue());
    };
  }

  private static Double floating(Object value) {
    return switch (value) {
      case String s -> Double.valueOf(s.trim());
      case Boolean b -> b ? 1.0 : 0.0;
      default -> ((Number) value).doubleValue();
    };
  }

  private static BigDecimal decimal(BigDecimal value, DecimalType type) {
    BigDecimal rounded = value.setScale(type.scale(), RoundingMode.HALF_UP);
    if (rounded.precision() > type.precision()) {
      throw new ArithmeticException("too many digits");
    }
    return rounded;
  }

  private static String text(Object value) {
    return switch (value) {
      case String s -> s;
      case BigDecimal d -> d.toPlainString();
      case byte[] b -> throw new ClassCastException("bytes are not text");
      case WireInterval i -> throw new ClassCastException("an interval is not text");
      default -> value.toString();
    };
  }

  private static LocalDate date(Object value, ZoneId zone) {
    return switch (value) {
      case LocalDate d -> d;
      case LocalDateTime t -> t.toLocalDate();
      case Instant i -> i.atZone(zone).toLocalDate();
      default -> LocalDate.parse(((String) value).trim());
    };
  }

  private static LocalTime time(Object value, ZoneId zone) {
    return switch (value) {
      case LocalTime t -> t;
      case LocalDateTime t -> t.toLocalTime();
      case Instant i -> i.atZone(zone).toLocalTime();
      default -> LocalTime.parse(((String) value).trim());
    };
  }

  private static LocalDateTime timestamp(Object value, ZoneId zone) {
    return switch (value) {
      case LocalDateTime t -> t;
      case LocalDate d -> d.atStartOfDay();
      case Instant i -> i.atZone(zone).toLocalDateTime();
      default -> parseTimestamp((String) value);
    };
  }

  private static LocalDateTime parseTimestamp(String text) {
    String iso = text.trim().replace(' ', 'T');
    return iso.indexOf('T') < 0 ? LocalDate.parse(iso).atStartOfDay() : LocalDateTime.parse(iso);
  }

  private static Instant instant(Object value, ZoneId zone) {
    return switch (value) {
      case Instant i -> i;
      case LocalDateTime t -> t.atZone(zone).toInstant();
      case LocalDate d -> d.atStartOfDay(zone).toInstant();
      default -> parseInstant((String) value, zone);
    };
  }

  private static Instant parseInstant(String text, ZoneId zone) {
    String iso = text.trim().replace(' ', 'T');
    boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
    return zoned
        ? OffsetDateTime.parse(iso).toInstant()
        : parseTimestamp(iso).atZone(zone).toInstant();
  }

  private static List<@Nullable Object> list(
      Object value, ArrayType type, int position, ZoneId zone) {
    List<@Nullable Object> elements = new ArrayList<>();
    for (Object element : (List<?>) value) {
      elements.add(convert(element, type.element(), position, zone));
    }
    return elements;
  }
}
