package io.thermocline.optimizer.physical;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/// Averages as sums and counts, for sources that add exactly but divide otherwise.
public final class AverageParts {
  private AverageParts() {}

  /// An equal tree without averages; the same tree when there are none.
  static RelNode split(Aggregate aggregate) {
    if (aggregate.getAggCallList().stream()
        .noneMatch(call -> call.getAggregation().getKind() == SqlKind.AVG)) {
      return aggregate;
    }
    RelNode input = aggregate.getInput();
    List<AggregateCall> calls = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (AggregateCall call : aggregate.getAggCallList()) {
      places.add(calls.size());
      if (call.getAggregation().getKind() == SqlKind.AVG) {
        calls.add(part(SqlStdOperatorTable.SUM, call, aggregate));
        calls.add(part(SqlStdOperatorTable.COUNT, call, aggregate));
      } else {
        calls.add(call);
      }
    }
    RelNode sums =
        LogicalAggregate.create(
            input, List.of(), aggregate.getGroupSet(), aggregate.getGroupSets(), calls);
    RexBuilder builder = aggregate.getCluster().getRexBuilder();
    int keys = aggregate.getGroupCount();
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      columns.add(builder.makeInputRef(sums, i));
    }
    for (int i = 0; i < places.size(); i++) {
      AggregateCall call = aggregate.getAggCallList().get(i);
      int place = keys + places.get(i);
      columns.add(
          call.getAggregation().getKind() == SqlKind.AVG
              ? quotient(
                  builder,
                  builder.makeInputRef(sums, place),
                  builder.makeInputRef(sums, place + 1),
                  call.getType())
              : builder.makeInputRef(sums, place));
    }
    return LogicalProject.create(
        sums, List.of(), columns, aggregate.getRowType().getFieldNames(), Set.of());
  }

  private static AggregateCall part(
      SqlAggFunction function, AggregateCall call, Aggregate aggregate) {
    return AggregateCall.create(
        function,
        call.isDistinct(),
        false,
        false,
        List.of(),
        call.getArgList(),
        call.filterArg,
        null,
        call.getCollation(),
        aggregate.hasEmptyGroup(),
        aggregate.getInput(),
        null,
        null);
  }

  /// `sum / count`, null when the count is 0.
  public static RexNode quotient(RexBuilder builder, RexNode sum, RexNode count, RelDataType type) {
    RexNode zero = builder.makeExactLiteral(BigDecimal.ZERO, count.getType());
    RelDataType nullable = builder.getTypeFactory().createTypeWithNullability(type, true);
    RexNode quotient = builder.makeCall(nullable, SqlStdOperatorTable.DIVIDE, List.of(sum, count));
    return builder.makeCall(
        type,
        SqlStdOperatorTable.CASE,
        List.of(
            builder.makeCall(SqlStdOperatorTable.EQUALS, count, zero),
            builder.makeNullLiteral(nullable),
            quotient));
  }
}
