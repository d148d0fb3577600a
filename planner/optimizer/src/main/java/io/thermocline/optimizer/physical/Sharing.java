package io.thermocline.optimizer.physical;

import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.optimizer.rel.Estimator;
import io.thermocline.optimizer.rel.SegmentScan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelDigest;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/// Finds sub-trees that stand several times in one plan, such as a WITH query that is named twice,
/// and gives all places the same node, so that they run once. Only results that are small, or much
/// smaller than what they are made of, are worth being kept in memory.
final class Sharing {
  private static final double MOST_VALUES = 4e6;
  private static final double SMALL_ROWS = 100_000;
  private static final double WORTHWHILE = 0.1;

  private final Estimator estimator;
  private final Set<RelDigest> repeated = new HashSet<>();
  private final Map<RelDigest, PhysicalNode.SharedNode> nodes = new HashMap<>();

  /// @param root the whole plan
  Sharing(Estimator estimator, RelNode root) {
    this.estimator = estimator;
    find(root, new HashSet<>());
  }

  private void find(RelNode rel, Set<RelDigest> seen) {
    if (isCandidate(rel) && !seen.add(rel.getRelDigest())) {
      repeated.add(rel.getRelDigest());
      return;
    }
    rel.getInputs().forEach(input -> find(input, seen));
  }

  private boolean isCandidate(RelNode rel) {
    if (rel instanceof Values || rel instanceof SegmentScan || keepsOrder(rel) || isVolatile(rel)) {
      return false;
    }
    double rows = estimator.rows(rel);
    return rows * Math.max(1, rel.getRowType().getFieldCount()) <= MOST_VALUES
        && (rows <= SMALL_ROWS || rows <= WORTHWHILE * scanned(rel));
  }

  private static boolean keepsOrder(RelNode rel) {
    return rel instanceof Sort
        || (rel instanceof Project || rel instanceof Filter) && keepsOrder(rel.getInput(0));
  }

  private static boolean isVolatile(RelNode rel) {
    List<RexNode> expressions =
        switch (rel) {
          case Project project -> project.getProjects();
          case Filter filter -> List.of(filter.getCondition());
          case Join join -> List.of(join.getCondition());
          default -> List.of();
        };
    return !expressions.stream().allMatch(RexUtil::isDeterministic)
        || rel.getInputs().stream().anyMatch(Sharing::isVolatile);
  }

  private double scanned(RelNode rel) {
    return rel instanceof SegmentScan
        ? estimator.rows(rel)
        : rel.getInputs().stream().mapToDouble(this::scanned).sum();
  }

  /// The node that an equal tree got before, or null.
  @Nullable PhysicalNode known(RelNode rel) {
    return nodes.isEmpty() ? null : nodes.get(rel.getRelDigest());
  }

  /// The node for this place: the one that all places of an equal tree have, or the node itself.
  PhysicalNode share(RelNode rel, PhysicalNode node) {
    return repeated.contains(rel.getRelDigest())
        ? nodes.computeIfAbsent(rel.getRelDigest(), digest -> new PhysicalNode.SharedNode(node))
        : node;
  }
}
