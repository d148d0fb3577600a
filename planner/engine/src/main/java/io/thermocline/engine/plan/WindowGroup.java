package io.thermocline.engine.plan;

import io.thermocline.engine.expr.Expression;
import java.util.List;

/// Window calls that share partitions and order.
public record WindowGroup(
    List<Expression> partitionBy, List<SortKey> orderBy, List<WindowCall> calls) {
  /// Copies the lists.
  public WindowGroup {
    partitionBy = List.copyOf(partitionBy);
    orderBy = List.copyOf(orderBy);
    calls = List.copyOf(calls);
  }
}
