package io.thermocline.adapter.clickhouse;

import io.thermocline.adapter.clickhouse.sql.Names;
import io.thermocline.adapter.clickhouse.sql.TableSql;
import io.thermocline.adapter.clickhouse.wire.ClickHouseHttp;
import io.thermocline.adapter.clickhouse.wire.NativeOutput;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.Sink;
import io.thermocline.spi.type.Field;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Collects rows in a table beside the target and attaches all its parts to the target in one step.
/// Tables that are not of the MergeTree family take the rows by one INSERT … SELECT instead.
final class ClickHouseSink implements Sink {
  private static final Logger LOG = LoggerFactory.getLogger(ClickHouseSink.class);

  /// What the names of tables beside a target start with.
  static final String STAGING_PREFIX = ".thermocline_staging_";

  private static final int FLUSH_BYTES = 16 << 20;
  private static final int FLUSH_ROWS = 1_000_000;

  private final Catalog catalog;
  private final ClickHouseHttp http;
  private final RelationName target;
  private final RelationName staging;
  private final boolean attaches;
  private final String columns;
  private final NativeOutput output;
  private long pendingRows;
  private long rows;
  private boolean staged;
  private boolean finished;

  ClickHouseSink(
      Catalog catalog,
      ClickHouseHttp http,
      RelationName target,
      List<Field> fields,
      boolean attaches) {
    this.catalog = catalog;
    this.http = http;
    this.target = target;
    this.attaches = attaches;
    this.staging =
        new RelationName(
            target.schema(), STAGING_PREFIX + UUID.randomUUID().toString().replace("-", ""));
    this.columns =
        String.join(", ", fields.stream().map(field -> Names.quote(field.name())).toList());
    this.output = new NativeOutput(fields, fields.stream().map(TableSql::type).toList());
  }

  @Override
  public void write(Batch batch) {
    if (finished) {
      throw new IllegalStateException("the sink is closed");
    }
    if (batch.size() == 0) {
      return;
    }
    output.append(batch);
    pendingRows += batch.size();
    if (output.size() >= FLUSH_BYTES || pendingRows >= FLUSH_ROWS) {
      flush();
    }
  }

  private void flush() {
    if (pendingRows == 0) {
      return;
    }
    if (!staged) {
      catalog.execute("CREATE TABLE " + Names.quote(staging) + " AS " + Names.quote(target));
      staged = true;
    }
    http.insert(
        "INSERT INTO " + Names.quote(staging) + " (" + columns + ") FORMAT Native",
        output.data(),
        output.size());
    output.clear();
    rows += pendingRows;
    pendingRows = 0;
  }

  @Override
  public long commit() {
    if (finished) {
      throw new IllegalStateException("the sink is closed");
    }
    flush();
    if (staged) {
      catalog.execute(
          attaches
              ? "ALTER TABLE "
                  + Names.quote(target)
                  + " ATTACH PARTITION ALL FROM "
                  + Names.quote(staging)
              : "INSERT INTO "
                  + Names.quote(target)
                  + " ("
                  + columns
                  + ") SELECT "
                  + columns
                  + " FROM "
                  + Names.quote(staging));
    }
    close();
    return rows;
  }

  @Override
  public void close() {
    if (finished) {
      return;
    }
    finished = true;
    output.clear();
    if (staged) {
      try {
        catalog.execute("DROP TABLE IF EXISTS " + Names.quote(staging) + " SYNC");
      } catch (ThermoclineException e) {
        // A later sink removes tables that were left behind.
        LOG.warn("event=clickhouse.staging.left table={} error={}", staging, e.getMessage());
      }
    }
  }
}
