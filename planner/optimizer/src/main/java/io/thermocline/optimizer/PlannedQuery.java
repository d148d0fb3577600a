package io.thermocline.optimizer;

import io.thermocline.catalog.Tier;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.run.ExecutionStatistics;
import io.thermocline.spi.type.Schema;
import java.util.List;
import java.util.Set;

/// A physical plan and what is known about it. Immutable; may be executed many times.
///
/// @param root what the engine runs
/// @param schema the result's columns under the names that the statement gave them
/// @param tiers the tiers that are read, hottest first
/// @param sources the names of the sources that are read, in plan order
/// @param explanation the tree in words
public record PlannedQuery(
    PhysicalNode root,
    Schema schema,
    Set<Tier> tiers,
    List<String> sources,
    Explanation explanation) {
  /// Copies the collections.
  public PlannedQuery {
    tiers = java.util.Collections.unmodifiableSet(new java.util.TreeSet<>(tiers));
    sources = List.copyOf(sources);
  }

  /// The text of EXPLAIN.
  public String explain() {
    return explanation.text();
  }

  /// The text of EXPLAIN ANALYZE.
  ///
  /// @param statistics the counters of a finished run of [#root]
  public String explainAnalyze(ExecutionStatistics statistics) {
    return explanation.text(statistics);
  }

  /// Renders the plan.
  public interface Explanation {
    /// The plan with estimates.
    String text();

    /// The plan with what each node did.
    String text(ExecutionStatistics statistics);
  }
}
