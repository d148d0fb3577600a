package io.thermocline.nl.time;

import java.time.DateTimeException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads words for periods: relative ones, absolute ones, ranges of both. Immutable and
/// thread-safe.
///
/// What it takes for granted where English leaves it open:
/// - "last month", "last quarter", "last year" are whole calendar units; "last 30 days", "past
///   year" go from that long before today to the end of today.
/// - A month, quarter or weekday without a year is the latest one that has begun; "next" and "this"
///   say otherwise.
/// - "since" and "from … on" are open to the future, "before" to the past; "after March" begins in
///   April.
/// - `03/04/2024` is the fourth of March, `3.4.2024` the third of April.
public final class TimePhrases {
  private final Calendar calendar;
  private final PointPhrases points;
  private final TimexSource timexes;
  private final TimeSettings settings;

  /// A reader; what its own grammar cannot read goes to `timexes`.
  public TimePhrases(TimeSettings settings, TimexSource timexes) {
    this.settings = settings;
    this.calendar = new Calendar(settings);
    this.points = new PointPhrases(calendar);
    this.timexes = timexes;
  }

  /// The period that a text names, or empty when it names none.
  public Optional<Period> parse(String text) {
    try {
      Tokens tokens = Tokens.of(text);
      Period own = tokens.size() == 0 ? null : phrase(tokens);
      if (own != null) {
        return Optional.of(own);
      }
      return timexes
          .find(text, settings.localNow())
          .flatMap(timex -> Optional.ofNullable(new TimexValues(calendar).period(timex)));
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private @Nullable Period phrase(Tokens tokens) {
    Tokens rest = tokens.withoutLead();
    Period toDate = toDate(rest);
    if (toDate != null) {
      return toDate;
    }
    String first = rest.word(0);
    return switch (first) {
      case "since" -> sinceLast(rest.from(1));
      case "from", "between" -> {
        Period range = range(rest.from(1));
        yield range != null ? range : openEnded(rest.from(1), first);
      }
      case "after" -> after(bounded(rest.from(1)));
      case "before" -> before(bounded(rest.from(1)));
      case "until", "till", "by", "through", "up" ->
          until(bounded(rest.from(first.equals("up") ? 2 : 1)));
      case "later", "newer" -> rest.is(1, "than") ? after(bounded(rest.from(2))) : null;
      case "earlier", "older" -> rest.is(1, "than") ? olderThan(rest.from(2)) : null;
      case "more", "over" -> longAgo(rest.from(first.equals("more") && rest.is(1, "than") ? 2 : 1));
      case "less" -> rest.is(1, "than") ? recent(rest.from(2)) : null;
      default -> {
        Period range = range(rest);
        yield range != null ? range : bounded(rest);
      }
    };
  }

  /// `year to date`, `ytd`, `so far this year`, `this year so far`.
  private @Nullable Period toDate(Tokens rest) {
    CalendarUnit unit = null;
    if (rest.size() == 1) {
      unit =
          switch (rest.word(0)) {
            case "ytd" -> CalendarUnit.YEAR;
            case "qtd" -> CalendarUnit.QUARTER;
            case "mtd" -> CalendarUnit.MONTH;
            case "wtd" -> CalendarUnit.WEEK;
            default -> null;
          };
    } else if (rest.endsWith("to", "date")) {
      unit = unitOf(rest.until(rest.size() - 2));
    } else if (rest.endsWith("so", "far")) {
      unit = unitOf(rest.until(rest.size() - 2));
    } else if (rest.is(0, "so") && rest.is(1, "far")) {
      unit = unitOf(rest.from(2));
    }
    if (unit == null) {
      return null;
    }
    return new Period(
        calendar.start(unit, calendar.now()), calendar.today().plusDays(1).atStartOfDay());
  }

  private static @Nullable CalendarUnit unitOf(Tokens tokens) {
    Tokens rest = tokens.withoutLead();
    int at = rest.is(0, "this") || rest.is(0, "current") ? 1 : 0;
    boolean fiscal = rest.is(at, "fiscal") || rest.is(at, "financial");
    at += fiscal ? 1 : 0;
    if (rest.size() != at + 1) {
      return null;
    }
    CalendarUnit unit = CalendarUnit.named(rest.word(at)).orElse(null);
    return unit == null || !fiscal ? unit : unit.fiscal();
  }

  /// Two points with a word between them.
  private @Nullable Period range(Tokens tokens) {
    for (int i = 1; i < tokens.size() - 1; i++) {
      int skip =
          switch (tokens.word(i)) {
            case "and", "to", "until", "till", "through", "thru", "-", "–", "—" -> 1;
            case "up" -> tokens.is(i + 1, "to") ? 2 : 0;
            default -> 0;
          };
      if (skip == 0) {
        continue;
      }
      Tokens left = tokens.until(i);
      Tokens right = tokens.from(i + skip);
      Period end = bounded(right);
      if (end == null) {
        continue;
      }
      Integer year = points.explicitYear(right);
      Period start =
          year != null && points.explicitYear(left) == null
              ? points.inYear(left.withoutLead(), year)
              : null;
      start = start != null ? start : bounded(left);
      if (start != null
          && start.from() != null
          && end.to() != null
          && start.from().isBefore(end.to())) {
        return new Period(start.from(), end.to());
      }
    }
    return null;
  }

  private @Nullable Period openEnded(Tokens tokens, String lead) {
    int size = tokens.size();
    Tokens body =
        tokens.endsWith("on") || tokens.endsWith("onward") || tokens.endsWith("onwards")
            ? tokens.until(size - 1)
            : tokens.endsWith("and", "later") ? tokens.until(size - 2) : tokens;
    Period point = bounded(body);
    if (point == null || lead.equals("between")) {
      return point;
    }
    return body.size() < size ? since(point) : point;
  }

  private @Nullable Period sinceLast(Tokens tokens) {
    return since(bounded(tokens));
  }

  private @Nullable Period bounded(Tokens tokens) {
    return points.read(tokens.withoutLead());
  }

  private static @Nullable Period since(@Nullable Period period) {
    return period == null || period.from() == null ? null : new Period(period.from(), null);
  }

  private static @Nullable Period after(@Nullable Period period) {
    return period == null || period.to() == null ? null : new Period(period.to(), null);
  }

  private static @Nullable Period before(@Nullable Period period) {
    return period == null || period.from() == null ? null : new Period(null, period.from());
  }

  private static @Nullable Period until(@Nullable Period period) {
    return period == null || period.to() == null ? null : new Period(null, period.to());
  }

  private @Nullable Period olderThan(Tokens tokens) {
    Period span = points.lengthBack(tokens);
    return span != null ? before(span) : before(bounded(tokens));
  }

  /// `more than two years ago`, `over a month ago`.
  private @Nullable Period longAgo(Tokens tokens) {
    return tokens.endsWith("ago")
        ? before(points.lengthBack(tokens.until(tokens.size() - 1)))
        : null;
  }

  private @Nullable Period recent(Tokens tokens) {
    return points.lengthBack(tokens.endsWith("ago") ? tokens.until(tokens.size() - 1) : tokens);
  }
}
