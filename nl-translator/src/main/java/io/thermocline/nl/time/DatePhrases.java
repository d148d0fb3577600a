package io.thermocline.nl.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Absolute dates: days, months, quarters, halves, weeks, years and decades, with a year or
/// without.
final class DatePhrases {
  private static final Pattern ISO =
      Pattern.compile("([0-9]{4})[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?(?:[t ](.+?))?z?");
  private static final Pattern SLASHED = Pattern.compile("([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})");
  private static final Pattern MONTH_YEAR = Pattern.compile("([0-9]{1,2})/([0-9]{4})");
  private static final Pattern DOTTED = Pattern.compile("([0-9]{1,2})\\.([0-9]{1,2})\\.([0-9]{4})");

  private final Calendar calendar;

  DatePhrases(Calendar calendar) {
    this.calendar = calendar;
  }

  /// The month of a name or its first three or four letters.
  static Optional<Month> month(String word) {
    if (word.length() < 3 || word.equals("mar") || word.equals("sept")) {
      return word.equals("mar")
          ? Optional.of(Month.MARCH)
          : word.equals("sept") ? Optional.of(Month.SEPTEMBER) : Optional.empty();
    }
    for (Month month : Month.values()) {
      String name = month.name().toLowerCase(Locale.ROOT);
      if (name.equals(word) || word.length() == 3 && name.startsWith(word)) {
        return Optional.of(month);
      }
    }
    return Optional.empty();
  }

  static @Nullable DayOfWeek dayOfWeek(String word) {
    for (DayOfWeek day : DayOfWeek.values()) {
      String name = day.name().toLowerCase(Locale.ROOT);
      if (name.equals(word)
          || (name + "s").equals(word)
          || word.length() == 3 && name.startsWith(word)) {
        return day;
      }
    }
    return null;
  }

  /// The period, with a missing year filled in, or null.
  @Nullable Period read(Tokens t) {
    if (t.size() == 1) {
      Period single = single(t.word(0));
      if (single != null) {
        return single;
      }
    }
    if (isFiscalYear(t)) {
      return fiscal(t);
    }
    Integer year = PointPhrases.yearOf(t.word(t.size() - 1));
    if (year != null) {
      if (t.size() == 1 || t.size() == 2 && (t.is(0, "year") || t.is(0, "calendar"))) {
        return calendar.year(year);
      }
      Tokens body = t.is(t.size() - 2, "of") ? t.until(t.size() - 2) : t.until(t.size() - 1);
      return pieceOf(body, calendar.year(year));
    }
    year = PointPhrases.yearOf(t.word(0));
    if (year != null) {
      return pieceOf(t.from(1), calendar.year(year));
    }
    return latest(t);
  }

  /// The phrase in a year.
  @Nullable Period inYear(Tokens t, int year) {
    return year == 0 ? null : pieceOf(t, calendar.year(year));
  }

  /// A part of a longer period: its n-th quarter, half, month or week, a month of it by name, a day
  /// of such a month.
  @Nullable Period pieceOf(Tokens t, Period whole) {
    LocalDateTime from = whole.from();
    if (t.size() == 0 || from == null) {
      return null;
    }
    Period quarter = quarterOrHalf(t, whole);
    if (quarter != null) {
      return quarter;
    }
    if ((t.is(0, "week") || t.is(0, "w") || t.is(0, "kw")) && t.size() == 2) {
      Integer week = t.number(1, 2).orElse(null);
      return week == null
          ? null
          : calendar.from(TimexValues.week(from.getYear(), week), CalendarUnit.WEEK);
    }
    return monthOrDay(t, from.toLocalDate());
  }

  private @Nullable Period quarterOrHalf(Tokens t, Period whole) {
    String last = t.word(t.size() - 1);
    CalendarUnit unit =
        switch (last) {
          case "quarter" -> CalendarUnit.QUARTER;
          case "half" -> CalendarUnit.HALF;
          case "month" -> CalendarUnit.MONTH;
          case "week" -> CalendarUnit.WEEK;
          case "day" -> CalendarUnit.DAY;
          default -> null;
        };
    if (unit != null && t.size() > 1 && t.is(0, "last") && whole.to() != null) {
      return new Period(calendar.plus(whole.to(), unit, -1), whole.to());
    }
    Integer number = null;
    if (unit != null) {
      int end = t.is(t.size() - 2, "fiscal") ? t.size() - 2 : t.size() - 1;
      number = t.number(t.is(0, "the") ? 1 : 0, end).orElse(null);
    } else if ((t.is(0, "q") || t.is(0, "h") || t.is(0, "quarter")) && t.size() == 2) {
      unit = t.is(0, "h") ? CalendarUnit.HALF : CalendarUnit.QUARTER;
      number = t.number(1, 2).orElse(null);
    }
    if (unit == null || number == null || number < 1) {
      return null;
    }
    Period piece = calendar.piece(whole, unit, number);
    return whole.to() != null
            && piece.to() != null
            && piece.to().isAfter(whole.to())
            && unit != CalendarUnit.WEEK
        ? null
        : piece;
  }

  private @Nullable Period monthOrDay(Tokens t, LocalDate start) {
    int at = -1;
    for (int i = 0; i < t.size(); i++) {
      if (month(t.word(i)).isPresent()) {
        at = i;
        break;
      }
    }
    if (at < 0) {
      return null;
    }
    Month month = month(t.word(at)).orElseThrow();
    int year = month.getValue() >= start.getMonthValue() ? start.getYear() : start.getYear() + 1;
    LocalDate first = LocalDate.of(year, month, 1);
    if (t.size() == 1) {
      return calendar.from(first, CalendarUnit.MONTH);
    }
    Integer day = at == 0 ? dayNumber(t.from(1)) : dayNumber(t.until(at));
    if (day == null || at != 0 && at != t.size() - 1 || day < 1 || day > first.lengthOfMonth()) {
      return null;
    }
    return calendar.from(first.withDayOfMonth(day), CalendarUnit.DAY);
  }

  /// `5`, `5th`, `the 5th of`, `fifth`.
  private static @Nullable Integer dayNumber(Tokens t) {
    int first = t.is(0, "the") ? 1 : 0;
    int end = t.is(t.size() - 1, "of") ? t.size() - 1 : t.size();
    return t.number(first, end).orElse(null);
  }

  private static boolean isFiscalYear(Tokens t) {
    return t.is(0, "fy") || t.is(0, "fiscal") || t.is(0, "financial");
  }

  private @Nullable Period fiscal(Tokens t) {
    int at = t.is(1, "year") ? 2 : 1;
    Integer year = PointPhrases.yearOf(t.word(t.size() - 1));
    if (year == null) {
      Integer two = t.size() == at + 1 ? t.number(at, at + 1).orElse(null) : null;
      return two != null && two < 100 ? calendar.fiscalYear(2000 + two) : null;
    }
    Period whole = calendar.fiscalYear(year);
    return t.size() == at + 1 ? whole : quarterOrHalf(t.from(at).until(t.size() - 1 - at), whole);
  }

  private @Nullable Period single(String word) {
    Matcher iso = ISO.matcher(word);
    if (iso.matches()) {
      return iso(iso);
    }
    Matcher slashed = SLASHED.matcher(word);
    if (slashed.matches()) {
      int a = Integer.parseInt(slashed.group(1));
      int b = Integer.parseInt(slashed.group(2));
      int year = Integer.parseInt(slashed.group(3));
      return calendar.from(
          a > 12 ? LocalDate.of(year, b, a) : LocalDate.of(year, a, b), CalendarUnit.DAY);
    }
    Matcher dotted = DOTTED.matcher(word);
    if (dotted.matches()) {
      return calendar.from(
          LocalDate.of(
              Integer.parseInt(dotted.group(3)),
              Integer.parseInt(dotted.group(2)),
              Integer.parseInt(dotted.group(1))),
          CalendarUnit.DAY);
    }
    Matcher monthYear = MONTH_YEAR.matcher(word);
    if (monthYear.matches()) {
      return calendar.from(
          LocalDate.of(
              Integer.parseInt(monthYear.group(2)), Integer.parseInt(monthYear.group(1)), 1),
          CalendarUnit.MONTH);
    }
    return null;
  }

  private Period iso(Matcher iso) {
    int year = Integer.parseInt(iso.group(1));
    int month = Integer.parseInt(iso.group(2));
    if (iso.group(3) == null) {
      return calendar.from(LocalDate.of(year, month, 1), CalendarUnit.MONTH);
    }
    LocalDate day = LocalDate.of(year, month, Integer.parseInt(iso.group(3)));
    if (iso.group(4) == null) {
      return calendar.from(day, CalendarUnit.DAY);
    }
    String clock = iso.group(4).length() == 4 ? "0" + iso.group(4) : iso.group(4);
    LocalDateTime time = day.atTime(LocalTime.parse(clock));
    return new Period(time, clock.length() > 5 ? time.plusSeconds(1) : time.plusMinutes(1));
  }

  /// A phrase without a year: the latest one that has begun. `1990 s`, `90 s` are decades.
  private @Nullable Period latest(Tokens t) {
    if (t.size() == 2 && t.is(1, "s") && t.number(0, 1).isPresent()) {
      int number = t.number(0, 1).orElseThrow();
      int year = number >= 100 ? number : number < 30 ? 2000 + number : 1900 + number;
      return number % 10 == 0 ? calendar.from(LocalDate.of(year, 1, 1), CalendarUnit.DECADE) : null;
    }
    DayOfWeek weekday = t.size() == 1 ? dayOfWeek(t.word(0)) : null;
    LocalDate today = calendar.today();
    if (weekday != null) {
      return calendar.from(today.with(TemporalAdjusters.previousOrSame(weekday)), CalendarUnit.DAY);
    }
    Period found = pieceOf(t, calendar.year(today.getYear()));
    LocalDateTime now = calendar.now();
    if (found != null && found.from() != null && found.from().isAfter(now)) {
      found = pieceOf(t, calendar.year(today.getYear() - 1));
    }
    return found;
  }
}
