package io.thermocline.optimizer.physical;

import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.MappingType;
import org.apache.calcite.util.mapping.Mappings;

/// An aggregation over fewer columns.
final class Narrowing {
  private Narrowing() {}

  /// The same aggregation over a projection of its input to the used columns.
  static Aggregate narrow(Aggregate aggregate, ImmutableBitSet used) {
    RelNode input = aggregate.getInput();
    int count = input.getRowType().getFieldCount();
    Mappings.TargetMapping mapping =
        Mappings.create(MappingType.INVERSE_SURJECTION, count, used.cardinality());
    List<Integer> columns = used.toList();
    for (int i = 0; i < columns.size(); i++) {
      ((org.apache.calcite.util.mapping.Mapping) mapping).set(columns.get(i), i);
    }
    RexBuilder builder = aggregate.getCluster().getRexBuilder();
    RelNode projected =
        LogicalProject.create(
            input,
            List.of(),
            columns.stream().map(column -> builder.makeInputRef(input, column)).toList(),
            columns.stream().map(input.getRowType().getFieldNames()::get).toList(),
            Set.of());
    List<AggregateCall> calls =
        aggregate.getAggCallList().stream().map(call -> call.transform(mapping)).toList();
    return LogicalAggregate.create(
        projected,
        List.of(),
        aggregate.getGroupSet().permute(mapping),
        aggregate.getGroupSets().stream()
            .map(set -> set.permute(mapping))
            .sorted(ImmutableBitSet.COMPARATOR)
            .toList(),
        calls);
  }
}
