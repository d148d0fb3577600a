package io.thermocline.nl.lower;

import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.sketch.Sketch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/// "Name and highest price": columns beside the only aggregate, a minimum or maximum, are those of
/// the row that holds it. The row is kept, and the aggregate becomes its argument.
final class ExtremeRows {
  private final RelBuilder builder;
  private final Expressions rows;

  ExtremeRows(RelBuilder builder, Expressions rows) {
    this.builder = builder;
    this.rows = rows;
  }

  /// The minimum or maximum that columns of a block stand beside, if that is what the block is.
  static Optional<Sketch.Aggregate> of(
      Sketch.Block block, Aggregates aggregates, Predicate<ColumnView> dependent) {
    boolean loose =
        aggregates.loose().stream()
            .anyMatch(column ->
                !dependent.test(column) && !block.group().contains(new Sketch.Column(column)));
    if (!loose
        || aggregates.calls().size() != 1
        || block.having() != null
        || !aggregates.shares().isEmpty()
        || !aggregates.windows().isEmpty()
        || !aggregates.priors().isEmpty()) {
      return Optional.empty();
    }
    return aggregates.calls().iterator().next() instanceof Sketch.Aggregate aggregate
            && (aggregate.function() == Sketch.AggregateFunction.MIN
                || aggregate.function() == Sketch.AggregateFunction.MAX)
        ? Optional.of(aggregate)
        : Optional.empty();
  }

  /// Keeps one row a group, or one row when there are no groups.
  Expressions keep(List<Sketch.Expr> keys, Sketch.Aggregate extreme) {
    RexNode argument = rows.lower(extreme.argument());
    RexNode order =
        builder.nullsLast(
            extreme.function() == Sketch.AggregateFunction.MAX ? builder.desc(argument) : argument);
    if (keys.isEmpty()) {
      builder.sortLimit(0, 1, List.of(order));
      return rows.with(Map.of(extreme, argument));
    }
    List<RexNode> fields = new ArrayList<>(builder.fields());
    fields.add(
        builder
            .aggregateCall(SqlStdOperatorTable.ROW_NUMBER)
            .over()
            .partitionBy(rows.lowerAll(keys))
            .orderBy(List.of(order))
            .rowsUnbounded()
            .toRex());
    builder.project(fields);
    builder.filter(builder.equals(builder.field(fields.size() - 1), builder.literal(1)));
    return rows.with(Map.of(extreme, argument));
  }
}
