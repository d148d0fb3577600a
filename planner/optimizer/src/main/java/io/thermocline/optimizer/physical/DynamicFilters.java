package io.thermocline.optimizer.physical;

import io.thermocline.catalog.SegmentRange;
import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.plan.DynamicFilterSlot;
import io.thermocline.engine.plan.JoinType;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.optimizer.dialect.PredicateSql;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the scans that a column of a join's probe side comes from and opens slots there for the
/// keys of the build side.
final class DynamicFilters {
  private final NodeNotes notes;

  DynamicFilters(NodeNotes notes) {
    this.notes = notes;
  }

  /// The same tree with slots for a filter on a column, or null when no scan can take it.
  @Nullable PhysicalNode attach(PhysicalNode node, int column, DataType type, int filter) {
    PhysicalNode result =
        switch (node) {
          case PhysicalNode.ScanNode scan -> scan(scan, column, type, filter);
          case PhysicalNode.SqlScanNode scan -> sql(scan, column, type, filter);
          case PhysicalNode.FilterNode f -> {
            PhysicalNode input = attach(f.input(), column, type, filter);
            yield input == null ? null : new PhysicalNode.FilterNode(input, f.condition());
          }
          case PhysicalNode.ProjectNode p -> {
            PhysicalNode input =
                switch (p.expressions().get(column)) {
                  case Expression.ColumnReference ref ->
                      attach(p.input(), ref.index(), type, filter);
                  case Expression.Cast cast
                      when cast.operand() instanceof Expression.ColumnReference ref
                          && ref.type() == ScalarType.TIMESTAMP
                          && cast.type() == ScalarType.DATE
                          && type == ScalarType.DATE
                          && p.input() instanceof PhysicalNode.ScanNode scan ->
                      days(scan, ref.index(), filter);
                  default -> null;
                };
            yield input == null
                ? null
                : new PhysicalNode.ProjectNode(input, p.expressions(), p.schema());
          }
          case PhysicalNode.UnionNode union -> union(union, column, type, filter);
          case PhysicalNode.HashAggregateNode a -> {
            PhysicalNode input =
                column < a.keys().size()
                        && a.groupingSets().isEmpty()
                        && a.keys().get(column) instanceof Expression.ColumnReference ref
                    ? attach(a.input(), ref.index(), type, filter)
                    : null;
            yield input == null
                ? null
                : new PhysicalNode.HashAggregateNode(
                    input, a.keys(), a.groupingSets(), a.calls(), a.schema());
          }
          case PhysicalNode.HashJoinNode join -> join(join, column, type, filter);
          default -> null;
        };
    if (result != null) {
      notes.move(node, result);
    }
    return result;
  }

  private @Nullable PhysicalNode scan(
      PhysicalNode.ScanNode scan, int column, DataType type, int filter) {
    SegmentRange range = notes.keyRange(scan, column);
    boolean bounded = range.from() != null || range.to() != null;
    if (!scan.schema().field(column).type().equals(type) || !takesFilter(scan) && !bounded) {
      return null;
    }
    String name =
        takesFilter(scan) ? scan.request().columns().get(column) : DynamicFilterSlot.NO_COLUMN;
    return with(scan, new DynamicFilterSlot(filter, name, false, range.from(), range.to()));
  }

  /// A slot on a timestamp of which the join compares the date.
  private @Nullable PhysicalNode days(PhysicalNode.ScanNode scan, int column, int filter) {
    if (!takesFilter(scan) || scan.schema().field(column).type() != ScalarType.TIMESTAMP) {
      return null;
    }
    SegmentRange range = KeyRanges.dates(notes.keyRange(scan, column));
    PhysicalNode result =
        with(
            scan,
            new DynamicFilterSlot(
                filter, scan.request().columns().get(column), true, range.from(), range.to()));
    notes.move(scan, result);
    return result;
  }

  private static boolean takesFilter(PhysicalNode.ScanNode scan) {
    return scan.request().aggregation() == null
        && scan.request().limit() < 0
        && scan.source().capabilities().contains(Capability.FILTER);
  }

  private static PhysicalNode with(PhysicalNode.ScanNode scan, DynamicFilterSlot slot) {
    List<DynamicFilterSlot> slots = new ArrayList<>(scan.dynamicFilters());
    slots.add(slot);
    return new PhysicalNode.ScanNode(scan.source(), scan.request(), scan.schema(), slots);
  }

  private @Nullable PhysicalNode sql(
      PhysicalNode.SqlScanNode scan, int column, DataType type, int filter) {
    if (!scan.schema().field(column).type().equals(type)
        || !(scan.text() instanceof PredicateSql text)
        || !PredicateSql.canCompare(type)) {
      return null;
    }
    List<DynamicFilterSlot> slots = new ArrayList<>(scan.dynamicFilters());
    String name = scan.schema().field(column).name();
    SegmentRange range = notes.keyRange(scan, column);
    slots.add(new DynamicFilterSlot(filter, name, false, range.from(), range.to()));
    return new PhysicalNode.SqlScanNode(
        scan.source(), text.withColumn(name, column, type), scan.schema(), slots);
  }

  private @Nullable PhysicalNode union(
      PhysicalNode.UnionNode union, int column, DataType type, int filter) {
    List<PhysicalNode> inputs = new ArrayList<>();
    boolean found = false;
    for (PhysicalNode input : union.inputs()) {
      PhysicalNode attached = attach(input, column, type, filter);
      found |= attached != null;
      inputs.add(attached == null ? input : attached);
    }
    return found ? new PhysicalNode.UnionNode(inputs, union.schema()) : null;
  }

  private @Nullable PhysicalNode join(
      PhysicalNode.HashJoinNode join, int column, DataType type, int filter) {
    int width = join.left().schema().size();
    boolean leftKept = join.joinType() != JoinType.RIGHT && join.joinType() != JoinType.FULL;
    boolean rightKept = join.joinType() == JoinType.INNER || join.joinType() == JoinType.RIGHT;
    PhysicalNode left = join.left();
    PhysicalNode right = join.right();
    PhysicalNode attached = null;
    if (column < width && leftKept) {
      attached = attach(left, column, type, filter);
      left = attached == null ? left : attached;
    } else if (column >= width && rightKept) {
      attached = attach(right, column - width, type, filter);
      right = attached == null ? right : attached;
    }
    return attached == null
        ? null
        : new PhysicalNode.HashJoinNode(
            left,
            right,
            join.joinType(),
            join.keys(),
            join.residual(),
            join.nullAware(),
            join.dynamicFilters(),
            join.schema());
  }
}
