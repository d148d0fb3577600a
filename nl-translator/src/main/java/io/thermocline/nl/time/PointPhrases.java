package io.thermocline.nl.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Phrases that name one unit of the calendar, or a window of several: `last quarter`, `past 30
/// days`, `March 2023`, `Q3`, `two weeks ago`, `the second half of last year`. Words in front such
/// as `in` are gone already.
final class PointPhrases {
  private static final int FIRST_YEAR = 1000;
  private static final int LAST_YEAR = 2999;

  private final Calendar calendar;
  private final DatePhrases dates;

  PointPhrases(Calendar calendar) {
    this.calendar = calendar;
    this.dates = new DatePhrases(calendar);
  }

  /// The period, or null when the phrase is something else.
  @Nullable Period read(Tokens t) {
    if (t.size() == 0) {
      return null;
    }
    Period simple = named(t);
    if (simple != null) {
      return simple;
    }
    Period edge = edge(t);
    if (edge != null) {
      return edge;
    }
    Period third = third(t);
    if (third != null) {
      return third;
    }
    Period relative = relative(t);
    if (relative != null) {
      return relative;
    }
    Period ago = ago(t);
    if (ago != null) {
      return ago;
    }
    Period piece = pieceOf(t);
    return piece != null ? piece : dates.read(t);
  }

  /// The phrase as it would be read in a year.
  @Nullable Period inYear(Tokens t, int year) {
    return dates.inYear(t, year);
  }

  /// The four-digit year that a phrase says, or null.
  @Nullable Integer explicitYear(Tokens t) {
    for (int i = 0; i < t.size(); i++) {
      Integer year = yearOf(t.word(i));
      if (year != null) {
        return year;
      }
      if (t.word(i).length() > 5 && t.word(i).matches("[0-9]{4}[-/].*|.*[./][0-9]{4}")) {
        return 0;
      }
    }
    return null;
  }

  /// The window back from now of a length: `30 days`, `a year`.
  @Nullable Period lengthBack(Tokens t) {
    int last = t.size() - 1;
    CalendarUnit unit = CalendarUnit.named(t.word(last)).orElse(null);
    Integer count = unit == null ? null : count(t, 0, last);
    return unit == null || count == null ? null : calendar.past(unit, count);
  }

  static @Nullable Integer yearOf(String word) {
    if (word.length() != 4 || !word.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    int year = Integer.parseInt(word);
    return year >= FIRST_YEAR && year <= LAST_YEAR ? year : null;
  }

  private @Nullable Period named(Tokens t) {
    String phrase = t.toString();
    return switch (phrase) {
      case "today", "now", "this day" -> calendar.relative(CalendarUnit.DAY, 0);
      case "yesterday", "last night" -> calendar.relative(CalendarUnit.DAY, -1);
      case "tomorrow" -> calendar.relative(CalendarUnit.DAY, 1);
      case "day before yesterday" -> calendar.relative(CalendarUnit.DAY, -2);
      case "day after tomorrow" -> calendar.relative(CalendarUnit.DAY, 2);
      default -> {
        CalendarUnit unit =
            t.size() == 3 && t.endsWith("before", "last")
                ? CalendarUnit.named(t.word(0)).orElse(null)
                : null;
        yield unit == null ? null : calendar.relative(unit, -2);
      }
    };
  }

  /// `early 2024`, `mid March`, `the middle of last year`, `late this quarter`: the first, second
  /// or last third, in whole months, years of a decade, or tens of days of a month.
  private @Nullable Period third(Tokens t) {
    int number =
        switch (t.word(0)) {
          case "early" -> 0;
          case "mid", "middle" -> 1;
          case "late" -> 2;
          default -> -1;
        };
    Period whole = number < 0 || t.size() < 2 ? null : read(t.from(1).withoutLead());
    if (whole == null || whole.from() == null || whole.to() == null) {
      return null;
    }
    LocalDateTime from = whole.from();
    long months = ChronoUnit.MONTHS.between(from, whole.to());
    if (months == 1) {
      LocalDateTime start = from.plusDays(10L * number);
      return new Period(start, number == 2 ? whole.to() : start.plusDays(10));
    }
    if (months == 120) {
      int first = number == 0 ? 0 : number == 1 ? 4 : 7;
      return new Period(from.plusYears(first), from.plusYears(number == 0 ? 4 : first + 3L));
    }
    return months % 3 == 0 && months <= 12 && months > 0
        ? new Period(
            from.plusMonths(months / 3 * number), from.plusMonths(months / 3 * (number + 1)))
        : null;
  }

  /// `start of the year` is its first day, `end of March` its last.
  private @Nullable Period edge(Tokens t) {
    int of = t.is(1, "of") ? 1 : -1;
    if (of < 0) {
      return null;
    }
    Period whole =
        switch (t.word(0)) {
          case "start", "beginning", "end" -> {
            Tokens body = t.from(2).withoutLead();
            CalendarUnit unit =
                body.size() == 1 ? CalendarUnit.named(body.word(0)).orElse(null) : null;
            yield unit != null ? calendar.relative(unit, 0) : read(body);
          }
          default -> null;
        };
    if (whole == null || whole.from() == null || whole.to() == null) {
      return null;
    }
    return t.is(0, "end")
        ? calendar.from(whole.to().toLocalDate().minusDays(1), CalendarUnit.DAY)
        : calendar.from(whole.from().toLocalDate(), CalendarUnit.DAY);
  }

  /// `last quarter`, `this fiscal year`, `last 30 days`, `past year`, `next two weeks`, `last
  /// March`, `last Monday`.
  private @Nullable Period relative(Tokens t) {
    String lead = t.word(0);
    int direction =
        switch (lead) {
          case "this", "current" -> 0;
          case "last", "previous", "past", "prior", "trailing", "rolling", "recent", "latest" -> -1;
          case "next", "coming", "upcoming", "following" -> 1;
          default -> 2;
        };
    if (direction == 2) {
      return null;
    }
    Tokens body = t.from(1);
    int last = body.size() - 1;
    CalendarUnit unit = CalendarUnit.named(body.word(last)).orElse(null);
    if (unit == null) {
      return body.toString().equals("weekend") ? weekend(direction) : named(body, direction);
    }
    int end = last;
    if (body.is(last - 1, "fiscal")
        || body.is(last - 1, "financial")
        || body.is(last - 1, "calendar")) {
      unit = body.is(last - 1, "calendar") ? unit : unit.fiscal();
      end--;
    }
    boolean full = body.is(end - 1, "full") || body.is(end - 1, "complete");
    end -= full ? 1 : 0;
    if (end == 0) {
      boolean window = !full && isWindow(lead);
      return window ? calendar.past(unit, 1) : calendar.relative(unit, direction);
    }
    Integer count = count(body, 0, end);
    if (count == null || count == 0 && unit != CalendarUnit.DAY) {
      return null;
    }
    return switch (direction) {
      case -1 -> full ? fullUnits(unit, count) : calendar.past(unit, count);
      case 1 -> calendar.coming(unit, count);
      default -> null;
    };
  }

  private static boolean isWindow(String lead) {
    return switch (lead) {
      case "past", "trailing", "rolling", "recent" -> true;
      default -> false;
    };
  }

  /// The last weekend that is over, the one of this week, the one of next week.
  private Period weekend(int direction) {
    LocalDate monday = calendar.today().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    LocalDateTime saturday = monday.plusDays(5L + 7L * direction).atStartOfDay();
    return new Period(saturday, saturday.plusDays(2));
  }

  private Period fullUnits(CalendarUnit unit, int count) {
    return new Period(
        calendar.relative(unit, -count).from(),
        calendar.relative(unit, -1).to(),
        count < 1 ? null : new CalendarStep(unit, count));
  }

  private @Nullable Period named(Tokens body, int direction) {
    Optional<Month> month = DatePhrases.month(body.word(0));
    LocalDate today = calendar.today();
    if (month.isPresent() && body.size() == 1) {
      LocalDate first = LocalDate.of(today.getYear(), month.get(), 1);
      boolean begun = !first.isAfter(today.withDayOfMonth(1));
      boolean current = first.equals(today.withDayOfMonth(1));
      long years =
          switch (direction) {
            case -1 -> begun && !current ? 0 : -1;
            case 1 -> begun ? 1 : 0;
            default -> 0;
          };
      return calendar.from(first.plusYears(years), CalendarUnit.MONTH);
    }
    DayOfWeek day = body.size() == 1 ? DatePhrases.dayOfWeek(body.word(0)) : null;
    if (day == null) {
      return yearly(body, direction);
    }
    LocalDate found =
        switch (direction) {
          case -1 -> today.with(TemporalAdjusters.previous(day));
          case 1 -> today.with(TemporalAdjusters.next(day));
          default -> {
            var week = calendar.start(CalendarUnit.WEEK, calendar.now()).toLocalDate();
            yield week.with(TemporalAdjusters.nextOrSame(day));
          }
        };
    return calendar.from(found, CalendarUnit.DAY);
  }

  /// `last summer`, `next Christmas`: the latest one that is over, the first one to come, or this
  /// year's.
  private @Nullable Period yearly(Tokens body, int direction) {
    int year = calendar.today().getYear();
    LocalDateTime now = calendar.now();
    if (direction == 0) {
      return dates.named(body, year);
    }
    for (int i = -1; i <= 2; i++) {
      Period found = dates.named(body, year + direction * i);
      boolean fits =
          found != null
              && found.from() != null
              && found.to() != null
              && (direction > 0 ? found.from().isAfter(now) : !found.to().isAfter(now));
      if (fits) {
        return found;
      }
    }
    return null;
  }

  /// `three days ago`, `a year ago`: the unit that held that point.
  private @Nullable Period ago(Tokens t) {
    if (!t.endsWith("ago") && !t.endsWith("earlier")) {
      return null;
    }
    int last = t.size() - 2;
    CalendarUnit unit = CalendarUnit.named(t.word(last)).orElse(null);
    Integer count = unit == null ? null : count(t, 0, last);
    return unit == null || count == null ? null : calendar.relative(unit, -count);
  }

  /// `first half of 2024`, `Q3 of last year`, `March of last year`, `third quarter`, `week 12 of
  /// 2024`.
  private @Nullable Period pieceOf(Tokens t) {
    for (int i = 1; i < t.size() - 1; i++) {
      if (t.is(i, "of") || t.is(i, "in")) {
        Period whole = read(t.from(i + 1).withoutLead());
        Period piece = whole == null ? null : dates.pieceOf(t.until(i), whole);
        if (piece != null) {
          return piece;
        }
      }
    }
    for (int i = 1; i < t.size(); i++) {
      Period piece = pieceOf(t.until(i), relative(t.from(i)));
      piece = piece != null ? piece : pieceOf(t.from(i), relative(t.until(i)));
      if (piece != null) {
        return piece;
      }
    }
    return null;
  }

  private @Nullable Period pieceOf(Tokens part, @Nullable Period whole) {
    return whole == null ? null : dates.pieceOf(part, whole);
  }

  private static @Nullable Integer count(Tokens t, int first, int end) {
    if (end == first) {
      return null;
    }
    String words = t.from(first).until(end - first).toString().toLowerCase(Locale.ROOT);
    return switch (words) {
      case "a", "an", "one", "the" -> 1;
      case "few", "a few", "the few" -> 3;
      case "couple", "couple of", "a couple of", "a couple" -> 2;
      case "half a" -> null;
      default -> t.number(first, end).orElse(null);
    };
  }
}
