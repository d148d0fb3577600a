package io.thermocline.nl.time;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
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
/// - `03/04/2024` follows [TimeSettings#dateOrder], `3.4.2024` is the third of April.
/// - Two digits are a year only where a quarter, half, fiscal year or apostrophe says so; 70 to 99
///   are of the last century.
/// - A season is three whole months; the winter of a year begins in its December.
public final class TimePhrases {
  private final Calendar calendar;
  private final PointPhrases points;
  private final RecurringPhrases recurring;
  private final TimexSource timexes;
  private final TimeSettings settings;

  /// A reader; what its own grammar cannot read goes to `timexes`.
  public TimePhrases(TimeSettings settings, TimexSource timexes) {
    this.settings = settings;
    this.calendar = new Calendar(settings);
    this.points = new PointPhrases(calendar);
    this.recurring = new RecurringPhrases(this::phrase);
    this.timexes = timexes;
  }

  /// The period that a text names, or empty when it names none.
  public Optional<Period> parse(String text) {
    try {
      Tokens tokens = Tokens.of(text);
      Period own = tokens.size() == 0 ? null : phrase(tokens);
      if (own == null && tokens.size() > 0) {
        own = partOfDay(tokens);
      }
      if (own != null) {
        return Optional.of(own);
      }
      if (recurrence(text).isPresent()) {
        return Optional.empty();
      }
      return timexes
          .find(text, settings.localNow())
          .flatMap(timex -> Optional.ofNullable(new TimexValues(calendar).period(timex)));
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// The times that a text says come again, or empty when it names none.
  public Optional<Recurrence> recurrence(String text) {
    try {
      Tokens tokens = Tokens.of(text);
      Recurrence found = tokens.size() == 0 ? null : recurring.read(tokens);
      return Optional.ofNullable(found).filter(r -> partOfDay(r) == null);
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Whether a text names times of either kind.
  public boolean isTime(String text) {
    return parse(text).isPresent() || recurrence(text).isPresent();
  }

  /// Whether a text holds a date that only [TimeSettings#dateOrder] makes clear.
  public static boolean isAmbiguous(String text) {
    return DatePhrases.isAmbiguous(text);
  }

  /// `yesterday morning`, `today after 6 pm`, `tonight`.
  private @Nullable Period partOfDay(Tokens tokens) {
    Tokens rest = tokens.withoutLead();
    if (rest.is(0, "tonight")) {
      rest = rest.replacing(1, "today", "evening");
    } else if (rest.is(0, "this") && rest.size() == 2) {
      rest = rest.replacing(1, "today");
    }
    Recurrence found = recurring.read(rest);
    return found == null ? null : partOfDay(found);
  }

  /// The one time that a time of day within a single day is; null for what comes again.
  private static @Nullable Period partOfDay(Recurrence recurrence) {
    Period within = recurrence.within();
    if (within == null || !within.isDay() || within.from() == null || !recurrence.isDaily()) {
      return null;
    }
    LocalDate day = within.from().toLocalDate();
    LocalTime from = recurrence.from();
    LocalTime to = recurrence.to();
    LocalDateTime start = from == null ? day.atStartOfDay() : day.atTime(from);
    LocalDateTime end = to == null ? day.plusDays(1).atStartOfDay() : day.atTime(to);
    return new Period(start, end.isAfter(start) ? end : end.plusDays(1));
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
        Period range = range(rest.from(1), true);
        yield range != null ? range : openEnded(rest.from(1), first);
      }
      case "starting", "beginning" ->
          rest.is(1, "of") ? bounded(rest) : since(bounded(rest.from(rest.is(1, "from") ? 2 : 1)));
      case "as" -> rest.is(1, "of") || rest.is(1, "from") ? since(bounded(rest.from(2))) : null;
      case "or" ->
          switch (rest.word(1)) {
            case "after" -> since(bounded(rest.from(2)));
            case "before" -> until(bounded(rest.from(2)));
            default -> null;
          };
      case "no", "not" -> notBeyond(rest);
      case "prior" -> rest.is(1, "to") ? before(bounded(rest.from(2))) : null;
      case "after" -> after(bounded(rest.from(1)));
      case "before" -> before(bounded(rest.from(1)));
      case "until", "till", "by", "through", "up" ->
          until(bounded(rest.from(first.equals("up") ? 2 : 1)));
      case "later", "newer" -> rest.is(1, "than") ? after(bounded(rest.from(2))) : null;
      case "earlier", "older" -> rest.is(1, "than") ? olderThan(rest.from(2)) : null;
      case "more", "over" -> longAgo(rest.from(first.equals("more") && rest.is(1, "than") ? 2 : 1));
      case "less" -> rest.is(1, "than") ? recent(rest.from(2)) : null;
      default -> {
        Period open = openEnd(rest);
        Period range = open != null ? open : range(rest, false);
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
        calendar.start(unit, calendar.now()),
        calendar.today().plusDays(1).atStartOfDay(),
        new CalendarStep(unit, 1));
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

  /// `no later than June`, `not before 2020`.
  private @Nullable Period notBeyond(Tokens rest) {
    return switch (rest.word(1)) {
      case "later", "after" -> until(bounded(rest.from(rest.is(2, "than") ? 3 : 2)));
      case "earlier", "before" -> since(bounded(rest.from(rest.is(2, "than") ? 3 : 2)));
      default -> null;
    };
  }

  /// `2020 or later`, `March and earlier`.
  private @Nullable Period openEnd(Tokens rest) {
    Tokens point = rest.until(rest.size() - 2);
    if (point.size() == 0 || !rest.is(rest.size() - 2, "or") && !rest.is(rest.size() - 2, "and")) {
      return null;
    }
    return switch (rest.word(rest.size() - 1)) {
      case "later", "after", "newer", "onwards", "onward" -> since(bounded(point));
      case "earlier", "before", "older" -> until(bounded(point));
      default -> null;
    };
  }

  /// Two points with a word between them. Two periods that are only listed are one when there is no
  /// gap between them.
  private @Nullable Period range(Tokens tokens, boolean between) {
    for (int i = 1; i < tokens.size() - 1; i++) {
      int skip =
          switch (tokens.word(i)) {
            case "and", "or", "to", "until", "till", "through", "thru", "-", "–", "—" -> 1;
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
          && start.from().isBefore(end.to())
          && (between || !tokens.is(i, "and") && !tokens.is(i, "or") || start.touches(end))) {
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
