package io.thermocline.engine.operator;

import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.List;

/// The streams of all inputs.
final class UnionFragment implements Fragment {
  private final OperatorContext context;
  private final PhysicalNode.UnionNode node;
  private final List<Fragment> inputs;

  UnionFragment(OperatorContext context, PhysicalNode.UnionNode node, List<Fragment> inputs) {
    this.context = context;
    this.node = node;
    this.inputs = inputs;
  }

  @Override
  public Schema schema() {
    return node.schema();
  }

  @Override
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (Fragment input : inputs) {
      for (Part part : input.parts()) {
        parts.add(scope ->
            Readers.wrap(
                part.open(scope),
                scope,
                (reader, inner) -> new PassOperator(context, inner, node, reader)));
      }
    }
    return parts;
  }

  @Override
  public void close() {
    Readers.closeAll(inputs);
  }
}
