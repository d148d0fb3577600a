package io.thermocline.server.demo;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;

/// When events happen: a number for each day, with growth, seasons, weekends and a peak in
/// November, and a time of day for each. Event numbers ascend with time.
final class ShopCalendar {
  private static final double[] MONTHS = {
    .86, .84, .92, .96, 1.0, .97, .9, .88, .98, 1.04, 1.3, 1.45
  };
  private static final double[] HOURS = {
    1.2, .6, .3, .2, .2, .4, 1, 2, 3, 4, 4.5, 5, 5.2, 5, 4.6, 4.5, 4.7, 5.2, 6, 6.8, 7, 6, 4, 2.4
  };
  private static final double[] HOUR_SUMS = Draws.sums(HOURS);
  private static final long SECONDS_PER_HOUR = 3600;
  private static final long MICROS = 1_000_000L;

  private final long firstDay;
  private final int events;

  /// The number of the first event of each day, and at the end the number of all.
  private final int[] first;

  /// @param growth how many times as many events the last day has as the first
  ShopCalendar(ShopSpec spec, int events, double growth) {
    this.firstDay = spec.start().toEpochDay();
    this.events = events;
    int days = Math.toIntExact(spec.today().toEpochDay() - firstDay);
    double[] sums = new double[days];
    Draws draws = new Draws(spec.seed() + events);
    double sum = 0;
    for (int day = 0; day < days; day++) {
      sum +=
          weight(spec.start().plusDays(day), StrictMath.pow(growth, day / (double) days))
              * (.9 + .2 * draws.start(Draws.Kind.DAY, day).unit());
      sums[day] = sum;
    }
    first = new int[days + 1];
    for (int day = 0; day < days; day++) {
      first[day + 1] = (int) StrictMath.round(events * (sums[day] / sum));
    }
  }

  private static double weight(LocalDate day, double trend) {
    double weekday =
        switch (day.getDayOfWeek()) {
          case MONDAY -> 1.05;
          case TUESDAY, WEDNESDAY, THURSDAY -> .95;
          case FRIDAY -> .9;
          case SATURDAY -> 1.05;
          case SUNDAY -> 1.2;
        };
    boolean peak =
        day.getMonthValue() == 11
            && day.getDayOfWeek() == DayOfWeek.FRIDAY
            && day.getDayOfMonth() >= 23;
    return trend * MONTHS[day.getMonthValue() - 1] * weekday * (peak ? 2.8 : 1);
  }

  /// The number of all events.
  int events() {
    return events;
  }

  /// The number of the first event on or after a day; days before the start and after the end are
  /// allowed.
  int firstOn(LocalDate day) {
    long index = day.toEpochDay() - firstDay;
    return index <= 0 ? 0 : first[(int) Math.min(index, first.length - 1L)];
  }

  /// The day of an event, counted from the start.
  int dayOf(int event) {
    int found = Arrays.binarySearch(first, event);
    if (found < 0) {
      return -found - 2;
    }
    int day = found;
    while (first[day + 1] == event) {
      day++;
    }
    return day;
  }

  /// The time of an event in microseconds since 1970, whole seconds.
  ///
  /// @param day the event's day, counted from the start
  /// @param jitter between 0 and 1
  long microsOf(int event, int day, double jitter) {
    int ofDay = first[day + 1] - first[day];
    double share = (event - first[day] + jitter) / ofDay * HOUR_SUMS[HOUR_SUMS.length - 1];
    int hour = 0;
    while (hour < HOURS.length - 1 && share >= HOUR_SUMS[hour]) {
      hour++;
    }
    double inHour = (share - HOUR_SUMS[hour] + HOURS[hour]) / HOURS[hour];
    long second = Math.min(SECONDS_PER_HOUR - 1, (long) (inHour * SECONDS_PER_HOUR));
    return ((firstDay + day) * 24 * SECONDS_PER_HOUR + hour * SECONDS_PER_HOUR + second) * MICROS;
  }

  /// How far a day, counted from the start, lies in the history: 0 to 1.
  double progress(int day) {
    return day / (double) (first.length - 1);
  }

  /// The number of days.
  int days() {
    return first.length - 1;
  }

  /// The day since 1970 of day 0.
  long firstDay() {
    return firstDay;
  }
}
