package io.thermocline.nl.time;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;

/// What words like "last week" depend on.
///
/// @param now the present
/// @param zone the zone in which days begin
/// @param weekStart the first day of a week
/// @param fiscalYearStart the first month of a fiscal year; a fiscal year that does not begin in
///   January is called by the year in which it ends
/// @param dateOrder how dates with slashes are read
public record TimeSettings(
    Instant now, ZoneId zone, DayOfWeek weekStart, Month fiscalYearStart, DateOrder dateOrder) {
  /// Weeks from Monday, fiscal years from January, the month first.
  public static TimeSettings of(Instant now, ZoneId zone) {
    return new TimeSettings(now, zone, DayOfWeek.MONDAY, Month.JANUARY, DateOrder.MONTH_FIRST);
  }

  /// The present in the zone.
  public LocalDateTime localNow() {
    return LocalDateTime.ofInstant(now, zone);
  }
}
