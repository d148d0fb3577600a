package io.thermocline.nl.lower;

import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.sketch.Sketch;
import io.thermocline.optimizer.sql.SqlOperators;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;

/// Expressions of one block: over the joined rows, or over the groups, whose keys and aggregates
/// are then bound to fields.
final class Expressions {
  private final RelBuilder builder;
  private final Scope scope;
  private final Literals literals;
  private final Subqueries subqueries;
  private final Map<Sketch.Expr, RexNode> bound;
  private final boolean grouped;

  /// Over joined rows.
  Expressions(RelBuilder builder, Scope scope, Literals literals, Subqueries subqueries) {
    this(builder, scope, literals, subqueries, Map.of(), false);
  }

  private Expressions(
      RelBuilder builder,
      Scope scope,
      Literals literals,
      Subqueries subqueries,
      Map<Sketch.Expr, RexNode> bound,
      boolean grouped) {
    this.builder = builder;
    this.scope = scope;
    this.literals = literals;
    this.subqueries = subqueries;
    this.bound = Map.copyOf(bound);
    this.grouped = grouped;
  }

  /// Over groups: these expressions are fields already.
  Expressions over(Map<Sketch.Expr, RexNode> fields) {
    return new Expressions(builder, scope, literals, subqueries, fields, true);
  }

  /// Over the same rows or groups, with these expressions bound too.
  Expressions with(Map<? extends Sketch.Expr, RexNode> fields) {
    Map<Sketch.Expr, RexNode> more = new HashMap<>(bound);
    more.putAll(fields);
    return new Expressions(builder, scope, literals, subqueries, more, grouped);
  }

  Literals literals() {
    return literals;
  }

  Subqueries subqueries() {
    return subqueries;
  }

  RexNode lower(Sketch.Expr expr) {
    RexNode known = bound.get(expr);
    if (known != null) {
      return known;
    }
    return switch (expr) {
      case Sketch.Star s -> throw Notes.invalid("rows are used as a value");
      case Sketch.Column c -> column(c.column());
      case Sketch.Aggregate a ->
          throw Notes.invalid("an aggregate where only values of a row can be");
      case Sketch.Fraction f ->
          throw Notes.invalid("a share of rows where only values of a row can be");
      case Sketch.Share s ->
          throw Notes.invalid("a share of the whole where only values of a row can be");
      case Sketch.Arithmetic a -> arithmetic(a);
      case Sketch.Bucket b -> bucket(b.unit(), column(b.column()));
      case Sketch.DatePart p -> part(p.unit(), column(p.column()));
      case Sketch.NumberLiteral n -> literals.number(null, n.value());
      case Sketch.Scalar s -> subqueries.scalar(s.query());
      case Sketch.Prior p ->
          throw Notes.invalid(
              "a comparison with an earlier period where only values of a row can be");
      case Sketch.Change c -> change(c);
      case Sketch.Running r ->
          throw Notes.invalid("a running total where only values of a row can be");
      case Sketch.Moving m ->
          throw Notes.invalid("a moving average where only values of a row can be");
      case Sketch.Rank r -> throw Notes.invalid("a rank where only values of a row can be");
    };
  }

  private RexNode column(ColumnView column) {
    RexNode known = bound.get(new Sketch.Column(column));
    if (known != null) {
      return known;
    }
    if (grouped) {
      throw Notes.invalid(column + " is neither grouped nor aggregated");
    }
    return scope.column(column);
  }

  private RexNode arithmetic(Sketch.Arithmetic arithmetic) {
    RexNode left = lower(arithmetic.left());
    RexNode right = lower(arithmetic.right());
    if (Typing.isDate(left.getType())
        && Typing.isDate(right.getType())
        && arithmetic.operator() == Sketch.ArithmeticOperator.MINUS) {
      return builder.call(SqlOperators.DATE_MINUS_DATE, left, right);
    }
    left = numberOf(left, arithmetic.left());
    right = numberOf(right, arithmetic.right());
    SqlOperator operator =
        switch (arithmetic.operator()) {
          case PLUS -> SqlStdOperatorTable.PLUS;
          case MINUS -> SqlStdOperatorTable.MINUS;
          case TIMES -> SqlStdOperatorTable.MULTIPLY;
          case DIVIDE -> null;
        };
    return operator == null ? divide(builder, left, right) : builder.call(operator, left, right);
  }

  /// What is there now minus what was there earlier, or that as a share of the earlier.
  private RexNode change(Sketch.Change change) {
    RexNode before = numberOf(lower(change.prior()), change.prior());
    RexNode now = numberOf(lower(change.prior().of()), change.prior().of());
    RexNode difference = builder.call(SqlStdOperatorTable.MINUS, now, before);
    return switch (change.kind()) {
      case CHANGE -> difference;
      case GROWTH -> divide(builder, difference, before);
    };
  }

  private RexNode numberOf(RexNode node, Sketch.Expr expr) {
    if (!Typing.isNumeric(node.getType()) && !Typing.isText(node.getType())) {
      throw Notes.invalid("arithmetic with " + expr);
    }
    return Typing.asNumber(builder, node);
  }

  /// A quotient that is never one of integers; null when the divisor is zero.
  static RexNode divide(RelBuilder builder, RexNode left, RexNode right) {
    RexNode divisor = Typing.asNumber(builder, right);
    RexNode zero = builder.getRexBuilder().makeExactLiteral(BigDecimal.ZERO);
    RexNode guarded =
        builder.call(
            SqlStdOperatorTable.CASE,
            builder.call(SqlStdOperatorTable.EQUALS, divisor, zero),
            builder.getRexBuilder().makeNullLiteral(divisor.getType()),
            divisor);
    return builder.call(SqlStdOperatorTable.DIVIDE, Typing.asFraction(builder, left), guarded);
  }

  private RexNode bucket(Sketch.DateUnit unit, RexNode column) {
    RelDataType type = column.getType();
    if (!Typing.isDate(type) && !Typing.isTimestamp(type)) {
      throw Notes.invalid(
          "a " + unit.name().toLowerCase(Locale.ROOT) + " of something that is not a date");
    }
    RexNode cut =
        builder.call(
            SqlOperators.DATE_TRUNC, builder.literal(unit.name().toLowerCase(Locale.ROOT)), column);
    return Typing.isDate(type) && unit != Sketch.DateUnit.HOUR
        ? Typing.cast(builder, cut, type)
        : cut;
  }

  /// A part of a date as an integer.
  RexNode part(Sketch.DateUnit unit, RexNode column) {
    if (!Typing.isDate(column.getType()) && !Typing.isTimestamp(column.getType())) {
      throw Notes.invalid(
          "a " + unit.name().toLowerCase(Locale.ROOT) + " of something that is not a date");
    }
    return part(unit.name().toLowerCase(Locale.ROOT), column);
  }

  /// The minute of the hour of a timestamp.
  RexNode minute(RexNode column) {
    return part("minute", column);
  }

  private RexNode part(String name, RexNode column) {
    RexNode part = builder.call(SqlOperators.DATE_PART, builder.literal(name), column);
    return Typing.cast(builder, part, builder.getTypeFactory().createSqlType(SqlTypeName.INTEGER));
  }

  /// An expression with its sum over all rows at hand: `e / sum(e) over ()`.
  RexNode share(Sketch.Share share) {
    RexNode of = Typing.asNumber(builder, lower(share.of()));
    RexNode total =
        builder.aggregateCall(SqlStdOperatorTable.SUM, of).over().rowsUnbounded().toRex();
    return divide(builder, of, total);
  }

  List<RexNode> lowerAll(List<? extends Sketch.Expr> exprs) {
    return exprs.stream().map(this::lower).toList();
  }
}
