package io.thermocline.nl.time;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/// Arithmetic with calendar units under the settings of a question.
final class Calendar {
  private final TimeSettings settings;

  Calendar(TimeSettings settings) {
    this.settings = settings;
  }

  LocalDateTime now() {
    return settings.localNow();
  }

  TimeSettings settings() {
    return settings;
  }

  LocalDate today() {
    return now().toLocalDate();
  }

  /// The start of the unit that holds a point.
  LocalDateTime start(CalendarUnit unit, LocalDateTime point) {
    LocalDate day = point.toLocalDate();
    return switch (unit) {
      case HOUR -> point.truncatedTo(ChronoUnit.HOURS);
      case DAY -> day.atStartOfDay();
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(settings.weekStart())).atStartOfDay();
      case MONTH -> day.withDayOfMonth(1).atStartOfDay();
      case QUARTER -> monthStart(day, 3, Month.JANUARY);
      case HALF -> monthStart(day, 6, Month.JANUARY);
      case YEAR -> monthStart(day, 12, Month.JANUARY);
      case FISCAL_QUARTER -> monthStart(day, 3, settings.fiscalYearStart());
      case FISCAL_YEAR -> monthStart(day, 12, settings.fiscalYearStart());
      case DECADE -> LocalDate.of(Math.floorDiv(day.getYear(), 10) * 10, 1, 1).atStartOfDay();
    };
  }

  private static LocalDateTime monthStart(LocalDate day, int months, Month first) {
    int since = Math.floorMod(day.getMonthValue() - first.getValue(), months);
    return day.withDayOfMonth(1).minusMonths(since).atStartOfDay();
  }

  /// A point moved by so many units.
  LocalDateTime plus(LocalDateTime point, CalendarUnit unit, long count) {
    return unit.plus(point, count);
  }

  /// The unit that holds now, moved by `offset` units: 0 is this one, -1 the last one.
  Period relative(CalendarUnit unit, long offset) {
    LocalDateTime start = plus(start(unit, now()), unit, offset);
    return new Period(start, plus(start, unit, 1), new CalendarStep(unit, 1));
  }

  /// The unit that begins at the start of a day.
  Period from(LocalDate first, CalendarUnit unit) {
    LocalDateTime start = first.atStartOfDay();
    return new Period(start, plus(start, unit, 1), new CalendarStep(unit, 1));
  }

  /// From so many units before today to the end of today, or from so many hours before now to now.
  Period past(CalendarUnit unit, long count) {
    if (unit == CalendarUnit.HOUR) {
      return new Period(now().minusHours(count), now());
    }
    LocalDateTime start = plus(today().atStartOfDay(), unit, -count);
    CalendarStep step = count < 1 ? null : new CalendarStep(unit, count);
    return new Period(start, today().plusDays(1).atStartOfDay(), step);
  }

  /// So many units that begin with tomorrow, or with now when they are hours.
  Period coming(CalendarUnit unit, long count) {
    LocalDateTime start = unit == CalendarUnit.HOUR ? now() : today().plusDays(1).atStartOfDay();
    return new Period(start, plus(start, unit, count));
  }

  /// A calendar year.
  Period year(int year) {
    return from(LocalDate.of(year, 1, 1), CalendarUnit.YEAR);
  }

  /// A fiscal year by its name.
  Period fiscalYear(int year) {
    Month first = settings.fiscalYearStart();
    int startYear = first == Month.JANUARY ? year : year - 1;
    return from(LocalDate.of(startYear, first, 1), CalendarUnit.FISCAL_YEAR);
  }

  /// The n-th piece of a period that begins with it, from 1.
  Period piece(Period whole, CalendarUnit unit, int number) {
    LocalDateTime from = whole.from();
    if (from == null) {
      throw new IllegalArgumentException("a piece of an unbounded period");
    }
    LocalDateTime start = plus(from, unit, number - 1L);
    return new Period(start, plus(start, unit, 1), new CalendarStep(unit, 1));
  }
}
