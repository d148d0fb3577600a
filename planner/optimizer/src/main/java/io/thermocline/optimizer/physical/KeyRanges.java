package io.thermocline.optimizer.physical;

import io.thermocline.catalog.SegmentRange;
import io.thermocline.optimizer.rel.SegmentScan;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.type.ScalarType;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/// Which values the columns of a tree over one segment can have, as far as they come from the
/// tiering key: the segment's range, or its dates where the column is the key's date.
final class KeyRanges {
  private KeyRanges() {}

  /// One range a column; unbounded where nothing is known.
  static List<SegmentRange> of(RelNode rel) {
    List<SegmentRange> ranges = new ArrayList<>();
    for (int i = 0; i < rel.getRowType().getFieldCount(); i++) {
      ranges.add(of(rel, i));
    }
    return ranges;
  }

  private static SegmentRange of(RelNode rel, int column) {
    return switch (rel) {
      case SegmentScan scan -> {
        String key = scan.logicalTable().tieringKey();
        yield key != null && scan.logicalTable().columns().indexOf(key) == column
            ? scan.segment().range()
            : SegmentRange.ALL;
      }
      case Filter filter -> of(filter.getInput(), column);
      case Sort sort -> of(sort.getInput(), column);
      case Project project -> of(project.getInput(), project.getProjects().get(column));
      case Aggregate aggregate ->
          column < aggregate.getGroupCount() && aggregate.getGroupType() == Aggregate.Group.SIMPLE
              ? of(aggregate.getInput(), aggregate.getGroupSet().nth(column))
              : SegmentRange.ALL;
      case Join join -> {
        int width = join.getLeft().getRowType().getFieldCount();
        boolean inner = join.getJoinType() == JoinRelType.INNER;
        yield column < width
            ? of(join.getLeft(), column)
            : inner ? of(join.getRight(), column - width) : SegmentRange.ALL;
      }
      default -> SegmentRange.ALL;
    };
  }

  private static SegmentRange of(RelNode input, RexNode expression) {
    if (expression instanceof RexInputRef ref) {
      return of(input, ref.getIndex());
    }
    if (expression instanceof RexCall call
        && call.getKind() == SqlKind.CAST
        && call.getOperands().get(0) instanceof RexInputRef ref
        && Types.toData(ref.getType()) == ScalarType.TIMESTAMP
        && Types.toData(call.getType()) == ScalarType.DATE) {
      return dates(of(input, ref.getIndex()));
    }
    return SegmentRange.ALL;
  }

  /// The dates of a range of timestamps.
  static SegmentRange dates(SegmentRange range) {
    LocalDate from = range.from() instanceof LocalDateTime low ? low.toLocalDate() : null;
    LocalDate to = null;
    if (range.to() instanceof LocalDateTime high) {
      boolean midnight = high.equals(high.toLocalDate().atStartOfDay());
      to = midnight ? high.toLocalDate() : high.toLocalDate().plusDays(1);
    }
    return new SegmentRange(from, to);
  }
}
