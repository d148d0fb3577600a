package io.thermocline.engine.plan;

import io.thermocline.engine.expr.Expression;

/// The rows around a row that a window function sees. PostgreSQL's default is RANGE between
/// unbounded preceding and current row when there is an order, and the whole partition when there
/// is none.
public record WindowFrame(Unit unit, Bound start, Bound end, Exclusion exclusion) {
  /// Every row of the partition.
  public static final WindowFrame PARTITION =
      new WindowFrame(
          Unit.ROWS,
          new Bound.UnboundedPreceding(),
          new Bound.UnboundedFollowing(),
          Exclusion.NO_OTHERS);

  /// The default with an order: from the partition's start to the last peer of the row.
  public static final WindowFrame UP_TO_CURRENT =
      new WindowFrame(
          Unit.RANGE, new Bound.UnboundedPreceding(), new Bound.CurrentRow(), Exclusion.NO_OTHERS);

  /// What bounds count.
  public enum Unit {
    /// Rows.
    ROWS,
    /// Differences of the single order key's value; needs exactly one order key when a bound has an
    /// offset.
    RANGE,
    /// Groups of peers.
    GROUPS
  }

  /// Which rows are taken out of the frame.
  public enum Exclusion {
    /// None.
    NO_OTHERS,
    /// The row itself.
    CURRENT_ROW,
    /// The row and its peers.
    GROUP,
    /// The row's peers, not the row itself.
    TIES
  }

  /// An end of the frame. Offsets are expressions without columns, not negative and not null.
  public sealed interface Bound {
    /// The partition's first row.
    record UnboundedPreceding() implements Bound {}

    /// `offset PRECEDING`.
    record Preceding(Expression offset) implements Bound {}

    /// The row, or for RANGE and GROUPS its first or last peer.
    record CurrentRow() implements Bound {}

    /// `offset FOLLOWING`.
    record Following(Expression offset) implements Bound {}

    /// The partition's last row.
    record UnboundedFollowing() implements Bound {}
  }
}
