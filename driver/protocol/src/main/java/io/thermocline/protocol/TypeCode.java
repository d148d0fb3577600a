package io.thermocline.protocol;

/**
 * The kinds of data types, with the byte that stands for each and the width of a value in a vector.
 */
public enum TypeCode {
  /** One byte, 0 or 1. */
  BOOLEAN(1, 1, "boolean"),
  /** 16-bit signed integer. */
  INT16(2, 2, "smallint"),
  /** 32-bit signed integer. */
  INT32(3, 4, "integer"),
  /** 64-bit signed integer. */
  INT64(4, 8, "bigint"),
  /** 32-bit IEEE 754 number. */
  FLOAT32(5, 4, "real"),
  /** 64-bit IEEE 754 number. */
  FLOAT64(6, 8, "double precision"),
  /**
   * Exact decimal: unscaled two's complement of 8 bytes up to precision 18, else 16 bytes (low word
   * first).
   */
  DECIMAL(7, -1, "numeric"),
  /** UTF-8 text. */
  TEXT(8, 0, "text"),
  /** Bytes. */
  BYTES(9, 0, "bytea"),
  /** Days since 1970-01-01, 32-bit signed. */
  DATE(10, 4, "date"),
  /** Microseconds of the day, 64-bit. */
  TIME(11, 8, "time"),
  /** Microseconds since 1970-01-01T00:00 without zone, 64-bit signed. */
  TIMESTAMP(12, 8, "timestamp"),
  /** Microseconds since 1970-01-01T00:00Z, 64-bit signed. */
  TIMESTAMP_TZ(13, 8, "timestamp with time zone"),
  /** Months, then microseconds, 64-bit signed each. */
  INTERVAL(14, 16, "interval"),
  /** Least significant 64 bits, then most significant 64 bits. */
  UUID(15, 16, "uuid"),
  /** JSON as UTF-8 text. */
  JSON(16, 0, "json"),
  /** Array of elements of one type. */
  ARRAY(17, 0, "array");

  private static final TypeCode[] BY_CODE = values();

  private final int code;
  private final int width;
  private final String sqlName;

  TypeCode(int code, int width, String sqlName) {
    this.code = code;
    this.width = width;
    this.sqlName = sqlName;
  }

  /** The byte on the wire. */
  public int code() {
    return code;
  }

  /**
   * Bytes of a value in a vector; 0 for variable length; -1 for decimals, whose width depends on
   * the precision.
   */
  public int width() {
    return width;
  }

  /** The name without parameters, as PostgreSQL prints it. */
  public String sqlName() {
    return sqlName;
  }

  /**
   * The kind that a byte stands for.
   *
   * @throws ProtocolException when there is none
   */
  public static TypeCode of(int code) {
    if (code < 1 || code > BY_CODE.length) {
      throw new ProtocolException("there is no data type with code " + code);
    }
    return BY_CODE[code - 1];
  }
}
