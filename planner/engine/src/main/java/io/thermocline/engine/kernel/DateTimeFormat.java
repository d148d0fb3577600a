package io.thermocline.engine.kernel;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The patterns of `to_char`, `to_date` and `to_timestamp` for dates and times, with English names.
final class DateTimeFormat {
  /// Longer names first, so that the first that fits is the longest.
  private static final List<String> TOKENS =
      List.of(
          "Y,YYY", "IYYY", "YYYY", "IYY", "YYY", "MONTH", "SSSSS", "HH24", "HH12", "A.M.", "P.M.",
          "DDD", "DAY", "MON", "FF1", "FF2", "FF3", "FF4", "FF5", "FF6", "IDDD", "IW", "WW", "YY",
          "IY", "MM", "DD", "DY", "HH", "MI", "SS", "MS", "US", "AM", "PM", "CC", "TZH", "TZM",
          "TZ", "OF", "ID", "RM", "Y", "D", "W", "J", "Q", "I");

  private static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");
  private static final List<String> DAYS =
      List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");
  private static final List<String> ROMAN =
      List.of("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII");
  private static final long JULIAN_OF_1970 = 2_440_588;

  private DateTimeFormat() {}

  /// A piece of a pattern: a field, or text that stands for itself when `field` is empty.
  private record Piece(String field, String text, boolean fill, String suffix) {}

  private static List<Piece> pieces(String pattern) {
    List<Piece> pieces = new ArrayList<>();
    int i = 0;
    while (i < pattern.length()) {
      if (pattern.charAt(i) == '"') {
        int end = pattern.indexOf('"', i + 1);
        end = end < 0 ? pattern.length() : end;
        pieces.add(new Piece("", pattern.substring(i + 1, end), true, ""));
        i = end + 1;
        continue;
      }
      boolean fill = true;
      if (pattern.startsWith("FM", i) || pattern.startsWith("fm", i)) {
        fill = false;
        i += 2;
      } else if (pattern.startsWith("TM", i)) {
        i += 2;
      }
      String field = "";
      for (String token : TOKENS) {
        if (pattern.regionMatches(true, i, token, 0, token.length())) {
          field = pattern.substring(i, i + token.length());
          break;
        }
      }
      i += field.length();
      if (field.isEmpty()) {
        if (i < pattern.length()) {
          int literal = pattern.charAt(i) == '\\' && i + 1 < pattern.length() ? i + 1 : i;
          pieces.add(new Piece("", pattern.substring(literal, literal + 1), fill, ""));
          i = literal + 1;
        }
        continue;
      }
      String suffix = "";
      if (pattern.startsWith("TH", i) || pattern.startsWith("th", i)) {
        suffix = pattern.substring(i, i + 2);
        i += 2;
      }
      pieces.add(new Piece(field, "", fill, suffix));
    }
    return pieces;
  }

  /// A local timestamp as text.
  static String format(long micros, long offsetSeconds, String pattern) {
    LocalDate date = Temporal.date(micros);
    long time = Math.floorMod(micros, Temporal.DAY);
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces(pattern)) {
      String value =
          piece.field().isEmpty() ? piece.text() : field(piece, date, time, offsetSeconds);
      text.append(value);
      if (!piece.suffix().isEmpty()) {
        text.append(ordinal(value, piece.suffix()));
      }
    }
    return text.toString();
  }

  /// An interval as text: its fields, not a date's.
  static String formatInterval(long months, long micros, String pattern) {
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces(pattern)) {
      long hours = micros % Temporal.DAY / Temporal.HOUR;
      text.append(
          switch (piece.field().toUpperCase(Locale.ROOT)) {
            case "" -> piece.text();
            case "YYYY" -> number(piece, months / 12, 4);
            case "YY" -> number(piece, months / 12 % 100, 2);
            case "MM" -> number(piece, months % 12, 2);
            case "DD" -> number(piece, micros / Temporal.DAY, 2);
            case "HH24" -> number(piece, hours, 2);
            case "HH", "HH12" -> number(piece, hours % 12 == 0 ? 12 : hours % 12, 2);
            case "MI" -> number(piece, micros / Temporal.MINUTE % 60, 2);
            case "SS" -> number(piece, micros / Temporal.SECOND % 60, 2);
            case "MS" -> number(piece, micros / 1000 % 1000, 3);
            case "US" -> number(piece, micros % Temporal.SECOND, 6);
            default ->
                throw new ThermoclineException(
                    ErrorCode.INVALID_PARAMETER,
                    "to_char of an interval does not know the field " + piece.field());
          });
    }
    return text.toString();
  }

  private static String field(Piece piece, LocalDate date, long time, long offsetSeconds) {
    String token = piece.field();
    int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
    int isoYear = date.get(IsoFields.WEEK_BASED_YEAR);
    long hour = time / Temporal.HOUR;
    int dayOfWeek = date.getDayOfWeek().getValue() % 7;
    long fraction = time % Temporal.SECOND;
    return switch (token.toUpperCase(Locale.ROOT)) {
      case "Y,YYY" -> year / 1000 + "," + digits(year % 1000, 3);
      case "YYYY" -> number(piece, year, 4);
      case "YYY" -> number(piece, year % 1000, 3);
      case "YY" -> number(piece, year % 100, 2);
      case "Y" -> number(piece, year % 10, 1);
      case "IYYY" -> number(piece, isoYear, 4);
      case "IYY" -> number(piece, isoYear % 1000, 3);
      case "IY" -> number(piece, isoYear % 100, 2);
      case "I" -> number(piece, isoYear % 10, 1);
      case "MONTH" -> name(piece, MONTHS.get(date.getMonthValue() - 1), 9);
      case "MON" -> name(piece, MONTHS.get(date.getMonthValue() - 1).substring(0, 3), 3);
      case "MM" -> number(piece, date.getMonthValue(), 2);
      case "RM" -> name(piece, ROMAN.get(date.getMonthValue() - 1), 4);
      case "DAY" -> name(piece, DAYS.get(dayOfWeek), 9);
      case "DY" -> name(piece, DAYS.get(dayOfWeek).substring(0, 3), 3);
      case "DDD" -> number(piece, date.getDayOfYear(), 3);
      case "IDDD" ->
          number(
              piece,
              (date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR) - 1) * 7L
                  + date.getDayOfWeek().getValue(),
              3);
      case "DD" -> number(piece, date.getDayOfMonth(), 2);
      case "D" -> number(piece, dayOfWeek + 1, 1);
      case "ID" -> number(piece, date.getDayOfWeek().getValue(), 1);
      case "W" -> number(piece, (date.getDayOfMonth() - 1) / 7 + 1, 1);
      case "WW" -> number(piece, (date.getDayOfYear() - 1) / 7 + 1, 2);
      case "IW" -> number(piece, date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2);
      case "CC" -> number(piece, (year + 99) / 100, 2);
      case "J" -> String.valueOf(date.toEpochDay() + JULIAN_OF_1970);
      case "Q" -> String.valueOf((date.getMonthValue() + 2) / 3);
      case "HH24" -> number(piece, hour, 2);
      case "HH", "HH12" -> number(piece, hour % 12 == 0 ? 12 : hour % 12, 2);
      case "MI" -> number(piece, time / Temporal.MINUTE % 60, 2);
      case "SS" -> number(piece, time / Temporal.SECOND % 60, 2);
      case "SSSSS" -> String.valueOf(time / Temporal.SECOND);
      case "MS" -> digits(fraction / 1000, 3);
      case "US", "FF6" -> digits(fraction, 6);
      case "FF1", "FF2", "FF3", "FF4", "FF5" ->
          digits(fraction, 6).substring(0, token.charAt(2) - '0');
      case "AM", "PM" -> name(piece, hour < 12 ? "AM" : "PM", 2);
      case "A.M.", "P.M." -> name(piece, hour < 12 ? "A.M." : "P.M.", 4);
      case "TZ" -> offsetSeconds == 0 ? "UTC" : offset(offsetSeconds);
      case "OF" -> offset(offsetSeconds);
      case "TZH" -> (offsetSeconds < 0 ? "-" : "+") + digits(Math.abs(offsetSeconds) / 3600, 2);
      case "TZM" -> digits(Math.abs(offsetSeconds) / 60 % 60, 2);
      default -> throw new IllegalStateException(token);
    };
  }

  private static String offset(long seconds) {
    long minutes = Math.abs(seconds) / 60;
    return (seconds < 0 ? "-" : "+")
        + digits(minutes / 60, 2)
        + (minutes % 60 == 0 ? "" : ":" + digits(minutes % 60, 2));
  }

  private static String digits(long value, int width) {
    String digits = String.valueOf(value);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  private static String number(Piece piece, long value, int width) {
    return !piece.fill()
        ? String.valueOf(value)
        : value < 0 ? "-" + digits(-value, width) : digits(value, width);
  }

  /// A name in the token's case: all upper, all lower or capitalised; padded unless FM.
  private static String name(Piece piece, String name, int width) {
    String token = piece.field();
    String cased =
        Character.isLowerCase(token.charAt(0))
            ? name.toLowerCase(Locale.ROOT)
            : token.length() > 1 && Character.isLowerCase(token.charAt(1))
                ? name
                : name.toUpperCase(Locale.ROOT);
    return piece.fill() ? cased + " ".repeat(Math.max(0, width - cased.length())) : cased;
  }

  private static String ordinal(String number, String suffix) {
    int last = number.length() - 1;
    boolean teen = last > 0 && number.charAt(last - 1) == '1';
    String lower =
        switch (teen ? '0' : number.charAt(last)) {
          case '1' -> "st";
          case '2' -> "nd";
          case '3' -> "rd";
          default -> "th";
        };
    return suffix.equals("TH") ? lower.toUpperCase(Locale.ROOT) : lower;
  }

  /// The local timestamp that a text has under a pattern; missing fields are those of 0001-01-01
  /// 00:00.
  static long parse(String text, String pattern) {
    return new DateTimeParse(text).parse(fields(pattern));
  }

  /// The fields of a pattern in upper case; literals are a space before their text.
  private static List<String> fields(String pattern) {
    return pieces(pattern).stream()
        .map(piece ->
            piece.field().isEmpty() ? " " + piece.text() : piece.field().toUpperCase(Locale.ROOT))
        .toList();
  }

  /// The number of a month from an English name or its first three letters at the start of a text,
  /// or 0.
  static int monthAt(String text, int position) {
    for (int i = 0; i < MONTHS.size(); i++) {
      if (text.regionMatches(true, position, MONTHS.get(i), 0, 3)) {
        return i + 1;
      }
    }
    return 0;
  }

  /// The length of the month's name at a position: the whole name or three letters.
  static int monthLength(String text, int position, int month) {
    String name = MONTHS.get(month - 1);
    return text.regionMatches(true, position, name, 0, name.length()) ? name.length() : 3;
  }

  /// The error for a text that does not fit.
  static ThermoclineException invalid(String type, DateTimeException cause) {
    return new ThermoclineException(
        ErrorCode.DATETIME_OUT_OF_RANGE,
        "a " + type + " has a field out of range; check months, days and hours",
        cause);
  }
}
