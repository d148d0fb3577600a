package io.thermocline.catalog;

/// How quickly a segment's data is at hand.
public enum Tier {
  /// Postgres.
  HOT,
  /// ClickHouse.
  WARM,
  /// Parquet files.
  COLD,
  /// The gateway's own tables about itself.
  SYSTEM
}
