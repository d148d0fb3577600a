package io.thermocline.nl.time;

import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/// A half-open range of local time, `from` inclusive to `to` exclusive; null is unbounded.
public record Period(@Nullable LocalDateTime from, @Nullable LocalDateTime to) {
  /// Checks the order.
  public Period {
    if (from != null && to != null && to.isBefore(from)) {
      throw new IllegalArgumentException("a period from " + from + " to " + to);
    }
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
