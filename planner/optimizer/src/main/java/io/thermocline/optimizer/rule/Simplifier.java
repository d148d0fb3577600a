package io.thermocline.optimizer.rule;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSimplify;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/// Computes what is constant, simplifies conditions and takes common factors out of disjunctions,
/// node by node.
final class Simplifier extends RelHomogeneousShuttle {
  private final RexBuilder builder;
  private final RexSimplify simplify;
  private final RexShuttle folding;
  private final RexShuttle packing;
  private final RexShuttle ranges;

  Simplifier(RexBuilder builder, RexExecutor executor) {
    this.builder = builder;
    this.simplify = new RexSimplify(builder, RelOptPredicateList.EMPTY, executor);
    this.folding = new Folding(builder, executor);
    this.packing = new ListPacking(builder);
    this.ranges = new TemporalRanges(builder);
  }

  @Override
  public RelNode visit(RelNode other) {
    RelNode visited = super.visit(other);
    return switch (visited) {
      case Filter filter -> filter(filter);
      case Project project -> project(project);
      case Join join -> {
        RexNode condition = condition(join.getCondition());
        yield condition.equals(join.getCondition())
            ? join
            : LogicalJoin.create(
                join.getLeft(),
                join.getRight(),
                List.of(),
                condition,
                join.getVariablesSet(),
                join.getJoinType());
      }
      default -> visited;
    };
  }

  private RelNode filter(Filter filter) {
    RexNode condition = condition(filter.getCondition());
    if (condition.isAlwaysTrue()) {
      return filter.getInput();
    }
    if (condition.isAlwaysFalse() || RexLiteral.isNullLiteral(condition)) {
      return LogicalValues.createEmpty(filter.getCluster(), filter.getRowType());
    }
    return condition.equals(filter.getCondition())
        ? filter
        : LogicalFilter.create(
            filter.getInput(),
            condition,
            com.google.common.collect.ImmutableSet.copyOf(filter.getVariablesSet()));
  }

  private RexNode condition(RexNode condition) {
    if (RexUtil.SubQueryFinder.find(condition) != null) {
      return condition.accept(folding);
    }
    RexNode folded = condition.accept(folding).accept(packing).accept(ranges);
    RexNode simplified = simplify.simplifyUnknownAs(folded, RexUnknownAs.FALSE);
    return RexUtil.pullFactors(builder, simplified);
  }

  private RelNode project(Project project) {
    List<RexNode> projects = new ArrayList<>();
    boolean changed = false;
    for (RexNode expression : project.getProjects()) {
      RexNode folded = RexOver.containsOver(expression) ? expression : expression.accept(folding);
      if (!(folded instanceof RexInputRef)
          && !RexOver.containsOver(folded)
          && RexUtil.SubQueryFinder.find(folded) == null) {
        folded = simplify.simplifyPreservingType(folded);
      }
      changed |= !folded.equals(expression);
      projects.add(folded);
    }
    return changed
        ? LogicalProject.create(
            project.getInput(),
            project.getHints(),
            projects,
            project.getRowType().getFieldNames(),
            project.getVariablesSet())
        : project;
  }

  /// Replaces the largest constant parts by literals of the same type.
  private static final class Folding extends RexShuttle {
    private final RexBuilder builder;
    private final RexExecutor executor;

    Folding(RexBuilder builder, RexExecutor executor) {
      this.builder = builder;
      this.executor = executor;
    }

    @Override
    public RexNode visitCall(RexCall call) {
      if (call.getKind() != SqlKind.SEARCH
          && !(call instanceof RexOver)
          && RexUtil.isConstant(call)
          && !hasParameter(call)
          && call.getType().getSqlTypeName() != SqlTypeName.SYMBOL) {
        List<RexNode> reduced = new ArrayList<>();
        executor.reduce(builder, List.of(call), reduced);
        return reduced.get(0);
      }
      return super.visitCall(call);
    }

    @Override
    public RexNode visitOver(RexOver over) {
      return over;
    }

    private static boolean hasParameter(RexNode node) {
      boolean[] found = new boolean[1];
      node.accept(
          new RexShuttle() {
            @Override
            public RexNode visitDynamicParam(org.apache.calcite.rex.RexDynamicParam parameter) {
              found[0] = true;
              return parameter;
            }
          });
      return found[0];
    }
  }
}
