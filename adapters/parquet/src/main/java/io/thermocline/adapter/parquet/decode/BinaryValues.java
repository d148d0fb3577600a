package io.thermocline.adapter.parquet.decode;

/// Numbers that are stored as byte arrays.
final class BinaryValues {
  private static final long JULIAN_EPOCH_DAY = 2_440_588;
  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final int WORD = 8;

  private BinaryValues() {}

  /// A big-endian two's complement number that fits 64 bits; longer arrays must hold sign bytes
  /// only in front.
  static long decimal(byte[] bytes, int start, int length) {
    if (length == 0) {
      throw new IllegalStateException("a decimal of no bytes");
    }
    int from = start;
    int left = length;
    while (left > WORD) {
      if (bytes[from] != (bytes[start + length - WORD] < 0 ? -1 : 0)) {
        throw new IllegalStateException("a decimal that does not fit its precision");
      }
      from++;
      left--;
    }
    long value = bytes[from];
    for (int i = 1; i < left; i++) {
      value = value << 8 | bytes[from + i] & 0xff;
    }
    return value;
  }

  /// The low word of a big-endian two's complement number.
  static long lowWord(byte[] bytes, int start, int length) {
    int left = Math.min(length, WORD);
    int from = start + length - left;
    long value = length > WORD ? bytes[from] & 0xff : bytes[from];
    for (int i = 1; i < left; i++) {
      value = value << 8 | bytes[from + i] & 0xff;
    }
    return value;
  }

  /// The high word of a big-endian two's complement number.
  static long highWord(byte[] bytes, int start, int length) {
    return length > WORD ? decimal(bytes, start, length - WORD) : bytes[start] < 0 ? -1 : 0;
  }

  /// Microseconds since 1970 of nanoseconds of a day and a Julian day.
  static long int96(byte[] bytes, int start) {
    long nanos = Little.getLong(bytes, start);
    long day = Little.getInt(bytes, start + WORD);
    return (day - JULIAN_EPOCH_DAY) * MICROS_PER_DAY + Math.floorDiv(nanos, 1000L);
  }

  /// The months of a twelve-byte interval.
  static long intervalMonths(byte[] bytes, int start) {
    return Little.getInt(bytes, start) & 0xffffffffL;
  }

  /// The days and milliseconds of a twelve-byte interval, in microseconds.
  static long intervalMicros(byte[] bytes, int start) {
    long days = Little.getInt(bytes, start + 4) & 0xffffffffL;
    long millis = Little.getInt(bytes, start + 8) & 0xffffffffL;
    return days * MICROS_PER_DAY + millis * 1000;
  }
}
