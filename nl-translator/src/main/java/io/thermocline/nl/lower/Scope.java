package io.thermocline.nl.lower;

import io.thermocline.nl.link.ColumnView;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/// The joined tables of a block. For one lowering.
final class Scope {
  private final RelBuilder builder;
  private final LoweringContext context;
  private final RelNode joined;
  private final Map<Integer, Integer> offsets;

  /// A scope whose tables' first fields are at these offsets of the joined rows.
  Scope(
      RelBuilder builder, LoweringContext context, RelNode joined, Map<Integer, Integer> offsets) {
    this.builder = builder;
    this.context = context;
    this.joined = joined;
    this.offsets = Map.copyOf(offsets);
  }

  /// A column of one of the tables.
  RexNode column(ColumnView column) {
    if (column.metric()) {
      throw Notes.invalid("the metric " + column + " has no value for a single row");
    }
    Integer offset = offsets.get(column.table());
    if (offset == null) {
      throw Notes.invalid("no table of the block holds " + column);
    }
    if (column.ordinal() >= 0) {
      return field(offset + column.ordinal());
    }
    return context
        .trees()
        .computedColumn(
            builder,
            context.tables().apply(context.tableOf(column)),
            column.name(),
            ordinal -> field(offset + ordinal));
  }

  private RexNode field(int index) {
    return builder.getRexBuilder().makeInputRef(joined, index);
  }
}
