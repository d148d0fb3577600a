package io.thermocline.jdbc.internal.value;

import io.thermocline.jdbc.Interval;
import io.thermocline.protocol.TypeCode;
import io.thermocline.protocol.WireType;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** What JDBC says about our data types. */
public final class JdbcTypes {
  /** The length that stands for "no limit". */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  private JdbcTypes() {}

  /** The constant of {@link Types}. */
  public static int sqlType(WireType type) {
    return switch (type.code()) {
      case BOOLEAN -> Types.BOOLEAN;
      case INT16 -> Types.SMALLINT;
      case INT32 -> Types.INTEGER;
      case INT64 -> Types.BIGINT;
      case FLOAT32 -> Types.REAL;
      case FLOAT64 -> Types.DOUBLE;
      case DECIMAL -> Types.NUMERIC;
      case TEXT -> Types.VARCHAR;
      case BYTES -> Types.VARBINARY;
      case DATE -> Types.DATE;
      case TIME -> Types.TIME;
      case TIMESTAMP -> Types.TIMESTAMP;
      case TIMESTAMP_TZ -> Types.TIMESTAMP_WITH_TIMEZONE;
      case INTERVAL, UUID -> Types.OTHER;
      case JSON -> Types.LONGVARCHAR;
      case ARRAY -> Types.ARRAY;
    };
  }

  /** The class that {@code getObject} returns. */
  public static Class<?> javaClass(WireType type) {
    return switch (type.code()) {
      case BOOLEAN -> Boolean.class;
      case INT16, INT32 -> Integer.class;
      case INT64 -> Long.class;
      case FLOAT32 -> Float.class;
      case FLOAT64 -> Double.class;
      case DECIMAL -> BigDecimal.class;
      case TEXT, JSON -> String.class;
      case BYTES -> byte[].class;
      case DATE -> Date.class;
      case TIME -> Time.class;
      case TIMESTAMP -> Timestamp.class;
      case TIMESTAMP_TZ -> OffsetDateTime.class;
      case INTERVAL -> Interval.class;
      case UUID -> UUID.class;
      case ARRAY -> Array.class;
    };
  }

  /** Digits of a number, characters of anything else; 0 when there is no such thing. */
  public static int precision(WireType type) {
    return switch (type.code()) {
      case BOOLEAN -> 1;
      case INT16 -> 5;
      case INT32 -> 10;
      case INT64 -> 19;
      case FLOAT32 -> 8;
      case FLOAT64 -> 17;
      case DECIMAL -> type.precision();
      case TEXT, BYTES, JSON -> UNLIMITED;
      case DATE -> 13;
      case TIME -> 15;
      case TIMESTAMP -> 29;
      case TIMESTAMP_TZ -> 35;
      case INTERVAL -> 49;
      case UUID -> 36;
      case ARRAY -> 0;
    };
  }

  /** Digits after the point, or of a second's fraction. */
  public static int scale(WireType type) {
    return switch (type.code()) {
      case DECIMAL -> type.scale();
      case FLOAT32 -> 8;
      case FLOAT64 -> 17;
      case TIME, TIMESTAMP, TIMESTAMP_TZ -> 6;
      case BOOLEAN, INT16, INT32, INT64, TEXT, BYTES, DATE, INTERVAL, UUID, JSON, ARRAY -> 0;
    };
  }

  /** Characters that the widest value takes. */
  public static int displaySize(WireType type) {
    return switch (type.code()) {
      case BOOLEAN -> 5;
      case INT16, INT32, INT64 -> precision(type) + 1;
      case FLOAT32 -> 15;
      case FLOAT64 -> 25;
      case DECIMAL -> type.precision() + 2;
      case TEXT, BYTES, JSON, ARRAY -> UNLIMITED;
      case DATE, TIME, TIMESTAMP, TIMESTAMP_TZ, INTERVAL, UUID -> precision(type);
    };
  }

  /** Whether values have a sign. */
  public static boolean isSigned(WireType type) {
    return switch (type.code()) {
      case INT16, INT32, INT64, FLOAT32, FLOAT64, DECIMAL -> true;
      case BOOLEAN, TEXT, BYTES, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ, INTERVAL, UUID, JSON, ARRAY ->
          false;
    };
  }

  /** Whether upper and lower case differ. */
  public static boolean isCaseSensitive(WireType type) {
    return type.code() == TypeCode.TEXT
        || type.code() == TypeCode.JSON
        || type.code() == TypeCode.ARRAY;
  }

  /**
   * The type that PostgreSQL spells that way, for instance {@code numeric(12,2)} or {@code text[]}.
   */
  public static Optional<WireType> parse(String sqlName) {
    String name = sqlName.trim().toLowerCase(Locale.ROOT);
    if (name.endsWith("[]")) {
      return parse(name.substring(0, name.length() - 2)).map(WireType::array);
    }
    int open = name.indexOf('(');
    if (name.startsWith("numeric") || name.startsWith("decimal")) {
      String[] digits =
          open < 0
              ? new String[] {"38", "0"}
              : name.substring(open + 1, name.length() - 1).split(",");
      try {
        return Optional.of(
            WireType.decimal(
                Integer.parseInt(digits[0].trim()),
                digits.length > 1 ? Integer.parseInt(digits[1].trim()) : 0));
      } catch (RuntimeException e) {
        return Optional.empty();
      }
    }
    String plain = (open < 0 ? name : name.substring(0, open)).trim();
    for (TypeCode code : TypeCode.values()) {
      if (code != TypeCode.ARRAY && code.sqlName().equals(plain)) {
        return Optional.of(WireType.of(code));
      }
    }
    return switch (plain) {
      case "varchar", "character varying", "char", "character" ->
          Optional.of(WireType.of(TypeCode.TEXT));
      case "timestamptz" -> Optional.of(WireType.of(TypeCode.TIMESTAMP_TZ));
      case "timestamp without time zone" -> Optional.of(WireType.of(TypeCode.TIMESTAMP));
      case "jsonb" -> Optional.of(WireType.of(TypeCode.JSON));
      default -> Optional.empty();
    };
  }

  /** The type's name without parameters, as {@code getColumnTypeName} gives it. */
  public static String typeName(WireType type) {
    return type.code() == TypeCode.DECIMAL ? "numeric" : type.sqlName();
  }

  /** The name of a constant of {@link Types}, for messages. */
  static String name(int sqlType) {
    try {
      return JDBCType.valueOf(sqlType).getName();
    } catch (IllegalArgumentException e) {
      return Integer.toString(sqlType);
    }
  }
}
