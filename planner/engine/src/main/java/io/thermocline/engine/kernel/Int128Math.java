package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.Int128;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.math.BigInteger;

/// Exact arithmetic on two-word two's complement numbers and on powers of ten. Results go to
/// element `i` of the arrays given.
public final class Int128Math {
  private static final BigInteger[] POWERS = new BigInteger[77];
  private static final long[] LONG_POWERS = new long[19];
  private static final long[] HIGH = new long[39];
  private static final long[] LOW = new long[39];

  static {
    BigInteger power = BigInteger.ONE;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      if (i < LONG_POWERS.length) {
        LONG_POWERS[i] = power.longValueExact();
      }
      if (i < HIGH.length) {
        HIGH[i] = Int128.high(power);
        LOW[i] = Int128.low(power);
      }
      power = power.multiply(BigInteger.TEN);
    }
  }

  private Int128Math() {}

  /// Ten to a power from 0 to 18.
  public static long pow10(int exponent) {
    return LONG_POWERS[exponent];
  }

  /// Ten to a power from 0 to 76.
  public static BigInteger bigPow10(int exponent) {
    return POWERS[exponent];
  }

  /// Signed comparison.
  public static int compare(long aHigh, long aLow, long bHigh, long bLow) {
    return aHigh != bHigh ? Long.compare(aHigh, bHigh) : Long.compareUnsigned(aLow, bLow);
  }

  /// Whether the number fits one signed word.
  public static boolean fitsLong(long high, long low) {
    return high == low >> 63;
  }

  /// The nearest double.
  public static double toDouble(long high, long low) {
    return fitsLong(high, low) ? low : Int128.toBigInteger(high, low).doubleValue();
  }

  /// Whether the magnitude is at least ten to the power of `precision` (1 to 38).
  public static boolean exceeds(long high, long low, int precision) {
    if (fitsLong(high, low) && precision > 18) {
      return false;
    }
    if (high < 0) {
      long negatedLow = -low;
      long negatedHigh = ~high + (low == 0 ? 1 : 0);
      return negatedHigh < 0
          || compare(negatedHigh, negatedLow, HIGH[precision], LOW[precision]) >= 0;
    }
    return compare(high, low, HIGH[precision], LOW[precision]) >= 0;
  }

  /// Stores `a + b`; false when it does not fit 128 bits.
  public static boolean add(
      long aHigh, long aLow, long bHigh, long bLow, long[] high, long[] low, int i) {
    long sumLow = aLow + bLow;
    long sumHigh = aHigh + bHigh + (Long.compareUnsigned(sumLow, aLow) < 0 ? 1 : 0);
    high[i] = sumHigh;
    low[i] = sumLow;
    return ((aHigh ^ sumHigh) & (bHigh ^ sumHigh)) >= 0;
  }

  /// Stores `a - b`; false when it does not fit 128 bits.
  public static boolean subtract(
      long aHigh, long aLow, long bHigh, long bLow, long[] high, long[] low, int i) {
    long differenceLow = aLow - bLow;
    long differenceHigh = aHigh - bHigh - (Long.compareUnsigned(aLow, bLow) < 0 ? 1 : 0);
    high[i] = differenceHigh;
    low[i] = differenceLow;
    return ((aHigh ^ bHigh) & (aHigh ^ differenceHigh)) >= 0;
  }

  /// Stores `a * b`; false when it does not fit 128 bits.
  public static boolean multiply(
      long aHigh, long aLow, long bHigh, long bLow, long[] high, long[] low, int i) {
    if (fitsLong(aHigh, aLow) && fitsLong(bHigh, bLow)) {
      high[i] = Math.multiplyHigh(aLow, bLow);
      low[i] = aLow * bLow;
      return true;
    }
    return store(
        Int128.toBigInteger(aHigh, aLow).multiply(Int128.toBigInteger(bHigh, bLow)), high, low, i);
  }

  /// Stores a number; false when it does not fit 128 bits.
  public static boolean store(BigInteger value, long[] high, long[] low, int i) {
    if (value.bitLength() > 127) {
      return false;
    }
    high[i] = Int128.high(value);
    low[i] = Int128.low(value);
    return true;
  }

  /// Stores the number with `toScale` instead of `fromScale` digits after the point, rounded half
  /// away from zero; false when it does not fit 128 bits.
  public static boolean rescale(
      long aHigh, long aLow, int fromScale, int toScale, long[] high, long[] low, int i) {
    int shift = toScale - fromScale;
    if (shift == 0) {
      high[i] = aHigh;
      low[i] = aLow;
      return true;
    }
    if (shift > 0) {
      return shift <= 18
          ? multiply(aHigh, aLow, 0, LONG_POWERS[shift], high, low, i)
          : store(Int128.toBigInteger(aHigh, aLow).multiply(POWERS[shift]), high, low, i);
    }
    if (-shift <= 18 && fitsLong(aHigh, aLow)) {
      long rounded = divideRounded(aLow, LONG_POWERS[-shift]);
      high[i] = rounded >> 63;
      low[i] = rounded;
      return true;
    }
    return store(divideRounded(Int128.toBigInteger(aHigh, aLow), POWERS[-shift]), high, low, i);
  }

  /// The quotient rounded half away from zero; the divisor is positive.
  public static long divideRounded(long value, long divisor) {
    long quotient = value / divisor;
    long remainder = Math.abs(value - quotient * divisor);
    return remainder >= divisor - remainder ? quotient + (value < 0 ? -1 : 1) : quotient;
  }

  /// The quotient rounded half away from zero; the divisor is not zero.
  public static BigInteger divideRounded(BigInteger value, BigInteger divisor) {
    BigInteger[] parts = value.divideAndRemainder(divisor);
    if (parts[1].abs().shiftLeft(1).compareTo(divisor.abs()) >= 0) {
      return value.signum() * divisor.signum() < 0
          ? parts[0].subtract(BigInteger.ONE)
          : parts[0].add(BigInteger.ONE);
    }
    return parts[0];
  }

  /// The error for a number that a type cannot hold.
  public static ThermoclineException outOfRange(String typeName) {
    return new ThermoclineException(
        ErrorCode.NUMERIC_OUT_OF_RANGE,
        "a result does not fit " + typeName + "; cast the operands to a wider type");
  }
}
