package io.thermocline.engine.plan;

/// Which rows a join returns. SEMI and ANTI return the left columns only, the others left columns
/// then right columns.
public enum JoinType {
  /// Matching pairs.
  INNER,
  /// Matching pairs, and left rows without a match with nulls on the right.
  LEFT,
  /// Matching pairs, and right rows without a match with nulls on the left.
  RIGHT,
  /// Matching pairs, and the rows of both sides without a match.
  FULL,
  /// Left rows with at least one match, once each.
  SEMI,
  /// Left rows without a match.
  ANTI
}
