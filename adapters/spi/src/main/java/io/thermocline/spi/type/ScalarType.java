package io.thermocline.spi.type;

/// The types without parameters.
public enum ScalarType implements DataType {
  /// `true` or `false`.
  BOOLEAN("boolean", Layout.LONG),
  /// 16-bit signed integer.
  INT16("smallint", Layout.LONG),
  /// 32-bit signed integer.
  INT32("integer", Layout.LONG),
  /// 64-bit signed integer.
  INT64("bigint", Layout.LONG),
  /// 32-bit IEEE 754 number, held as a double.
  FLOAT32("real", Layout.DOUBLE),
  /// 64-bit IEEE 754 number.
  FLOAT64("double precision", Layout.DOUBLE),
  /// UTF-8 text, compared bytewise.
  TEXT("text", Layout.BYTES),
  /// Bytes.
  BYTES("bytea", Layout.BYTES),
  /// Days since 1970-01-01 in the proleptic Gregorian calendar.
  DATE("date", Layout.LONG),
  /// Microseconds of the day, without zone.
  TIME("time", Layout.LONG),
  /// Microseconds since 1970-01-01T00:00, without zone.
  TIMESTAMP("timestamp", Layout.LONG),
  /// Microseconds since 1970-01-01T00:00Z.
  TIMESTAMP_TZ("timestamp with time zone", Layout.LONG),
  /// Months (high word) and microseconds (low word).
  INTERVAL("interval", Layout.INT128),
  /// 128-bit identifier.
  UUID("uuid", Layout.INT128),
  /// JSON as text.
  JSON("json", Layout.BYTES);

  private final String sqlName;
  private final Layout layout;

  ScalarType(String sqlName, Layout layout) {
    this.sqlName = sqlName;
    this.layout = layout;
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public String sqlName() {
    return sqlName;
  }
}
