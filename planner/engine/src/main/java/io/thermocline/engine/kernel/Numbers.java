package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.Int128;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// Numbers of any type, one at a time.
public final class Numbers {
  private Numbers() {}

  /// The exact value of a number at a row that is not null; a float must be finite.
  public static BigDecimal decimal(Vector vector, int row) {
    return switch (vector.type()) {
      case DecimalType d -> Values.decimal(vector, row, d);
      case ScalarType s ->
          switch (s.layout()) {
            case DOUBLE -> {
              double value = vector.doubleAt(row);
              if (Double.isNaN(value) || Double.isInfinite(value)) {
                throw new ThermoclineException(
                    ErrorCode.NUMERIC_OUT_OF_RANGE,
                    value + " has no exact decimal; filter out NaN and infinity first");
              }
              yield s == ScalarType.FLOAT32
                  ? new BigDecimal(Float.toString((float) value))
                  : BigDecimal.valueOf(value);
            }
            case LONG, INT128, BYTES, LIST -> BigDecimal.valueOf(vector.longAt(row));
          };
      case ArrayType a -> throw new IllegalStateException("an array is no number");
    };
  }

  /// The nearest double of a number at a row that is not null.
  public static double toDouble(Vector vector, int row) {
    return switch (vector.type()) {
      case DecimalType d ->
          d.layout() == Layout.LONG
              ? decimalToDouble(vector.longAt(row), d.scale())
              : decimalToDouble(vector.highAt(row), vector.lowAt(row), d.scale());
      default ->
          vector.type().layout() == Layout.DOUBLE ? vector.doubleAt(row) : vector.longAt(row);
    };
  }

  /// The nearest double of an unscaled decimal.
  static double decimalToDouble(long unscaled, int scale) {
    // Both operands are exact doubles, so that the quotient is correctly rounded.
    return Math.abs(unscaled) < 1L << 53 && scale <= 22
        ? unscaled / Math.pow(10, scale)
        : BigDecimal.valueOf(unscaled, scale).doubleValue();
  }

  /// The nearest double of an unscaled decimal.
  static double decimalToDouble(long high, long low, int scale) {
    return Int128Math.fitsLong(high, low)
        ? decimalToDouble(low, scale)
        : new BigDecimal(Int128.toBigInteger(high, low), scale).doubleValue();
  }

  /// Appends a number to a builder of any numeric type, rounded half away from zero.
  public static void append(VectorBuilder out, BigDecimal value) {
    switch (out.type()) {
      case DecimalType d -> {
        BigInteger unscaled = value.setScale(d.scale(), RoundingMode.HALF_UP).unscaledValue();
        if (unscaled.bitLength() > 127
            || Int128Math.exceeds(Int128.high(unscaled), Int128.low(unscaled), d.precision())) {
          throw Int128Math.outOfRange(d.sqlName());
        }
        if (d.layout() == Layout.LONG) {
          out.appendLong(unscaled.longValue());
        } else {
          out.appendInt128(Int128.high(unscaled), Int128.low(unscaled));
        }
      }
      default -> {
        if (out.type().layout() == Layout.DOUBLE) {
          appendDouble(out, value.doubleValue());
        } else {
          BigInteger integer = value.setScale(0, RoundingMode.HALF_UP).toBigInteger();
          if (integer.bitLength() > 63) {
            throw Int128Math.outOfRange(out.type().sqlName());
          }
          appendLong(out, integer.longValue());
        }
      }
    }
  }

  /// Appends a double to a builder of any numeric type; to an exact type through its shortest
  /// decimal.
  public static void appendAny(VectorBuilder out, double value) {
    if (out.type().layout() == Layout.DOUBLE) {
      appendDouble(out, value);
    } else if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw Int128Math.outOfRange(out.type().sqlName());
    } else {
      append(out, BigDecimal.valueOf(value));
    }
  }

  /// Appends a double to a builder of a floating-point type.
  static void appendDouble(VectorBuilder out, double value) {
    if (out.type() == ScalarType.FLOAT32) {
      float rounded = (float) value;
      if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
        throw Int128Math.outOfRange(out.type().sqlName());
      }
      out.appendDouble(rounded);
    } else {
      out.appendDouble(value);
    }
  }

  /// Appends an integer to a builder of any numeric type.
  public static void appendLong(VectorBuilder out, long value) {
    switch (out.type()) {
      case DecimalType d -> append(out, BigDecimal.valueOf(value));
      default -> {
        if (out.type().layout() == Layout.DOUBLE) {
          appendDouble(out, value);
        } else if (!fits(out.type(), value)) {
          throw Int128Math.outOfRange(out.type().sqlName());
        } else {
          out.appendLong(value);
        }
      }
    }
  }

  /// Whether an integer fits a type of layout LONG.
  static boolean fits(DataType type, long value) {
    return type == ScalarType.INT16
        ? value == (short) value
        : type == ScalarType.INT32 || type == ScalarType.DATE ? value == (int) value : true;
  }
}
