package io.thermocline.nl.time;

import java.time.LocalDateTime;
import java.util.Optional;

/// Units of the calendar by which periods are counted.
public enum CalendarUnit {
  /// An hour.
  HOUR,
  /// A day.
  DAY,
  /// A week; its first day is a setting.
  WEEK,
  /// A month.
  MONTH,
  /// Three months; begins in January, April, July and October.
  QUARTER,
  /// Six months; begins in January and July.
  HALF,
  /// A year; begins in January.
  YEAR,
  /// A fiscal quarter: three months from the start of the fiscal year.
  FISCAL_QUARTER,
  /// A fiscal year; its first month is a setting.
  FISCAL_YEAR,
  /// Ten years; begins with a year that ends in 0.
  DECADE;

  /// The unit that a word in singular or plural names.
  static Optional<CalendarUnit> named(String word) {
    return Optional.ofNullable(
        switch (word) {
          case "hour", "hours", "hr", "hrs" -> HOUR;
          case "day", "days" -> DAY;
          case "week", "weeks", "wk", "wks" -> WEEK;
          case "month", "months" -> MONTH;
          case "quarter", "quarters", "qtr" -> QUARTER;
          case "year", "years", "yr", "yrs" -> YEAR;
          case "decade", "decades" -> DECADE;
          default -> null;
        });
  }

  /// A point moved by so many units.
  LocalDateTime plus(LocalDateTime point, long count) {
    return months() > 0
        ? point.plusMonths(Math.multiplyExact(count, months()))
        : point.plusHours(Math.multiplyExact(count, hours()));
  }

  /// Months in the unit; 0 when it is shorter than one.
  int months() {
    return switch (this) {
      case HOUR, DAY, WEEK -> 0;
      case MONTH -> 1;
      case QUARTER, FISCAL_QUARTER -> 3;
      case HALF -> 6;
      case YEAR, FISCAL_YEAR -> 12;
      case DECADE -> 120;
    };
  }

  /// Hours in the unit; 0 when it is not a fixed number of them.
  int hours() {
    return switch (this) {
      case HOUR -> 1;
      case DAY -> 24;
      case WEEK -> 7 * 24;
      case MONTH, QUARTER, HALF, YEAR, FISCAL_QUARTER, FISCAL_YEAR, DECADE -> 0;
    };
  }

  /// The fiscal counterpart of a quarter or year, itself otherwise.
  CalendarUnit fiscal() {
    return switch (this) {
      case QUARTER -> FISCAL_QUARTER;
      case YEAR -> FISCAL_YEAR;
      case HOUR, DAY, WEEK, MONTH, HALF, FISCAL_QUARTER, FISCAL_YEAR, DECADE -> this;
    };
  }
}
