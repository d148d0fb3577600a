package io.thermocline.spi.type;

/// How the values of a vector lie in memory.
public enum Layout {
  /// One `long` a value: boolean (0 or 1), int16, int32, int64, date (days since 1970-01-01), time
  /// (microseconds of the day), timestamp (microseconds since 1970-01-01T00:00, in UTC when zoned),
  /// decimal with precision up to 18 (unscaled).
  LONG,
  /// One `double` a value: float32 and float64.
  DOUBLE,
  /// Two `long`s a value, high and low: decimal with precision 19 to 38 (unscaled two's
  /// complement), uuid (most and least significant bits), interval (months, microseconds).
  INT128,
  /// A run of bytes a value: text and json (UTF-8), bytes.
  BYTES,
  /// A run of elements of a child vector: arrays.
  LIST
}
