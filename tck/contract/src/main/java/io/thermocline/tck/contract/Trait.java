package io.thermocline.tck.contract;

/// What a store keeps of a relation beyond names, types and rows. A source that lacks a trait skips
/// the rules about it.
public enum Trait {
  /// Comments on relations and columns.
  COMMENTS,
  /// The primary key.
  PRIMARY_KEY,
  /// Further unique keys.
  UNIQUE_KEYS,
  /// Foreign keys.
  FOREIGN_KEYS,
  /// Which columns never hold null.
  REQUIRED_COLUMNS,
  /// Row counts that are near the truth after [ContractFixture#analyze].
  ROW_COUNT,
  /// Null fractions, distinct counts and value ranges after [ContractFixture#analyze].
  COLUMN_STATISTICS,
  /// A sink that is closed without a commit leaves nothing behind, and readers never see a part of
  /// a commit.
  ATOMIC_WRITES,
  /// A list or a relation may hold null elements.
  NULL_ELEMENTS
}
