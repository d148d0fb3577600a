package io.thermocline.nl.time;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.IsoFields;
import java.time.temporal.WeekFields;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// TIMEX3 values to periods.
final class TimexValues {
  private static final Pattern VALUE =
      Pattern.compile(
          "(?<year>[0-9]{4})(?:-(?:(?<month>[0-9]{2})(?:-(?<day>[0-9]{2})(?:T(?<hour>[0-9]{2})(?::(?<minute>[0-9]{2})).*)?)?"
              + "|W(?<week>[0-9]{2})|Q(?<quarter>[1-4])|H(?<half>[12])|(?<season>SP|SU|FA|WI)))?");
  private static final Pattern DECADE = Pattern.compile("([0-9]{3})X");
  private static final Pattern CENTURY = Pattern.compile("([0-9]{2})XX");

  private final Calendar calendar;

  TimexValues(Calendar calendar) {
    this.calendar = calendar;
  }

  /// The period of a value; null when it is a length of time or undetermined.
  @Nullable Period period(String value) {
    Matcher decade = DECADE.matcher(value);
    if (decade.matches()) {
      return calendar.from(
          LocalDate.of(Integer.parseInt(decade.group(1)) * 10, 1, 1), CalendarUnit.DECADE);
    }
    Matcher century = CENTURY.matcher(value);
    if (century.matches()) {
      LocalDateTime start =
          LocalDate.of(Integer.parseInt(century.group(1)) * 100, 1, 1).atStartOfDay();
      return new Period(start, start.plusYears(100));
    }
    Matcher m = VALUE.matcher(value);
    if (!m.matches()) {
      return null;
    }
    int year = Integer.parseInt(m.group("year"));
    if (m.group("hour") != null) {
      LocalDateTime start =
          LocalDate.of(year, number(m, "month"), number(m, "day"))
              .atTime(number(m, "hour"), number(m, "minute"));
      return new Period(start, start.plusMinutes(1));
    }
    if (m.group("day") != null) {
      return calendar.from(
          LocalDate.of(year, number(m, "month"), number(m, "day")), CalendarUnit.DAY);
    }
    if (m.group("month") != null) {
      return calendar.from(LocalDate.of(year, number(m, "month"), 1), CalendarUnit.MONTH);
    }
    if (m.group("week") != null) {
      return calendar.from(week(year, number(m, "week")), CalendarUnit.WEEK);
    }
    if (m.group("quarter") != null) {
      return calendar.piece(calendar.year(year), CalendarUnit.QUARTER, number(m, "quarter"));
    }
    if (m.group("half") != null) {
      return calendar.piece(calendar.year(year), CalendarUnit.HALF, number(m, "half"));
    }
    if (m.group("season") != null) {
      int month =
          switch (m.group("season")) {
            case "SP" -> 3;
            case "SU" -> 6;
            case "FA" -> 9;
            default -> 12;
          };
      return calendar.from(LocalDate.of(year, month, 1), CalendarUnit.QUARTER);
    }
    return calendar.year(year);
  }

  /// The Monday of an ISO week.
  ///
  /// @throws DateTimeException when the year has no such week
  static LocalDate week(int year, int week) {
    LocalDate monday =
        LocalDate.of(year, 1, 4)
            .with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, week)
            .with(WeekFields.ISO.dayOfWeek(), 1);
    if (monday.get(IsoFields.WEEK_BASED_YEAR) != year) {
      throw new DateTimeException(year + " has no week " + week);
    }
    return monday;
  }

  private static int number(Matcher matcher, String group) {
    return Integer.parseInt(matcher.group(group));
  }
}
