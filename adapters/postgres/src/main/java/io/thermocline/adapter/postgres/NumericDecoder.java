package io.thermocline.adapter.postgres;

import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DecimalType;

/// Decodes the binary form of `numeric` into unscaled two-word numbers, without objects. For one
/// thread.
///
/// Layout: int16 number of digits, int16 weight of the first digit, uint16 sign (0 positive, 0x4000
/// negative, 0xC000 NaN, 0xD000 and 0xF000 infinities), int16 display scale, then the digits in
/// base 10000 as int16. Digit `i` stands for `digit * 10000^(weight - i)`. Source: `numeric_send`
/// in PostgreSQL's numeric.c. Values are rounded half away from zero to the wanted scale, as
/// Postgres rounds.
final class NumericDecoder {
  private static final int HEADER_BYTES = 8;
  private static final int GROUP_DIGITS = 4;
  private static final int GROUP_BASE = 10_000;
  private static final int NEGATIVE = 0x4000;
  private static final int LONG_DIGITS = 18;
  private static final long[] POWERS = powers();

  private long high;
  private long low;

  private static long[] powers() {
    long[] powers = new long[LONG_DIGITS + 1];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }

  /// Appends the number at `data[at .. at + length)` to a builder of a decimal type.
  void append(VectorBuilder builder, DecimalType type, byte[] data, int at) {
    int digits = int16(data, at);
    int weight = int16(data, at + 2);
    int sign = int16(data, at + 4) & 0xFFFF;
    if (sign != 0 && sign != NEGATIVE) {
      throw new ThermoclineException(
          ErrorCode.NUMERIC_OUT_OF_RANGE,
          "a numeric is NaN or infinite, which "
              + type.sqlName()
              + " cannot hold; leave such rows out with a condition");
    }
    decode(type, data, at + HEADER_BYTES, digits, weight);
    boolean negative = sign == NEGATIVE;
    if (type.precision() <= DecimalType.MAX_LONG_PRECISION) {
      builder.appendLong(negative ? -low : low);
    } else if (negative) {
      builder.appendInt128(low == 0 ? -high : ~high, -low);
    } else {
      builder.appendInt128(high, low);
    }
  }

  private void decode(DecimalType type, byte[] data, int start, int digits, int weight) {
    high = 0;
    low = 0;
    int scale = type.scale();
    if (digits == 0) {
      return;
    }
    int exponent = GROUP_DIGITS * weight + scale;
    if (length(int16(data, start)) + exponent > type.precision()) {
      throw tooLarge(type);
    }
    for (int i = 0; i < digits; i++, exponent -= GROUP_DIGITS) {
      int digit = int16(data, start + 2 * i);
      if (exponent >= 0) {
        multiplyAdd(GROUP_BASE, digit);
      } else if (exponent > -GROUP_DIGITS) {
        int cut = (int) POWERS[-exponent];
        multiplyAdd(GROUP_BASE / cut, digit / cut);
        roundUp(type, 2 * (digit % cut) >= cut);
        return;
      } else {
        roundUp(type, exponent == -GROUP_DIGITS && digit >= GROUP_BASE / 2);
        return;
      }
    }
    int rest = exponent + GROUP_DIGITS;
    while (rest > 0) {
      int step = Math.min(rest, LONG_DIGITS);
      multiplyAdd(POWERS[step], 0);
      rest -= step;
    }
  }

  private void multiplyAdd(long factor, long summand) {
    if (high == 0 && low >>> 48 == 0 && factor <= GROUP_BASE) {
      low = low * factor + summand;
      return;
    }
    long product = low * factor;
    high = high * factor + Math.unsignedMultiplyHigh(low, factor);
    low = product + summand;
    if (Long.compareUnsigned(low, product) < 0) {
      high++;
    }
  }

  private void roundUp(DecimalType type, boolean up) {
    if (!up) {
      return;
    }
    if (++low == 0) {
      high++;
    }
    if (reaches(type.precision())) {
      throw tooLarge(type);
    }
  }

  /// Whether the number is at least a power of ten.
  private boolean reaches(int power) {
    long powerHigh = 0;
    long powerLow = POWERS[Math.min(power, LONG_DIGITS)];
    for (int rest = power - LONG_DIGITS; rest > 0; rest -= LONG_DIGITS) {
      long factor = POWERS[Math.min(rest, LONG_DIGITS)];
      powerHigh = powerHigh * factor + Math.unsignedMultiplyHigh(powerLow, factor);
      powerLow *= factor;
    }
    int order = Long.compareUnsigned(high, powerHigh);
    return order > 0 || (order == 0 && Long.compareUnsigned(low, powerLow) >= 0);
  }

  private static int length(int digit) {
    return digit >= 1000 ? 4 : digit >= 100 ? 3 : digit >= 10 ? 2 : 1;
  }

  private static ThermoclineException tooLarge(DecimalType type) {
    return new ThermoclineException(
        ErrorCode.NUMERIC_OUT_OF_RANGE,
        "a numeric has more digits than "
            + type.sqlName()
            + "; cast it or leave such rows out with a condition");
  }

  private static int int16(byte[] data, int at) {
    return (short) (data[at] << 8 | data[at + 1] & 0xFF);
  }
}
