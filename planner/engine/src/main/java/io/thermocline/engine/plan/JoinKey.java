package io.thermocline.engine.plan;

import io.thermocline.engine.expr.Expression;

/// An equality of a hash join: `left` over the left input's columns, `right` over the right input's
/// (both numbered from 0). With `nullsEqual` two nulls match (`IS NOT DISTINCT FROM`), else a null
/// matches nothing. Both sides are compared in their common type.
public record JoinKey(Expression left, Expression right, boolean nullsEqual) {
  /// A key of SQL's `=`.
  public static JoinKey equal(Expression left, Expression right) {
    return new JoinKey(left, right, false);
  }
}
