package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.NullMask;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Integer arithmetic, and days added to dates. A loop runs unchecked and collects overflow bits;
/// only when some are set are the rows looked at again, one by one.
final class LongArithmetic extends FunctionKernel {
  private final ArithmeticOperator operator;

  LongArithmetic(ArithmeticOperator operator, DataType type, Kernel left, Kernel right) {
    super(type, List.of(left, right), true);
    this.operator = operator;
  }

  @Override
  Vector apply(Vector[] arguments, int size) {
    long[] a = Vectors.longs(arguments[0]);
    long[] b = Vectors.longs(arguments[1]);
    int aMask = Vectors.rowMask(arguments[0]);
    int bMask = Vectors.rowMask(arguments[1]);
    long[] nulls = Vectors.unionNulls(arguments, size);
    long[] out = new long[size];
    long overflow = 0;
    switch (operator) {
      case ADD -> {
        for (int i = 0; i < size; i++) {
          long x = a[i & aMask];
          long y = b[i & bMask];
          long r = x + y;
          overflow |= (x ^ r) & (y ^ r);
          out[i] = r;
        }
      }
      case SUBTRACT -> {
        for (int i = 0; i < size; i++) {
          long x = a[i & aMask];
          long y = b[i & bMask];
          long r = x - y;
          overflow |= (x ^ y) & (x ^ r);
          out[i] = r;
        }
      }
      case MULTIPLY -> {
        for (int i = 0; i < size; i++) {
          long x = a[i & aMask];
          long y = b[i & bMask];
          long r = x * y;
          overflow |= (Math.multiplyHigh(x, y) ^ r >> 63) == 0 ? 0 : -1;
          out[i] = r;
        }
      }
      case DIVIDE, MODULO -> overflow = divide(a, aMask, b, bMask, nulls, size, out);
    }
    if (overflow < 0) {
      checkRows(a, aMask, b, bMask, nulls, size);
    }
    checkRange(type(), out, nulls, size);
    return new LongVector(type(), size, out, nulls);
  }

  private long divide(
      long[] a, int aMask, long[] b, int bMask, long @Nullable [] nulls, int size, long[] out) {
    long overflow = 0;
    for (int i = 0; i < size; i++) {
      long x = a[i & aMask];
      long y = b[i & bMask];
      if (y == 0) {
        if (!NullMask.isNull(nulls, i)) {
          throw divisionByZero();
        }
        continue;
      }
      if (operator == ArithmeticOperator.DIVIDE) {
        overflow |= x == Long.MIN_VALUE && y == -1 ? -1 : 0;
        out[i] = x / y;
      } else {
        out[i] = x % y;
      }
    }
    return overflow;
  }

  private void checkRows(
      long[] a, int aMask, long[] b, int bMask, long @Nullable [] nulls, int size) {
    for (int i = 0; i < size; i++) {
      if (NullMask.isNull(nulls, i)) {
        continue;
      }
      long x = a[i & aMask];
      long y = b[i & bMask];
      try {
        switch (operator) {
          case ADD -> Math.addExact(x, y);
          case SUBTRACT -> Math.subtractExact(x, y);
          case MULTIPLY -> Math.multiplyExact(x, y);
          case DIVIDE -> Math.divideExact(x, y);
          case MODULO -> {}
        }
      } catch (ArithmeticException e) {
        throw Int128Math.outOfRange(type().sqlName());
      }
    }
  }

  /// Checks that values fit an integer type of less than 64 bits, or a date.
  static void checkRange(DataType type, long[] values, long @Nullable [] nulls, int size) {
    int bits =
        type == ScalarType.INT16
            ? 16
            : type == ScalarType.INT32 || type == ScalarType.DATE ? 32 : 64;
    if (bits == 64) {
      return;
    }
    int shift = 64 - bits;
    long differences = 0;
    for (int i = 0; i < size; i++) {
      differences |= values[i] << shift >> shift ^ values[i];
    }
    if (differences == 0) {
      return;
    }
    for (int i = 0; i < size; i++) {
      if (values[i] << shift >> shift != values[i] && !NullMask.isNull(nulls, i)) {
        throw Int128Math.outOfRange(type.sqlName());
      }
    }
  }

  static ThermoclineException divisionByZero() {
    return new ThermoclineException(
        ErrorCode.DIVISION_BY_ZERO, "division by zero; guard the divisor with NULLIF(divisor, 0)");
  }
}
