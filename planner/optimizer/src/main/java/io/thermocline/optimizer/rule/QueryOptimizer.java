package io.thermocline.optimizer.rule;

import io.thermocline.optimizer.PlannedQuery;
import io.thermocline.optimizer.PlannerConfig;
import io.thermocline.optimizer.SessionParameters;
import io.thermocline.optimizer.SourceRegistry;
import io.thermocline.optimizer.StatisticsProvider;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/// Turns a validated tree into a physical plan.
public final class QueryOptimizer {
  /// An optimizer.
  public QueryOptimizer(SourceRegistry sources, StatisticsProvider statistics, PlannerConfig config) {}

  /// Plans a tree.
  public PlannedQuery plan(
      RelNode root, List<String> names, SessionParameters session, @Nullable List<? extends @Nullable Object> parameters) {
    throw new ThermoclineException(ErrorCode.UNSUPPORTED, "planning is not implemented yet");
  }
}
