package io.thermocline.engine.kernel;

import io.thermocline.engine.expr.FunctionId;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Layout;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Functions of numbers other than the binary operators.
final class NumericFunctions {
  private static final MathContext DIGITS = new MathContext(40, RoundingMode.HALF_UP);
  private static final int MAX_EXACT_EXPONENT = 1000;

  private NumericFunctions() {}

  /// The kernel of a numeric function.
  static Kernel compile(FunctionId function, DataType type, List<Kernel> arguments) {
    return switch (function) {
      case ABS -> RowKernel.strict(type, arguments, NumericFunctions::abs);
      case SIGN ->
          RowKernel.strictSafe(
              type, arguments, (v, row, out) -> Numbers.appendLong(out, sign(v[0], row)));
      case CEIL -> rounding(type, arguments, RoundingMode.CEILING);
      case FLOOR -> rounding(type, arguments, RoundingMode.FLOOR);
      case ROUND -> rounding(type, arguments, RoundingMode.HALF_UP);
      case TRUNC -> rounding(type, arguments, RoundingMode.DOWN);
      case SQRT -> RowKernel.strict(type, arguments, NumericFunctions::sqrt);
      case POWER -> RowKernel.strict(type, arguments, NumericFunctions::power);
      case LN -> math(type, arguments, x -> Math.log(positive(x)));
      case LOG10 -> math(type, arguments, x -> Math.log10(positive(x)));
      case EXP -> math(type, arguments, Math::exp);
      case CBRT -> math(type, arguments, Math::cbrt);
      case SIN -> math(type, arguments, Math::sin);
      case COS -> math(type, arguments, Math::cos);
      case TAN -> math(type, arguments, Math::tan);
      case ASIN -> math(type, arguments, x -> Math.asin(inUnit(x)));
      case ACOS -> math(type, arguments, x -> Math.acos(inUnit(x)));
      case ATAN -> math(type, arguments, Math::atan);
      case DEGREES -> math(type, arguments, Math::toDegrees);
      case RADIANS -> math(type, arguments, Math::toRadians);
      case ATAN2 ->
          RowKernel.strict(
              type,
              arguments,
              (v, row, out) ->
                  Numbers.appendAny(
                      out, Math.atan2(Numbers.toDouble(v[0], row), Numbers.toDouble(v[1], row))));
      case PI -> ConstantKernel.of(type, Math.PI);
      case WIDTH_BUCKET -> RowKernel.strict(type, arguments, NumericFunctions::widthBucket);
      default -> throw new IllegalStateException(function + " is not numeric");
    };
  }

  private static Kernel math(DataType type, List<Kernel> arguments, DoubleUnaryOperator operator) {
    return RowKernel.strict(
        type,
        arguments,
        (v, row, out) -> {
          double x = Numbers.toDouble(v[0], row);
          double y = operator.applyAsDouble(x);
          if (Double.isInfinite(y) && !Double.isInfinite(x)) {
            throw Int128Math.outOfRange(type.sqlName());
          }
          Numbers.appendAny(out, y);
        });
  }

  private static double positive(double x) {
    if (x <= 0) {
      throw new ThermoclineException(
          ErrorCode.NUMERIC_OUT_OF_RANGE,
          "a logarithm needs a positive number; filter out zero and negative ones");
    }
    return x;
  }

  private static double inUnit(double x) {
    if (x < -1 || x > 1) {
      throw new ThermoclineException(
          ErrorCode.NUMERIC_OUT_OF_RANGE, "an arc sine or cosine needs a number from -1 to 1");
    }
    return x;
  }

  private static int sign(Vector vector, int row) {
    return switch (vector.type().layout()) {
      case LONG -> Long.signum(vector.longAt(row));
      case DOUBLE -> (int) Math.signum(vector.doubleAt(row));
      default ->
          vector.highAt(row) < 0 ? -1 : vector.highAt(row) == 0 && vector.lowAt(row) == 0 ? 0 : 1;
    };
  }

  private static void abs(Vector[] v, int row, VectorBuilder out) {
    switch (v[0].type()) {
      case DecimalType d -> Numbers.append(out, Numbers.decimal(v[0], row).abs());
      default -> {
        if (v[0].type().layout() == Layout.DOUBLE) {
          Numbers.appendAny(out, Math.abs(v[0].doubleAt(row)));
        } else if (v[0].longAt(row) == Long.MIN_VALUE) {
          throw Int128Math.outOfRange(out.type().sqlName());
        } else {
          Numbers.appendLong(out, Math.abs(v[0].longAt(row)));
        }
      }
    }
  }

  private static Kernel rounding(DataType type, List<Kernel> arguments, RoundingMode mode) {
    return RowKernel.strict(
        type,
        arguments,
        (v, row, out) -> {
          int digits = v.length > 1 ? Math.clamp(v[1].longAt(row), -1000, 1000) : 0;
          if (v[0].type().layout() == Layout.DOUBLE) {
            roundDouble(v[0].doubleAt(row), digits, v.length > 1, mode, out);
          } else if (v[0].type() instanceof DecimalType || digits < 0) {
            Numbers.append(out, Numbers.decimal(v[0], row).setScale(digits, mode));
          } else {
            Numbers.appendLong(out, v[0].longAt(row));
          }
        });
  }

  private static void roundDouble(
      double x, int digits, boolean withDigits, RoundingMode mode, VectorBuilder out) {
    if (withDigits && !Double.isNaN(x) && !Double.isInfinite(x)) {
      Numbers.append(out, BigDecimal.valueOf(x).setScale(digits, mode));
      return;
    }
    double rounded =
        switch (mode) {
          case CEILING -> Math.ceil(x);
          case FLOOR -> Math.floor(x);
          case HALF_UP -> Math.rint(x);
          default -> x < 0 ? Math.ceil(x) : Math.floor(x);
        };
    Numbers.appendAny(out, rounded);
  }

  private static void sqrt(Vector[] v, int row, VectorBuilder out) {
    if (sign(v[0], row) < 0) {
      throw new ThermoclineException(
          ErrorCode.NUMERIC_OUT_OF_RANGE,
          "a square root needs a number that is not negative; filter out negative ones");
    }
    if (out.type().layout() == Layout.DOUBLE) {
      out.appendDouble(Math.sqrt(Numbers.toDouble(v[0], row)));
    } else {
      Numbers.append(out, Numbers.decimal(v[0], row).sqrt(DIGITS));
    }
  }

  private static void power(Vector[] v, int row, VectorBuilder out) {
    if (out.type().layout() != Layout.DOUBLE) {
      BigDecimal exponent = Numbers.decimal(v[1], row);
      boolean exact =
          exponent.stripTrailingZeros().scale() <= 0
              && exponent.abs().compareTo(BigDecimal.valueOf(MAX_EXACT_EXPONENT)) <= 0;
      BigDecimal base = Numbers.decimal(v[0], row);
      if (exact && (exponent.signum() >= 0 || base.signum() != 0)) {
        Numbers.append(out, base.pow(exponent.intValue(), DIGITS));
        return;
      }
    }
    double base = Numbers.toDouble(v[0], row);
    double exponent = Numbers.toDouble(v[1], row);
    if (base == 0 && exponent < 0) {
      throw new ThermoclineException(
          ErrorCode.NUMERIC_OUT_OF_RANGE, "zero raised to a negative power is undefined");
    }
    if (base < 0 && exponent != Math.rint(exponent)) {
      throw new ThermoclineException(
          ErrorCode.NUMERIC_OUT_OF_RANGE,
          "a negative number raised to a fractional power is complex");
    }
    double result = base == 1 || exponent == 0 ? 1 : Math.pow(base, exponent);
    if (Double.isInfinite(result) && !Double.isInfinite(base) && !Double.isInfinite(exponent)) {
      throw Int128Math.outOfRange(out.type().sqlName());
    }
    Numbers.appendAny(out, result);
  }

  private static void widthBucket(Vector[] v, int row, VectorBuilder out) {
    double x = Numbers.toDouble(v[0], row);
    double low = Numbers.toDouble(v[1], row);
    double high = Numbers.toDouble(v[2], row);
    long count = v[3].longAt(row);
    if (count <= 0 || low == high || Double.isNaN(low) || Double.isNaN(high)) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "width_bucket needs different bounds and a count above zero");
    }
    double place = (x - low) / (high - low);
    long bucket = place < 0 ? 0 : place >= 1 ? count + 1 : (long) (place * count) + 1;
    Numbers.appendLong(out, bucket);
  }
}
