package io.thermocline.server.eval;

import io.thermocline.catalog.Tier;
import java.util.List;

/// Which tier holds the tables of an evaluation.
public enum Placement {
  /// In turn over all three, so that most joins cross stores.
  MIXED(Tier.HOT, Tier.WARM, Tier.COLD),
  /// All in Postgres.
  POSTGRES(Tier.HOT),
  /// All in ClickHouse.
  CLICKHOUSE(Tier.WARM),
  /// All in Parquet files.
  PARQUET(Tier.COLD);

  private final List<Tier> tiers;

  Placement(Tier... tiers) {
    this.tiers = List.of(tiers);
  }

  /// The tier of the n-th table of a database.
  public Tier tier(int table) {
    return tiers.get(table % tiers.size());
  }
}
