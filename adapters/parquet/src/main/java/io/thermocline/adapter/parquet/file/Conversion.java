package io.thermocline.adapter.parquet.file;

/// How a stored value becomes a value of the gateway.
public enum Conversion {
  /// The stored integer or bit, sign-extended.
  INTEGER,
  /// The stored 32-bit integer without sign.
  UNSIGNED_32,
  /// The stored 64-bit integer without sign, as 128 bits.
  UNSIGNED_64,
  /// Milliseconds to microseconds.
  MILLIS,
  /// Nanoseconds to microseconds, towards the past.
  NANOS,
  /// The stored floating-point number.
  FLOATING,
  /// Two bytes of IEEE 754 half precision.
  FLOAT16,
  /// Bytes as they are.
  BYTES,
  /// Big-endian two's complement of up to 8 significant bytes.
  DECIMAL_LONG,
  /// Big-endian two's complement of up to 16 significant bytes.
  DECIMAL_INT128,
  /// Sixteen big-endian bytes.
  UUID,
  /// Nanoseconds of the day and Julian day.
  INT96,
  /// Three little-endian 32-bit numbers: months, days of 24 hours, milliseconds.
  INTERVAL_MILLIS,
  /// Two big-endian 64-bit numbers: months, microseconds. Only in files that this adapter wrote.
  INTERVAL_EXACT
}
