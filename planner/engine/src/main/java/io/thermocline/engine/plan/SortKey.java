package io.thermocline.engine.plan;

import io.thermocline.engine.expr.Expression;

/// One key of an order. PostgreSQL's defaults are nulls last for ascending and nulls first for
/// descending keys.
public record SortKey(Expression expression, boolean descending, boolean nullsFirst) {
  /// Ascending, nulls last.
  public static SortKey ascending(Expression expression) {
    return new SortKey(expression, false, false);
  }

  /// Descending, nulls first.
  public static SortKey descending(Expression expression) {
    return new SortKey(expression, true, true);
  }
}
