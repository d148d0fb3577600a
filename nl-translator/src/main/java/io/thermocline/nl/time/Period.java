package io.thermocline.nl.time;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A half-open range of local time, `from` inclusive to `to` exclusive; null is unbounded.
///
/// @param step the calendar's unit that the words count the period in, as `year` in "year to date";
///   null when they name none
public record Period(
    @Nullable LocalDateTime from, @Nullable LocalDateTime to, @Nullable CalendarStep step) {
  /// Checks the order.
  public Period {
    if (from != null && to != null && to.isBefore(from)) {
      throw new IllegalArgumentException("a period from " + from + " to " + to);
    }
  }

  /// A period of which the words name no unit.
  public Period(@Nullable LocalDateTime from, @Nullable LocalDateTime to) {
    this(from, to, null);
  }

  /// How far back the period before it lies: the step of its words, or else its length in whole
  /// months, days or hours; empty when there is none.
  public Optional<CalendarStep> length() {
    if (step != null || from == null || to == null || from.equals(to)) {
      return Optional.ofNullable(step);
    }
    if (isMonthStart(from) && isMonthStart(to)) {
      return Optional.of(new CalendarStep(CalendarUnit.MONTH, ChronoUnit.MONTHS.between(from, to)));
    }
    long hours = ChronoUnit.HOURS.between(from, to);
    if (hours == 0 || !Duration.between(from, to).equals(Duration.ofHours(hours))) {
      return Optional.empty();
    }
    return Optional.of(
        hours % 24 == 0
            ? new CalendarStep(CalendarUnit.DAY, hours / 24)
            : new CalendarStep(CalendarUnit.HOUR, hours));
  }

  private static boolean isMonthStart(LocalDateTime point) {
    return point.getDayOfMonth() == 1 && point.toLocalTime().equals(LocalTime.MIDNIGHT);
  }

  /// Whether it is exactly one day.
  public boolean isDay() {
    return from != null
        && to != null
        && from.toLocalTime().equals(LocalTime.MIDNIGHT)
        && from.plusDays(1).equals(to);
  }

  /// Whether it is a part of one day, such as a morning.
  public boolean isWithinDay() {
    return from != null
        && to != null
        && !isDay()
        && from.isBefore(to)
        && !to.isAfter(from.toLocalDate().plusDays(1).atStartOfDay());
  }

  /// Whether there is no gap between this and a later period.
  boolean touches(Period later) {
    return to == null || later.from == null || !to.isBefore(later.from);
  }

  /// The range in words: `2026-01-01 to 2026-03-31` with both days inside it, or with times when it
  /// does not begin and end at midnight.
  public String words() {
    if (from == null && to == null) {
      return "any time";
    }
    if (isDay() && from != null) {
      return from.toLocalDate().toString();
    }
    String start = from == null ? "" : point(from);
    if (to == null) {
      return "from " + start + " on";
    }
    boolean midnight = to.toLocalTime().equals(LocalTime.MIDNIGHT);
    if (from == null) {
      return "before " + point(to);
    }
    boolean days = midnight && from.toLocalTime().equals(LocalTime.MIDNIGHT);
    return days ? start + " to " + to.toLocalDate().minusDays(1) : start + " until " + point(to);
  }

  private static String point(LocalDateTime time) {
    return time.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? time.toLocalDate().toString()
        : time.toLocalDate() + " " + time.toLocalTime();
  }
}
