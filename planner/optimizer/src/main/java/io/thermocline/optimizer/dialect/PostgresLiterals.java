package io.thermocline.optimizer.dialect;

import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/// Values and names of types in PostgreSQL's spelling.
final class PostgresLiterals {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  private PostgresLiterals() {}

  static String render(Object value, DataType type) {
    return switch (value) {
      case Boolean b -> b.toString();
      case Integer i -> i < 0 ? "(" + i + ")" : i.toString();
      case Short s -> "'" + s + "'::smallint";
      case Long l -> "'" + l + "'::bigint";
      case java.math.BigDecimal d -> "'" + d.toPlainString() + "'::numeric";
      case Float f -> "'" + f + "'::real";
      case Double d -> "'" + d + "'::double precision";
      case String s -> quoted(s) + (type == ScalarType.JSON ? "::json" : "");
      case LocalDate d -> date(d);
      case LocalTime t -> "TIME '" + t + "'";
      case LocalDateTime t -> timestamp(t);
      case Instant i -> zoned(i);
      case UUID u -> "'" + u + "'::uuid";
      case byte[] b -> "'\\x" + HexFormat.of().formatHex(b) + "'::bytea";
      case Interval i ->
          i.micros() == 0
              ? "INTERVAL '" + i.months() + " months'"
              : "INTERVAL '" + i.months() + " months " + i.micros() + " microseconds'";
      default -> throw NotExact.INSTANCE;
    };
  }

  /// A value as the input of a cast to its type.
  static String text(Object value) {
    return switch (value) {
      case java.math.BigDecimal d -> d.toPlainString();
      case LocalDateTime t -> TIMESTAMP.format(t);
      case Instant i -> TIMESTAMP.format(LocalDateTime.ofInstant(i, ZoneOffset.UTC)) + "+00";
      default -> value.toString();
    };
  }

  private static String quoted(String value) {
    if (value.indexOf('\0') >= 0) {
      throw NotExact.INSTANCE;
    }
    return "'" + value.replace("'", "''") + "'";
  }

  private static String date(LocalDate date) {
    if (date.getYear() < 1 || date.getYear() > 9999) {
      throw NotExact.INSTANCE;
    }
    return "DATE '" + date + "'";
  }

  private static String timestamp(LocalDateTime time) {
    if (time.getYear() < 1 || time.getYear() > 9999) {
      throw NotExact.INSTANCE;
    }
    return "TIMESTAMP '" + TIMESTAMP.format(time) + "'";
  }

  private static String zoned(Instant instant) {
    String local = timestamp(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    return "TIMESTAMPTZ " + local.substring("TIMESTAMP ".length(), local.length() - 1) + "+00'";
  }

  static String typeName(DataType type) {
    return switch (type) {
      case DecimalType d -> "numeric(" + d.precision() + "," + d.scale() + ")";
      case ArrayType a -> typeName(a.element()) + "[]";
      case ScalarType s -> s.sqlName();
    };
  }
}
