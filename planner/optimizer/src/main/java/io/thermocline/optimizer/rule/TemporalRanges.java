package io.thermocline.optimizer.rule;

import io.thermocline.optimizer.rel.Literals;
import io.thermocline.optimizer.rel.Rex;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/// Turns comparisons of `date_trunc`, of the year, of casts between date and timestamp and of
/// points in time moved by an interval with constants into ranges of the column itself, which
/// sources, statistics and segments understand. Equal in three-valued logic.
final class TemporalRanges extends RexShuttle {
  private static final Set<String> UNITS =
      Set.of("year", "quarter", "month", "week", "day", "hour", "minute", "second");

  private final RexBuilder builder;

  TemporalRanges(RexBuilder builder) {
    this.builder = builder;
  }

  /// A function that rounds a point in time down to a unit.
  private record Floor(RexNode operand, String unit, boolean yearNumber) {}

  /// The values that the function maps to one constant.
  ///
  /// @param aligned whether the function has the constant as a value at all
  private record Bounds(LocalDateTime low, LocalDateTime high, boolean aligned) {}

  @Override
  public RexNode visitCall(RexCall call) {
    if (call.getKind() == SqlKind.SEARCH
        && (floor(call.getOperands().get(0)) != null
            || MovedPoints.isMoved(call.getOperands().get(0)))) {
      RexNode expanded = RexUtil.expandSearch(builder, null, call);
      return expanded.getKind() == SqlKind.SEARCH ? call : expanded.accept(this);
    }
    if (call.getKind().belongsTo(SqlKind.COMPARISON) && call.getOperands().size() == 2) {
      RexNode moved = moved(call);
      if (moved != null) {
        return moved;
      }
      RexNode range = range(call.getKind(), call.getOperands().get(0), call.getOperands().get(1));
      if (range == null) {
        range =
            range(call.getKind().reverse(), call.getOperands().get(1), call.getOperands().get(0));
      }
      if (range != null) {
        return range.accept(this);
      }
    }
    return super.visitCall(call);
  }

  /// The comparison of a moved point in time, which may be rounded as well.
  private @Nullable RexNode moved(RexCall call) {
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    RexNode moved = MovedPoints.compare(builder, call, call.getKind(), left, right);
    if (moved == null) {
      moved = MovedPoints.compare(builder, call, call.getKind().reverse(), right, left);
    }
    return moved == null || moved.getKind() == SqlKind.AND ? moved : moved.accept(this);
  }

  private @Nullable RexNode range(SqlKind kind, RexNode function, RexNode constant) {
    Floor floor = floor(function);
    RexLiteral literal = Rex.literal(constant);
    if (floor == null || literal == null || literal.getValue() == null) {
      return null;
    }
    Bounds bounds = bounds(floor, Literals.value(literal));
    if (bounds == null || bounds.low().getYear() < 1 || bounds.high().getYear() > 9999) {
      return null;
    }
    LocalDateTime first = bounds.aligned() ? bounds.low() : bounds.high();
    return switch (kind) {
      case EQUALS ->
          bounds.aligned()
              ? both(
                  SqlStdOperatorTable.AND,
                  SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
                  SqlStdOperatorTable.LESS_THAN,
                  floor,
                  bounds)
              : null;
      case NOT_EQUALS ->
          bounds.aligned()
              ? both(
                  SqlStdOperatorTable.OR,
                  SqlStdOperatorTable.LESS_THAN,
                  SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
                  floor,
                  bounds)
              : null;
      case LESS_THAN -> compare(SqlStdOperatorTable.LESS_THAN, floor, first);
      case LESS_THAN_OR_EQUAL -> compare(SqlStdOperatorTable.LESS_THAN, floor, bounds.high());
      case GREATER_THAN -> compare(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, floor, bounds.high());
      case GREATER_THAN_OR_EQUAL ->
          compare(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, floor, first);
      default -> null;
    };
  }

  private RexNode both(
      SqlOperator logic, SqlOperator atLow, SqlOperator atHigh, Floor floor, Bounds bounds) {
    return builder.makeCall(
        logic, compare(atLow, floor, bounds.low()), compare(atHigh, floor, bounds.high()));
  }

  private RexNode compare(SqlOperator operator, Floor floor, LocalDateTime bound) {
    Object value = isDate(floor.operand()) ? bound.toLocalDate() : bound;
    return builder.makeCall(
        operator, floor.operand(), Literals.toRex(builder, value, floor.operand().getType()));
  }

  private static boolean isDate(RexNode node) {
    return Types.toData(node.getType()) == ScalarType.DATE;
  }

  private static @Nullable Floor floor(RexNode node) {
    if (!(Rex.plain(node) instanceof RexCall call)) {
      return null;
    }
    List<RexNode> operands = call.getOperands();
    String name = call.getOperator().getName().toLowerCase(Locale.ROOT);
    Floor floor =
        switch (call.getKind()) {
          case CAST -> {
            DataType from = Types.toData(operands.get(0).getType());
            DataType to = Types.toData(call.getType());
            boolean known =
                from == ScalarType.TIMESTAMP && to == ScalarType.DATE
                    || from == ScalarType.DATE && to == ScalarType.TIMESTAMP;
            yield known ? new Floor(operands.get(0), "day", false) : null;
          }
          case EXTRACT ->
              unit(operands.get(0)).equals("year")
                  ? new Floor(operands.get(1), "year", true)
                  : null;
          case FLOOR ->
              operands.size() == 2
                  ? new Floor(operands.get(0), unit(operands.get(1)), false)
                  : null;
          default ->
              name.equals("date_trunc")
                  ? new Floor(operands.get(1), unit(operands.get(0)), false)
                  : name.equals("date_part") && unit(operands.get(0)).equals("year")
                      ? new Floor(operands.get(1), "year", true)
                      : null;
        };
    if (floor == null || !UNITS.contains(floor.unit())) {
      return null;
    }
    DataType type = Types.toData(floor.operand().getType());
    boolean clock = Set.of("hour", "minute", "second").contains(floor.unit());
    return type == ScalarType.TIMESTAMP || type == ScalarType.DATE && !clock ? floor : null;
  }

  private static String unit(RexNode node) {
    if (!(node instanceof RexLiteral literal)) {
      return "";
    }
    if (literal.getTypeName() == SqlTypeName.SYMBOL) {
      TimeUnitRange range = literal.getValueAs(TimeUnitRange.class);
      return range == null ? "" : range.name().toLowerCase(Locale.ROOT);
    }
    String text = literal.getValueAs(String.class);
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }

  private static @Nullable Bounds bounds(Floor floor, @Nullable Object constant) {
    if (floor.yearNumber()) {
      if (!(constant instanceof Number number)
          || number.doubleValue() != Math.rint(number.doubleValue())
          || number.doubleValue() < 1
          || number.doubleValue() > 9998) {
        return null;
      }
      LocalDateTime start = LocalDate.of(number.intValue(), 1, 1).atStartOfDay();
      return new Bounds(start, start.plusYears(1), true);
    }
    LocalDateTime point =
        switch (constant) {
          case LocalDate d -> d.atStartOfDay();
          case LocalDateTime t -> t;
          case null, default -> null;
        };
    if (point == null) {
      return null;
    }
    LocalDateTime day = point.truncatedTo(ChronoUnit.DAYS);
    LocalDateTime low =
        switch (floor.unit()) {
          case "year" -> day.withDayOfYear(1);
          case "quarter" -> day.withDayOfMonth(1).withMonth((day.getMonthValue() - 1) / 3 * 3 + 1);
          case "month" -> day.withDayOfMonth(1);
          case "week" -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
          case "day" -> day;
          case "hour" -> point.truncatedTo(ChronoUnit.HOURS);
          case "minute" -> point.truncatedTo(ChronoUnit.MINUTES);
          default -> point.truncatedTo(ChronoUnit.SECONDS);
        };
    LocalDateTime high =
        switch (floor.unit()) {
          case "year" -> low.plusYears(1);
          case "quarter" -> low.plusMonths(3);
          case "month" -> low.plusMonths(1);
          case "week" -> low.plusWeeks(1);
          case "day" -> low.plusDays(1);
          case "hour" -> low.plusHours(1);
          case "minute" -> low.plusMinutes(1);
          default -> low.plusSeconds(1);
        };
    return new Bounds(low, high, low.equals(point));
  }
}
