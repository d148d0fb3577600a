package io.thermocline.nl.lower;

import io.thermocline.nl.link.ColumnView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

/// The joined tables of a block and the scope around it. For one lowering.
final class Scope {
  private final RelBuilder builder;
  private final LoweringContext context;
  private final RelNode joined;
  private final Map<Integer, Integer> offsets;
  private final @Nullable Scope outer;
  private @Nullable RexCorrelVariable variable;

  /// A scope whose tables' first fields are at these offsets; `joined` is on top of the builder's stack.
  Scope(
      RelBuilder builder, LoweringContext context, RelNode joined, Map<Integer, Integer> offsets, @Nullable Scope outer) {
    this.builder = builder;
    this.context = context;
    this.joined = joined;
    this.offsets = Map.copyOf(offsets);
    this.outer = outer;
  }

  /// A column of this scope's tables, or of the nearest scope around it that has its table.
  RexNode column(ColumnView column) {
    return own(column)
        .or(() -> outer == null ? Optional.empty() : outer.correlated(column))
        .orElseThrow(() -> Notes.invalid("no table of the block holds " + column));
  }

  boolean owns(ColumnView column) {
    return offsets.containsKey(column.table());
  }

  private Optional<RexNode> own(ColumnView column) {
    Integer offset = offsets.get(column.table());
    if (offset == null) {
      return Optional.empty();
    }
    if (column.ordinal() >= 0) {
      return Optional.of(field(offset + column.ordinal()));
    }
    return Optional.of(
        context.trees().computedColumn(
            builder,
            context.tables().apply(context.tableOf(column)),
            column.name(),
            ordinal -> field(offset + ordinal)));
  }

  private RexNode field(int index) {
    return builder.getRexBuilder().makeInputRef(joined, index);
  }

  /// A column as seen from a sub-query of this scope.
  private Optional<RexNode> correlated(ColumnView column) {
    Integer offset = offsets.get(column.table());
    if (offset == null || column.ordinal() < 0) {
      return outer == null ? Optional.empty() : outer.correlated(column);
    }
    RexCorrelVariable known = variable;
    if (known == null) {
      List<RexCorrelVariable> made = new ArrayList<>();
      builder.push(joined);
      builder.variable(made::add);
      builder.build();
      known = made.getFirst();
      variable = known;
    }
    return Optional.of(builder.getRexBuilder().makeFieldAccess(known, offset + column.ordinal()));
  }

  /// The variable by which sub-queries refer to this scope's row, when one does.
  Optional<RexCorrelVariable> variable() {
    return Optional.ofNullable(variable);
  }
}
