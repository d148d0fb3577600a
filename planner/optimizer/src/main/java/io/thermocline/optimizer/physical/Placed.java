package io.thermocline.optimizer.physical;

import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.spi.source.SqlSource;
import org.apache.calcite.rel.RelNode;

/// Where a sub-tree runs.
sealed interface Placed {
  /// Wholly inside a source, as one statement.
  record Remote(SqlSource source, RelNode rel) implements Placed {}

  /// As a structured scan.
  record Scanned(Access access, RelNode rel) implements Placed {}

  /// In the engine.
  record Local(PhysicalNode node) implements Placed {}
}
