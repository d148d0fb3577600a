package io.thermocline.optimizer.physical;

import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.optimizer.rel.Literals;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexLiteral;
import org.jspecify.annotations.Nullable;

/// Set operations and rows of constants in the engine.
final class SetLowering {
  private final PlacementTools tools;

  SetLowering(PlacementTools tools) {
    this.tools = tools;
  }

  /// A set operation over its inputs.
  PhysicalNode lower(SetOp set, List<PhysicalNode> inputs) {
    Schema schema = Types.schema(set.getRowType());
    List<PhysicalNode> nodes =
        inputs.stream().map(node -> tools.materializer().cast(node, schema)).toList();
    return switch (set) {
      case Union union -> {
        PhysicalNode all = new PhysicalNode.UnionNode(nodes, schema);
        tools.notes().put(all, tools.estimator().rows(set));
        yield union.all ? all : new PhysicalNode.DistinctNode(all);
      }
      case Intersect i -> chain(nodes, PhysicalNode.SetOperationNode.Kind.INTERSECT, set);
      case Minus m -> chain(nodes, PhysicalNode.SetOperationNode.Kind.EXCEPT, set);
      default -> throw new IllegalStateException(set.getRelTypeName());
    };
  }

  private PhysicalNode chain(
      List<PhysicalNode> nodes, PhysicalNode.SetOperationNode.Kind kind, SetOp set) {
    PhysicalNode result = nodes.get(0);
    for (PhysicalNode next : nodes.subList(1, nodes.size())) {
      result = new PhysicalNode.SetOperationNode(result, next, kind, set.all);
      tools.notes().put(result, tools.estimator().rows(set));
    }
    return result;
  }

  /// Rows of constants.
  static PhysicalNode values(Values values) {
    Schema schema = Types.schema(values.getRowType());
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (List<RexLiteral> tuple : values.getTuples()) {
      List<@Nullable Object> row = new ArrayList<>();
      for (int i = 0; i < tuple.size(); i++) {
        row.add(Literals.value(tuple.get(i), schema.field(i).type()));
      }
      rows.add(row);
    }
    return rows.isEmpty()
        ? new PhysicalNode.ValuesNode(schema, List.of())
        : PhysicalNode.ValuesNode.of(schema, rows);
  }
}
