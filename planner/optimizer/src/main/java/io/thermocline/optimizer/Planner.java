package io.thermocline.optimizer;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.TableSemantics.Metric;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.plan.SqlText;
import io.thermocline.optimizer.rule.QueryOptimizer;
import io.thermocline.optimizer.sql.CatalogTable;
import io.thermocline.optimizer.sql.SqlFrontend;
import io.thermocline.spi.error.ThermoclineException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

/// Plans statements: SQL text or a relational tree in, a physical plan out. One planner serves all
/// sessions. Thread-safe; every statement has its own cluster.
public final class Planner {
  private final Supplier<Catalog> catalog;
  private final SqlFrontend frontend;
  private final QueryOptimizer optimizer;

  /// A planner.
  ///
  /// @param catalog the current catalog, for callers that have none at hand and for the warm-up
  public Planner(
      Supplier<Catalog> catalog,
      SourceRegistry sources,
      StatisticsProvider statistics,
      PlannerConfig config) {
    this.catalog = catalog;
    this.frontend = new SqlFrontend(config);
    this.optimizer = new QueryOptimizer(sources, statistics, config);
  }

  /// The current catalog.
  public Catalog catalog() {
    return catalog.get();
  }

  /// A builder of trees over the catalog's logical tables, with its own cluster. `scan(schema,
  /// table)` and [#table] add tables. Trees of one statement come from one builder. Operators are
  /// those of [io.thermocline.optimizer.sql.SqlOperators].
  public RelBuilder relBuilder(Catalog tables, SessionParameters session) {
    return frontend.relBuilder(tables, session);
  }

  /// Pushes a logical table onto the builder's stack and answers its scan.
  public RelNode table(RelBuilder builder, LogicalTable table) {
    return CatalogTable.scan(builder, table);
  }

  /// The expression of a computed column ([io.thermocline.catalog.TableSemantics.ComputedColumn])
  /// over the top of the builder's stack.
  ///
  /// @param firstField the position there of the table's first stored column; all stored columns
  ///   follow it in order
  /// @throws io.thermocline.spi.error.ThermoclineException UNDEFINED_COLUMN when the table has no
  ///   such computed column, or what is wrong with its expression
  public RexNode computedColumn(
      RelBuilder builder, LogicalTable table, String column, int firstField) {
    return computedColumn(builder, table, column, index -> builder.field(firstField + index));
  }

  /// The expression of a computed column over stored columns that the caller places.
  ///
  /// @param storedColumn the expression of the table's stored column at a position, from 0
  public RexNode computedColumn(
      RelBuilder builder, LogicalTable table, String column, IntFunction<RexNode> storedColumn) {
    return frontend.computedColumn(builder, table, column, storedColumn);
  }

  /// Reads a metric of a table: its aggregates, and its value over them.
  ///
  /// @param tables the catalog in which the tables that the metric names are found
  /// @throws io.thermocline.spi.error.ThermoclineException what is wrong with the metric's SQL, and
  ///   CONFIGURATION when it is not made of aggregates
  public MetricExpression metric(Catalog tables, LogicalTable table, Metric metric) {
    return frontend.metric(tables, table, metric);
  }

  /// Parses and validates a SQL query, or `EXPLAIN` of one. A trailing semicolon is allowed, `?`
  /// and `$1` are parameters.
  ///
  /// @throws io.thermocline.spi.error.ThermoclineException what is wrong, with line and column:
  ///   SYNTAX_ERROR, UNDEFINED_TABLE, UNDEFINED_COLUMN, UNDEFINED_FUNCTION, TYPE_MISMATCH,
  ///   UNSUPPORTED, STATEMENT_TOO_LONG
  public ValidatedStatement parse(String sql, Catalog tables, SessionParameters session) {
    return frontend.parse(sql, tables, session);
  }

  /// Plans a tree without parameters.
  public PlannedQuery plan(
      RelNode root, List<String> names, Catalog tables, SessionParameters session) {
    return optimizer.plan(root, names, session, null);
  }

  /// Plans a tree for these parameter values. Values are in the classes of
  /// [io.thermocline.spi.batch.Values]; they become constants of the plan, so that segments are
  /// pruned by them.
  public PlannedQuery plan(
      RelNode root,
      List<String> names,
      Catalog tables,
      SessionParameters session,
      List<? extends @Nullable Object> parameters) {
    return optimizer.plan(root, names, session, parameters);
  }

  /// Plans a tree for whatever values its parameters will have, where that loses nothing: the whole
  /// statement runs inside one source, which is sent the values. Empty otherwise.
  public Optional<PlannedQuery> planForAnyValues(
      RelNode root, List<String> names, SessionParameters session) {
    PlannedQuery plan;
    try {
      plan = optimizer.plan(root, names, session, null);
    } catch (ThermoclineException e) {
      // What is wrong is said when it is planned with its values.
      return Optional.empty();
    }
    return statement(plan.root()).isPresent() ? Optional.of(plan) : Optional.empty();
  }

  /// Whether a plan of [#planForAnyValues] is right for these values.
  public static boolean accepts(PlannedQuery plan, List<? extends @Nullable Object> parameters) {
    return statement(plan.root()).map(text -> text.accepts(parameters)).orElse(false);
  }

  /// The statement that a whole plan is, but for sorting.
  private static Optional<SqlText> statement(PhysicalNode node) {
    return switch (node) {
      case PhysicalNode.SqlScanNode scan -> Optional.of(scan.text());
      case PhysicalNode.SortNode sort -> statement(sort.input());
      case PhysicalNode.ScanNode other -> Optional.empty();
      case PhysicalNode.ValuesNode other -> Optional.empty();
      case PhysicalNode.FilterNode other -> Optional.empty();
      case PhysicalNode.ProjectNode other -> Optional.empty();
      case PhysicalNode.HashAggregateNode other -> Optional.empty();
      case PhysicalNode.HashJoinNode other -> Optional.empty();
      case PhysicalNode.NestedLoopJoinNode other -> Optional.empty();
      case PhysicalNode.TopNNode other -> Optional.empty();
      case PhysicalNode.LimitNode other -> Optional.empty();
      case PhysicalNode.UnionNode other -> Optional.empty();
      case PhysicalNode.SetOperationNode other -> Optional.empty();
      case PhysicalNode.DistinctNode other -> Optional.empty();
      case PhysicalNode.SharedNode other -> Optional.empty();
      case PhysicalNode.WindowNode other -> Optional.empty();
    };
  }

  /// Whether a tree asks what time it is: then its plans hold only for one moment.
  public boolean readsClock(RelNode root, SessionParameters session) {
    return optimizer.readsClock(root, session);
  }

  /// Plans a validated statement for these parameter values.
  public PlannedQuery plan(
      ValidatedStatement statement,
      Catalog tables,
      SessionParameters session,
      List<? extends @Nullable Object> parameters) {
    return plan(statement.rel(), statement.names(), tables, session, parameters);
  }

  /// Loads what a first statement would have to load: parser tables, metadata code, rules. Takes a
  /// second or so.
  public void warmUp() {
    WarmUp.run(this);
  }
}
