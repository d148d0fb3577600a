package io.thermocline.adapter.clickhouse;

import io.thermocline.adapter.clickhouse.sql.ColumnSql;
import io.thermocline.adapter.clickhouse.sql.Names;
import io.thermocline.adapter.clickhouse.sql.ScanSql;
import io.thermocline.adapter.clickhouse.sql.TableSql;
import io.thermocline.adapter.clickhouse.wire.ClickHouseErrors;
import io.thermocline.adapter.clickhouse.wire.ClickHouseHttp;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.ForeignKey;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Sink;
import io.thermocline.spi.source.SqlSource;
import io.thermocline.spi.source.WritableSource;
import io.thermocline.spi.source.WriteOptions;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One ClickHouse server. Statements run over HTTP and answer in the columnar Native format;
/// discovery, statistics and definition of tables run over JDBC. A database is a schema. The order
/// of a table's rows is no key: ClickHouse has none.
public final class ClickHouseSource implements SqlSource, WritableSource {
  private static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.PROJECTION,
          Capability.FILTER,
          Capability.LIMIT,
          Capability.AGGREGATE,
          Capability.SQL,
          Capability.WRITE);
  private static final Duration PING_LIMIT = Duration.ofSeconds(1);

  private final ClickHouseConfig config;
  private final ClickHouseHttp http;
  private final Catalog catalog;
  private final ClickHouseStatistics statistics;

  /// Connects at the first use.
  public ClickHouseSource(ClickHouseConfig config) {
    this.config = config;
    ClickHouseErrors errors = new ClickHouseErrors(config.name());
    this.http =
        new ClickHouseHttp(
            config.httpUri(),
            config.user(),
            config.password(),
            config.poolSize(),
            config.timeout(),
            errors);
    this.catalog = new Catalog(config, http, errors);
    this.statistics = new ClickHouseStatistics(catalog, http);
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  public String kind() {
    return "clickhouse";
  }

  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public List<Relation> discover() {
    ping();
    return catalog.discover();
  }

  @Override
  public RelationStatistics statistics(RelationName relation) {
    return statistics.of(relation, catalog.columns(relation));
  }

  @Override
  public Scan scan(ScanRequest request) {
    Map<String, ColumnSql> columns = catalog.columns(request.relation());
    ScanSql sql;
    try {
      sql = ScanSql.of(request, columns);
    } catch (ThermoclineException e) {
      if (e.code() != ErrorCode.UNDEFINED_COLUMN) {
        throw e;
      }
      sql = ScanSql.of(request, catalog.reload(request.relation()));
    }
    return ClickHouseScan.of(http, sql, request.limit());
  }

  @Override
  public Scan query(String sql, Schema schema) {
    return ClickHouseScan.query(http, sql, schema);
  }

  @Override
  public void create(Relation relation, WriteOptions options) {
    for (ForeignKey key : relation.foreignKeys()) {
      if (!key.target().equals(relation.name())) {
        catalog.reload(key.target());
      }
    }
    catalog.execute("CREATE DATABASE IF NOT EXISTS " + Names.quote(relation.name().schema()));
    catalog.execute(TableSql.create(relation, options));
  }

  @Override
  public void drop(RelationName relation) {
    try {
      catalog.execute("DROP TABLE IF EXISTS " + Names.quote(relation) + " SYNC");
    } catch (ThermoclineException e) {
      if (e.code() != ErrorCode.UNDEFINED_TABLE) {
        throw e;
      }
    }
  }

  @Override
  public Sink write(RelationName relation, WriteOptions options) {
    Map<String, ColumnSql> columns = catalog.reload(relation);
    removeLeftovers(relation.schema());
    boolean attaches =
        catalog.query(
            "SELECT engine FROM system.tables WHERE database = "
                + Names.text(relation.schema())
                + " AND name = "
                + Names.text(relation.name()),
            rows -> rows.next() && rows.getString(1).endsWith("MergeTree"));
    List<Field> fields =
        columns.values().stream()
            .map(column -> new Field(column.name(), column.type(), column.nullable()))
            .toList();
    return new ClickHouseSink(catalog, http, relation, fields, attaches);
  }

  /// Drops staging tables that a gateway left behind more than a day ago.
  private void removeLeftovers(String database) {
    List<String> left =
        catalog.query(
            "SELECT name FROM system.tables WHERE database = "
                + Names.text(database)
                + " AND startsWith(name, "
                + Names.text(ClickHouseSink.STAGING_PREFIX)
                + ") AND metadata_modification_time < now() - INTERVAL 1 DAY",
            rows -> {
              List<String> names = new ArrayList<>();
              while (rows.next()) {
                names.add(rows.getString(1));
              }
              return names;
            });
    for (String name : left) {
      catalog.execute(
          "DROP TABLE IF EXISTS " + Names.quote(new RelationName(database, name)) + " SYNC");
    }
  }

  @Override
  public void ping() {
    http.ping(PING_LIMIT);
  }

  @Override
  public void close() {
    catalog.close();
    http.close();
  }
}
