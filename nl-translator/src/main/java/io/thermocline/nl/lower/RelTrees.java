package io.thermocline.nl.lower;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.optimizer.MetricExpression;
import io.thermocline.optimizer.Planner;
import io.thermocline.optimizer.SessionParameters;
import java.util.function.IntFunction;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/// What lowering needs of the planner.
public interface RelTrees {
  /// A new builder with its own cluster.
  RelBuilder builder();

  /// Pushes the scan of a table onto a builder's stack.
  void pushTable(RelBuilder builder, LogicalTable table);

  /// The expression of a table's computed column.
  ///
  /// @param storedColumn the expression of the table's stored column at a position, from 0
  RexNode computedColumn(
      RelBuilder builder, LogicalTable table, String column, IntFunction<RexNode> storedColumn);

  /// A metric of a table by name.
  MetricExpression metric(LogicalTable table, String metric);

  /// The trees of a planner for one session.
  static RelTrees of(Planner planner, Catalog catalog, SessionParameters session) {
    return new RelTrees() {
      @Override
      public RelBuilder builder() {
        return planner.relBuilder(catalog, session);
      }

      @Override
      public void pushTable(RelBuilder builder, LogicalTable table) {
        planner.table(builder, table);
      }

      @Override
      public RexNode computedColumn(
          RelBuilder builder,
          LogicalTable table,
          String column,
          IntFunction<RexNode> storedColumn) {
        return planner.computedColumn(builder, table, column, storedColumn);
      }

      @Override
      public MetricExpression metric(LogicalTable table, String metric) {
        return planner.metric(
            catalog,
            table,
            table.semantics().metrics().stream()
                .filter(known -> known.name().equals(metric))
                .findFirst()
                .orElseThrow(() -> Notes.invalid("there is no metric " + metric)));
      }
    };
  }
}
