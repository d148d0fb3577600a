package io.thermocline.optimizer.physical;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.plan.DynamicFilterSource;
import io.thermocline.engine.plan.JoinKey;
import io.thermocline.engine.plan.JoinType;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.optimizer.PlannerConfig;
import io.thermocline.optimizer.rel.Estimator;
import io.thermocline.optimizer.rel.ExpressionLowering;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/// Joins in the engine: keys and residual conditions, the smaller side as build side, its keys as
/// filters of the other side's scans.
final class JoinLowering {
  private final ExpressionLowering expressions;
  private final RexBuilder builder;
  private final Estimator estimator;
  private final PlannerConfig config;
  private final NodeNotes notes;
  private int filters;

  JoinLowering(RexBuilder builder, Estimator estimator, PlannerConfig config, NodeNotes notes) {
    this.expressions = new ExpressionLowering(builder);
    this.builder = builder;
    this.estimator = estimator;
    this.config = config;
    this.notes = notes;
  }

  /// A condition in parts.
  ///
  /// @param nullAware whether the only key stands for NOT IN
  private record Parts(
      List<RexNode> leftKeys,
      List<RexNode> rightKeys,
      List<Boolean> nullsEqual,
      List<RexNode> rest,
      boolean nullAware) {}

  PhysicalNode lower(Join join, PhysicalNode left, PhysicalNode right) {
    Parts parts = split(join);
    JoinType type = type(join.getJoinType());
    double leftRows = estimator.rows(join.getLeft());
    double rightRows = estimator.rows(join.getRight());
    boolean swap =
        leftRows < rightRows
            && (type == JoinType.INNER
                || type == JoinType.LEFT
                || type == JoinType.RIGHT
                || type == JoinType.FULL);
    if (parts.leftKeys().isEmpty()) {
      RexNode condition = RexUtil.composeConjunction(builder, parts.rest());
      return new PhysicalNode.NestedLoopJoinNode(
          left,
          right,
          type,
          condition.isAlwaysTrue() ? null : expressions.lower(condition),
          Types.schema(join.getRowType()));
    }
    if (config.pushDown()
        && type == JoinType.SEMI
        && leftRows < rightRows
        && parts.rest().isEmpty()
        && isUnique(join.getRight(), parts.rightKeys())) {
      return reduced(join, parts, left, right);
    }
    return swap
        ? swapped(join, parts, type, left, right)
        : hash(join, parts, type, left, right, leftRows, rightRows);
  }

  private PhysicalNode hash(
      Join join,
      Parts parts,
      JoinType type,
      PhysicalNode left,
      PhysicalNode right,
      double leftRows,
      double rightRows) {
    List<JoinKey> keys = new ArrayList<>();
    for (int i = 0; i < parts.leftKeys().size(); i++) {
      keys.add(
          new JoinKey(
              expressions.lower(parts.leftKeys().get(i)),
              expressions.lower(parts.rightKeys().get(i)),
              parts.nullsEqual().get(i)));
    }
    RexNode rest = RexUtil.composeConjunction(builder, parts.rest());
    Expression residual = rest.isAlwaysTrue() ? null : expressions.lower(rest);
    return withFilters(
        left,
        right,
        type,
        keys,
        residual,
        parts.nullAware(),
        Types.schema(join.getRowType()),
        leftRows,
        rightRows);
  }

  /// The join with its sides exchanged, and a projection that restores the order of columns.
  private PhysicalNode swapped(
      Join join, Parts parts, JoinType type, PhysicalNode left, PhysicalNode right) {
    int leftCount = left.schema().size();
    int rightCount = right.schema().size();
    List<JoinKey> keys = new ArrayList<>();
    for (int i = 0; i < parts.leftKeys().size(); i++) {
      keys.add(
          new JoinKey(
              expressions.lower(parts.rightKeys().get(i)),
              expressions.lower(parts.leftKeys().get(i)),
              parts.nullsEqual().get(i)));
    }
    RexNode rest = RexUtil.composeConjunction(builder, parts.rest());
    Expression residual =
        rest.isAlwaysTrue() ? null : expressions.lower(exchange(rest, leftCount, rightCount));
    Schema schema = Types.schema(join.getRowType());
    List<Field> fields =
        new ArrayList<>(schema.fields().subList(leftCount, leftCount + rightCount));
    fields.addAll(schema.fields().subList(0, leftCount));
    JoinType mirrored =
        switch (type) {
          case LEFT -> JoinType.RIGHT;
          case RIGHT -> JoinType.LEFT;
          case INNER, FULL, SEMI, ANTI -> type;
        };
    PhysicalNode joined =
        withFilters(
            right,
            left,
            mirrored,
            keys,
            residual,
            false,
            new Schema(fields),
            estimator.rows(join.getRight()),
            estimator.rows(join.getLeft()));
    notes.put(joined, estimator.rows(join));
    List<Expression> order = new ArrayList<>();
    for (int i = 0; i < leftCount + rightCount; i++) {
      order.add(
          new Expression.ColumnReference(
              i < leftCount ? rightCount + i : i - leftCount, schema.field(i).type()));
    }
    return new PhysicalNode.ProjectNode(joined, order, schema);
  }

  /// Whether no two rows have the same keys.
  private static boolean isUnique(RelNode rel, List<RexNode> keys) {
    if (!(rel instanceof Aggregate aggregate)
        || aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
      return false;
    }
    BitSet columns = new BitSet();
    for (RexNode key : keys) {
      if (!(key instanceof RexInputRef ref)) {
        return false;
      }
      columns.set(ref.getIndex());
    }
    return columns.nextClearBit(0) >= aggregate.getGroupCount();
  }

  /// A semi join whose right rows have different keys: the small left side is held in memory and
  /// its keys limit what is read of the right side.
  private PhysicalNode reduced(Join join, Parts parts, PhysicalNode left, PhysicalNode right) {
    List<JoinKey> keys = new ArrayList<>();
    for (int i = 0; i < parts.leftKeys().size(); i++) {
      keys.add(
          new JoinKey(
              expressions.lower(parts.rightKeys().get(i)),
              expressions.lower(parts.leftKeys().get(i)),
              parts.nullsEqual().get(i)));
    }
    List<Field> fields = new ArrayList<>(right.schema().fields());
    fields.addAll(left.schema().fields());
    PhysicalNode joined =
        withFilters(
            right,
            left,
            JoinType.INNER,
            keys,
            null,
            false,
            new Schema(fields),
            estimator.rows(join.getRight()),
            estimator.rows(join.getLeft()));
    notes.put(joined, estimator.rows(join));
    Schema schema = Types.schema(join.getRowType());
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      columns.add(
          new Expression.ColumnReference(right.schema().size() + i, schema.field(i).type()));
    }
    return new PhysicalNode.ProjectNode(joined, columns, schema);
  }

  private static RexNode exchange(RexNode node, int leftCount, int rightCount) {
    return node.accept(
        new org.apache.calcite.rex.RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            int index = ref.getIndex();
            return new RexInputRef(
                index < leftCount ? index + rightCount : index - leftCount, ref.getType());
          }
        });
  }

  private PhysicalNode withFilters(
      PhysicalNode left,
      PhysicalNode right,
      JoinType type,
      List<JoinKey> keys,
      @Nullable Expression residual,
      boolean nullAware,
      Schema schema,
      double leftRows,
      double rightRows) {
    PhysicalNode probe = left;
    List<DynamicFilterSource> published = new ArrayList<>();
    boolean dropsUnmatched =
        type == JoinType.INNER || type == JoinType.SEMI || type == JoinType.RIGHT;
    if (config.pushDown()
        && dropsUnmatched
        && rightRows <= config.dynamicFilterBuildRows()
        && leftRows > rightRows) {
      DynamicFilters dynamic = new DynamicFilters(notes);
      for (int i = 0; i < keys.size(); i++) {
        JoinKey key = keys.get(i);
        if (key.left() instanceof Expression.ColumnReference column
            && !key.nullsEqual()
            && column.type().equals(key.right().type())) {
          PhysicalNode attached = dynamic.attach(probe, column.index(), column.type(), filters);
          if (attached != null) {
            probe = attached;
            published.add(new DynamicFilterSource(filters++, i, config.dynamicFilterMaxValues()));
          }
        }
      }
    }
    return new PhysicalNode.HashJoinNode(
        probe, right, type, keys, residual, nullAware, published, schema);
  }

  private static JoinType type(JoinRelType type) {
    return switch (type) {
      case INNER -> JoinType.INNER;
      case LEFT -> JoinType.LEFT;
      case RIGHT -> JoinType.RIGHT;
      case FULL -> JoinType.FULL;
      case SEMI -> JoinType.SEMI;
      case ANTI -> JoinType.ANTI;
      default ->
          throw new ThermoclineException(
              ErrorCode.UNSUPPORTED,
              "a join of type " + type + " is not supported; write it as an inner or left join");
    };
  }

  private Parts split(Join join) {
    int leftCount = join.getLeft().getRowType().getFieldCount();
    int count = leftCount + join.getRight().getRowType().getFieldCount();
    Parts parts =
        new Parts(
            new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), false);
    List<RexNode> conjuncts = RelOptUtil.conjunctions(join.getCondition());
    if (join.getJoinType() == JoinRelType.ANTI && conjuncts.size() == 1) {
      RexCall notIn = notIn(conjuncts.get(0));
      if (notIn != null && addKey(notIn, leftCount, count, parts)) {
        return new Parts(parts.leftKeys(), parts.rightKeys(), parts.nullsEqual(), List.of(), true);
      }
    }
    for (RexNode conjunct : conjuncts) {
      RexNode condition =
          conjunct instanceof RexCall call
              ? RelOptUtil.collapseExpandedIsNotDistinctFromExpr(call, builder)
              : conjunct;
      if (!(condition instanceof RexCall call) || !addKey(call, leftCount, count, parts)) {
        parts.rest().add(condition);
      }
    }
    parts.rest().removeIf(RexNode::isAlwaysTrue);
    return parts;
  }

  /// The equality of `a = b OR a IS NULL OR b IS NULL`, or null.
  private static @Nullable RexCall notIn(RexNode condition) {
    if (condition.getKind() != SqlKind.OR) {
      return null;
    }
    RexCall equality = null;
    List<RexNode> nulls = new ArrayList<>();
    for (RexNode operand : RelOptUtil.disjunctions(condition)) {
      if (operand instanceof RexCall call && call.getKind() == SqlKind.EQUALS && equality == null) {
        equality = call;
      } else if (operand instanceof RexCall call && call.getKind() == SqlKind.IS_NULL) {
        nulls.add(call.getOperands().get(0));
      } else {
        return null;
      }
    }
    if (equality == null) {
      return null;
    }
    for (RexNode side : equality.getOperands()) {
      if (side.getType().isNullable() && !nulls.contains(side)) {
        return null;
      }
    }
    return equality.getOperands().containsAll(nulls) ? equality : null;
  }

  private static boolean addKey(RexCall call, int leftCount, int count, Parts parts) {
    boolean nullsEqual = call.getKind() == SqlKind.IS_NOT_DISTINCT_FROM;
    if (call.getKind() != SqlKind.EQUALS && !nullsEqual) {
      return false;
    }
    RexNode a = call.getOperands().get(0);
    RexNode b = call.getOperands().get(1);
    ImmutableBitSet left = ImmutableBitSet.range(leftCount);
    ImmutableBitSet right = ImmutableBitSet.range(leftCount, count);
    ImmutableBitSet ofA = RelOptUtil.InputFinder.bits(a);
    ImmutableBitSet ofB = RelOptUtil.InputFinder.bits(b);
    if (ofA.isEmpty() || ofB.isEmpty()) {
      return false;
    }
    if (left.contains(ofB) && right.contains(ofA)) {
      RexNode swap = a;
      a = b;
      b = swap;
    } else if (!left.contains(ofA) || !right.contains(ofB)) {
      return false;
    }
    parts.leftKeys().add(a);
    parts.rightKeys().add(RexUtil.shift(b, -leftCount));
    parts.nullsEqual().add(nullsEqual);
    return true;
  }
}
