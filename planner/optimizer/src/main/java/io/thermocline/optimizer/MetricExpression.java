package io.thermocline.optimizer;

import io.thermocline.catalog.LogicalTable;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.jspecify.annotations.Nullable;

/// A metric, resolved: aggregates over rows, and the value over the aggregates.
///
/// @param tables the metric's own table, then those to which its keys lead; input references of
///   arguments and filters count the stored columns of all of them in this order
/// @param calls the aggregates
/// @param value the metric, input references being positions in `calls`
/// @param filter the condition for the rows that count, null for all
public record MetricExpression(
    List<LogicalTable> tables, List<Call> calls, RexNode value, @Nullable RexNode filter) {
  /// Copies the lists.
  public MetricExpression {
    tables = List.copyOf(tables);
    calls = List.copyOf(calls);
  }

  /// An aggregate.
  ///
  /// @param arguments none for `count(*)`
  /// @param filter of this aggregate alone, null for none
  public record Call(
      SqlAggFunction function,
      boolean distinct,
      List<RexNode> arguments,
      @Nullable RexNode filter) {
    /// Copies the list.
    public Call {
      arguments = List.copyOf(arguments);
    }

    /// Whether a row that stands several times changes the result.
    public boolean countsRepeats() {
      return !distinct
          && switch (function.getKind()) {
            case MIN, MAX -> false;
            default -> true;
          };
    }
  }

  /// A stored column of one of the tables.
  ///
  /// @param table its place in `tables`
  /// @param ordinal its place among the table's stored columns
  public record Column(int table, int ordinal) {}

  /// What an input reference means.
  public Column column(int reference) {
    int rest = reference;
    for (int table = 0; table < tables.size(); table++) {
      int width = tables.get(table).columns().size();
      if (rest < width) {
        return new Column(table, rest);
      }
      rest -= width;
    }
    throw new IndexOutOfBoundsException("input " + reference);
  }
}
