package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.ConstantVector;
import io.thermocline.spi.batch.Int128;
import io.thermocline.spi.batch.Int128Vector;
import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.NullMask;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Layout;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Exact decimal arithmetic, rounded half away from zero to the result's scale. Words of 64 bits
/// where types prove that they suffice, 128 bits otherwise, and big integers for what passes
/// through more.
final class DecimalArithmetic extends FunctionKernel {
  /// Two numbers whose bits are so many together have a product, and twice such a number a sum, in
  /// one signed word.
  private static final int MAXIMUM_BITS = 63;

  private static final int MAXIMUM_SHIFT = 18;

  private final ArithmeticOperator operator;
  private final DecimalType result;
  private final DecimalType left;
  private final DecimalType right;

  /// Both operands are decimals, of any scale.
  DecimalArithmetic(ArithmeticOperator operator, DecimalType type, Kernel left, Kernel right) {
    super(type, List.of(left, right), true);
    this.operator = operator;
    this.result = type;
    this.left = (DecimalType) left.type();
    this.right = (DecimalType) right.type();
  }

  @Override
  Vector apply(Vector[] arguments, int size) {
    long[] nulls = Vectors.unionNulls(arguments, size);
    if (left.layout() == Layout.LONG
        && right.layout() == Layout.LONG
        && result.layout() == Layout.LONG) {
      long[] out = inLongs(arguments, size);
      if (out != null) {
        return new LongVector(result, size, out, nulls);
      }
    }
    Words a = Words.of(arguments[0]);
    Words b = Words.of(arguments[1]);
    if (result.layout() == Layout.INT128 && a.high == null && b.high == null) {
      long[] out = inOneWord(a, b, size);
      if (out != null) {
        return Int128Vector.narrow(result, size, out, nulls);
      }
    }
    long[] high = new long[size];
    long[] low = new long[size];
    switch (operator) {
      case MULTIPLY -> multiply(a, b, nulls, size, high, low);
      case ADD, SUBTRACT -> add(a, b, nulls, size, high, low);
      case DIVIDE, MODULO -> divide(a, b, nulls, size, high, low);
    }
    return narrow(result, high, low, nulls, size);
  }

  /// Checks the precision and stores in the type's layout.
  static Vector narrow(
      DecimalType type, long[] high, long[] low, long @Nullable [] nulls, int size) {
    for (int i = 0; i < size; i++) {
      if (Int128Math.exceeds(high[i], low[i], type.precision()) && !NullMask.isNull(nulls, i)) {
        throw Int128Math.outOfRange(type.sqlName());
      }
    }
    return type.layout() == Layout.LONG
        ? new LongVector(type, size, low, nulls)
        : new Int128Vector(type, size, high, low, nulls);
  }

  /// The result when the types prove that no step leaves 64 bits, else null.
  private long @Nullable [] inLongs(Vector[] arguments, int size) {
    boolean multiply = operator == ArithmeticOperator.MULTIPLY;
    int leftShift = result.scale() - left.scale();
    int rightShift = result.scale() - right.scale();
    boolean fits =
        switch (operator) {
          case MULTIPLY ->
              result.scale() == left.scale() + right.scale()
                  && left.precision() + right.precision() <= result.precision();
          case ADD, SUBTRACT ->
              leftShift >= 0
                  && rightShift >= 0
                  && Math.max(left.precision() + leftShift, right.precision() + rightShift)
                      < result.precision();
          case DIVIDE, MODULO -> false;
        };
    if (!fits) {
      return null;
    }
    long[] a = Vectors.longs(arguments[0]);
    long[] b = Vectors.longs(arguments[1]);
    int aMask = Vectors.rowMask(arguments[0]);
    int bMask = Vectors.rowMask(arguments[1]);
    long[] out = new long[size];
    if (multiply) {
      for (int i = 0; i < size; i++) {
        out[i] = a[i & aMask] * b[i & bMask];
      }
      return out;
    }
    long leftFactor = Int128Math.pow10(leftShift);
    long rightFactor =
        Int128Math.pow10(rightShift) * (operator == ArithmeticOperator.SUBTRACT ? -1 : 1);
    for (int i = 0; i < size; i++) {
      out[i] = a[i & aMask] * leftFactor + b[i & bMask] * rightFactor;
    }
    return out;
  }

  /// The result when the values of this batch, more than the types, leave no step beyond 64 bits,
  /// else null. Every such number fits a precision that has the layout INT128.
  private long @Nullable [] inOneWord(Words a, Words b, int size) {
    int leftBits = a.bits(size);
    int rightBits = b.bits(size);
    if (operator == ArithmeticOperator.MULTIPLY) {
      if (left.scale() + right.scale() != result.scale() || leftBits + rightBits > MAXIMUM_BITS) {
        return null;
      }
      return product(a, b, size);
    }
    int leftShift = result.scale() - left.scale();
    int rightShift = result.scale() - right.scale();
    boolean sum = operator == ArithmeticOperator.ADD || operator == ArithmeticOperator.SUBTRACT;
    if (!sum
        || result.scale() != Math.max(left.scale(), right.scale())
        || leftShift > MAXIMUM_SHIFT
        || rightShift > MAXIMUM_SHIFT) {
      return null;
    }
    long leftFactor = Int128Math.pow10(leftShift);
    long rightFactor = Int128Math.pow10(rightShift);
    if (leftBits + bits(leftFactor) > MAXIMUM_BITS
        || rightBits + bits(rightFactor) > MAXIMUM_BITS) {
      return null;
    }
    return sum(
        a, leftFactor, b, operator == ArithmeticOperator.ADD ? rightFactor : -rightFactor, size);
  }

  private static long[] product(Words a, Words b, int size) {
    long[] x = a.low;
    long[] y = b.low;
    int xMask = a.mask;
    int yMask = b.mask;
    long[] out = new long[size];
    for (int i = 0; i < size; i++) {
      out[i] = x[i & xMask] * y[i & yMask];
    }
    return out;
  }

  private static long[] sum(Words a, long aFactor, Words b, long bFactor, int size) {
    long[] x = a.low;
    long[] y = b.low;
    int xMask = a.mask;
    int yMask = b.mask;
    long[] out = new long[size];
    for (int i = 0; i < size; i++) {
      out[i] = x[i & xMask] * aFactor + y[i & yMask] * bFactor;
    }
    return out;
  }

  /// How many bits a magnitude has at most.
  private static int bits(long magnitudes) {
    return Long.SIZE - Long.numberOfLeadingZeros(magnitudes);
  }

  private void multiply(
      Words a, Words b, long @Nullable [] nulls, int size, long[] high, long[] low) {
    int scale = left.scale() + right.scale();
    if (scale == result.scale()) {
      for (int i = 0; i < size; i++) {
        long x = a.low[i & a.mask];
        long y = b.low[i & b.mask];
        if (Int128Math.fitsLong(a.high(i), x) && Int128Math.fitsLong(b.high(i), y)) {
          high[i] = Math.multiplyHigh(x, y);
          low[i] = x * y;
        } else if (!Int128Math.multiply(a.high(i), x, b.high(i), y, high, low, i)) {
          fail(nulls, i);
        }
      }
      return;
    }
    for (int i = 0; i < size; i++) {
      BigInteger product = a.big(i).multiply(b.big(i));
      storeRescaled(product, scale, nulls, i, high, low);
    }
  }

  private void add(Words a, Words b, long @Nullable [] nulls, int size, long[] high, long[] low) {
    int scale = Math.max(left.scale(), right.scale());
    long[] x = new long[2];
    long[] y = new long[2];
    for (int i = 0; i < size; i++) {
      boolean fits =
          scale == result.scale()
              && Int128Math.rescale(a.high(i), a.low(i), left.scale(), scale, x, y, 0)
              && Int128Math.rescale(b.high(i), b.low(i), right.scale(), scale, x, y, 1)
              && (operator == ArithmeticOperator.ADD
                  ? Int128Math.add(x[0], y[0], x[1], y[1], high, low, i)
                  : Int128Math.subtract(x[0], y[0], x[1], y[1], high, low, i));
      if (!fits) {
        BigInteger p = a.big(i).multiply(Int128Math.bigPow10(scale - left.scale()));
        BigInteger q = b.big(i).multiply(Int128Math.bigPow10(scale - right.scale()));
        storeRescaled(
            operator == ArithmeticOperator.ADD ? p.add(q) : p.subtract(q),
            scale,
            nulls,
            i,
            high,
            low);
      }
    }
  }

  private void divide(
      Words a, Words b, long @Nullable [] nulls, int size, long[] high, long[] low) {
    int scale = Math.max(left.scale(), right.scale());
    int shift = result.scale() - left.scale() + right.scale();
    for (int i = 0; i < size; i++) {
      if (b.low(i) == 0 && b.high(i) == 0) {
        if (!NullMask.isNull(nulls, i)) {
          throw LongArithmetic.divisionByZero();
        }
        continue;
      }
      if (operator == ArithmeticOperator.MODULO) {
        BigInteger p = a.big(i).multiply(Int128Math.bigPow10(scale - left.scale()));
        BigInteger q = b.big(i).multiply(Int128Math.bigPow10(scale - right.scale()));
        storeRescaled(p.remainder(q), scale, nulls, i, high, low);
        continue;
      }
      if (shift >= 0 && shift <= 18 && divideLongs(a, b, Int128Math.pow10(shift), i, high, low)) {
        continue;
      }
      BigInteger p = a.big(i);
      BigInteger q = b.big(i);
      if (shift >= 0) {
        p = p.multiply(Int128Math.bigPow10(shift));
      } else {
        q = q.multiply(Int128Math.bigPow10(-shift));
      }
      if (!Int128Math.store(Int128Math.divideRounded(p, q), high, low, i)) {
        fail(nulls, i);
      }
    }
  }

  /// Stores `a * factor / b` when the product fits 64 bits; false when it does not.
  private static boolean divideLongs(
      Words a, Words b, long factor, int i, long[] high, long[] low) {
    long x = a.low(i);
    long y = b.low(i);
    long product = x * factor;
    boolean fits =
        Int128Math.fitsLong(a.high(i), x)
            && Int128Math.fitsLong(b.high(i), y)
            && Math.multiplyHigh(x, factor) == product >> 63
            && product != Long.MIN_VALUE
            && y != Long.MIN_VALUE;
    if (fits) {
      long quotient = Int128Math.divideRounded(y < 0 ? -product : product, Math.abs(y));
      high[i] = quotient >> 63;
      low[i] = quotient;
    }
    return fits;
  }

  private void storeRescaled(
      BigInteger value, int scale, long @Nullable [] nulls, int i, long[] high, long[] low) {
    int shift = result.scale() - scale;
    BigInteger rescaled =
        shift >= 0
            ? value.multiply(Int128Math.bigPow10(shift))
            : Int128Math.divideRounded(value, Int128Math.bigPow10(-shift));
    if (!Int128Math.store(rescaled, high, low, i)) {
      fail(nulls, i);
    }
  }

  private void fail(long @Nullable [] nulls, int row) {
    if (!NullMask.isNull(nulls, row)) {
      throw Int128Math.outOfRange(result.sqlName());
    }
  }

  /// The words of a flat or constant decimal vector of either layout.
  static final class Words {
    final long @Nullable [] high;
    final long[] low;
    final int mask;

    private Words(long @Nullable [] high, long[] low, int mask) {
      this.high = high;
      this.low = low;
      this.mask = mask;
    }

    static Words of(Vector vector) {
      Vector flat = vector instanceof ConstantVector c ? c.value() : vector.flatten();
      int mask = Vectors.rowMask(vector);
      return flat instanceof Int128Vector wide
          ? new Words(wide.isNarrow() ? null : wide.high(), wide.low(), mask)
          : new Words(null, ((LongVector) flat).values(), mask);
    }

    /// How many bits the magnitudes of the first `size` low words have at most, nulls included.
    int bits(int size) {
      long bits = 0;
      int rows = mask == 0 ? Math.min(1, size) : size;
      for (int i = 0; i < rows; i++) {
        bits |= low[i] ^ low[i] >> 63;
      }
      // One more, since the magnitude of the least number is a power of two.
      return Long.SIZE + 1 - Long.numberOfLeadingZeros(bits);
    }

    long high(int row) {
      return high == null ? low[row & mask] >> 63 : high[row & mask];
    }

    long low(int row) {
      return low[row & mask];
    }

    BigInteger big(int row) {
      return high == null ? BigInteger.valueOf(low(row)) : Int128.toBigInteger(high(row), low(row));
    }
  }
}
