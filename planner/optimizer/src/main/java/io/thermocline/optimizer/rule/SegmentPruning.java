package io.thermocline.optimizer.rule;

import io.thermocline.catalog.SegmentRange;
import io.thermocline.optimizer.rel.Literals;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.Sarg;
import org.jspecify.annotations.Nullable;

/// Decides whether a segment can hold a row for which a condition is true, from the range of its
/// tiering key. A comparison counts when one side is constant and the other a function of the key
/// that never falls as the key rises: the key itself, casts between date and timestamps,
/// `date_trunc`, the year. Anything else may be true.
final class SegmentPruning {
  private final int key;
  private final DataType keyType;
  private final ZoneId zone;

  /// @param key the key's position in the rows that conditions are over
  SegmentPruning(int key, DataType keyType, ZoneId zone) {
    this.key = key;
    this.keyType = keyType;
    this.zone = zone;
  }

  boolean mayMatch(RexNode condition, SegmentRange range) {
    return switch (condition.getKind()) {
      case AND -> ((RexCall) condition).getOperands().stream().allMatch(c -> mayMatch(c, range));
      case OR -> ((RexCall) condition).getOperands().stream().anyMatch(c -> mayMatch(c, range));
      case EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          comparison((RexCall) condition, range);
      case SEARCH -> search((RexCall) condition, range);
      case LITERAL -> !condition.isAlwaysFalse();
      case CASE -> caseMatches((RexCall) condition, value -> mayMatch(value, range), range);
      default -> true;
    };
  }

  private boolean comparison(RexCall call, SegmentRange range) {
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    if (right instanceof RexLiteral literal) {
      return compare(left, call.getKind(), literal.getValue() == null ? null : literal, range);
    }
    if (left instanceof RexLiteral literal) {
      return compare(right, call.getKind().reverse(), literal, range);
    }
    return true;
  }

  /// Whether some branch that may be taken has a value that may do.
  private boolean caseMatches(
      RexCall call, java.util.function.Predicate<RexNode> mayDo, SegmentRange range) {
    List<RexNode> operands = call.getOperands();
    boolean reached = true;
    for (int i = 0; i + 1 < operands.size() && reached; i += 2) {
      if (mayMatch(operands.get(i), range) && mayDo.test(operands.get(i + 1))) {
        return true;
      }
      reached = mayFail(operands.get(i), range);
    }
    return reached && mayDo.test(operands.getLast());
  }

  /// Whether a condition may be false or unknown for a row of the segment.
  private boolean mayFail(RexNode condition, SegmentRange range) {
    return switch (condition.getKind()) {
      case AND -> ((RexCall) condition).getOperands().stream().anyMatch(c -> mayFail(c, range));
      case OR -> ((RexCall) condition).getOperands().stream().allMatch(c -> mayFail(c, range));
      case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> {
        RexCall call = (RexCall) condition;
        boolean known = call.getOperands().stream().noneMatch(o -> o.getType().isNullable());
        SqlKind opposite = call.getKind().negateNullSafe();
        RexNode left = call.getOperands().get(0);
        RexNode right = call.getOperands().get(1);
        yield !known
            || (right instanceof RexLiteral constant
                ? compare(left, opposite, constant, range)
                : !(left instanceof RexLiteral first)
                    || compare(right, opposite.reverse(), first, range));
      }
      case SEARCH -> {
        RexCall call = (RexCall) condition;
        Sarg<?> sarg =
            call.getOperands().get(1) instanceof RexLiteral literal
                ? literal.getValueAs(Sarg.class)
                : null;
        yield sarg == null
            || call.getOperands().get(0).getType().isNullable()
            || search(call, sarg.negate(), range);
      }
      default -> true;
    };
  }

  private boolean compare(
      RexNode function, SqlKind kind, @Nullable RexLiteral literal, SegmentRange range) {
    if (literal == null) {
      return false;
    }
    if (function.getKind() == SqlKind.CASE) {
      return caseMatches(
          (RexCall) function,
          value -> !(value instanceof RexLiteral branch) || mayHold(branch, kind, literal),
          range);
    }
    Comparable<Object> constant = point(Literals.value(literal));
    return constant == null || overlaps(function, range, kind, constant);
  }

  /// Whether a comparison of two constants may be true.
  private boolean mayHold(RexLiteral left, SqlKind kind, RexLiteral right) {
    if (left.getValue() == null || right.getValue() == null) {
      return false;
    }
    if (Literals.value(left) instanceof String a && Literals.value(right) instanceof String b) {
      return kind != SqlKind.EQUALS || a.stripTrailing().equals(b.stripTrailing());
    }
    Comparable<Object> a = point(Literals.value(left));
    Comparable<Object> b = point(Literals.value(right));
    if (a == null || b == null || a.getClass() != b.getClass()) {
      return true;
    }
    int order = order(a, b);
    return switch (kind) {
      case EQUALS -> order == 0;
      case LESS_THAN -> order < 0;
      case LESS_THAN_OR_EQUAL -> order <= 0;
      case GREATER_THAN -> order > 0;
      case GREATER_THAN_OR_EQUAL -> order >= 0;
      default -> true;
    };
  }

  private boolean overlaps(
      RexNode function, SegmentRange range, SqlKind kind, Comparable<Object> constant) {
    if (!isMonotonic(function)) {
      return true;
    }
    Comparable<Object> low = range.from() == null ? null : bound(function, range.from());
    Object last = range.to() == null ? null : lastBefore(range.to());
    Comparable<Object> high = last == null ? null : bound(function, last);
    if (low != null && low.getClass() != constant.getClass()
        || high != null && high.getClass() != constant.getClass()) {
      return true;
    }
    boolean lowAllows =
        low == null
            || switch (kind) {
              case EQUALS, LESS_THAN_OR_EQUAL -> order(low, constant) <= 0;
              case LESS_THAN -> order(low, constant) < 0;
              default -> true;
            };
    boolean highAllows =
        high == null
            || switch (kind) {
              case EQUALS, GREATER_THAN_OR_EQUAL -> order(high, constant) >= 0;
              case GREATER_THAN -> order(high, constant) > 0;
              default -> true;
            };
    return lowAllows && highAllows;
  }

  private boolean search(RexCall call, SegmentRange range) {
    Sarg<?> sarg =
        call.getOperands().get(1) instanceof RexLiteral literal
            ? literal.getValueAs(Sarg.class)
            : null;
    return sarg == null || search(call, sarg, range);
  }

  private boolean search(RexCall call, Sarg<?> sarg, SegmentRange range) {
    RexNode function = call.getOperands().get(0);
    if (!isMonotonic(function) || sarg.nullAs == RexUnknownAs.TRUE) {
      return true;
    }
    DataType type = io.thermocline.optimizer.rel.Types.toData(function.getType());
    for (com.google.common.collect.Range<?> part : sarg.rangeSet.asRanges()) {
      boolean may = true;
      if (part.hasLowerBound()) {
        Comparable<Object> bound = point(Literals.convert(part.lowerEndpoint(), type, false));
        boolean open = part.lowerBoundType() == com.google.common.collect.BoundType.OPEN;
        may =
            bound == null
                || overlaps(
                    function,
                    range,
                    open ? SqlKind.GREATER_THAN : SqlKind.GREATER_THAN_OR_EQUAL,
                    bound);
      }
      if (may && part.hasUpperBound()) {
        Comparable<Object> bound = point(Literals.convert(part.upperEndpoint(), type, false));
        boolean open = part.upperBoundType() == com.google.common.collect.BoundType.OPEN;
        may =
            bound == null
                || overlaps(
                    function, range, open ? SqlKind.LESS_THAN : SqlKind.LESS_THAN_OR_EQUAL, bound);
      }
      if (may) {
        return true;
      }
    }
    return false;
  }

  /// Whether an expression is a known function of the key that never falls.
  private boolean isMonotonic(RexNode node) {
    return switch (node) {
      case RexInputRef ref -> ref.getIndex() == key;
      case RexCall call ->
          switch (call.getKind()) {
            case CAST -> isMonotonic(call.getOperands().get(0)) && castKnown(call);
            case EXTRACT ->
                unit(call.getOperands().get(0)).equals("year")
                    && isMonotonic(call.getOperands().get(1));
            case FLOOR -> call.getOperands().size() == 2 && isMonotonic(call.getOperands().get(0));
            default ->
                (call.getOperator().getName().equalsIgnoreCase("date_trunc")
                        || call.getOperator().getName().equalsIgnoreCase("date_part")
                            && unit(call.getOperands().get(0)).equals("year"))
                    && isMonotonic(call.getOperands().get(1));
          };
      default -> false;
    };
  }

  private static boolean castKnown(RexCall call) {
    DataType from = io.thermocline.optimizer.rel.Types.toData(call.getOperands().get(0).getType());
    DataType to = io.thermocline.optimizer.rel.Types.toData(call.getType());
    return from.equals(to)
        || from.isTemporal() && to.isTemporal()
        || from.isNumeric() && to.isNumeric();
  }

  /// The value of a monotonic function at a key, or null when it cannot be told.
  private @Nullable Comparable<Object> bound(RexNode function, Object keyValue) {
    Object value = evaluate(function, keyValue);
    return value == null ? null : point(value);
  }

  private @Nullable Object evaluate(RexNode node, Object keyValue) {
    if (!(node instanceof RexCall call)) {
      return keyValue;
    }
    return switch (call.getKind()) {
      case CAST -> {
        Object operand = evaluate(call.getOperands().get(0), keyValue);
        yield operand == null
            ? null
            : cast(operand, io.thermocline.optimizer.rel.Types.toData(call.getType()));
      }
      case EXTRACT -> year(evaluate(call.getOperands().get(1), keyValue));
      case FLOOR ->
          truncate(unit(call.getOperands().get(1)), evaluate(call.getOperands().get(0), keyValue));
      default -> {
        Object operand = evaluate(call.getOperands().get(1), keyValue);
        yield call.getOperator().getName().equalsIgnoreCase("date_part")
            ? year(operand)
            : truncate(unit(call.getOperands().get(0)), operand);
      }
    };
  }

  private static String unit(RexNode node) {
    if (!(node instanceof RexLiteral literal)) {
      return "";
    }
    if (literal.getTypeName() == org.apache.calcite.sql.type.SqlTypeName.SYMBOL) {
      TimeUnitRange range = literal.getValueAs(TimeUnitRange.class);
      return range == null ? "" : range.name().toLowerCase(Locale.ROOT);
    }
    String text = literal.getValueAs(String.class);
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }

  private @Nullable Object cast(Object value, DataType type) {
    if (value instanceof Number) {
      return type.isNumeric() ? value : null;
    }
    LocalDateTime local = local(value);
    if (local == null) {
      return null;
    }
    if (type == ScalarType.DATE) {
      return local.toLocalDate();
    }
    if (type == ScalarType.TIMESTAMP) {
      return local;
    }
    return type == ScalarType.TIMESTAMP_TZ ? local.atZone(zone).toInstant() : null;
  }

  private @Nullable LocalDateTime local(@Nullable Object value) {
    return switch (value) {
      case LocalDate d -> d.atStartOfDay();
      case LocalDateTime t -> t;
      case Instant i -> LocalDateTime.ofInstant(i, zone);
      case null, default -> null;
    };
  }

  private @Nullable Object year(@Nullable Object value) {
    LocalDateTime local = local(value);
    return local == null ? null : (long) local.getYear();
  }

  private @Nullable Object truncate(String unit, @Nullable Object value) {
    LocalDateTime local = local(value);
    if (local == null) {
      return null;
    }
    LocalDateTime day = local.truncatedTo(ChronoUnit.DAYS);
    LocalDateTime result =
        switch (unit) {
          case "year" -> day.withDayOfYear(1);
          case "quarter" -> day.withDayOfMonth(1).withMonth((day.getMonthValue() - 1) / 3 * 3 + 1);
          case "month" -> day.withDayOfMonth(1);
          case "week" -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
          case "day" -> day;
          case "hour" -> local.truncatedTo(ChronoUnit.HOURS);
          case "minute" -> local.truncatedTo(ChronoUnit.MINUTES);
          case "second" -> local.truncatedTo(ChronoUnit.SECONDS);
          default -> null;
        };
    if (result == null) {
      return null;
    }
    return value instanceof Instant ? result.atZone(zone).toInstant() : result;
  }

  /// The largest key below an exclusive bound; the bound itself where keys are dense.
  private Object lastBefore(Object to) {
    return switch (to) {
      case LocalDate d ->
          keyType == ScalarType.DATE ? d.minusDays(1) : d.atStartOfDay().minusNanos(1000);
      case LocalDateTime t ->
          keyType == ScalarType.DATE ? t.minusNanos(1000).toLocalDate() : t.minusNanos(1000);
      case Instant i -> i.minusNanos(1000);
      case Long n -> n - 1;
      case Integer n -> n - 1;
      case Short n -> n - 1;
      default -> to;
    };
  }

  /// A value on a line shared by all values it may be compared with: numbers, or microseconds of
  /// the local time.
  @SuppressWarnings("unchecked")
  private @Nullable Comparable<Object> point(@Nullable Object value) {
    Object point =
        switch (value) {
          case BigDecimal d -> d;
          case Float f -> Float.isFinite(f) ? new BigDecimal(f.toString()) : null;
          case Double d -> Double.isFinite(d) ? BigDecimal.valueOf(d) : null;
          case Number n -> BigDecimal.valueOf(n.longValue());
          case LocalDate d -> d.atStartOfDay();
          case LocalDateTime t -> t;
          case Instant i -> LocalDateTime.ofInstant(i, ZoneOffset.UTC);
          case String s -> new Utf8Text(s);
          case null, default -> null;
        };
    if (value instanceof Instant == false
        && point instanceof LocalDateTime t
        && keyType == ScalarType.TIMESTAMP_TZ) {
      point = LocalDateTime.ofInstant(t.atZone(zone).toInstant(), ZoneOffset.UTC);
    }
    return (Comparable<Object>) point;
  }

  private static int order(Comparable<Object> left, Comparable<Object> right) {
    return left.compareTo(right);
  }

  /// Text in bytewise order.
  private record Utf8Text(String text) implements Comparable<Utf8Text> {
    @Override
    public int compareTo(Utf8Text other) {
      return java.util.Arrays.compareUnsigned(
          text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
          other.text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  /// Whether every condition leaves the segment possible.
  boolean mayMatchAll(List<RexNode> conditions, SegmentRange range) {
    return conditions.stream().allMatch(condition -> mayMatch(condition, range));
  }
}
