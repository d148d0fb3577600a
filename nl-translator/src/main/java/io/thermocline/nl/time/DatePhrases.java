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
      if (name.equals(word) || word.length() == 3 && name.startsWith(word)) {
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
    if (t.size() == 2 && t.is(1, "s") && t.number(0, 1).isPresent()) {
      return decade(t.number(0, 1).orElseThrow());
    }
    if (t.size() == 3 && t.is(0, "split")) {
      return splitYear(t.number(2, 3).orElse(0));
    }
    if (t.size() > 1 && t.is(t.size() - 1, "century")) {
      return century(t.until(t.size() - 1));
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
    if (quarter == null) {
      quarter = severalOrWeekday(t, whole);
    }
    if (quarter == null) {
      quarter = named(t, from.getYear());
    }
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
      return new Period(calendar.plus(whole.to(), unit, -1), whole.to(), new CalendarStep(unit, 1));
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

  /// `first 3 months`, `last two weeks`, `second Monday`, `last Friday` of a period.
  private @Nullable Period severalOrWeekday(Tokens t, Period whole) {
    LocalDateTime from = whole.from();
    LocalDateTime to = whole.to();
    int size = t.size();
    if (size < 2 || from == null || to == null) {
      return null;
    }
    boolean last = t.is(0, "last");
    DayOfWeek day = dayOfWeek(t.word(size - 1));
    if (day != null) {
      Integer number = last && size == 2 ? Integer.valueOf(1) : ordinal(t.until(size - 1));
      LocalDate found =
          number == null
              ? null
              : last
                  ? to.toLocalDate().minusDays(1).with(TemporalAdjusters.previousOrSame(day))
                  : from.toLocalDate()
                      .with(TemporalAdjusters.nextOrSame(day))
                      .plusWeeks(number - 1L);
      return found == null
              || !found.atStartOfDay().isBefore(to)
              || found.isBefore(from.toLocalDate())
          ? null
          : calendar.from(found, CalendarUnit.DAY);
    }
    CalendarUnit unit = CalendarUnit.named(t.word(size - 1)).orElse(null);
    Integer count = t.number(1, size - 1).orElse(null);
    if (unit == null || count == null || count < 1 || !last && !t.is(0, "first")) {
      return null;
    }
    Period found =
        last
            ? new Period(calendar.plus(to, unit, -count), to)
            : new Period(from, calendar.plus(from, unit, count));
    boolean inside =
        found.from() != null
            && found.to() != null
            && !found.from().isBefore(from)
            && !found.to().isAfter(to);
    return inside ? found : null;
  }

  private static @Nullable Integer ordinal(Tokens t) {
    return switch (t.toString()) {
      case "first", "1 st" -> 1;
      case "second", "2 nd" -> 2;
      case "third", "3 rd" -> 3;
      case "fourth", "4 th" -> 4;
      case "fifth", "5 th" -> 5;
      default -> null;
    };
  }

  /// A season, which is three whole months, or a holiday.
  @Nullable Period named(Tokens t, int year) {
    LocalDate holiday = Holidays.in(t.toString(), year);
    if (holiday != null) {
      return calendar.from(holiday, CalendarUnit.DAY);
    }
    Month month =
        switch (t.toString()) {
          case "spring", "springtime" -> Month.MARCH;
          case "summer", "summertime" -> Month.JUNE;
          case "autumn", "fall" -> Month.SEPTEMBER;
          case "winter", "wintertime" -> Month.DECEMBER;
          default -> null;
        };
    return month == null ? null : calendar.from(LocalDate.of(year, month, 1), CalendarUnit.QUARTER);
  }

  /// `2023/24`: the fiscal year that begins in one year and ends in the next, else both years.
  private Period splitYear(int last) {
    return calendar.settings().fiscalYearStart() == Month.JANUARY
        ? new Period(calendar.year(last - 1).from(), calendar.year(last).to())
        : calendar.fiscalYear(last);
  }

  private @Nullable Period decade(int number) {
    int year = number >= 100 ? number : number < 30 ? 2000 + number : 1900 + number;
    return number % 10 == 0 && year >= 1000
        ? calendar.from(LocalDate.of(year, 1, 1), CalendarUnit.DECADE)
        : null;
  }

  /// `21 st`, `this`, `last`: the hundred years that begin with a year that ends in 00.
  private @Nullable Period century(Tokens t) {
    int current = calendar.today().getYear() / 100;
    Integer number =
        switch (t.toString()) {
          case "this", "current" -> Integer.valueOf(current);
          case "last", "previous" -> Integer.valueOf(current - 1);
          default -> t.number(0, t.size()).map(n -> n - 1).orElse(null);
        };
    if (number == null || number < 10 || number > 29) {
      return null;
    }
    LocalDateTime start = LocalDate.of(number * 100, 1, 1).atStartOfDay();
    return new Period(start, start.plusYears(100));
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
    return t.is(0, "fiscal") || t.is(0, "financial");
  }

  private @Nullable Period fiscal(Tokens t) {
    int at = t.is(1, "year") ? 2 : 1;
    Integer year = PointPhrases.yearOf(t.word(t.size() - 1));
    if (year == null) {
      return latestFiscal(t.from(at));
    }
    Period whole = calendar.fiscalYear(year);
    return t.size() == at + 1 ? whole : quarterOrHalf(t.from(at).until(t.size() - 1 - at), whole);
  }

  /// A quarter or half without a year: the latest one that has begun.
  private @Nullable Period latestFiscal(Tokens t) {
    Period current = calendar.relative(CalendarUnit.FISCAL_YEAR, 0);
    Period found = t.size() == 0 ? null : quarterOrHalf(t, current);
    if (found != null && found.from() != null && found.from().isAfter(calendar.now())) {
      found = quarterOrHalf(t, calendar.relative(CalendarUnit.FISCAL_YEAR, -1));
    }
    return found;
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
      boolean dayFirst =
          a > 12 || b <= 12 && calendar.settings().dateOrder() == DateOrder.DAY_FIRST;
      return calendar.from(
          dayFirst ? LocalDate.of(year, b, a) : LocalDate.of(year, a, b), CalendarUnit.DAY);
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

  /// Whether a text holds a date with slashes that could be read either way.
  static boolean isAmbiguous(String text) {
    Matcher slashed = SLASHED.matcher(TimeSpelling.spell(text));
    while (slashed.find()) {
      int a = Integer.parseInt(slashed.group(1));
      int b = Integer.parseInt(slashed.group(2));
      if (a != b && a <= 12 && b <= 12) {
        return true;
      }
    }
    return false;
  }

  /// `the 15th`: of this month, or of the last one when it is still to come.
  private @Nullable Period dayOfMonth(Tokens t) {
    boolean ordinal = t.is(1, "st") || t.is(1, "nd") || t.is(1, "rd") || t.is(1, "th");
    Integer day = t.size() == 2 && ordinal ? t.number(0, 1).orElse(null) : null;
    if (day == null || day < 1 || day > 31) {
      return null;
    }
    LocalDate month = calendar.today().withDayOfMonth(1);
    if (day > calendar.today().getDayOfMonth()) {
      month = month.minusMonths(1);
    }
    return day > month.lengthOfMonth()
        ? null
        : calendar.from(month.withDayOfMonth(day), CalendarUnit.DAY);
  }

  /// A phrase without a year: the latest one that has begun.
  private @Nullable Period latest(Tokens t) {
    Period ofMonth = dayOfMonth(t);
    if (ofMonth != null) {
      return ofMonth;
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
