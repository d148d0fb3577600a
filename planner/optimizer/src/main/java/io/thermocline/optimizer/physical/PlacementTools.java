package io.thermocline.optimizer.physical;

import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.optimizer.PlannerConfig;
import io.thermocline.optimizer.dialect.SqlStatement;
import io.thermocline.optimizer.rel.Estimator;
import io.thermocline.optimizer.rel.ExpressionLowering;
import io.thermocline.spi.source.SqlSource;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;

/// What deciding where a sub-tree runs works with. For one plan and one thread.
record PlacementTools(
    Estimator estimator,
    PlannerConfig config,
    RexBuilder builder,
    ExpressionLowering expressions,
    NodeNotes notes,
    Materializer materializer) {
  /// A node of the engine that computes the tree.
  Placed local(PhysicalNode node, RelNode rel) {
    notes.put(node, estimator.rows(rel));
    return new Placed.Local(node);
  }

  /// The tree inside the source, or empty when the source does not do exactly that.
  static Optional<Placed> remote(SqlSource source, RelNode rel) {
    return SqlStatement.render(source, rel).isPresent()
        ? Optional.of(new Placed.Remote(source, rel))
        : Optional.empty();
  }

  /// The node over another input.
  static RelNode with(RelNode rel, RelNode input) {
    return rel.getInput(0) == input ? rel : rel.copy(rel.getTraitSet(), List.of(input));
  }
}
