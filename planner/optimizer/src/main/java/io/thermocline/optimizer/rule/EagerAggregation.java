package io.thermocline.optimizer.rule;

import io.thermocline.optimizer.rel.Estimator;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/// Aggregates one side of a join by its join keys before the join, when that leaves far fewer rows
/// and the other side lies elsewhere. The sources then send groups instead of rows. Semi and anti
/// joins get each key of their right side once.
///
/// A row of the one side meets the same rows of the other side as all rows of its group do, so sums
/// of group sums are the sums of the joined rows, whether keys are unique or not. A sum of products
/// with factors of both sides is the sum of one side's sums times the other's factors, which holds
/// for exact numbers.
final class EagerAggregation {
  private static final double WORTHWHILE = 0.3;
  private static final double SMALL = 1000;

  /// With fewer left rows of a semi join in relation to its right side, they limit what is read
  /// there.
  private static final double FEW_KEYS = 0.1;

  private final Estimator estimator;

  EagerAggregation(Estimator estimator) {
    this.estimator = estimator;
  }

  RelNode rewrite(RelNode rel) {
    RelNode current = rel;
    if (rel instanceof Aggregate aggregate && aggregate.getGroupType() == Aggregate.Group.SIMPLE) {
      RelNode rewritten = aggregate(aggregate);
      current = rewritten == null ? rel : rewritten;
    } else if (rel instanceof Join join
        && (join.getJoinType() == JoinRelType.SEMI || join.getJoinType() == JoinRelType.ANTI)) {
      current = semi(join);
    }
    List<RelNode> inputs = new ArrayList<>();
    for (RelNode input : current.getInputs()) {
      inputs.add(rewrite(input));
    }
    return inputs.equals(current.getInputs())
        ? current
        : current.copy(current.getTraitSet(), inputs);
  }

  private RelNode semi(Join join) {
    RelNode right = join.getRight();
    int shift = join.getLeft().getRowType().getFieldCount();
    ImmutableBitSet used =
        RelOptUtil.InputFinder.bits(join.getCondition())
            .except(ImmutableBitSet.range(shift))
            .shift(-shift);
    if (used.isEmpty()
        || right instanceof Aggregate
        || JoinOrder.inOneSource(join)
        || estimator.rows(right) < SMALL) {
      return join;
    }
    RelNode distinct = LogicalAggregate.create(right, List.of(), used, null, List.of());
    boolean reducible =
        join.getJoinType() == JoinRelType.SEMI
            && estimator.rows(join.getLeft()) < FEW_KEYS * estimator.rows(right);
    if (!reducible && estimator.rows(distinct) > WORTHWHILE * estimator.rows(right)) {
      return join;
    }
    List<Integer> positions = used.toList();
    RexNode condition =
        join.getCondition()
            .accept(
                new RexShuttle() {
                  @Override
                  public RexNode visitInputRef(RexInputRef ref) {
                    return ref.getIndex() < shift
                        ? ref
                        : new RexInputRef(
                            shift + positions.indexOf(ref.getIndex() - shift), ref.getType());
                  }
                });
    return LogicalJoin.create(
        join.getLeft(), distinct, List.of(), condition, Set.of(), join.getJoinType());
  }

  private @Nullable RelNode aggregate(Aggregate aggregate) {
    Project project = aggregate.getInput() instanceof Project p && !p.containsOver() ? p : null;
    RelNode below = project == null ? aggregate.getInput() : project.getInput();
    if (!(below instanceof Join join)
        || join.getJoinType() != JoinRelType.INNER
        || JoinOrder.inOneSource(join)
        || !aggregate.getAggCallList().stream().allMatch(AggregateSplit::isSplittable)) {
      return null;
    }
    RexBuilder builder = aggregate.getCluster().getRexBuilder();
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < aggregate.getInput().getRowType().getFieldCount(); i++) {
      columns.add(project == null ? builder.makeInputRef(join, i) : project.getProjects().get(i));
    }
    RelNode first = new Side(aggregate, join, columns, true).build();
    return first != null ? first : new Side(aggregate, join, columns, false).build();
  }

  /// One attempt: the left or the right side is aggregated first.
  private final class Side {
    private final Aggregate aggregate;
    private final Join join;
    private final List<RexNode> columns;
    private final RexBuilder builder;
    private final ImmutableBitSet mine;
    private final int shift;
    private final RelNode side;
    private final AggregateSplit split;
    private final List<RexNode> inside = new ArrayList<>();
    private final List<@Nullable RexNode> factors = new ArrayList<>();

    Side(Aggregate aggregate, Join join, List<RexNode> columns, boolean left) {
      this.aggregate = aggregate;
      this.join = join;
      this.columns = columns;
      this.builder = aggregate.getCluster().getRexBuilder();
      int leftCount = join.getLeft().getRowType().getFieldCount();
      int count = leftCount + join.getRight().getRowType().getFieldCount();
      this.mine = left ? ImmutableBitSet.range(leftCount) : ImmutableBitSet.range(leftCount, count);
      this.shift = left ? 0 : leftCount;
      this.side = left ? join.getLeft() : join.getRight();
      this.split = new AggregateSplit(aggregate);
    }

    private boolean isMine(RexNode node) {
      return mine.contains(RelOptUtil.InputFinder.bits(node));
    }

    private boolean isTheirs(RexNode node) {
      return !RelOptUtil.InputFinder.bits(node).intersects(mine);
    }

    @Nullable RelNode build() {
      if (estimator.rows(side) < SMALL) {
        return null;
      }
      Set<RexNode> keys = new LinkedHashSet<>();
      for (int field : RelOptUtil.InputFinder.bits(join.getCondition()).intersect(mine)) {
        keys.add(builder.makeInputRef(join, field));
      }
      for (int key : aggregate.getGroupSet()) {
        RexNode expression = columns.get(key);
        if (isMine(expression) && !isTheirs(expression)) {
          keys.add(expression);
        } else if (!isTheirs(expression)) {
          return null;
        }
      }
      inside.addAll(keys);
      int[] arguments = new int[columns.size()];
      if (!arguments(arguments)) {
        return null;
      }
      RelNode narrow =
          LogicalProject.create(side, List.of(), local(inside), names(inside.size()), Set.of());
      RelNode grouped =
          split.first(narrow, ImmutableBitSet.range(keys.size()), argument -> arguments[argument]);
      if (estimator.rows(grouped) > WORTHWHILE * estimator.rows(side)) {
        return null;
      }
      return join(new ArrayList<>(keys), grouped);
    }

    /// Places the arguments and filters of all calls inside, and notes the other side's factors of
    /// each step.
    private boolean arguments(int[] arguments) {
      for (int step = 0; step < split.size(); step++) {
        factors.add(null);
        int argument = split.argument(step);
        if (argument < 0) {
          continue;
        }
        RexNode expression = columns.get(argument);
        if (!isMine(expression)) {
          RexNode own = split.isSum(step) ? ownFactor(expression, step) : null;
          if (own == null
              || aggregate.getAggCallList().stream()
                  .anyMatch(call -> usesOtherwise(call, argument))) {
            return false;
          }
          expression = own;
        }
        arguments[argument] = place(expression);
      }
      for (AggregateCall call : aggregate.getAggCallList()) {
        if (call.filterArg >= 0) {
          if (!isMine(columns.get(call.filterArg))) {
            return false;
          }
          arguments[call.filterArg] = place(columns.get(call.filterArg));
        }
      }
      return true;
    }

    /// Whether a call that is not a plain sum looks at an argument.
    private boolean usesOtherwise(AggregateCall call, int argument) {
      return call.getArgList().contains(argument) && call.getAggregation().getKind() != SqlKind.SUM
          || call.filterArg == argument;
    }

    private int place(RexNode expression) {
      int index = inside.indexOf(expression);
      if (index < 0) {
        index = inside.size();
        inside.add(expression);
      }
      return index;
    }

    /// The product of this side's factors; the other side's become the step's factor. Null when the
    /// expression is no such product.
    private @Nullable RexNode ownFactor(RexNode expression, int step) {
      List<RexNode> own = new ArrayList<>();
      List<RexNode> other = new ArrayList<>();
      int scale = 0;
      for (RexNode factor : factors(expression)) {
        DataType type = Types.toData(factor.getType());
        if (!(type instanceof DecimalType) && !io.thermocline.optimizer.rel.Rex.isInteger(type)) {
          return null;
        }
        scale += type instanceof DecimalType d ? d.scale() : 0;
        if (isTheirs(factor)) {
          other.add(factor);
        } else if (isMine(factor)) {
          own.add(factor);
        } else {
          return null;
        }
      }
      if (own.isEmpty()
          || other.isEmpty()
          || !(Types.toData(expression.getType()) instanceof DecimalType d)
          || d.scale() != scale) {
        return null;
      }
      factors.set(step, product(other));
      return product(own);
    }

    private RexNode product(List<RexNode> nodes) {
      RexNode result = nodes.get(0);
      for (RexNode next : nodes.subList(1, nodes.size())) {
        result = builder.makeCall(SqlStdOperatorTable.MULTIPLY, result, next);
      }
      return result;
    }

    private static List<RexNode> factors(RexNode node) {
      if (node instanceof RexCall call && call.getKind() == SqlKind.TIMES) {
        List<RexNode> all = new ArrayList<>();
        call.getOperands().forEach(operand -> all.addAll(factors(operand)));
        return all;
      }
      return List.of(node);
    }

    private List<RexNode> local(List<RexNode> nodes) {
      return nodes.stream().map(this::local).toList();
    }

    private RexNode local(RexNode node) {
      return node.accept(
          new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
              return new RexInputRef(ref.getIndex() - shift, ref.getType());
            }
          });
    }

    private @Nullable RelNode join(List<RexNode> keys, RelNode grouped) {
      boolean left = shift == 0;
      RelNode other = left ? join.getRight() : join.getLeft();
      int otherShift = left ? grouped.getRowType().getFieldCount() : 0;
      int groupedShift = left ? 0 : other.getRowType().getFieldCount();
      int otherStart = left ? join.getLeft().getRowType().getFieldCount() : 0;
      Mapping mapping = new Mapping(keys, groupedShift, otherShift - otherStart, grouped);
      RelNode joined =
          LogicalJoin.create(
              left ? grouped : other,
              left ? other : grouped,
              List.of(),
              join.getCondition().accept(mapping),
              Set.of(),
              JoinRelType.INNER);
      List<RexNode> output = new ArrayList<>();
      for (int key : aggregate.getGroupSet()) {
        output.add(mapping.map(columns.get(key)));
      }
      for (int step = 0; step < split.size(); step++) {
        RexNode partial = builder.makeInputRef(joined, groupedShift + keys.size() + step);
        RexNode factor = factors.get(step);
        if (factor != null) {
          RexNode scaled =
              builder.makeCall(SqlStdOperatorTable.MULTIPLY, partial, mapping.map(factor));
          int wanted = scale(columns.get(split.argument(step)));
          if (scale(scaled) != wanted) {
            return null;
          }
          partial = scaled;
        }
        output.add(partial);
      }
      RelNode projected =
          LogicalProject.create(joined, List.of(), output, names(output.size()), Set.of());
      return split.merge(projected);
    }

    private static int scale(RexNode node) {
      return Types.toData(node.getType()) instanceof DecimalType d ? d.scale() : 0;
    }

    /// Rewrites expressions over the old join to the new one: keys are columns of the groups, the
    /// other side moves.
    private final class Mapping extends RexShuttle {
      private final List<RexNode> keys;
      private final int groupedShift;
      private final int otherMove;
      private final RelNode grouped;

      Mapping(List<RexNode> keys, int groupedShift, int otherMove, RelNode grouped) {
        this.keys = keys;
        this.groupedShift = groupedShift;
        this.otherMove = otherMove;
        this.grouped = grouped;
      }

      RexNode map(RexNode node) {
        int key = keys.indexOf(node);
        return key >= 0 ? column(key) : node.accept(this);
      }

      private RexNode column(int key) {
        return new RexInputRef(
            groupedShift + key, grouped.getRowType().getFieldList().get(key).getType());
      }

      @Override
      public RexNode visitInputRef(RexInputRef ref) {
        if (!mine.get(ref.getIndex())) {
          return new RexInputRef(ref.getIndex() + otherMove, ref.getType());
        }
        int key = keys.indexOf(ref);
        if (key < 0) {
          throw new IllegalStateException("a join key is not grouped by");
        }
        return column(key);
      }
    }

    private static List<String> names(int count) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        names.add("e" + i);
      }
      return names;
    }
  }
}
