package io.thermocline.optimizer.rel;

import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Segment;
import io.thermocline.optimizer.StatisticsProvider;
import io.thermocline.spi.source.RelationStatistics;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.Sarg;
import org.jspecify.annotations.Nullable;

/// Guesses how many rows a tree returns and how many different values a column has. For one
/// statement and one thread.
public final class Estimator {
  private static final double UNKNOWN_ROWS = 10_000;
  private static final double UNKNOWN_EQUAL = 0.05;
  private static final double UNKNOWN_RANGE = 0.3;
  private static final double UNKNOWN = 0.25;

  private final StatisticsProvider statistics;
  private final Map<RelNode, Double> rows = new IdentityHashMap<>();
  private final Map<Segment, RelationStatistics> known = new IdentityHashMap<>();

  /// An estimator over these statistics.
  public Estimator(StatisticsProvider statistics) {
    this.statistics = statistics;
  }

  private RelationStatistics of(Segment segment) {
    return known.computeIfAbsent(segment, s -> statistics.statistics(s.source(), s.relation()));
  }

  /// Estimated rows, at least 1.
  public double rows(RelNode rel) {
    Double cached = rows.get(rel);
    if (cached == null) {
      cached = Math.max(1, compute(rel));
      rows.put(rel, cached);
    }
    return cached;
  }

  private double compute(RelNode rel) {
    return switch (rel) {
      case SegmentScan scan -> rowCount(scan.segment());
      case TableScan scan -> tableRows(scan);
      case Filter filter ->
          rows(filter.getInput()) * selectivity(filter.getInput(), filter.getCondition());
      case Join join -> joinRows(join);
      case Aggregate aggregate -> aggregateRows(aggregate);
      case Sort sort ->
          Math.min(
              rows(sort.getInput()),
              sort.fetch instanceof RexLiteral l ? number(l) : Double.MAX_VALUE);
      case Union union ->
          union.getInputs().stream().mapToDouble(this::rows).sum() * (union.all ? 1 : 0.7);
      case SetOp set -> rows(set.getInput(0)) * 0.5;
      case Values values -> values.getTuples().size();
      default -> rel.getInputs().isEmpty() ? UNKNOWN_ROWS : rows(rel.getInput(0));
    };
  }

  private double tableRows(TableScan scan) {
    LogicalTable table = table(scan);
    return table == null
        ? UNKNOWN_ROWS
        : table.segments().stream().mapToDouble(this::rowCount).sum();
  }

  private double rowCount(Segment segment) {
    double count = of(segment).rowCount();
    return count < 0 ? UNKNOWN_ROWS : count;
  }

  private static @Nullable LogicalTable table(TableScan scan) {
    LogicalTableHolder table = scan.getTable().unwrap(LogicalTableHolder.class);
    return table == null ? null : table.table();
  }

  private static double number(RexLiteral literal) {
    BigDecimal value = literal.getValueAs(BigDecimal.class);
    return value == null ? Double.MAX_VALUE : value.doubleValue();
  }

  private double aggregateRows(Aggregate aggregate) {
    double groups = 1;
    for (int key : aggregate.getGroupSet()) {
      groups *= distinct(aggregate.getInput(), key);
    }
    return Math.min(rows(aggregate.getInput()), groups) * aggregate.getGroupSets().size();
  }

  private double joinRows(Join join) {
    double left = rows(join.getLeft());
    double right = rows(join.getRight());
    double pairs =
        left
            * right
            * joinSelectivity(
                join.getLeft(), join.getRight(), RelOptUtil.conjunctions(join.getCondition()));
    return switch (join.getJoinType()) {
      case INNER -> pairs;
      case LEFT -> Math.max(left, pairs);
      case RIGHT -> Math.max(right, pairs);
      case FULL -> Math.max(left + right, pairs);
      case SEMI -> Math.min(left, Math.max(pairs, left * 0.01));
      case ANTI -> Math.max(left * 0.1, left - Math.min(left, pairs));
      default -> Math.max(left, pairs);
    };
  }

  /// The share of the pairs of two inputs that meets conditions over the left columns, then the
  /// right.
  public double joinSelectivity(RelNode left, RelNode right, List<RexNode> conditions) {
    int shift = left.getRowType().getFieldCount();
    double selectivity = 1;
    int equalities = 0;
    for (RexNode condition : conditions) {
      double one = UNKNOWN;
      if (condition instanceof RexCall call
          && (call.getKind() == SqlKind.EQUALS || call.getKind() == SqlKind.IS_NOT_DISTINCT_FROM)) {
        double most = 1;
        for (RexNode side : call.getOperands()) {
          for (int field : RelOptUtil.InputFinder.bits(side)) {
            most =
                Math.max(
                    most, field < shift ? distinct(left, field) : distinct(right, field - shift));
          }
        }
        one = equalities++ == 0 ? 1 / most : 1 / Math.sqrt(most);
      } else if (condition.isAlwaysTrue()) {
        one = 1;
      }
      selectivity *= one;
    }
    return selectivity;
  }

  /// Estimated different values of a column, at least 1.
  public double distinct(RelNode rel, int column) {
    double limit = rows(rel);
    double values =
        switch (rel) {
          case SegmentScan scan ->
              storedDistinct(scan.logicalTable(), List.of(scan.segment()), column, limit);
          case TableScan scan -> {
            LogicalTable table = table(scan);
            yield table == null ? limit : storedDistinct(table, table.segments(), column, limit);
          }
          case Project project ->
              expressionDistinct(project.getInput(), project.getProjects().get(column));
          case Aggregate aggregate ->
              column < aggregate.getGroupCount()
                  ? distinct(aggregate.getInput(), aggregate.getGroupSet().nth(column))
                  : limit;
          case Join join -> {
            int shift = join.getLeft().getRowType().getFieldCount();
            yield column < shift
                ? distinct(join.getLeft(), column)
                : distinct(join.getRight(), column - shift);
          }
          case Union union -> {
            double most = 1;
            double sum = 0;
            for (RelNode input : union.getInputs()) {
              double one = distinct(input, column);
              most = Math.max(most, one);
              sum += one;
            }
            yield Math.max(most, sum * 0.6);
          }
          default -> rel.getInputs().isEmpty() ? limit : distinct(rel.getInput(0), column);
        };
    return Math.max(1, Math.min(values, limit));
  }

  private double expressionDistinct(RelNode input, RexNode expression) {
    return switch (expression) {
      case RexInputRef ref -> distinct(input, ref.getIndex());
      case RexLiteral literal -> 1;
      default -> {
        double product = 1;
        for (int field : RelOptUtil.InputFinder.bits(expression)) {
          product *= distinct(input, field);
        }
        String name =
            expression instanceof RexCall call
                ? call.getOperator().getName().toLowerCase(java.util.Locale.ROOT)
                : "";
        yield switch (name) {
          case "date_trunc", "extract", "date_part" -> Math.min(product, 120);
          case "case" -> Math.min(product, 10);
          default -> product;
        };
      }
    };
  }

  private double storedDistinct(
      LogicalTable table, List<Segment> segments, int column, double limit) {
    String name = table.columns().field(column).name();
    if (table.primaryKey().equals(List.of(name))) {
      return limit;
    }
    double most = -1;
    for (Segment segment : segments) {
      RelationStatistics.Column c = of(segment).columns().get(name);
      if (c != null) {
        most = Math.max(most, c.distinctCount());
      }
    }
    return most > 0 ? most : Math.max(1, Math.sqrt(limit) * 3);
  }

  /// The share of an input's rows that meets a condition.
  public double selectivity(RelNode input, RexNode condition) {
    if (!(condition instanceof RexCall call)) {
      return condition.isAlwaysFalse() ? 0 : condition.isAlwaysTrue() ? 1 : 0.5;
    }
    List<RexNode> operands = call.getOperands();
    return switch (call.getKind()) {
      case AND ->
          operands.stream().mapToDouble(o -> selectivity(input, o)).reduce(1, (a, b) -> a * b);
      case OR ->
          1
              - operands.stream()
                  .mapToDouble(o -> 1 - selectivity(input, o))
                  .reduce(1, (a, b) -> a * b);
      case NOT -> 1 - selectivity(input, operands.get(0));
      case EQUALS, IS_NOT_DISTINCT_FROM -> equal(input, operands.get(0), operands.get(1));
      case NOT_EQUALS -> 1 - equal(input, operands.get(0), operands.get(1));
      case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> range(input, call);
      case SEARCH -> search(input, call);
      case IS_NULL -> nulls(input, operands.get(0));
      case IS_NOT_NULL -> 1 - nulls(input, operands.get(0));
      case LIKE -> 0.1;
      default -> UNKNOWN;
    };
  }

  private double equal(RelNode input, RexNode left, RexNode right) {
    double most = 1;
    for (RexNode side : List.of(left, right)) {
      if (side instanceof RexInputRef ref) {
        most = Math.max(most, distinct(input, ref.getIndex()));
      } else if (!(side instanceof RexLiteral)) {
        most = Math.max(most, expressionDistinct(input, side));
      }
    }
    return most == 1 ? UNKNOWN_EQUAL : 1 / most;
  }

  private double nulls(RelNode input, RexNode operand) {
    if (!operand.getType().isNullable()) {
      return 0;
    }
    RelationStatistics.Column column = column(input, operand);
    return column == null || column.nullFraction() < 0 ? 0.1 : column.nullFraction();
  }

  private double range(RelNode input, RexCall call) {
    boolean literalRight = call.getOperands().get(1) instanceof RexLiteral;
    RexNode side = call.getOperands().get(literalRight ? 0 : 1);
    if (!(call.getOperands().get(literalRight ? 1 : 0) instanceof RexLiteral literal)
        || literal.getValue() == null) {
      return UNKNOWN_RANGE;
    }
    SqlKind kind = literalRight ? call.getKind() : call.getKind().reverse();
    double position = position(input, side, Literals.value(literal));
    if (Double.isNaN(position)) {
      return UNKNOWN_RANGE;
    }
    double share =
        kind == SqlKind.LESS_THAN || kind == SqlKind.LESS_THAN_OR_EQUAL ? position : 1 - position;
    return Math.clamp(share, 0.001, 1);
  }

  private double search(RelNode input, RexCall call) {
    Sarg<?> sarg =
        call.getOperands().get(1) instanceof RexLiteral literal
            ? literal.getValueAs(Sarg.class)
            : null;
    if (sarg == null) {
      return UNKNOWN;
    }
    RexNode operand = call.getOperands().get(0);
    if (sarg.isPoints()) {
      return Math.min(1, sarg.pointCount / Math.max(1, expressionDistinct(input, operand)));
    }
    if (sarg.isComplementedPoints()) {
      return 0.9;
    }
    double share = 0;
    io.thermocline.spi.type.DataType type = Types.toData(operand.getType());
    for (com.google.common.collect.Range<?> range : sarg.rangeSet.asRanges()) {
      double low =
          range.hasLowerBound()
              ? position(input, operand, Literals.convert(range.lowerEndpoint(), type, false))
              : 0;
      double high =
          range.hasUpperBound()
              ? position(input, operand, Literals.convert(range.upperEndpoint(), type, false))
              : 1;
      share += Double.isNaN(low) || Double.isNaN(high) ? UNKNOWN_RANGE / 2 : high - low;
    }
    return Math.clamp(share, 0.001, 1);
  }

  /// Where a value lies between a column's smallest and largest, 0 to 1; NaN when that is not
  /// known.
  private double position(RelNode input, RexNode operand, @Nullable Object value) {
    RelationStatistics.Column column = column(input, operand);
    if (column == null || column.minimum() == null || column.maximum() == null || value == null) {
      return Double.NaN;
    }
    double low = axis(column.minimum());
    double high = axis(column.maximum());
    double at = axis(value);
    return high > low ? Math.clamp((at - low) / (high - low), 0.0, 1.0) : Double.NaN;
  }

  private static double axis(Object value) {
    return switch (value) {
      case Number n -> n.doubleValue();
      case LocalDate d -> d.toEpochDay() * 86_400.0;
      case LocalDateTime t -> t.toEpochSecond(ZoneOffset.UTC);
      case Instant i -> i.getEpochSecond();
      default -> Double.NaN;
    };
  }

  private RelationStatistics.@Nullable Column column(RelNode rel, RexNode operand) {
    RexNode plain =
        operand instanceof RexCall call && call.getKind() == SqlKind.CAST
            ? call.getOperands().get(0)
            : operand;
    if (!(plain instanceof RexInputRef ref)) {
      return null;
    }
    return switch (rel) {
      case SegmentScan scan ->
          of(scan.segment())
              .columns()
              .get(scan.logicalTable().columns().field(ref.getIndex()).name());
      case TableScan scan -> {
        LogicalTable table = table(scan);
        yield table == null || table.segments().isEmpty()
            ? null
            : of(table.segments().get(0))
                .columns()
                .get(table.columns().field(ref.getIndex()).name());
      }
      case Project project -> column(project.getInput(), project.getProjects().get(ref.getIndex()));
      case Filter filter -> column(filter.getInput(), plain);
      case Join join when join.getJoinType() == JoinRelType.INNER -> {
        int shift = join.getLeft().getRowType().getFieldCount();
        yield ref.getIndex() < shift
            ? column(join.getLeft(), plain)
            : column(join.getRight(), new RexInputRef(ref.getIndex() - shift, ref.getType()));
      }
      default -> null;
    };
  }
}
