package io.thermocline.tck.bench.cold;

import io.thermocline.adapter.parquet.ParquetConfig;
import io.thermocline.adapter.parquet.ParquetSource;
import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Segment;
import io.thermocline.catalog.SegmentRange;
import io.thermocline.catalog.TableSemantics;
import io.thermocline.catalog.Tier;
import io.thermocline.engine.run.Engine;
import io.thermocline.engine.run.EngineConfig;
import io.thermocline.engine.run.QueryContext;
import io.thermocline.engine.run.QueryOptions;
import io.thermocline.optimizer.PlannedQuery;
import io.thermocline.optimizer.Planner;
import io.thermocline.optimizer.PlannerConfig;
import io.thermocline.optimizer.SessionParameters;
import io.thermocline.optimizer.SourceRegistry;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The gateway's planner and engine without its network.
final class GatewayPeer implements Peer {
  private static final SessionParameters SESSION =
      new SessionParameters(
          TpchFolder.SCHEMA, ZoneOffset.UTC, Instant.parse("2025-01-01T00:00:00Z"));
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final ParquetSource source;
  private final Catalog catalog;
  private final Planner planner;
  private final Engine engine;

  GatewayPeer(Path root, int threads) {
    this.source = new ParquetSource(new ParquetConfig("cold", root));
    List<LogicalTable> tables = new ArrayList<>();
    Map<RelationName, RelationStatistics> statistics = new HashMap<>();
    for (Relation relation : source.discover()) {
      statistics.put(relation.name(), source.statistics(relation.name()));
      tables.add(
          new LogicalTable(
              relation.name().schema(),
              relation.name().name(),
              relation.columns(),
              null,
              relation.columnComments(),
              relation.primaryKey(),
              relation.foreignKeys(),
              null,
              List.of(
                  new Segment(source.name(), relation.name(), Tier.COLD, SegmentRange.ALL, true)),
              TableSemantics.NONE));
    }
    this.catalog = new Catalog(1, tables);
    this.planner =
        new Planner(
            () -> catalog,
            SourceRegistry.of(source),
            (name, relation) -> statistics.getOrDefault(relation, RelationStatistics.UNKNOWN),
            PlannerConfig.DEFAULT);
    this.engine =
        new Engine(
            EngineConfig.forMachine(threads, Runtime.getRuntime().maxMemory() * 2)
                .withWorkers(threads));
    planner.warmUp();
  }

  @Override
  public String name() {
    return "Thermocline";
  }

  private PlannedQuery query(String sql) {
    return planner.plan(planner.parse(sql, catalog, SESSION), catalog, SESSION, List.of());
  }

  /// The plan of a query and what each node did.
  String analyze(String sql) {
    PlannedQuery query = query(sql);
    try (QueryContext context =
        engine.open(new QueryOptions(TIMEOUT, SESSION.zone(), SESSION.now()))) {
      try (BatchReader reader = engine.execute(query.root(), List.of(), context)) {
        BatchReaders.rows(reader);
      }
      return query.explainAnalyze(context.statistics());
    }
  }

  @Override
  public Planned plan(String sql) {
    PlannedQuery query = query(sql);
    return new Planned() {
      @Override
      public List<List<@Nullable Object>> run() {
        return GatewayPeer.this.run(query);
      }

      @Override
      public void close() {}
    };
  }

  private List<List<@Nullable Object>> run(PlannedQuery query) {
    try (QueryContext context =
            engine.open(new QueryOptions(TIMEOUT, SESSION.zone(), SESSION.now()));
        BatchReader reader = engine.execute(query.root(), List.of(), context)) {
      return BatchReaders.rows(reader);
    }
  }

  @Override
  public void close() {
    engine.close();
    source.close();
  }
}
