package io.thermocline.nl.time;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Times that come again: weekends, Mondays, mornings, after 6 pm; perhaps only those within a
/// period.
///
/// @param days the days of the week; all of them when only times of day count
/// @param from the first time of day inside, null for the whole day
/// @param to the first time of day behind it, null for the end of the day; before `from` when it
///   goes past midnight
/// @param within null for always
public record Recurrence(
    Set<DayOfWeek> days,
    @Nullable LocalTime from,
    @Nullable LocalTime to,
    @Nullable Period within) {
  private static final Set<DayOfWeek> WEEKEND = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);

  /// Copies the set, which must not be empty.
  public Recurrence {
    if (days.isEmpty()) {
      throw new IllegalArgumentException("a recurrence on no day");
    }
    days = Collections.unmodifiableSet(EnumSet.copyOf(days));
  }

  /// Whether every day counts, so that only the time of day matters.
  public boolean isDaily() {
    return days.size() == DayOfWeek.values().length;
  }

  /// Whether the time of day matters.
  public boolean hasTimes() {
    return from != null || to != null;
  }

  /// The same within a period.
  Recurrence within(Period period) {
    return new Recurrence(days, from, to, period);
  }

  /// The times in words: `Saturdays and Sundays`, `06:00 until 12:00 on Mondays`.
  public String words() {
    StringBuilder words = new StringBuilder();
    if (from != null || to != null) {
      words
          .append(from == null ? LocalTime.MIDNIGHT : from)
          .append(" until ")
          .append(to == null ? "midnight" : to);
    }
    if (!isDaily()) {
      words.append(words.isEmpty() ? "" : " on ").append(dayNames());
    } else {
      words.append(" of any day");
    }
    if (within != null) {
      words.append(", ").append(within.words());
    }
    return words.toString();
  }

  private String dayNames() {
    if (days.equals(EnumSet.complementOf(EnumSet.copyOf(WEEKEND)))) {
      return "Mondays to Fridays";
    }
    List<String> names =
        days.stream().map(day -> day.getDisplayName(TextStyle.FULL, Locale.ENGLISH) + "s").toList();
    return names.size() == 1
        ? names.getFirst()
        : names.subList(0, names.size() - 1).stream().collect(Collectors.joining(", "))
            + " and "
            + names.getLast();
  }
}
