package io.thermocline.nl.time;

import java.time.LocalDateTime;

/// A length of time in a calendar unit: three months, a year. Moved by months, a day that the other
/// month lacks becomes that month's last.
///
/// @param count positive
public record CalendarStep(CalendarUnit unit, long count) {
  /// Checks the count.
  public CalendarStep {
    if (count < 1) {
      throw new IllegalArgumentException("a step of " + count + " " + unit);
    }
  }

  /// A point moved forward.
  public LocalDateTime after(LocalDateTime point) {
    return unit.plus(point, count);
  }

  /// The first point that lies at or behind another when it is moved forward. It is the other moved
  /// back, but for days that the earlier month lacks: then the start of the month behind.
  public LocalDateTime before(LocalDateTime point) {
    LocalDateTime back = unit.plus(point, -count);
    return after(back).isBefore(point) ? back.toLocalDate().plusDays(1).atStartOfDay() : back;
  }

  /// The points that lie in a period when they are moved forward.
  public Period before(Period period) {
    return new Period(
        period.from() == null ? null : before(period.from()),
        period.to() == null ? null : before(period.to()));
  }

  /// The length in months; 0 for units shorter than a month.
  public long months() {
    return Math.multiplyExact(count, unit.months());
  }

  /// The length in hours; 0 for units of a month or longer.
  public long hours() {
    return Math.multiplyExact(count, unit.hours());
  }
}
