package io.thermocline.optimizer.rule;

import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.optimizer.PlannedQuery;
import io.thermocline.optimizer.PlannerConfig;
import io.thermocline.optimizer.SessionParameters;
import io.thermocline.optimizer.SourceRegistry;
import io.thermocline.optimizer.StatisticsProvider;
import io.thermocline.optimizer.physical.PhysicalPlanner;
import io.thermocline.optimizer.rel.Estimator;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.metadata.JaninoRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataQueryBase;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

/// Turns a validated tree into a physical plan, step by step: constants, policies, sub-queries,
/// conditions, unused columns, segments, join order, work below unions, and last where each part
/// runs. Thread-safe; every call has its own state.
public final class QueryOptimizer {
  private final SourceRegistry sources;
  private final StatisticsProvider statistics;
  private final PlannerConfig config;

  /// An optimizer.
  public QueryOptimizer(
      SourceRegistry sources, StatisticsProvider statistics, PlannerConfig config) {
    this.sources = sources;
    this.statistics = statistics;
    this.config = config;
  }

  /// Plans a tree.
  ///
  /// @param parameters values to put in for the parameters, or null to leave parameters to the
  ///   execution
  public PlannedQuery plan(
      RelNode root,
      List<String> names,
      SessionParameters session,
      @Nullable List<? extends @Nullable Object> parameters) {
    try {
      return planChecked(root, names, session, parameters);
    } catch (StackOverflowError e) {
      throw new ThermoclineException(
          ErrorCode.STATEMENT_TOO_COMPLEX,
          "the statement is nested too deeply to be planned; split it",
          e);
    }
  }

  /// Whether a plan of a tree holds only for one moment.
  public boolean readsClock(RelNode root, SessionParameters session) {
    return StatementConstants.readsClock(root, session);
  }

  private PlannedQuery planChecked(
      RelNode root,
      List<String> names,
      SessionParameters session,
      @Nullable List<? extends @Nullable Object> parameters) {
    Schema schema = Types.schema(root.getRowType(), names);
    List<String> remarks = new ArrayList<>();
    Estimator estimator = new Estimator(statistics);
    RelNode optimised = optimise(root, session, parameters, estimator, remarks);
    PhysicalPlanner physical =
        new PhysicalPlanner(sources, estimator, config, root.getCluster().getRexBuilder());
    PhysicalNode plan = named(physical.plan(optimised), schema);
    return new PlannedQuery(
        plan, schema, physical.tiers(), physical.sources(), physical.text(plan, remarks));
  }

  /// Calcite keeps the provider of metadata with the thread that made the cluster, which may be
  /// another than this one.
  private static void useMetadataOf(RelOptCluster cluster) {
    RelMetadataProvider provider = cluster.getMetadataProvider();
    if (provider != null) {
      RelMetadataQueryBase.THREAD_PROVIDERS.set(JaninoRelMetadataProvider.of(provider));
      cluster.invalidateMetadataQuery();
    }
  }

  private RelNode optimise(
      RelNode root,
      SessionParameters session,
      @Nullable List<? extends @Nullable Object> parameters,
      Estimator estimator,
      List<String> remarks) {
    RelOptCluster cluster = root.getCluster();
    useMetadataOf(cluster);
    RelBuilder builder = RelFactories.LOGICAL_BUILDER.create(cluster, null);
    RexExecutor folder = new ConstantFolder(session);
    RelNode allowed = session.policy().rewrite(root, builder);
    RelNode constant = StatementConstants.insert(allowed, session, parameters);
    RelNode normal = Normalizer.normalize(EmptyTables.prune(constant), builder, folder);
    SegmentExpansion expansion = new SegmentExpansion(session.zone());
    RelNode expanded = Normalizer.tidy(expansion.expand(normal));
    remarks.addAll(expansion.remarks());
    RelNode ordered = new JoinOrder(estimator, config.exactJoinTables()).order(expanded);
    RelNode trimmed =
        ordered == expanded ? ordered : Normalizer.tidy(Normalizer.trim(ordered, builder));
    if (!config.pushDown()) {
      return Normalizer.finish(trimmed, builder);
    }
    RelNode early = new EagerAggregation(estimator).rewrite(trimmed);
    return Normalizer.finish(new UnionPushDown(estimator).rewrite(early), builder);
  }

  /// The plan as it is; a plan whose types differ from what was promised would be a defect.
  private static PhysicalNode named(PhysicalNode plan, Schema schema) {
    for (int i = 0; i < schema.size(); i++) {
      if (plan.schema().size() != schema.size()
          || !plan.schema().field(i).type().equals(schema.field(i).type())) {
        throw new IllegalStateException(
            "the plan's columns are " + plan.schema() + ", not " + schema);
      }
    }
    return plan;
  }
}
