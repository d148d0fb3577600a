package io.thermocline.jdbc.internal.value;

import io.thermocline.jdbc.Interval;
import io.thermocline.jdbc.internal.net.SqlErrors;
import io.thermocline.protocol.TypeCode;
import io.thermocline.protocol.TypedValue;
import io.thermocline.protocol.WireInterval;
import io.thermocline.protocol.WireType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Array;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Java objects as parameters. The gateway converts them to the types that the statement wants. */
public final class ParameterValues {
  private static final TypedValue NULL = new TypedValue(WireType.of(TypeCode.TEXT), null);

  private ParameterValues() {}

  /** No value. */
  public static TypedValue ofNull() {
    return NULL;
  }

  /** The value of an object of any class that a column can have, and some more. */
  public static TypedValue of(@Nullable Object value) throws SQLException {
    if (value == null) {
      return NULL;
    }
    TypedValue typed = number(value);
    if (typed == null) {
      typed = time(value);
    }
    if (typed == null) {
      typed = other(value);
    }
    if (typed == null) {
      throw SqlErrors.of(
          SqlErrors.ARGUMENT,
          "an object of " + value.getClass().getName() + " cannot be a parameter");
    }
    return typed;
  }

  private static TypedValue typed(TypeCode code, Object value) {
    return new TypedValue(WireType.of(code), value);
  }

  private static @Nullable TypedValue number(Object value) throws SQLException {
    if (value instanceof Boolean) {
      return typed(TypeCode.BOOLEAN, value);
    } else if (value instanceof Integer) {
      return typed(TypeCode.INT32, value);
    } else if (value instanceof Long) {
      return typed(TypeCode.INT64, value);
    } else if (value instanceof Short) {
      return typed(TypeCode.INT16, value);
    } else if (value instanceof Byte b) {
      return typed(TypeCode.INT16, b.shortValue());
    } else if (value instanceof Double) {
      return typed(TypeCode.FLOAT64, value);
    } else if (value instanceof Float) {
      return typed(TypeCode.FLOAT32, value);
    } else if (value instanceof BigDecimal d) {
      return decimal(d);
    } else if (value instanceof BigInteger i) {
      return decimal(new BigDecimal(i));
    }
    return null;
  }

  private static TypedValue decimal(BigDecimal value) throws SQLException {
    BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
    int precision = Math.max(plain.precision(), plain.scale());
    if (precision > WireType.MAX_PRECISION) {
      throw SqlErrors.of(
          "22003",
          "a decimal of " + precision + " digits exceeds the limit of " + WireType.MAX_PRECISION);
    }
    return new TypedValue(WireType.decimal(Math.max(1, precision), plain.scale()), plain);
  }

  private static @Nullable TypedValue time(Object value) {
    if (value instanceof LocalDate) {
      return typed(TypeCode.DATE, value);
    } else if (value instanceof LocalTime) {
      return typed(TypeCode.TIME, value);
    } else if (value instanceof LocalDateTime) {
      return typed(TypeCode.TIMESTAMP, value);
    } else if (value instanceof Instant) {
      return typed(TypeCode.TIMESTAMP_TZ, value);
    } else if (value instanceof OffsetDateTime t) {
      return typed(TypeCode.TIMESTAMP_TZ, t.toInstant());
    } else if (value instanceof ZonedDateTime t) {
      return typed(TypeCode.TIMESTAMP_TZ, t.toInstant());
    } else if (value instanceof OffsetTime t) {
      return typed(TypeCode.TIME, t.toLocalTime());
    } else if (value instanceof Date d) {
      return typed(TypeCode.DATE, d.toLocalDate());
    } else if (value instanceof Time t) {
      return typed(TypeCode.TIME, localTime(t, null));
    } else if (value instanceof Timestamp t) {
      return typed(TypeCode.TIMESTAMP, t.toLocalDateTime());
    } else if (value instanceof java.util.Date d) {
      return typed(TypeCode.TIMESTAMP_TZ, d.toInstant());
    } else if (value instanceof Calendar c) {
      return typed(TypeCode.TIMESTAMP_TZ, c.toInstant());
    } else if (value instanceof Interval i) {
      return typed(TypeCode.INTERVAL, new WireInterval(i.months(), i.micros()));
    } else if (value instanceof Duration d) {
      return typed(TypeCode.INTERVAL, new WireInterval(0, d.toNanos() / 1000));
    } else if (value instanceof Period p) {
      return typed(
          TypeCode.INTERVAL,
          new WireInterval(p.toTotalMonths(), Duration.ofDays(p.getDays()).toNanos() / 1000));
    }
    return null;
  }

  private static @Nullable TypedValue other(Object value) throws SQLException {
    if (value instanceof String) {
      return typed(TypeCode.TEXT, value);
    } else if (value instanceof Character) {
      return typed(TypeCode.TEXT, value.toString());
    } else if (value instanceof UUID) {
      return typed(TypeCode.UUID, value);
    } else if (value instanceof byte[] bytes) {
      return typed(TypeCode.BYTES, bytes.clone());
    } else if (value instanceof ArrayValue array) {
      return new TypedValue(WireType.array(array.elementType()), elements(array));
    } else if (value instanceof Array array) {
      return of(array.getArray());
    } else if (value instanceof Object[] elements) {
      return list(Arrays.asList(elements));
    } else if (value instanceof Collection<?> elements) {
      return list(new ArrayList<>(elements));
    } else if (value instanceof Enum<?> constant) {
      return typed(TypeCode.TEXT, constant.name());
    }
    return null;
  }

  private static List<@Nullable Object> elements(ArrayValue array) throws SQLException {
    List<@Nullable Object> elements = new ArrayList<>();
    for (Object element : array.elements()) {
      elements.add(of(element).value());
    }
    return elements;
  }

  private static TypedValue list(List<? extends @Nullable Object> values) throws SQLException {
    WireType elementType = WireType.of(TypeCode.TEXT);
    List<@Nullable Object> elements = new ArrayList<>();
    for (Object value : values) {
      TypedValue element = of(value);
      if (element.value() != null) {
        elementType = wider(elementType, element.type(), elements);
      }
      elements.add(element.value());
    }
    return new TypedValue(WireType.array(elementType), elements);
  }

  private static WireType wider(
      WireType known, WireType next, List<? extends @Nullable Object> before) throws SQLException {
    boolean first = before.stream().allMatch(value -> value == null);
    if (first || known.equals(next)) {
      return next;
    }
    if (known.code() == TypeCode.DECIMAL && next.code() == TypeCode.DECIMAL) {
      return WireType.decimal(WireType.MAX_PRECISION, Math.max(known.scale(), next.scale()));
    }
    throw SqlErrors.of(
        SqlErrors.ARGUMENT, "the elements of an array parameter are of different types");
  }

  /** A date in a calendar's zone. */
  public static TypedValue of(@Nullable Date value, @Nullable Calendar calendar) {
    if (value == null) {
      return NULL;
    }
    LocalDate date =
        calendar == null
            ? value.toLocalDate()
            : Instant.ofEpochMilli(value.getTime())
                .atZone(calendar.getTimeZone().toZoneId())
                .toLocalDate();
    return typed(TypeCode.DATE, date);
  }

  /** A time in a calendar's zone. */
  public static TypedValue of(@Nullable Time value, @Nullable Calendar calendar) {
    return value == null ? NULL : typed(TypeCode.TIME, localTime(value, calendar));
  }

  private static LocalTime localTime(Time value, @Nullable Calendar calendar) {
    ZoneId zone = calendar == null ? ZoneId.systemDefault() : calendar.getTimeZone().toZoneId();
    return Instant.ofEpochMilli(value.getTime()).atZone(zone).toLocalTime();
  }

  /** A timestamp in a calendar's zone. */
  public static TypedValue of(@Nullable Timestamp value, @Nullable Calendar calendar) {
    if (value == null) {
      return NULL;
    }
    LocalDateTime time =
        calendar == null
            ? value.toLocalDateTime()
            : value.toInstant().atZone(calendar.getTimeZone().toZoneId()).toLocalDateTime();
    return typed(TypeCode.TIMESTAMP, time);
  }

  /**
   * An object with a wanted constant of {@link Types}: the gateway converts; bytes and text are
   * told apart here.
   */
  public static TypedValue of(@Nullable Object value, int sqlType, int scale) throws SQLException {
    if (value == null) {
      return NULL;
    }
    if ((sqlType == Types.NUMERIC || sqlType == Types.DECIMAL)
        && value instanceof BigDecimal d
        && scale >= 0) {
      return decimal(d.setScale(scale, RoundingMode.HALF_UP));
    }
    boolean text =
        sqlType == Types.VARCHAR
            || sqlType == Types.CHAR
            || sqlType == Types.LONGVARCHAR
            || sqlType == Types.NVARCHAR;
    if (text && !(value instanceof byte[])) {
      return typed(TypeCode.TEXT, value.toString());
    }
    return of(value);
  }

  /** The constant of {@link Types} of a {@link SQLType}. */
  public static int vendorNumber(SQLType type) {
    Integer number = type.getVendorTypeNumber();
    return number == null ? Types.OTHER : number;
  }
}
