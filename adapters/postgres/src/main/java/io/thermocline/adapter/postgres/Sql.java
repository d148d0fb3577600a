package io.thermocline.adapter.postgres;

import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.chrono.IsoEra;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// Identifiers and literals of the server's SQL. Identifiers are always quoted; literals are quoted
/// strings with a cast, for sessions with `standard_conforming_strings` on.
final class Sql {
  private Sql() {}

  static String identifier(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "Postgres has no identifiers that are empty or hold a NUL; choose another name");
    }
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String identifiers(List<String> names) {
    return String.join(", ", names.stream().map(Sql::identifier).toList());
  }

  static String name(RelationName name) {
    return identifier(name.schema()) + "." + identifier(name.name());
  }

  static String quote(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new ThermoclineException(
          ErrorCode.INVALID_TEXT,
          "Postgres cannot hold or compare text with a NUL character; leave it out");
    }
    return "'" + text.replace("'", "''") + "'";
  }

  /// A literal in the type that comparisons use: JSON compares as text, decimals without rounding.
  static String literal(DataType type, Object value) {
    return quote(text(value)) + "::" + comparisonType(type);
  }

  /// An array of literals.
  static String array(DataType type, List<Object> values) {
    StringBuilder array = new StringBuilder("{");
    for (Object value : values) {
      if (array.length() > 1) {
        array.append(',');
      }
      array.append('"').append(text(value).replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
    return quote(array.append('}').toString()) + "::" + comparisonType(type) + "[]";
  }

  private static String comparisonType(DataType type) {
    return type == ScalarType.JSON ? "text" : PgType.wireName(type);
  }

  private static String text(Object value) {
    return switch (value) {
      case String s -> s;
      case Boolean b -> b ? "t" : "f";
      case BigDecimal d -> d.toPlainString();
      case Number n -> n.toString();
      case byte[] bytes -> "\\x" + HexFormat.of().formatHex(bytes);
      case LocalDate d -> date(d) + era(d);
      case LocalTime t -> time(t);
      case LocalDateTime t ->
          date(t.toLocalDate()) + " " + time(t.toLocalTime()) + era(t.toLocalDate());
      case Instant i -> {
        LocalDateTime t = LocalDateTime.ofInstant(i, ZoneOffset.UTC);
        yield date(t.toLocalDate()) + " " + time(t.toLocalTime()) + "+00" + era(t.toLocalDate());
      }
      case Interval i -> i.months() + " months " + i.micros() + " microseconds";
      case UUID u -> u.toString();
      case List<?> list -> list(list);
      default ->
          throw new ThermoclineException(
              ErrorCode.INVALID_PARAMETER,
              "a value of class " + value.getClass().getName() + " cannot be compared in Postgres");
    };
  }

  private static String list(List<?> list) {
    StringBuilder array = new StringBuilder("{");
    for (Object element : list) {
      if (array.length() > 1) {
        array.append(',');
      }
      if (element == null) {
        array.append("NULL");
      } else {
        array
            .append('"')
            .append(text(element).replace("\\", "\\\\").replace("\"", "\\\""))
            .append('"');
      }
    }
    return array.append('}').toString();
  }

  private static String date(LocalDate date) {
    int yearOfEra = date.get(java.time.temporal.ChronoField.YEAR_OF_ERA);
    return String.format(
        Locale.ROOT, "%04d-%02d-%02d", yearOfEra, date.getMonthValue(), date.getDayOfMonth());
  }

  private static String era(LocalDate date) {
    return date.getEra() == IsoEra.BCE ? " BC" : "";
  }

  private static String time(LocalTime time) {
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d.%06d",
        time.getHour(),
        time.getMinute(),
        time.getSecond(),
        time.getNano() / 1000);
  }
}
