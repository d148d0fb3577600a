package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.DoubleVector;
import io.thermocline.spi.batch.NullMask;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Floating-point arithmetic. A result that is infinite though no operand was is out of range, as
/// in PostgreSQL.
final class DoubleArithmetic extends FunctionKernel {
  private final ArithmeticOperator operator;

  DoubleArithmetic(ArithmeticOperator operator, DataType type, Kernel left, Kernel right) {
    super(type, List.of(left, right), true);
    this.operator = operator;
  }

  @Override
  Vector apply(Vector[] arguments, int size) {
    double[] a = Vectors.doubles(arguments[0]);
    double[] b = Vectors.doubles(arguments[1]);
    int aMask = Vectors.rowMask(arguments[0]);
    int bMask = Vectors.rowMask(arguments[1]);
    long[] nulls = Vectors.unionNulls(arguments, size);
    double[] out = new double[size];
    switch (operator) {
      case ADD -> {
        for (int i = 0; i < size; i++) {
          out[i] = a[i & aMask] + b[i & bMask];
        }
      }
      case SUBTRACT -> {
        for (int i = 0; i < size; i++) {
          out[i] = a[i & aMask] - b[i & bMask];
        }
      }
      case MULTIPLY -> {
        for (int i = 0; i < size; i++) {
          out[i] = a[i & aMask] * b[i & bMask];
        }
      }
      case DIVIDE, MODULO -> {
        for (int i = 0; i < size; i++) {
          double divisor = b[i & bMask];
          if (divisor == 0 && !NullMask.isNull(nulls, i)) {
            throw LongArithmetic.divisionByZero();
          }
          out[i] =
              operator == ArithmeticOperator.DIVIDE
                  ? a[i & aMask] / divisor
                  : a[i & aMask] % divisor;
        }
      }
    }
    round(type(), out, size);
    checkFinite(a, aMask, b, bMask, nulls, out, size);
    return new DoubleVector(type(), size, out, nulls);
  }

  /// Rounds to single precision when the type asks for it.
  static void round(DataType type, double[] values, int size) {
    if (type == ScalarType.FLOAT32) {
      for (int i = 0; i < size; i++) {
        values[i] = (float) values[i];
      }
    }
  }

  private void checkFinite(
      double[] a,
      int aMask,
      double[] b,
      int bMask,
      long @Nullable [] nulls,
      double[] out,
      int size) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += out[i] * 0.0;
    }
    if (sum == 0) {
      return;
    }
    for (int i = 0; i < size; i++) {
      if (Double.isInfinite(out[i])
          && !Double.isInfinite(a[i & aMask])
          && !Double.isInfinite(b[i & bMask])
          && !NullMask.isNull(nulls, i)) {
        throw Int128Math.outOfRange(type().sqlName());
      }
    }
  }
}
