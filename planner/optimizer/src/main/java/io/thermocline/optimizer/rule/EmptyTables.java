package io.thermocline.optimizer.rule;

import io.thermocline.optimizer.rel.LogicalTableHolder;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;

/// Takes out what reads tables without segments, which never have rows: everything above them that
/// has no rows for it, and sub-queries over them. What such a part would compute need not be
/// supported.
final class EmptyTables extends RelHomogeneousShuttle {
  private final RexBuilder builder;

  private EmptyTables(RexBuilder builder) {
    this.builder = builder;
  }

  static RelNode prune(RelNode root) {
    return root.accept(new EmptyTables(root.getCluster().getRexBuilder()));
  }

  @Override
  public RelNode visit(TableScan scan) {
    RelOptTable table = scan.getTable();
    LogicalTableHolder holder = table == null ? null : table.unwrap(LogicalTableHolder.class);
    return holder != null && holder.table().segments().isEmpty() ? none(scan) : scan;
  }

  @Override
  public RelNode visit(RelNode other) {
    RelNode visited = super.visit(other).accept(new SubQueryShuttle());
    boolean nothing =
        switch (visited) {
          case Filter f -> isEmpty(f.getInput());
          case Project p -> isEmpty(p.getInput());
          case Sort s -> isEmpty(s.getInput());
          case Aggregate a -> isEmpty(a.getInput()) && a.getGroupCount() > 0;
          case Correlate c ->
              isEmpty(c.getLeft()) || isEmpty(c.getRight()) && c.getJoinType() == JoinRelType.INNER;
          case Join j -> isEmpty(j);
          default -> false;
        };
    return nothing ? none(visited) : visited;
  }

  private static boolean isEmpty(Join join) {
    boolean left = isEmpty(join.getLeft());
    boolean right = isEmpty(join.getRight());
    return switch (join.getJoinType()) {
      case INNER, SEMI -> left || right;
      case LEFT, ANTI, ASOF, LEFT_ASOF, LEFT_MARK -> left;
      case RIGHT -> right;
      case FULL -> left && right;
    };
  }

  private static boolean isEmpty(RelNode rel) {
    return rel instanceof Values values && values.getTuples().isEmpty();
  }

  private static RelNode none(RelNode rel) {
    return LogicalValues.createEmpty(rel.getCluster(), rel.getRowType());
  }

  /// What sub-queries without rows are worth.
  private final class SubQueryShuttle extends RexShuttle {
    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      RexSubQuery call = (RexSubQuery) super.visitSubQuery(subQuery);
      RelNode rel = call.rel.accept(EmptyTables.this);
      if (!isEmpty(rel)) {
        return call.clone(rel);
      }
      SqlKind kind = call.getKind();
      if (kind == SqlKind.EXISTS || kind == SqlKind.IN || kind == SqlKind.SOME) {
        return typed(call, builder.makeLiteral(false));
      }
      return kind == SqlKind.SCALAR_QUERY
          ? builder.makeNullLiteral(call.getType())
          : call.clone(rel);
    }

    private RexNode typed(RexSubQuery call, RexNode value) {
      return value.getType().equals(call.getType())
          ? value
          : builder.makeAbstractCast(call.getType(), value, false);
    }
  }
}
