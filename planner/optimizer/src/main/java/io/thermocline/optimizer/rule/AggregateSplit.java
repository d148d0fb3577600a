package io.thermocline.optimizer.rule;

import io.thermocline.optimizer.physical.AverageParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

/// The calls of an aggregation in two steps: a first aggregation of parts of the rows, and one that
/// merges its results.
final class AggregateSplit {
  private final Aggregate aggregate;
  private final List<Step> steps = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();

  /// A call of the first aggregation and the function that merges its results.
  private record Step(
      SqlAggFunction first,
      SqlAggFunction second,
      boolean distinct,
      List<Integer> arguments,
      int filter) {}

  AggregateSplit(Aggregate aggregate) {
    this.aggregate = aggregate;
    for (AggregateCall call : aggregate.getAggCallList()) {
      SqlAggFunction function = call.getAggregation();
      switch (function.getKind()) {
        case AVG -> {
          places.add(place(SqlStdOperatorTable.SUM, MergeFunctions.SUM, call));
          places.add(place(SqlStdOperatorTable.COUNT, MergeFunctions.SUM0, call));
        }
        case COUNT -> places.add(place(function, MergeFunctions.SUM0, call));
        case SUM -> places.add(place(function, MergeFunctions.SUM, call));
        case SUM0 -> places.add(place(function, MergeFunctions.SUM0, call));
        default -> places.add(place(function, function, call));
      }
    }
  }

  private int place(SqlAggFunction first, SqlAggFunction second, AggregateCall call) {
    Step step = new Step(first, second, call.isDistinct(), call.getArgList(), call.filterArg);
    int index = steps.indexOf(step);
    if (index < 0) {
      index = steps.size();
      steps.add(step);
    }
    return index;
  }

  /// Whether a call can be made in two steps.
  static boolean isSplittable(AggregateCall call) {
    if (call.isApproximate() || !call.getCollation().equals(RelCollations.EMPTY)) {
      return false;
    }
    return switch (call.getAggregation().getKind()) {
      case COUNT -> !call.isDistinct() && call.getArgList().size() <= 1;
      case SUM, SUM0, AVG -> !call.isDistinct();
      case MIN, MAX, ANY_VALUE -> true;
      default -> false;
    };
  }

  /// How many columns the first aggregation has beside its keys.
  int size() {
    return steps.size();
  }

  /// The argument of a step before it was moved, or -1.
  int argument(int step) {
    return steps.get(step).arguments().isEmpty() ? -1 : steps.get(step).arguments().get(0);
  }

  /// Whether a step's results are sums.
  boolean isSum(int step) {
    return steps.get(step).first().getKind() == SqlKind.SUM
        && steps.get(step).second() == MergeFunctions.SUM;
  }

  /// The first aggregation.
  ///
  /// @param position where an argument of the original calls lies in the input
  RelNode first(RelNode input, ImmutableBitSet keys, IntUnaryOperator position) {
    List<AggregateCall> calls = new ArrayList<>();
    for (Step step : steps) {
      List<Integer> arguments = step.arguments().stream().map(position::applyAsInt).toList();
      int filter = step.filter() < 0 ? -1 : position.applyAsInt(step.filter());
      calls.add(call(step.first(), step.distinct(), arguments, filter, input, keys.isEmpty()));
    }
    return LogicalAggregate.create(input, List.of(), keys, null, calls);
  }

  /// The merging aggregation and a projection to the original's columns.
  ///
  /// @param input the original's keys, then the results of the first aggregation
  RelNode merge(RelNode input) {
    int keys = aggregate.getGroupCount();
    List<AggregateCall> calls = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      calls.add(call(steps.get(i).second(), false, List.of(keys + i), -1, input, keys == 0));
    }
    RelNode merged =
        LogicalAggregate.create(input, List.of(), ImmutableBitSet.range(keys), null, calls);
    RexBuilder builder = aggregate.getCluster().getRexBuilder();
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      columns.add(typed(builder, builder.makeInputRef(merged, i), i));
    }
    int next = 0;
    for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
      AggregateCall call = aggregate.getAggCallList().get(i);
      RexNode value = builder.makeInputRef(merged, keys + places.get(next++));
      if (call.getAggregation().getKind() == SqlKind.AVG) {
        RexNode count = builder.makeInputRef(merged, keys + places.get(next++));
        value = AverageParts.quotient(builder, value, count, call.getType());
      }
      columns.add(typed(builder, value, keys + i));
    }
    return LogicalProject.create(
        merged, List.of(), columns, aggregate.getRowType().getFieldNames(), Set.of());
  }

  private RexNode typed(RexBuilder builder, RexNode value, int column) {
    var type = aggregate.getRowType().getFieldList().get(column).getType();
    return value.getType().equals(type) ? value : builder.makeAbstractCast(type, value, false);
  }

  private static AggregateCall call(
      SqlAggFunction function,
      boolean distinct,
      List<Integer> arguments,
      int filter,
      RelNode input,
      boolean noKeys) {
    return AggregateCall.create(
        function,
        distinct,
        false,
        false,
        List.of(),
        arguments,
        filter,
        null,
        RelCollations.EMPTY,
        noKeys,
        input,
        null,
        null);
  }
}
