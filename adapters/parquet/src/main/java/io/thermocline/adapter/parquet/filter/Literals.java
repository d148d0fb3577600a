package io.thermocline.adapter.parquet.filter;

import io.thermocline.spi.batch.Int128;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Predicate.Operator;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// Literals of predicates in the classes of [ColumnRange#compare].
public final class Literals {
  static final long MICROS_PER_MONTH = 30L * 86_400_000_000L;

  private static final BigInteger UNSIGNED_128 = BigInteger.ONE.shiftLeft(128);

  private Literals() {}

  /// A number as seen by an exact column: the largest value of the column's scale that is not above
  /// it.
  record Exact(BigInteger floor, boolean exact) {}

  /// The literal of a column that is not of an exact numeric type.
  static Object of(DataType type, Object value) {
    if (type == ScalarType.FLOAT32 || type == ScalarType.FLOAT64) {
      if (value instanceof Number n) {
        return n.doubleValue();
      }
    }
    return fromVector(Values.constant(type, value, 1).value(), 0);
  }

  /// A row that is not null, of a flat vector.
  public static Object fromVector(Vector vector, int row) {
    return switch (vector.type().layout()) {
      case LONG -> vector.longAt(row);
      case DOUBLE -> vector.doubleAt(row);
      case INT128 -> wide(vector.type(), vector.highAt(row), vector.lowAt(row));
      case BYTES ->
          java.util.Arrays.copyOfRange(
              vector.bytesData(row), vector.bytesStart(row), vector.bytesEnd(row));
      case LIST ->
          throw new ThermoclineException(
              ErrorCode.CAPABILITY_MISSING,
              "arrays cannot be compared by this source; compare them in the gateway");
    };
  }

  /// The place of a 128-bit value in the order of its type.
  public static BigInteger wide(DataType type, long high, long low) {
    if (type == ScalarType.INTERVAL) {
      return intervalOrder(high, low);
    }
    BigInteger number = Int128.toBigInteger(high, low);
    return type == ScalarType.UUID && number.signum() < 0 ? number.add(UNSIGNED_128) : number;
  }

  static BigInteger intervalOrder(long months, long micros) {
    return BigInteger.valueOf(months)
        .multiply(BigInteger.valueOf(MICROS_PER_MONTH))
        .add(BigInteger.valueOf(micros));
  }

  static boolean isExact(DataType type) {
    return type instanceof DecimalType || type.isNumeric() && type.layout() == Layout.LONG;
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
          default ->
              throw new ThermoclineException(
                  ErrorCode.INVALID_PARAMETER,
                  "a value of class "
                      + value.getClass().getName()
                      + " cannot be compared with "
                      + type.sqlName());
        };
    if (number == null) {
      return null;
    }
    int scale = type instanceof DecimalType d ? d.scale() : 0;
    BigDecimal floor = number.setScale(scale, RoundingMode.FLOOR);
    return new Exact(floor.unscaledValue(), floor.compareTo(number) == 0);
  }

  /// A comparison of a column of an exact type with any number.
  static ValueTest compareExact(DataType type, Operator operator, Object value) {
    Exact number = exact(type, value);
    if (number == null) {
      boolean positive =
          !(value instanceof Number n && n.doubleValue() == Double.NEGATIVE_INFINITY);
      return new ValueTest.Fixed(beyond(operator, positive));
    }
    Operator adjusted = operator;
    if (!number.exact) {
      switch (operator) {
        case EQ -> {
          return new ValueTest.Fixed(false);
        }
        case NE -> {
          return new ValueTest.Fixed(true);
        }
        case LT, LE -> adjusted = Operator.LE;
        case GT, GE -> adjusted = Operator.GT;
      }
    }
    int bits = type.layout() == Layout.LONG ? 63 : 127;
    if (number.floor.bitLength() > bits) {
      return new ValueTest.Fixed(beyond(operator, number.floor.signum() > 0));
    }
    Object literal = bits == 63 ? (Object) number.floor.longValueExact() : number.floor;
    return Comparisons.of(adjusted, literal, type);
  }

  /// The answer of a comparison with a number that is above (or below) every value.
  private static boolean beyond(Operator operator, boolean above) {
    return switch (operator) {
      case EQ -> false;
      case NE -> true;
      case LT, LE -> above;
      case GT, GE -> !above;
    };
  }
}
