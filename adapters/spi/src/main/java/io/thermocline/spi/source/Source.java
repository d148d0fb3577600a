package io.thermocline.spi.source;

import java.util.List;
import java.util.Set;

/// A store that the gateway reads: one Postgres, one ClickHouse, one folder of Parquet.
/// Thread-safe. Construction does not connect; each call fails with SOURCE_UNAVAILABLE while the
/// store is away and works again when it is back.
public interface Source extends AutoCloseable {
  /// The name from the configuration, unique in a gateway.
  String name();

  /// What kind of store it is, in lower case: `postgres`, `clickhouse`, `parquet`, `system`.
  String kind();

  /// What it can do.
  Set<Capability> capabilities();

  /// Every relation that the configured user may read, in stable order.
  List<Relation> discover();

  /// Estimates about a relation from the source's own statistics; cheap, never a scan of the data.
  RelationStatistics statistics(RelationName relation);

  /// Whether the planner should have the source answer the aggregation of a request: it does so
  /// exactly, and for less than reading the rows costs. Every source with AGGREGATE does; one
  /// without it may answer some requests from its metadata. A scan of a request that was accepted
  /// succeeds also when the data has changed since.
  default boolean aggregates(ScanRequest request) {
    return capabilities().contains(Capability.AGGREGATE);
  }

  /// Prepares a scan; fails with CAPABILITY_MISSING, UNDEFINED_TABLE or UNDEFINED_COLUMN.
  Scan scan(ScanRequest request);

  /// Answers whether the store can be reached, within a second or so; throws what a scan would.
  void ping();

  /// Releases connections. Idempotent.
  @Override
  void close();
}
