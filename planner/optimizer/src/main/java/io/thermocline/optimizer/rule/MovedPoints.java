package io.thermocline.optimizer.rule;

import io.thermocline.optimizer.rel.Literals;
import io.thermocline.optimizer.rel.Rex;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.optimizer.sql.SqlOperators;
import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/// Turns comparisons of `t + interval` and `t - interval` with constants into comparisons of `t`
/// itself: exactly for days and less, and as a further condition for months, whose length differs.
/// Equal in three-valued logic.
final class MovedPoints {
  /// Adding months and going back may end so many days away, since months end on different days.
  private static final int MONTH_SLACK_DAYS = 4;

  /// Of the arguments of `make_interval`; years and months have none.
  private static final long[] MICROS = {
    0, 0, 604_800_000_000L, 86_400_000_000L, 3_600_000_000L, 60_000_000L, 1_000_000L
  };

  private MovedPoints() {}

  /// A point in time that is moved by a constant.
  ///
  /// @param days for dates; 0 for timestamps
  private record Move(RexNode point, Interval by, long days) {}

  static boolean isMoved(RexNode node) {
    return move(node) != null;
  }

  /// The condition, or null when it is not of this kind.
  static @Nullable RexNode compare(
      RexBuilder builder, RexCall original, SqlKind kind, RexNode moved, RexNode constant) {
    Move move = move(moved);
    RexLiteral literal = Rex.literal(constant);
    SqlOperator operator = operator(kind);
    if (move == null || literal == null || literal.getValue() == null || operator == null) {
      return null;
    }
    Object value = Literals.value(literal);
    if (value instanceof LocalDate date
        && Types.toData(move.point().getType()) == ScalarType.DATE) {
      return comparison(builder, operator, move.point(), date.minusDays(move.days()));
    }
    if (!(value instanceof LocalDateTime time)
        || Types.toData(move.point().getType()) != ScalarType.TIMESTAMP
        || time.getYear() < 1
        || time.getYear() > 9000) {
      return null;
    }
    LocalDateTime back = time.minus(move.by().micros(), ChronoUnit.MICROS);
    if (move.by().months() == 0) {
      return comparison(builder, operator, move.point(), back);
    }
    LocalDateTime middle = back.minusMonths(move.by().months());
    RexNode low =
        comparison(
            builder,
            SqlStdOperatorTable.GREATER_THAN,
            move.point(),
            middle.minusDays(MONTH_SLACK_DAYS));
    RexNode high =
        comparison(
            builder,
            SqlStdOperatorTable.LESS_THAN,
            move.point(),
            middle.plusDays(MONTH_SLACK_DAYS));
    return switch (kind) {
      case LESS_THAN, LESS_THAN_OR_EQUAL ->
          builder.makeCall(SqlStdOperatorTable.AND, original, high);
      case GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          builder.makeCall(SqlStdOperatorTable.AND, original, low);
      case EQUALS -> builder.makeCall(SqlStdOperatorTable.AND, original, low, high);
      default -> null;
    };
  }

  private static @Nullable SqlOperator operator(SqlKind kind) {
    return switch (kind) {
      case EQUALS -> SqlStdOperatorTable.EQUALS;
      case NOT_EQUALS -> SqlStdOperatorTable.NOT_EQUALS;
      case LESS_THAN -> SqlStdOperatorTable.LESS_THAN;
      case LESS_THAN_OR_EQUAL -> SqlStdOperatorTable.LESS_THAN_OR_EQUAL;
      case GREATER_THAN -> SqlStdOperatorTable.GREATER_THAN;
      case GREATER_THAN_OR_EQUAL -> SqlStdOperatorTable.GREATER_THAN_OR_EQUAL;
      default -> null;
    };
  }

  private static RexNode comparison(
      RexBuilder builder, SqlOperator operator, RexNode point, Object bound) {
    return builder.makeCall(operator, point, Literals.toRex(builder, bound, point.getType()));
  }

  private static @Nullable Move move(RexNode node) {
    if (!(Rex.plain(node) instanceof RexCall call) || call.getOperands().size() != 2) {
      return null;
    }
    RexNode point = call.getOperands().get(0);
    Object amount = amount(call.getOperands().get(1));
    SqlOperator operator = call.getOperator();
    if (amount instanceof Interval interval) {
      return operator == SqlStdOperatorTable.DATETIME_PLUS
          ? new Move(point, interval, 0)
          : operator == SqlStdOperatorTable.MINUS_DATE
              ? new Move(point, new Interval(-interval.months(), -interval.micros()), 0)
              : null;
    }
    boolean whole = amount instanceof Integer || amount instanceof Long || amount instanceof Short;
    if (whole && amount instanceof Number number && Math.abs(number.longValue()) < 1_000_000) {
      long days = number.longValue();
      return operator == SqlOperators.DATE_PLUS_DAYS
          ? new Move(point, new Interval(0, 0), days)
          : operator == SqlOperators.DATE_MINUS_DAYS
              ? new Move(point, new Interval(0, 0), -days)
              : null;
    }
    return null;
  }

  /// The value of a constant number or interval, or null.
  private static @Nullable Object amount(RexNode node) {
    RexLiteral literal = Rex.literal(node);
    if (literal != null) {
      return literal.getValue() == null ? null : Literals.value(literal);
    }
    if (!(Rex.plain(node) instanceof RexCall call)
        || call.getOperator() != SqlOperators.MAKE_INTERVAL
        || call.getOperands().size() != 7) {
      return null;
    }
    BigDecimal[] parts = new BigDecimal[7];
    for (int i = 0; i < parts.length; i++) {
      RexLiteral part = Rex.literal(call.getOperands().get(i));
      BigDecimal value = part == null ? null : part.getValueAs(BigDecimal.class);
      if (value == null) {
        return null;
      }
      parts[i] = value;
    }
    BigDecimal months = parts[0].multiply(BigDecimal.valueOf(12)).add(parts[1]);
    BigDecimal micros = BigDecimal.ZERO;
    for (int i = 2; i < parts.length; i++) {
      micros = micros.add(parts[i].multiply(BigDecimal.valueOf(MICROS[i])));
    }
    return new Interval(months.longValue(), micros.longValue());
  }
}
