package io.thermocline.optimizer.rule;

import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.PruneEmptyRules;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.tools.RelBuilder;

/// Brings a tree without sub-queries into the form that the later steps expect: conditions as low
/// as they go, no needless projections, `UNION` as an aggregate over `UNION ALL`, only the columns
/// that are used.
final class Normalizer {
  private static final HepProgram PUSH =
      new HepProgramBuilder()
          .addMatchOrder(HepMatchOrder.TOP_DOWN)
          .addRuleCollection(
              java.util.List.of(
                  CoreRules.FILTER_MERGE,
                  CoreRules.FILTER_INTO_JOIN,
                  CoreRules.JOIN_CONDITION_PUSH,
                  CoreRules.FILTER_PROJECT_TRANSPOSE,
                  CoreRules.FILTER_AGGREGATE_TRANSPOSE,
                  CoreRules.FILTER_SET_OP_TRANSPOSE))
          .build();
  private static final HepProgram TIDY =
      new HepProgramBuilder()
          .addMatchOrder(HepMatchOrder.BOTTOM_UP)
          .addRuleCollection(
              java.util.List.of(
                  CoreRules.PROJECT_MERGE,
                  CoreRules.PROJECT_REMOVE,
                  CoreRules.FILTER_MERGE,
                  CoreRules.UNION_MERGE,
                  CoreRules.UNION_TO_DISTINCT,
                  CoreRules.AGGREGATE_PROJECT_MERGE,
                  CoreRules.SORT_REMOVE_CONSTANT_KEYS,
                  PruneEmptyRules.UNION_INSTANCE,
                  PruneEmptyRules.PROJECT_INSTANCE,
                  PruneEmptyRules.FILTER_INSTANCE,
                  PruneEmptyRules.SORT_INSTANCE,
                  PruneEmptyRules.AGGREGATE_INSTANCE,
                  PruneEmptyRules.JOIN_LEFT_INSTANCE,
                  PruneEmptyRules.JOIN_RIGHT_INSTANCE,
                  PruneEmptyRules.INTERSECT_INSTANCE,
                  PruneEmptyRules.MINUS_INSTANCE))
          .build();

  private static final HepProgram FINISH =
      new HepProgramBuilder()
          .addMatchOrder(HepMatchOrder.BOTTOM_UP)
          .addRuleCollection(
              java.util.List.of(
                  CoreRules.PROJECT_MERGE,
                  CoreRules.PROJECT_REMOVE,
                  CoreRules.FILTER_MERGE,
                  CoreRules.UNION_MERGE,
                  PruneEmptyRules.UNION_INSTANCE,
                  PruneEmptyRules.PROJECT_INSTANCE,
                  PruneEmptyRules.FILTER_INSTANCE,
                  PruneEmptyRules.JOIN_LEFT_INSTANCE,
                  PruneEmptyRules.JOIN_RIGHT_INSTANCE))
          .build();

  private Normalizer() {}

  static RelNode normalize(RelNode root, RelBuilder builder, RexExecutor executor) {
    Simplifier simplifier = new Simplifier(root.getCluster().getRexBuilder(), executor);
    RelNode rel = SubQueries.remove(root.accept(simplifier), builder);
    rel = run(PUSH, rel.accept(simplifier));
    rel = tidy(rel.accept(simplifier));
    return tidy(trim(rel, builder));
  }

  /// Drops projections and nodes that do nothing.
  static RelNode tidy(RelNode root) {
    return run(TIDY, root);
  }

  /// Leaves out columns that nothing above uses and what does nothing, once the tree is final.
  static RelNode finish(RelNode root, RelBuilder builder) {
    return run(FINISH, trim(root, builder));
  }

  /// Leaves out columns that nothing above uses.
  static RelNode trim(RelNode root, RelBuilder builder) {
    return new RelFieldTrimmer(null, builder).trim(root);
  }

  private static RelNode run(HepProgram program, RelNode root) {
    HepPlanner planner = new HepPlanner(program);
    planner.setRoot(root);
    return planner.findBestExp();
  }
}
