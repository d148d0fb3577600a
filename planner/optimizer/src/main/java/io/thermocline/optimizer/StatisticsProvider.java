package io.thermocline.optimizer;

import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;

/// Estimates about relations. Called on the planning path, so answers come from a cache.
/// Thread-safe.
@FunctionalInterface
public interface StatisticsProvider {
  /// Knows nothing.
  StatisticsProvider NONE = (source, relation) -> RelationStatistics.UNKNOWN;

  /// Estimates about a relation of a source, [RelationStatistics#UNKNOWN] when there are none.
  RelationStatistics statistics(String source, RelationName relation);
}
