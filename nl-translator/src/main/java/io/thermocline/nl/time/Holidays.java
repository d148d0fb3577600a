package io.thermocline.nl.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;
import org.jspecify.annotations.Nullable;

/// Days that are called by name in business: Christian feasts by the Gregorian calendar, and the
/// ones of the United States that shops know.
final class Holidays {
  private static final int FOURTH = 4;

  private Holidays() {}

  /// The day of a feast in a year, or null for other words.
  static @Nullable LocalDate in(String name, int year) {
    return switch (name) {
      case "new year", "new years", "new year day", "new years day" -> LocalDate.of(year, 1, 1);
      case "valentine day", "valentines day", "valentines" -> LocalDate.of(year, 2, 14);
      case "good friday" -> easter(year).minusDays(2);
      case "easter", "easter sunday" -> easter(year);
      case "easter monday" -> easter(year).plusDays(1);
      case "ascension", "ascension day" -> easter(year).plusDays(39);
      case "pentecost", "whit sunday" -> easter(year).plusDays(49);
      case "whit monday" -> easter(year).plusDays(50);
      case "independence day", "fourth of july", "4 th of july", "july 4 th" ->
          LocalDate.of(year, 7, 4);
      case "labor day" -> nth(year, Month.SEPTEMBER, DayOfWeek.MONDAY, 1);
      case "memorial day" ->
          LocalDate.of(year, 5, 1).with(TemporalAdjusters.lastInMonth(DayOfWeek.MONDAY));
      case "halloween" -> LocalDate.of(year, 10, 31);
      case "thanksgiving", "thanksgiving day" -> thanksgiving(year);
      case "black friday" -> thanksgiving(year).plusDays(1);
      case "cyber monday" -> thanksgiving(year).plusDays(4);
      case "christmas eve", "xmas eve" -> LocalDate.of(year, 12, 24);
      case "christmas", "christmas day", "xmas" -> LocalDate.of(year, 12, 25);
      case "boxing day" -> LocalDate.of(year, 12, 26);
      case "new year eve", "new years eve", "silvester" -> LocalDate.of(year, 12, 31);
      default -> null;
    };
  }

  private static LocalDate thanksgiving(int year) {
    return nth(year, Month.NOVEMBER, DayOfWeek.THURSDAY, FOURTH);
  }

  private static LocalDate nth(int year, Month month, DayOfWeek day, int number) {
    return LocalDate.of(year, month, 1).with(TemporalAdjusters.dayOfWeekInMonth(number, day));
  }

  /// Easter Sunday by the method of Butcher and Meeus.
  static LocalDate easter(int year) {
    int a = year % 19;
    int b = year / 100;
    int c = year % 100;
    int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return LocalDate.of(year, n / 31, n % 31 + 1);
  }
}
