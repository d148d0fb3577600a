package io.thermocline.optimizer.policy;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.tools.RelBuilder;

/// Rewrites a validated tree before anything is optimised: row filters, masks, visibility. The
/// result has the same columns in name and type. Thread-safe.
@FunctionalInterface
public interface RelPolicy {
  /// Changes nothing.
  RelPolicy NONE = (root, builder) -> root;

  /// The tree that this caller may run instead.
  RelNode rewrite(RelNode root, RelBuilder builder);
}
