package io.thermocline.nl.lower;

import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.sketch.Sketch;
import io.thermocline.nl.sketch.SketchWalk;
import io.thermocline.nl.time.CalendarStep;
import io.thermocline.nl.time.CalendarUnit;
import io.thermocline.nl.time.Period;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which date a block's `PRIOR` moves, and how far.
///
/// @param bucket the smallest unit to which a key cuts the date; null when none does
/// @param period the period in which the date lies; null when there is none
/// @param isOpen whether neither a key nor a condition says up to when the block's rows are: then
///   that is the end of today, and the earlier rows end a step before
record StepDates(
    ColumnView date, Sketch.@Nullable DateUnit bucket, @Nullable Period period, boolean isOpen) {

  /// Looks at the keys, then at the periods, then at the other conditions of a block.
  static StepDates of(Sketch.Block block, Set<Sketch.Expr> keys, Literals literals) {
    List<Sketch.Bucket> buckets = new ArrayList<>();
    Set<ColumnView> parts = new LinkedHashSet<>();
    for (Sketch.Expr key : keys) {
      if (key instanceof Sketch.Bucket bucket) {
        buckets.add(bucket);
      } else if (key instanceof Sketch.DatePart part) {
        parts.add(part.column());
      }
    }
    List<Sketch.During> periods = new ArrayList<>();
    Set<ColumnView> compared = new LinkedHashSet<>(parts);
    if (block.where() != null) {
      SketchWalk.shallow(
          block.where(),
          part -> {
            if (part instanceof Sketch.During during && during.expr() instanceof Sketch.Column) {
              periods.add(during);
            }
            compared(part).ifPresent(compared::add);
          });
    }
    ColumnView date =
        only(buckets.stream().map(Sketch.Bucket::column))
            .or(() -> only(periods.stream().map(during -> column(during.expr()))))
            .or(() -> only(compared.stream()))
            .orElseThrow(() ->
                Notes.invalid(
                    "no period and no date in the groups says what was earlier than what"));
    Sketch.DateUnit unit =
        buckets.stream().map(Sketch.Bucket::unit).max(Comparator.naturalOrder()).orElse(null);
    Period period =
        periods.stream()
            .filter(during ->
                is(during.expr(), date)
                    && !literals.isParameter(during.span())
                    && literals.recurrence(during.expr(), during.span()).isEmpty())
            .findFirst()
            .map(during -> literals.period(during.expr(), during.span()))
            .orElse(null);
    boolean open =
        buckets.isEmpty()
            && !parts.contains(date)
            && (block.where() == null
                || Conditions.conjuncts(block.where()).stream()
                    .noneMatch(cond -> endsAt(cond, date, literals)));
    return new StepDates(date, unit, period, open);
  }

  /// The date that a condition compares with a value.
  private static Optional<ColumnView> compared(Object part) {
    Sketch.Expr expr =
        switch (part) {
          case Sketch.Compare c when c.right() instanceof Sketch.Value -> c.left();
          case Sketch.Between b when b.low() instanceof Sketch.Value -> b.expr();
          default -> null;
        };
    return switch (expr) {
      case Sketch.Column c when c.column().kind().isTemporal() -> Optional.of(c.column());
      case Sketch.DatePart p -> Optional.of(p.column());
      case null, default -> Optional.empty();
    };
  }

  private static ColumnView column(Sketch.Expr expr) {
    if (expr instanceof Sketch.Column column) {
      return column.column();
    }
    throw new IllegalStateException(expr + " is no column");
  }

  private static Optional<ColumnView> only(Stream<ColumnView> columns) {
    List<ColumnView> different = columns.distinct().toList();
    if (different.size() > 1) {
      throw Notes.invalid(
          "several dates could be moved back: "
              + different.stream()
                  .map(ColumnView::qualifiedName)
                  .collect(Collectors.joining(", ")));
    }
    return different.stream().findFirst();
  }

  /// Whether a condition says up to when the date may be.
  private static boolean endsAt(Sketch.Cond cond, ColumnView date, Literals literals) {
    return switch (cond) {
      case Sketch.During d ->
          is(d.expr(), date)
              && (literals.isParameter(d.span())
                  || literals.recurrence(d.expr(), d.span()).isEmpty()
                      && literals.period(d.expr(), d.span()).to() != null);
      case Sketch.Compare c ->
          (is(c.left(), date) || c.left() instanceof Sketch.DatePart p && p.column().equals(date))
              && switch (c.operator()) {
                case EQ, LT, LE -> true;
                case NE, GT, GE -> false;
              };
      case Sketch.Between b -> is(b.expr(), date);
      case Sketch.And a -> endsAt(a.left(), date, literals) || endsAt(a.right(), date, literals);
      case Sketch.Or o -> endsAt(o.left(), date, literals) && endsAt(o.right(), date, literals);
      case Sketch.Not n -> false;
      case Sketch.Like l -> false;
      case Sketch.In i -> false;
      case Sketch.IsNull n -> false;
    };
  }

  private static boolean is(Sketch.Expr expr, ColumnView date) {
    return expr instanceof Sketch.Column c && c.column().equals(date);
  }

  /// How far back a step goes.
  CalendarStep step(Sketch.Step step) {
    CalendarUnit unit =
        switch (step) {
          case YEAR -> CalendarUnit.YEAR;
          case QUARTER -> CalendarUnit.QUARTER;
          case MONTH -> CalendarUnit.MONTH;
          case WEEK -> CalendarUnit.WEEK;
          case DAY -> CalendarUnit.DAY;
          case PERIOD -> null;
        };
    if (unit != null) {
      return new CalendarStep(unit, 1);
    }
    if (bucket != null) {
      return new CalendarStep(MovedDate.unit(bucket), 1);
    }
    return Optional.ofNullable(period)
        .flatMap(Period::length)
        .orElseThrow(() -> Notes.invalid("nothing says how long the period before was"));
  }
}
