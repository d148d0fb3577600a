package io.thermocline.jdbc.internal.value;

import io.thermocline.jdbc.internal.net.SqlErrors;
import io.thermocline.protocol.WireType;
import io.thermocline.protocol.WireVector;
import io.thermocline.protocol.codec.ValueCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.Locale;

/**
 * Values that are not null as numbers and booleans. Fractions are cut off; what does not fit fails
 * with 22003.
 */
public final class Numbers {
  private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);

  private Numbers() {}

  /** A whole number between two bounds. */
  public static long toLong(WireVector vector, int position, long min, long max)
      throws SQLException {
    long value = toLong(vector, position);
    if (value < min || value > max) {
      throw outOfRange(Long.toString(value), max);
    }
    return value;
  }

  /** A whole number. */
  public static long toLong(WireVector vector, int position) throws SQLException {
    return switch (vector.type().code()) {
      case BOOLEAN, INT16, INT32, INT64 -> vector.longAt(position);
      case FLOAT32, FLOAT64 -> cut(vector.doubleAt(position));
      case DECIMAL -> cut(decimal(vector, position));
      case TEXT, JSON -> cut(parse(vector.textAt(position)));
      case BYTES, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ, INTERVAL, UUID, ARRAY ->
          throw wrongType(vector.type(), "number");
    };
  }

  private static long cut(double value) throws SQLException {
    if (!(value >= -0x1p63 && value < 0x1p63)) {
      throw outOfRange(Double.toString(value), Long.MAX_VALUE);
    }
    return (long) value;
  }

  private static long cut(BigDecimal value) throws SQLException {
    BigDecimal whole = value.setScale(0, RoundingMode.DOWN);
    if (whole.compareTo(MIN_LONG) < 0 || whole.compareTo(MAX_LONG) > 0) {
      throw outOfRange(value.toString(), Long.MAX_VALUE);
    }
    return whole.longValue();
  }

  private static BigDecimal parse(String text) throws SQLException {
    try {
      return new BigDecimal(text.trim());
    } catch (NumberFormatException e) {
      throw SqlErrors.of("22P02", "the text of the column is not a number", false, e);
    }
  }

  private static SQLException outOfRange(String value, long max) {
    return SqlErrors.of("22003", "the value " + value + " does not fit a number up to " + max);
  }

  static SQLException wrongType(WireType type, String wanted) {
    return SqlErrors.of("42846", "a " + type.sqlName() + " does not convert to a " + wanted);
  }

  private static BigDecimal decimal(WireVector vector, int position) {
    WireType type = vector.type();
    if (type.width() == 8) {
      return BigDecimal.valueOf(vector.longAt(position), type.scale());
    }
    BigInteger unscaled =
        ValueCodec.unscaled(vector.secondWordAt(position), vector.firstWordAt(position));
    return new BigDecimal(unscaled, type.scale());
  }

  /** A floating-point number. */
  public static double toDouble(WireVector vector, int position) throws SQLException {
    return switch (vector.type().code()) {
      case BOOLEAN, INT16, INT32, INT64 -> vector.longAt(position);
      case FLOAT32, FLOAT64 -> vector.doubleAt(position);
      case DECIMAL -> decimal(vector, position).doubleValue();
      case TEXT, JSON -> {
        try {
          yield Double.parseDouble(vector.textAt(position).trim());
        } catch (NumberFormatException e) {
          throw SqlErrors.of("22P02", "the text of the column is not a number", false, e);
        }
      }
      case BYTES, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ, INTERVAL, UUID, ARRAY ->
          throw wrongType(vector.type(), "number");
    };
  }

  /** An exact number. */
  public static BigDecimal toBigDecimal(WireVector vector, int position) throws SQLException {
    return switch (vector.type().code()) {
      case BOOLEAN, INT16, INT32, INT64 -> BigDecimal.valueOf(vector.longAt(position));
      case FLOAT32 ->
          finite(
              (float) vector.doubleAt(position), Float.toString((float) vector.doubleAt(position)));
      case FLOAT64 -> finite(vector.doubleAt(position), Double.toString(vector.doubleAt(position)));
      case DECIMAL -> decimal(vector, position);
      case TEXT, JSON -> parse(vector.textAt(position));
      case BYTES, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ, INTERVAL, UUID, ARRAY ->
          throw wrongType(vector.type(), "number");
    };
  }

  private static BigDecimal finite(double value, String text) throws SQLException {
    if (Double.isFinite(value)) {
      return new BigDecimal(text);
    }
    throw SqlErrors.of("22003", text + " has no exact decimal");
  }

  /** A truth value: numbers other than 0 are true. */
  public static boolean toBoolean(WireVector vector, int position) throws SQLException {
    return switch (vector.type().code()) {
      case BOOLEAN, INT16, INT32, INT64 -> vector.longAt(position) != 0;
      case FLOAT32, FLOAT64 -> vector.doubleAt(position) != 0;
      case DECIMAL -> decimal(vector, position).signum() != 0;
      case TEXT, JSON ->
          switch (vector.textAt(position).trim().toLowerCase(Locale.ROOT)) {
            case "true", "t", "yes", "y", "on", "1" -> true;
            case "false", "f", "no", "n", "off", "0" -> false;
            default -> throw SqlErrors.of("22P02", "the text of the column is not a boolean");
          };
      case BYTES, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ, INTERVAL, UUID, ARRAY ->
          throw wrongType(vector.type(), "boolean");
    };
  }
}
