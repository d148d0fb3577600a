package io.thermocline.engine.kernel;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;

/// Reads one text by the fields of a `to_date` pattern.
final class DateTimeParse {
  private static final long JULIAN_OF_1970 = 2_440_588;

  private final String text;
  private int position;
  private int year = 1;
  private int month = 1;
  private int day = 1;
  private int dayOfYear;
  private long julian = Long.MIN_VALUE;
  private long hour;
  private long minute;
  private long second;
  private long micros;
  private boolean twelveHours;
  private boolean afternoon;

  DateTimeParse(String text) {
    this.text = text;
  }

  long parse(List<String> fields) {
    for (int i = 0; i < fields.size(); i++) {
      boolean digitsFollow = i + 1 < fields.size() && !fields.get(i + 1).startsWith(" ");
      field(fields.get(i), digitsFollow);
    }
    try {
      LocalDate date =
          julian != Long.MIN_VALUE
              ? LocalDate.ofEpochDay(julian - JULIAN_OF_1970)
              : dayOfYear > 0
                  ? LocalDate.ofYearDay(year, dayOfYear)
                  : LocalDate.of(year, month, day);
      if (twelveHours) {
        hour = hour % 12 + (afternoon ? 12 : 0);
      }
      if (hour > 24 || minute > 59 || second > 60) {
        throw new DateTimeException("time of day");
      }
      return Temporal.midnight(date)
          + hour * Temporal.HOUR
          + minute * Temporal.MINUTE
          + second * Temporal.SECOND
          + micros;
    } catch (DateTimeException e) {
      throw DateTimeFormat.invalid("date", e);
    }
  }

  private void field(String field, boolean digitsFollow) {
    if (field.startsWith(" ")) {
      skipLiteral(field.substring(1));
      return;
    }
    if (position >= text.length()) {
      return;
    }
    switch (field) {
      case "YYYY", "IYYY" -> year = (int) number(digitsFollow ? 4 : 9);
      case "YYY", "YY" -> {
        int value = (int) number(field.length());
        year =
            value < 70
                ? 2000 + value
                : value < 100 ? 1900 + value : value < 520 ? 2000 + value : 1000 + value;
      }
      case "MM" -> month = (int) number(2);
      case "MONTH", "MON" -> {
        month = DateTimeFormat.monthAt(text, skipSpaces());
        if (month == 0) {
          throw invalid(field);
        }
        position += field.equals("MON") ? 3 : DateTimeFormat.monthLength(text, position, month);
      }
      case "DD" -> day = (int) number(2);
      case "DDD" -> dayOfYear = (int) number(3);
      case "J" -> julian = number(9);
      case "HH24" -> hour = number(2);
      case "HH", "HH12" -> {
        hour = number(2);
        twelveHours = true;
      }
      case "MI" -> minute = number(2);
      case "SS" -> second = number(2);
      case "MS", "FF3" -> micros += fraction(3);
      case "US", "FF6" -> micros += fraction(6);
      case "SSSSS" -> second = number(5);
      case "AM", "PM", "A.M.", "P.M." -> {
        afternoon = Character.toUpperCase(text.charAt(skipSpaces())) == 'P';
        twelveHours = true;
        position += field.length();
      }
      case "DAY", "DY" -> {
        while (position < text.length() && Character.isLetter(text.charAt(position))) {
          position++;
        }
      }
      case "D", "ID", "Q", "W" -> number(1);
      case "WW", "IW" -> number(2);
      default ->
          throw new ThermoclineException(
              ErrorCode.UNSUPPORTED,
              "the pattern field " + field + " cannot be read; use fields such as YYYY, MM and DD");
    }
  }

  private int skipSpaces() {
    while (position < text.length() && text.charAt(position) == ' ') {
      position++;
    }
    return Math.min(position, text.length() - 1);
  }

  private void skipLiteral(String literal) {
    if (literal.isBlank() || !Character.isLetterOrDigit(literal.charAt(0))) {
      while (position < text.length()
          && !Character.isLetterOrDigit(text.charAt(position))
          && text.charAt(position) != '-'
          && text.charAt(position) != '+') {
        position++;
      }
      if (position < text.length() && text.startsWith(literal, position) && !literal.isBlank()) {
        position += literal.length();
      } else if (position < text.length() && text.charAt(position) == '-') {
        position++;
      }
      return;
    }
    position = Math.min(text.length(), position + literal.length());
  }

  private long number(int maxDigits) {
    skipSpaces();
    int start = position;
    while (position < text.length()
        && position - start < maxDigits
        && isDigit(text.charAt(position))) {
      position++;
    }
    if (position == start) {
      throw invalid("number");
    }
    return Long.parseLong(text, start, position, 10);
  }

  private long fraction(int digits) {
    int start = position;
    long value = number(digits);
    for (int i = position - start; i < 6; i++) {
      value *= 10;
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static ThermoclineException invalid(String field) {
    return new ThermoclineException(
        ErrorCode.INVALID_TEXT,
        "a text does not fit its date pattern at the field " + field + "; check text and pattern");
  }
}
