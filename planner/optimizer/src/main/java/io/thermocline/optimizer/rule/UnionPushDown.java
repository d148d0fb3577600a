package io.thermocline.optimizer.rule;

import io.thermocline.optimizer.rel.Estimator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/// Takes aggregation and top-N below `UNION ALL`, so that each branch returns groups or a few rows
/// instead of all rows.
final class UnionPushDown {
  /// With more groups than this share of the rows a first aggregation in the branches does not pay.
  private static final double MOST_GROUPS = 0.7;

  private static final long LARGEST_TOP = 100_000;

  private final Estimator estimator;

  UnionPushDown(Estimator estimator) {
    this.estimator = estimator;
  }

  RelNode rewrite(RelNode rel) {
    List<RelNode> inputs = new ArrayList<>();
    for (RelNode input : rel.getInputs()) {
      inputs.add(rewrite(input));
    }
    RelNode current = inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
    return switch (current) {
      case Filter filter when filter.getInput() instanceof Union ->
          SegmentExpansion.distribute(filter, filter.getInput());
      case Project project when project.getInput() instanceof Union ->
          SegmentExpansion.distribute(project, project.getInput());
      case Union union when union.all -> SegmentExpansion.flat(union);
      case Sort sort -> top(sort);
      case Aggregate aggregate when aggregate.getInput() instanceof Union union && union.all ->
          aggregate(aggregate, union);
      default -> current;
    };
  }

  private static RelNode top(Sort sort) {
    if (!(sort.fetch instanceof RexLiteral fetch)
        || sort.offset != null && !(sort.offset instanceof RexLiteral)
        || !(sort.getInput() instanceof Union union)
        || !union.all) {
      return sort;
    }
    long rows = number(fetch) + (sort.offset instanceof RexLiteral offset ? number(offset) : 0);
    if (rows > LARGEST_TOP || rows < 0) {
      return sort;
    }
    RexNode bound = sort.getCluster().getRexBuilder().makeExactLiteral(BigDecimal.valueOf(rows));
    List<RelNode> branches = new ArrayList<>();
    for (RelNode branch : union.getInputs()) {
      branches.add(LogicalSort.create(branch, sort.getCollation(), null, bound));
    }
    return LogicalSort.create(
        LogicalUnion.create(branches, true), sort.getCollation(), sort.offset, sort.fetch);
  }

  private static long number(RexLiteral literal) {
    BigDecimal value = literal.getValueAs(BigDecimal.class);
    return value == null ? Long.MAX_VALUE / 4 : value.longValue();
  }

  private RelNode aggregate(Aggregate aggregate, Union union) {
    if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
      return aggregate;
    }
    double rows = estimator.rows(union);
    if (!aggregate.getGroupSet().isEmpty() && estimator.rows(aggregate) > MOST_GROUPS * rows) {
      return aggregate;
    }
    if (aggregate.getAggCallList().stream().allMatch(AggregateSplit::isSplittable)) {
      return split(aggregate, union);
    }
    return distinct(aggregate, union);
  }

  /// First `SELECT DISTINCT keys, argument` in the branches when that is all that the calls look
  /// at.
  private RelNode distinct(Aggregate aggregate, Union union) {
    ImmutableBitSet used = aggregate.getGroupSet();
    for (AggregateCall call : aggregate.getAggCallList()) {
      if (!call.isDistinct()
          || call.filterArg >= 0
          || call.getArgList().isEmpty()
          || !call.getCollation().equals(RelCollations.EMPTY)) {
        return aggregate;
      }
      used = used.union(ImmutableBitSet.of(call.getArgList()));
    }
    RelNode first = LogicalAggregate.create(union, List.of(), used, null, List.of());
    if (estimator.rows(first) > MOST_GROUPS * estimator.rows(union)) {
      return aggregate;
    }
    List<RelNode> branches = new ArrayList<>();
    for (RelNode branch : union.getInputs()) {
      branches.add(LogicalAggregate.create(branch, List.of(), used, null, List.of()));
    }
    RelNode merged = LogicalUnion.create(branches, true);
    List<Integer> positions = used.toList();
    List<AggregateCall> calls = new ArrayList<>();
    for (AggregateCall call : aggregate.getAggCallList()) {
      List<Integer> arguments = call.getArgList().stream().map(positions::indexOf).toList();
      calls.add(call.withArgList(arguments));
    }
    List<Integer> keys = aggregate.getGroupSet().toList().stream().map(positions::indexOf).toList();
    return LogicalAggregate.create(merged, List.of(), ImmutableBitSet.of(keys), null, calls);
  }

  private static RelNode split(Aggregate aggregate, Union union) {
    AggregateSplit split = new AggregateSplit(aggregate);
    List<RelNode> branches = new ArrayList<>();
    for (RelNode branch : union.getInputs()) {
      branches.add(split.first(branch, aggregate.getGroupSet(), argument -> argument));
    }
    return split.merge(LogicalUnion.create(branches, true));
  }
}
