package io.thermocline.adapter.clickhouse.sql;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Values as literals of ClickHouse, which bounds dates and clamps what is beyond in silence.
final class Literals {
  /// The first day of Date32 and DateTime64.
  static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);

  /// The last day of Date32 and DateTime64.
  static final LocalDate LAST_DAY = LocalDate.of(2299, 12, 31);

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  private Literals() {}

  /// A number as an exact column sees it: the largest value of its scale that is not above it.
  record Exact(BigDecimal floor, boolean exact) {}

  static boolean isExact(DataType type) {
    return type instanceof DecimalType
        || type instanceof ScalarType && type.isNumeric() && type.layout() == Layout.LONG;
  }

  static boolean isFloating(DataType type) {
    return type == ScalarType.FLOAT32 || type == ScalarType.FLOAT64;
  }

  /// A finite number for a column of an exact type, or null for NaN and infinities.
  static @Nullable Exact exact(DataType type, Object value) {
    BigDecimal number =
        switch (value) {
          case BigDecimal d -> d;
          case BigInteger i -> new BigDecimal(i);
          case Double d -> Double.isFinite(d) ? new BigDecimal(d) : null;
          case Float f -> Float.isFinite(f) ? new BigDecimal(f) : null;
          case Number n -> BigDecimal.valueOf(n.longValue());
          default -> throw wrongClass(type, value);
        };
    if (number == null) {
      return null;
    }
    int scale = type instanceof DecimalType d ? d.scale() : 0;
    BigDecimal floor = number.setScale(scale, RoundingMode.FLOOR);
    return new Exact(floor, floor.compareTo(number) == 0);
  }

  /// Where an exact number or a point in time lies: -1 below every value of the type, 1 above, 0
  /// among them.
  static int beyond(DataType type, Object value) {
    if (value instanceof BigDecimal number) {
      int digits =
          switch (type) {
            case DecimalType d -> d.precision();
            default -> 0;
          };
      if (digits > 0) {
        return number.unscaledValue().abs().compareTo(BigInteger.TEN.pow(digits)) >= 0
            ? number.signum()
            : 0;
      }
      return number.toBigInteger().bitLength() > 63 ? number.signum() : 0;
    }
    LocalDate day =
        switch (value) {
          case LocalDate d -> d;
          case LocalDateTime t -> t.toLocalDate();
          case Instant i -> LocalDate.ofInstant(i, ZoneOffset.UTC);
          default -> FIRST_DAY;
        };
    return day.isBefore(FIRST_DAY) ? -1 : day.isAfter(LAST_DAY) ? 1 : 0;
  }

  /// A literal for a column of the type; the value is within the type's bounds.
  static String of(DataType type, Object value) {
    try {
      return switch (type) {
        case DecimalType d ->
            "toDecimal128('" + ((BigDecimal) value).toPlainString() + "'," + d.scale() + ")";
        case ScalarType s ->
            switch (s) {
              case BOOLEAN -> (Boolean) value ? "true" : "false";
              case INT16, INT32, INT64 -> ((BigDecimal) value).toBigIntegerExact().toString();
              case FLOAT32, FLOAT64 -> floating(((Number) value).doubleValue());
              case TEXT, JSON -> Names.text((String) value);
              case BYTES -> "unhex('" + HexFormat.of().formatHex((byte[]) value) + "')";
              case DATE -> "toDate32('" + value + "')";
              case TIME -> time((LocalTime) value);
              case TIMESTAMP ->
                  "toDateTime64('" + MICROS.format((LocalDateTime) value) + "',6,'UTC')";
              case TIMESTAMP_TZ ->
                  "toDateTime64('"
                      + MICROS.format(((Instant) value).atOffset(ZoneOffset.UTC))
                      + "',6,'UTC')";
              case UUID -> "toUUID('" + value + "')";
              case INTERVAL -> throw unsupported(type);
            };
        default -> throw unsupported(type);
      };
    } catch (ClassCastException e) {
      throw wrongClass(type, value);
    }
  }

  private static String time(LocalTime value) {
    return "CAST('"
        + DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT).format(value)
        + "' AS Time64(6))";
  }

  private static String floating(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    return Double.isInfinite(value) ? value > 0 ? "inf" : "-inf" : "toFloat64('" + value + "')";
  }

  private static ThermoclineException unsupported(DataType type) {
    return new ThermoclineException(
        ErrorCode.CAPABILITY_MISSING,
        "ClickHouse does not compare values of type "
            + type.sqlName()
            + "; compare them in the gateway");
  }

  private static ThermoclineException wrongClass(DataType type, Object value) {
    return new ThermoclineException(
        ErrorCode.INVALID_PARAMETER,
        "a value of class "
            + value.getClass().getName()
            + " cannot be compared with "
            + type.sqlName());
  }
}
