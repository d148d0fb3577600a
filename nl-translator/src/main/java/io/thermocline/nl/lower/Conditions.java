package io.thermocline.nl.lower;

import io.thermocline.nl.sketch.Sketch;
import io.thermocline.nl.time.Period;
import io.thermocline.nl.time.Recurrence;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

/// Conditions of one block.
final class Conditions {
  private static final int DAYS_OF_WEEK = 7;
  private static final int MINUTES = 60;

  private final RelBuilder builder;
  private final Expressions expressions;
  private final @Nullable MovedDate moved;

  Conditions(RelBuilder builder, Expressions expressions) {
    this(builder, expressions, null);
  }

  /// Conditions over rows with a date moved forward: a period beside the date is moved back.
  ///
  /// @param moved null for none
  Conditions(RelBuilder builder, Expressions expressions, @Nullable MovedDate moved) {
    this.builder = builder;
    this.expressions = expressions;
    this.moved = moved;
  }

  /// The conditions that all must hold for one to hold.
  static List<Sketch.Cond> conjuncts(Sketch.Cond cond) {
    if (!(cond instanceof Sketch.And and)) {
      return List.of(cond);
    }
    List<Sketch.Cond> parts = new ArrayList<>(conjuncts(and.left()));
    parts.addAll(conjuncts(and.right()));
    return parts;
  }

  RexNode lower(Sketch.Cond cond) {
    return switch (cond) {
      case Sketch.And a -> builder.and(lower(a.left()), lower(a.right()));
      case Sketch.Or o -> builder.or(lower(o.left()), lower(o.right()));
      case Sketch.Not n -> builder.not(lower(n.condition()));
      case Sketch.Compare c -> compare(c);
      case Sketch.Between b -> between(b);
      case Sketch.Like l -> like(l);
      case Sketch.In i -> in(i.expr(), i.query(), i.negated());
      case Sketch.IsNull n -> {
        RexNode expr = expressions.lower(n.expr());
        yield n.negated() ? builder.isNotNull(expr) : builder.isNull(expr);
      }
      case Sketch.During d -> during(d);
    };
  }

  private RexNode compare(Sketch.Compare compare) {
    RexNode left = expressions.lower(compare.left());
    return switch (compare.right()) {
      case Sketch.Value v -> compareValue(compare.operator(), compare.left(), left, v);
      case Sketch.Scalar s
          when isEquality(compare.operator()) && !expressions.subqueries().givesOneRow(s.query()) ->
          in(compare.left(), s.query(), compare.operator() == Sketch.Comparison.NE);
      case Sketch.Expr e -> compareNodes(compare.operator(), left, expressions.lower(e));
    };
  }

  private static boolean isEquality(Sketch.Comparison operator) {
    return operator == Sketch.Comparison.EQ || operator == Sketch.Comparison.NE;
  }

  private RexNode compareNodes(Sketch.Comparison operator, RexNode left, RexNode right) {
    List<RexNode> sides = Typing.comparable(builder, left, right);
    return builder.call(operatorOf(operator), sides.get(0), sides.get(1));
  }

  private RexNode compareValue(
      Sketch.Comparison operator, Sketch.Expr expr, RexNode left, Sketch.Value value) {
    RelDataType type = left.getType();
    Literals literals = expressions.literals();
    if (isEquality(operator) && literals.meansNull(expr, value)) {
      return operator == Sketch.Comparison.EQ ? builder.isNull(left) : builder.isNotNull(left);
    }
    if (Typing.isDate(type) || Typing.isTimestamp(type)) {
      var parameter = literals.parameter(expr, value, type);
      if (parameter.isPresent()) {
        return builder.call(operatorOf(operator), left, parameter.get());
      }
      Optional<Recurrence> recurrence =
          isEquality(operator) ? literals.recurrence(expr, value) : Optional.empty();
      if (recurrence.isPresent()) {
        RexNode inside = inside(left, recurrence.get());
        return operator == Sketch.Comparison.EQ ? inside : builder.not(inside);
      }
      Period period = literals.period(expr, value);
      return moved != null && moved.is(expr)
          ? comparePeriod(operator, moved.raw(), moved.before(period))
          : comparePeriod(operator, left, period);
    }
    boolean equality = isEquality(operator);
    if (equality && Typing.isText(type) && literals.meansPart(expr, value)) {
      String text = literals.part(expr, value);
      literals.assumePart(expr, value, text);
      RexNode contains = ilike(left, "%", text, "%");
      return operator == Sketch.Comparison.EQ ? contains : builder.not(contains);
    }
    return builder.call(operatorOf(operator), left, literals.value(expr, type, value, equality));
  }

  /// A date against a period: equal is inside it, greater is behind it, at least is from its start
  /// on.
  private RexNode comparePeriod(Sketch.Comparison operator, RexNode left, Period period) {
    return switch (operator) {
      case EQ -> inside(left, period);
      case NE -> builder.not(inside(left, period));
      case LT ->
          bound(
              SqlStdOperatorTable.LESS_THAN,
              left,
              period.from() == null ? period.to() : period.from());
      case GE ->
          bound(
              SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
              left,
              period.from() == null ? period.to() : period.from());
      case LE ->
          bound(
              SqlStdOperatorTable.LESS_THAN,
              left,
              period.to() == null ? period.from() : period.to());
      case GT ->
          bound(
              SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
              left,
              period.to() == null ? period.from() : period.to());
    };
  }

  private RexNode bound(SqlOperator operator, RexNode left, @Nullable LocalDateTime point) {
    if (point == null) {
      throw Notes.invalid("a date is compared with any time");
    }
    return builder.call(operator, left, expressions.literals().point(point, left.getType()));
  }

  private RexNode inside(RexNode left, Period period) {
    if (period.isDay() && Typing.isDate(left.getType()) && period.from() != null) {
      return builder.equals(left, expressions.literals().point(period.from(), left.getType()));
    }
    if (period.isWithinDay() && Typing.isDate(left.getType()) && period.from() != null) {
      LocalDateTime day = period.from().toLocalDate().atStartOfDay();
      return builder.equals(left, expressions.literals().point(day, left.getType()));
    }
    List<RexNode> bounds = new ArrayList<>();
    if (period.from() != null) {
      bounds.add(bound(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, left, period.from()));
    }
    if (period.to() != null) {
      bounds.add(bound(SqlStdOperatorTable.LESS_THAN, left, period.to()));
    }
    return bounds.isEmpty() ? builder.isNotNull(left) : builder.and(bounds);
  }

  /// A date on certain days of the week, or at certain times of day.
  private RexNode inside(RexNode left, Recurrence recurrence) {
    List<RexNode> all = new ArrayList<>();
    if (!recurrence.isDaily()) {
      RexNode day = expressions.part(Sketch.DateUnit.DOW, left);
      all.add(
          builder.in(
              day,
              recurrence.days().stream()
                  .map(d -> (RexNode) builder.literal(d.getValue() % DAYS_OF_WEEK))
                  .toList()));
    }
    if (recurrence.hasTimes()) {
      if (!Typing.isTimestamp(left.getType())) {
        throw Notes.invalid("a time of day of something that is only a day");
      }
      all.add(atTimes(left, recurrence.from(), recurrence.to()));
    }
    if (recurrence.within() != null) {
      all.add(inside(left, recurrence.within()));
    }
    return builder.and(all);
  }

  private RexNode atTimes(RexNode left, @Nullable LocalTime from, @Nullable LocalTime to) {
    RexNode hour = expressions.part(Sketch.DateUnit.HOUR, left);
    boolean hours = (from == null || from.getMinute() == 0) && (to == null || to.getMinute() == 0);
    RexNode time =
        hours
            ? hour
            : builder.call(
                SqlStdOperatorTable.PLUS,
                builder.call(SqlStdOperatorTable.MULTIPLY, hour, builder.literal(MINUTES)),
                expressions.minute(left));
    List<RexNode> bounds = new ArrayList<>();
    if (from != null) {
      RexNode least = builder.literal(hours ? from.getHour() : from.toSecondOfDay() / MINUTES);
      bounds.add(builder.call(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, time, least));
    }
    if (to != null) {
      RexNode end = builder.literal(hours ? to.getHour() : to.toSecondOfDay() / MINUTES);
      bounds.add(builder.call(SqlStdOperatorTable.LESS_THAN, time, end));
    }
    boolean pastMidnight = from != null && to != null && to.isBefore(from);
    return pastMidnight ? builder.or(bounds) : builder.and(bounds);
  }

  private RexNode during(Sketch.During during) {
    RexNode left = expressions.lower(during.expr());
    if (!Typing.isDate(left.getType()) && !Typing.isTimestamp(left.getType())) {
      throw Notes.invalid("a period of something that is not a date");
    }
    var parameter = expressions.literals().parameter(during.expr(), during.span(), left.getType());
    if (parameter.isPresent()) {
      return builder.equals(left, parameter.get());
    }
    Optional<Recurrence> recurrence =
        expressions.literals().recurrence(during.expr(), during.span());
    if (recurrence.isPresent()) {
      return inside(left, recurrence.get());
    }
    Period period = expressions.literals().period(during.expr(), during.span());
    return moved != null && moved.is(during.expr())
        ? inside(moved.raw(), moved.before(period))
        : inside(left, period);
  }

  private RexNode between(Sketch.Between between) {
    RexNode left = expressions.lower(between.expr());
    return builder.and(
        betweenEnd(Sketch.Comparison.GE, between.expr(), left, between.low()),
        betweenEnd(Sketch.Comparison.LE, between.expr(), left, between.high()));
  }

  private RexNode betweenEnd(
      Sketch.Comparison operator, Sketch.Expr expr, RexNode left, Sketch.Operand end) {
    return switch (end) {
      case Sketch.Value v -> compareValue(operator, expr, left, v);
      case Sketch.Expr e -> compareNodes(operator, left, expressions.lower(e));
    };
  }

  private RexNode like(Sketch.Like like) {
    RexNode left = Typing.asText(builder, expressions.lower(like.expr()));
    Literals literals = expressions.literals();
    String before = like.kind() == Sketch.LikeKind.STARTS ? "" : "%";
    String after = like.kind() == Sketch.LikeKind.ENDS ? "" : "%";
    var parameter = literals.parameter(like.expr(), like.value(), left.getType());
    if (parameter.isPresent()) {
      RexNode pattern =
          builder.call(
              SqlStdOperatorTable.CONCAT,
              builder.call(SqlStdOperatorTable.CONCAT, builder.literal(before), parameter.get()),
              builder.literal(after));
      return builder.call(SqlLibraryOperators.ILIKE, left, pattern);
    }
    String text = literals.text(like.expr(), like.value(), false);
    literals.note(like.expr(), like.value(), text);
    return ilike(left, before, text, after);
  }

  private RexNode ilike(RexNode left, String before, String text, String after) {
    String escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    RexNode pattern = builder.literal(before + escaped + after);
    return escaped.equals(text)
        ? builder.call(SqlLibraryOperators.ILIKE, left, pattern)
        : builder.call(SqlLibraryOperators.ILIKE, left, pattern, builder.literal("\\"));
  }

  private RexNode in(Sketch.Expr expr, Sketch.Query query, boolean negated) {
    return expressions.subqueries().in(expressions.lower(expr), query, negated);
  }

  private static SqlOperator operatorOf(Sketch.Comparison operator) {
    return switch (operator) {
      case EQ -> SqlStdOperatorTable.EQUALS;
      case NE -> SqlStdOperatorTable.NOT_EQUALS;
      case LT -> SqlStdOperatorTable.LESS_THAN;
      case LE -> SqlStdOperatorTable.LESS_THAN_OR_EQUAL;
      case GT -> SqlStdOperatorTable.GREATER_THAN;
      case GE -> SqlStdOperatorTable.GREATER_THAN_OR_EQUAL;
    };
  }
}
