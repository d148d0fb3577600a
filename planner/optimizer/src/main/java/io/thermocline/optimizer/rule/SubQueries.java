package io.thermocline.optimizer.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql2rel.RelDecorrelator;
import org.apache.calcite.tools.RelBuilder;

/// Takes sub-queries out of expressions. `IN`, `EXISTS` and their negations that stand alone in a
/// condition become semi and anti joins; `NOT IN` becomes an anti join whose condition also holds
/// when a side is null, which the lowering recognises. What remains goes through Calcite's rules
/// and its decorrelation.
final class SubQueries {
  private static final HepProgram REMOVAL =
      HepProgram.builder()
          .addRuleInstance(CoreRules.FILTER_SUB_QUERY_TO_CORRELATE)
          .addRuleInstance(CoreRules.PROJECT_SUB_QUERY_TO_CORRELATE)
          .addRuleInstance(CoreRules.JOIN_SUB_QUERY_TO_CORRELATE)
          .build();

  private SubQueries() {}

  static RelNode remove(RelNode root, RelBuilder builder) {
    if (!has(root)) {
      return root;
    }
    RelNode joined = root.accept(new ToSemiJoins());
    if (has(joined)) {
      HepPlanner planner = new HepPlanner(REMOVAL);
      planner.setRoot(joined);
      joined = planner.findBestExp();
    }
    return RelDecorrelator.decorrelateQuery(joined, builder);
  }

  private static boolean has(RelNode rel) {
    return switch (rel) {
      case Filter f when RexUtil.SubQueryFinder.find(f.getCondition()) != null -> true;
      case Project p
          when p.getProjects().stream().anyMatch(e -> RexUtil.SubQueryFinder.find(e) != null) ->
          true;
      case org.apache.calcite.rel.core.Join j
          when RexUtil.SubQueryFinder.find(j.getCondition()) != null ->
          true;
      case org.apache.calcite.rel.core.Correlate c -> true;
      default -> rel.getInputs().stream().anyMatch(SubQueries::has);
    };
  }

  /// Rewrites filters from the leaves up, inside sub-queries too.
  private static final class ToSemiJoins extends RelHomogeneousShuttle {
    @Override
    public RelNode visit(RelNode other) {
      RelNode visited = super.visit(other);
      RelNode nested = visited.accept(new Nested());
      return nested instanceof LogicalFilter filter ? rewrite(filter) : nested;
    }

    private final class Nested extends RexShuttle {
      @Override
      public RexNode visitSubQuery(RexSubQuery subQuery) {
        RexSubQuery call = (RexSubQuery) super.visitSubQuery(subQuery);
        RelNode rel = call.rel.accept(ToSemiJoins.this);
        return rel == call.rel ? call : call.clone(rel);
      }
    }
  }

  private static RelNode rewrite(LogicalFilter filter) {
    RexBuilder builder = filter.getCluster().getRexBuilder();
    RelNode input = filter.getInput();
    List<RexNode> kept = new ArrayList<>();
    List<RexSubQuery> joins = new ArrayList<>();
    List<Boolean> negations = new ArrayList<>();
    for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
      boolean negated = conjunct.getKind() == SqlKind.NOT;
      RexNode inner = negated ? ((RexCall) conjunct).getOperands().get(0) : conjunct;
      if (inner instanceof RexSubQuery query
          && (query.getKind() == SqlKind.IN || query.getKind() == SqlKind.EXISTS)
          && RexUtil.SubQueryFinder.find(query.getOperands()) == null
          && (!negated || query.getKind() == SqlKind.EXISTS || query.getOperands().size() == 1)
          && flatten(query, filter.getVariablesSet()) != null) {
        joins.add(query);
        negations.add(negated);
      } else {
        kept.add(conjunct);
      }
    }
    if (joins.isEmpty()) {
      return filter;
    }
    RelNode result = input;
    List<RexNode> plain =
        kept.stream().filter(c -> RexUtil.SubQueryFinder.find(c) == null).toList();
    List<RexNode> difficult =
        kept.stream().filter(c -> RexUtil.SubQueryFinder.find(c) != null).toList();
    if (!plain.isEmpty()) {
      result = LogicalFilter.create(result, RexUtil.composeConjunction(builder, plain));
    }
    for (int i = 0; i < joins.size(); i++) {
      result = join(result, joins.get(i), negations.get(i), filter.getVariablesSet(), builder);
    }
    if (!difficult.isEmpty()) {
      result =
          LogicalFilter.create(
              result,
              RexUtil.composeConjunction(builder, difficult),
              com.google.common.collect.ImmutableSet.copyOf(filter.getVariablesSet()));
    }
    return result;
  }

  /// A sub-query as rows without correlation and conditions that tie them to the outer row.
  ///
  /// @param columns what IN compares, over the rows
  /// @param conditions over the rows, with accesses to the outer row's fields
  private record Flat(RelNode rows, List<RexNode> columns, List<RexNode> conditions) {}

  private static @org.jspecify.annotations.Nullable Flat flatten(
      RexSubQuery query, Set<CorrelationId> outer) {
    RelNode rel = query.rel;
    boolean exists = query.getKind() == SqlKind.EXISTS;
    if (exists
        && rel instanceof Sort sort
        && sort.offset == null
        && (sort.fetch == null
            || RexUtil.isLiteral(sort.fetch, false) && !"0".equals(sort.fetch.toString()))) {
      rel = sort.getInput();
    }
    if (RelOptUtil.getVariablesUsed(rel).stream().noneMatch(outer::contains)) {
      return new Flat(rel, exists ? List.of() : columns(rel), List.of());
    }
    List<RexNode> columns = exists ? List.of() : columns(rel);
    if (rel instanceof Project project && !project.containsOver()) {
      if (!exists) {
        columns = project.getProjects();
      }
      rel = project.getInput();
    }
    List<RexNode> conditions = new ArrayList<>();
    List<RexNode> inner = new ArrayList<>();
    if (!(rel instanceof Filter filter)) {
      return null;
    }
    for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
      (usesOuter(conjunct, outer) ? conditions : inner).add(conjunct);
    }
    RelNode rows = filter.getInput();
    boolean clean =
        RelOptUtil.getVariablesUsed(rows).stream().noneMatch(outer::contains)
            && conditions.stream().allMatch(c -> RexUtil.SubQueryFinder.find(c) == null)
            && columns.stream()
                .noneMatch(c -> usesOuter(c, outer) || RexUtil.SubQueryFinder.find(c) != null);
    if (!clean) {
      return null;
    }
    if (!inner.isEmpty()) {
      rows =
          LogicalFilter.create(
              rows,
              RexUtil.composeConjunction(rows.getCluster().getRexBuilder(), inner),
              com.google.common.collect.ImmutableSet.copyOf(filter.getVariablesSet()));
    }
    return new Flat(rows, columns, conditions);
  }

  private static List<RexNode> columns(RelNode rel) {
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < rel.getRowType().getFieldCount(); i++) {
      columns.add(rel.getCluster().getRexBuilder().makeInputRef(rel, i));
    }
    return columns;
  }

  private static boolean usesOuter(RexNode node, Set<CorrelationId> outer) {
    boolean[] found = new boolean[1];
    node.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCorrelVariable(RexCorrelVariable variable) {
            found[0] |= outer.contains(variable.id);
            return variable;
          }

          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            found[0] |=
                RelOptUtil.getVariablesUsed(subQuery.rel).stream().anyMatch(outer::contains);
            return super.visitSubQuery(subQuery);
          }
        });
    return found[0];
  }

  private static RelNode join(
      RelNode left,
      RexSubQuery query,
      boolean negated,
      Set<CorrelationId> outer,
      RexBuilder builder) {
    Flat flat = flatten(query, outer);
    if (flat == null) {
      throw new IllegalStateException("a sub-query changed");
    }
    int shift = left.getRowType().getFieldCount();
    List<RexNode> conditions = new ArrayList<>();
    for (int i = 0; i < query.getOperands().size(); i++) {
      RexNode mine = query.getOperands().get(i);
      RexNode theirs = RexUtil.shift(flat.columns().get(i), shift);
      RexNode equal = builder.makeCall(SqlStdOperatorTable.EQUALS, mine, theirs);
      if (negated) {
        List<RexNode> either = new ArrayList<>(List.of(equal));
        for (RexNode side : List.of(mine, theirs)) {
          if (side.getType().isNullable()) {
            either.add(builder.makeCall(SqlStdOperatorTable.IS_NULL, side));
          }
        }
        equal = RexUtil.composeDisjunction(builder, either);
      }
      conditions.add(equal);
    }
    for (RexNode condition : flat.conditions()) {
      conditions.add(decorrelate(condition, outer, left, shift, builder));
    }
    return LogicalJoin.create(
        left,
        flat.rows(),
        List.of(),
        RexUtil.composeConjunction(builder, conditions),
        Set.of(),
        negated ? JoinRelType.ANTI : JoinRelType.SEMI);
  }

  private static RexNode decorrelate(
      RexNode condition, Set<CorrelationId> outer, RelNode left, int shift, RexBuilder builder) {
    return condition.accept(
        new RexShuttle() {
          @Override
          public RexNode visitFieldAccess(RexFieldAccess access) {
            return access.getReferenceExpr() instanceof RexCorrelVariable variable
                    && outer.contains(variable.id)
                ? builder.makeInputRef(left, access.getField().getIndex())
                : super.visitFieldAccess(access);
          }

          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            return new RexInputRef(ref.getIndex() + shift, ref.getType());
          }
        });
  }
}
