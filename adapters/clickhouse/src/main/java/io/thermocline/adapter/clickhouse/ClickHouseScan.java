package io.thermocline.adapter.clickhouse;

import io.thermocline.adapter.clickhouse.sql.ScanSql;
import io.thermocline.adapter.clickhouse.wire.ClickHouseHttp;
import io.thermocline.adapter.clickhouse.wire.NativeReader;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement that is ready to run.
final class ClickHouseScan implements Scan {
  private final ClickHouseHttp http;
  private final String sql;
  private final Schema schema;
  private final long countLimit;

  private ClickHouseScan(ClickHouseHttp http, String sql, Schema schema, long countLimit) {
    this.http = http;
    this.sql = sql;
    this.schema = schema;
    this.countLimit = countLimit;
  }

  /// A statement that returns the columns of the schema.
  static ClickHouseScan query(ClickHouseHttp http, String sql, Schema schema) {
    return new ClickHouseScan(http, sql, schema, -1);
  }

  /// A rendered request; `limit` bounds rows without columns.
  static ClickHouseScan of(ClickHouseHttp http, ScanSql rendered, long limit) {
    return rendered.countsOnly()
        ? new ClickHouseScan(
            http, rendered.sql(), new Schema(List.of()), limit < 0 ? Long.MAX_VALUE : limit)
        : new ClickHouseScan(http, rendered.sql(), rendered.schema(), -1);
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public int partitions() {
    return 1;
  }

  @Override
  public BatchReader open(int partition, ScanContext context) {
    if (countLimit < 0) {
      return new NativeReader(http, sql, schema, context);
    }
    Schema count = Schema.of(Field.required("count", ScalarType.INT64));
    return new CountReader(new NativeReader(http, sql, count, context), countLimit);
  }

  @Override
  public String describe() {
    return sql.replaceAll("\\s+", " ").strip();
  }

  /// As many rows without columns as a count says.
  private static final class CountReader implements BatchReader {
    private final BatchReader count;
    private final long limit;
    private long left = -1;

    CountReader(BatchReader count, long limit) {
      this.count = count;
      this.limit = limit;
    }

    @Override
    public Schema schema() {
      return new Schema(List.of());
    }

    @Override
    public @Nullable Batch next() {
      if (left < 0) {
        Batch batch = count.next();
        left = batch == null ? 0 : Math.min(limit, batch.column(0).longAt(0));
        count.close();
      }
      if (left == 0) {
        return null;
      }
      int rows = (int) Math.min(left, Batch.TARGET_ROWS);
      left -= rows;
      return new Batch(List.of(), rows);
    }

    @Override
    public void close() {
      count.close();
      left = 0;
    }
  }
}
