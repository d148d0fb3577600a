package io.thermocline.spi.batch;

import java.math.BigInteger;

/// Conversion between two-word two's complement numbers and [BigInteger].
public final class Int128 {
  private static final BigInteger LOW_MASK = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private Int128() {}

  /// The number whose words are given.
  public static BigInteger toBigInteger(long high, long low) {
    BigInteger unsignedLow = BigInteger.valueOf(low).and(LOW_MASK);
    return BigInteger.valueOf(high).shiftLeft(64).or(unsignedLow);
  }

  /// The high word of a number that fits 128 bits.
  public static long high(BigInteger value) {
    return value.shiftRight(64).longValueExact();
  }

  /// The low word of a number.
  public static long low(BigInteger value) {
    return value.longValue();
  }
}
