package io.thermocline.nl.time;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Phrases for times that come again: `weekends`, `on Mondays`, `in the evening`, `after 6 pm`,
/// `between 9 am and 5 pm`, `Friday nights in 2024`.
///
/// A morning is from 6 to 12, an afternoon from 12 to 18, an evening from 18 to 22, a night from 22
/// to 6, business hours are from 9 to 17 on Mondays to Fridays.
final class RecurringPhrases {
  private static final Set<DayOfWeek> ALL = EnumSet.allOf(DayOfWeek.class);
  private static final Set<DayOfWeek> WEEKEND = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
  private static final Set<DayOfWeek> WEEKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
  private static final int NOON = 12;

  private final Function<Tokens, @Nullable Period> periods;

  /// @param periods reads the period within which times recur
  RecurringPhrases(Function<Tokens, @Nullable Period> periods) {
    this.periods = periods;
  }

  /// A range of times of day; each end may be null.
  private record Times(@Nullable LocalTime from, @Nullable LocalTime to) {}

  /// The recurrence, or null when the phrase is something else.
  @Nullable Recurrence read(Tokens phrase) {
    Tokens t = lead(phrase);
    if (phrase.size() > 1 && (phrase.is(0, "every") || phrase.is(0, "each"))) {
      t = t.replacing(1, t.word(0) + "s");
    }
    Recurrence alone = core(t);
    if (alone != null) {
      return alone;
    }
    for (int i = t.size() - 1; i > 0; i--) {
      Recurrence first = core(t.until(i));
      Period within = first == null ? null : periods.apply(t.from(i));
      if (first != null && within != null) {
        return first.within(within);
      }
      Recurrence last = core(lead(t.from(i)));
      within = last == null ? null : periods.apply(t.until(i));
      if (last != null && within != null) {
        return last.within(within);
      }
    }
    return null;
  }

  private static Tokens lead(Tokens t) {
    Tokens rest = t;
    while (rest.size() > 1
        && switch (rest.word(0)) {
          case "on", "in", "at", "during", "over", "the", "every", "each", "only", "all" -> true;
          default -> false;
        }) {
      rest = rest.from(1);
    }
    return rest;
  }

  /// Days, times of day, or both.
  private @Nullable Recurrence core(Tokens t) {
    if (t.toString().equals("business hours") || t.toString().equals("office hours")) {
      return new Recurrence(WEEKDAYS, LocalTime.of(9, 0), LocalTime.of(17, 0), null);
    }
    Set<DayOfWeek> days = days(t);
    if (days != null) {
      return new Recurrence(days, null, null, null);
    }
    Times times = times(t);
    if (times != null) {
      return new Recurrence(ALL, times.from(), times.to(), null);
    }
    for (int i = 1; i < t.size(); i++) {
      Set<DayOfWeek> first = days(t.until(i));
      first = first == null && t.word(t.size() - 1).endsWith("s") ? singleDay(t.until(i)) : first;
      Times behind = first == null ? null : times(lead(t.from(i)));
      if (first != null && behind != null) {
        return new Recurrence(first, behind.from(), behind.to(), null);
      }
      Times before = times(t.until(i));
      Set<DayOfWeek> last = before == null ? null : days(lead(t.from(i)));
      if (before != null && last != null) {
        return new Recurrence(last, before.from(), before.to(), null);
      }
    }
    return null;
  }

  /// `Friday` in `Friday nights`.
  private static @Nullable Set<DayOfWeek> singleDay(Tokens t) {
    DayOfWeek day = t.size() == 1 ? DatePhrases.dayOfWeek(t.word(0)) : null;
    return day == null ? null : EnumSet.of(day);
  }

  private static @Nullable Set<DayOfWeek> days(Tokens t) {
    switch (t.toString()) {
      case "weekend", "weekends", "week end", "week ends" -> {
        return WEEKEND;
      }
      case "weekday", "weekdays", "week days", "workdays", "working days", "business days" -> {
        return WEEKDAYS;
      }
      default -> {}
    }
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (int i = 0; i < t.size(); i++) {
      String word = t.word(i);
      boolean joint = word.equals("and") || word.equals("or") || word.equals("on");
      DayOfWeek day =
          word.endsWith("s") ? DatePhrases.dayOfWeek(word.substring(0, word.length() - 1)) : null;
      if (day != null) {
        days.add(day);
      } else if (!joint || i == 0 || i == t.size() - 1) {
        return null;
      }
    }
    return days.isEmpty() ? null : days;
  }

  private static @Nullable Times times(Tokens t) {
    switch (t.toString()) {
      case "morning", "mornings" -> {
        return new Times(LocalTime.of(6, 0), LocalTime.NOON);
      }
      case "afternoon", "afternoons" -> {
        return new Times(LocalTime.NOON, LocalTime.of(18, 0));
      }
      case "evening", "evenings" -> {
        return new Times(LocalTime.of(18, 0), LocalTime.of(22, 0));
      }
      case "night", "nights" -> {
        return new Times(LocalTime.of(22, 0), LocalTime.of(6, 0));
      }
      default -> {}
    }
    return switch (t.word(0)) {
      case "after", "since", "from", "past" -> {
        Times range = range(t.from(1));
        LocalTime from = range == null ? time(t.from(1), false) : null;
        yield range != null ? range : from == null ? null : new Times(from, null);
      }
      case "before", "until", "till" -> {
        LocalTime to = time(t.from(1), false);
        yield to == null ? null : new Times(null, to);
      }
      case "between" -> range(t.from(1));
      default -> {
        Times range = range(t);
        LocalTime at = range == null ? time(t, false) : null;
        yield range != null ? range : at == null ? null : new Times(at, behind(at));
      }
    };
  }

  /// The hour, or the minute when minutes are said, ends with the next one.
  private static @Nullable LocalTime behind(LocalTime at) {
    LocalTime end = at.getMinute() == 0 ? at.plusHours(1) : at.plusMinutes(1);
    return end.equals(LocalTime.MIDNIGHT) ? null : end;
  }

  /// `9 and 17:30`, `9 am to 5 pm`, `9 to 5 pm`.
  private static @Nullable Times range(Tokens t) {
    for (int i = 1; i < t.size() - 1; i++) {
      if (t.is(i, "and") || t.is(i, "to") || t.is(i, "until") || t.is(i, "till") || t.is(i, "-")) {
        LocalTime to = time(t.from(i + 1), false);
        LocalTime from = to == null ? null : time(t.until(i), true);
        if (from != null && to != null && !from.equals(to)) {
          return new Times(from, to);
        }
      }
    }
    return null;
  }

  /// `6 pm`, `9am`, `17:30`, `noon`; a bare number only where `bare`.
  private static @Nullable LocalTime time(Tokens t, boolean bare) {
    if (t.size() == 1 && (t.is(0, "noon") || t.is(0, "midday"))) {
      return LocalTime.NOON;
    }
    if (t.size() == 1 && t.is(0, "midnight")) {
      return LocalTime.MIDNIGHT;
    }
    Tokens rest =
        t.is(t.size() - 2, "o") && t.is(t.size() - 1, "clock") ? t.until(t.size() - 2) : t;
    boolean clock = rest.size() < t.size();
    String last = rest.word(rest.size() - 1);
    boolean half = last.equals("am") || last.equals("pm");
    rest = half ? rest.until(rest.size() - 1) : rest;
    boolean minutes = rest.size() == 3 && rest.is(1, ":");
    if (!half && !clock && !minutes && !bare || rest.size() != 1 && !minutes) {
      return null;
    }
    try {
      int hour = Integer.parseInt(rest.word(0));
      int minute = minutes ? Integer.parseInt(rest.word(2)) : 0;
      if (half && (hour < 1 || hour > NOON)) {
        return null;
      }
      int inDay = half ? hour % NOON + (last.equals("pm") ? NOON : 0) : hour;
      return inDay == 24 && minute == 0 ? LocalTime.MIDNIGHT : LocalTime.of(inDay, minute);
    } catch (NumberFormatException | DateTimeException e) {
      return null;
    }
  }
}
