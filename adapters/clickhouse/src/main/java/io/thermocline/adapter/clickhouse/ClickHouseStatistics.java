package io.thermocline.adapter.clickhouse;

import io.thermocline.adapter.clickhouse.sql.ColumnSql;
import io.thermocline.adapter.clickhouse.sql.Names;
import io.thermocline.adapter.clickhouse.wire.ClickHouseHttp;
import io.thermocline.adapter.clickhouse.wire.NativeReader;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Estimates from the system tables, the sorting key's range, and a bounded sample of rows.
final class ClickHouseStatistics {
  /// The most rows that are looked at.
  private static final int SAMPLE_ROWS = 100_000;

  private final Catalog catalog;
  private final ClickHouseHttp http;

  ClickHouseStatistics(Catalog catalog, ClickHouseHttp http) {
    this.catalog = catalog;
    this.http = http;
  }

  private record Size(double rows, long bytes) {}

  RelationStatistics of(RelationName relation, Map<String, ColumnSql> columns) {
    Size size =
        catalog.query(
            "SELECT toFloat64(ifNull(total_rows, 0)), toInt64(ifNull(total_bytes, 0)), total_rows IS NOT NULL"
                + " FROM system.tables WHERE database = "
                + Names.text(relation.schema())
                + " AND name = "
                + Names.text(relation.name()),
            rows -> {
              boolean known = rows.next() && rows.getBoolean(3);
              return known ? new Size(rows.getDouble(1), rows.getLong(2)) : new Size(-1, -1);
            });
    if (size.rows < 0) {
      return RelationStatistics.UNKNOWN;
    }
    return new RelationStatistics(
        size.rows, size.bytes, size.rows == 0 ? Map.of() : sampled(relation, columns, size.rows));
  }

  private static boolean isSampled(ColumnSql column) {
    return !(column.type() instanceof ArrayType)
        && column.type() != ScalarType.JSON
        && column.type() != ScalarType.BYTES;
  }

  private Map<String, RelationStatistics.Column> sampled(
      RelationName relation, Map<String, ColumnSql> columns, double rows) {
    boolean whole = rows <= SAMPLE_ROWS;
    List<ColumnSql> chosen =
        columns.values().stream().filter(ClickHouseStatistics::isSampled).toList();
    List<String> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    expressions.add("count()");
    fields.add(Field.required("rows", ScalarType.INT64));
    List<String> inner = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      ColumnSql column = chosen.get(i);
      String alias = "c" + i;
      inner.add(column.expression() + " AS " + alias);
      expressions.add("count(" + alias + ")");
      fields.add(Field.required("values", ScalarType.INT64));
      expressions.add("uniq(" + alias + ")");
      fields.add(Field.required("distinct", ScalarType.INT64));
      expressions.add("avg(length(toString(" + alias + ")))");
      fields.add(Field.nullable("bytes", ScalarType.FLOAT64));
      boolean bounds = whole && column.type() != ScalarType.UUID;
      expressions.add(bounds ? "min(" + alias + ")" : "NULL");
      fields.add(Field.nullable("minimum", bounds ? column.type() : ScalarType.TEXT));
      expressions.add(bounds ? "max(" + alias + ")" : "NULL");
      fields.add(Field.nullable("maximum", bounds ? column.type() : ScalarType.TEXT));
    }
    String sql =
        "SELECT "
            + String.join(", ", expressions)
            + " FROM (SELECT "
            + String.join(", ", inner.isEmpty() ? List.of("1") : inner)
            + " FROM "
            + Names.quote(relation)
            + " LIMIT "
            + SAMPLE_ROWS
            + ")";
    List<@Nullable Object> row =
        BatchReaders.rows(new NativeReader(http, sql, new Schema(fields), ScanContext.UNBOUNDED))
            .getFirst();
    double seen = number(row.getFirst());
    Map<String, RelationStatistics.Column> result = new HashMap<>();
    for (int i = 0; i < chosen.size(); i++) {
      ColumnSql column = chosen.get(i);
      int at = 1 + 5 * i;
      double present = number(row.get(at));
      double distinct = number(row.get(at + 1));
      double scaled =
          whole ? distinct : total(distinct, present, present * rows / Math.max(1, seen));
      Object bytes = row.get(at + 2);
      boolean text = column.type() == ScalarType.TEXT;
      result.put(
          column.name(),
          new RelationStatistics.Column(
              seen == 0 ? -1 : 1 - present / seen,
              scaled,
              text && bytes != null ? number(bytes) : -1,
              whole ? row.get(at + 3) : null,
              whole ? row.get(at + 4) : null,
              List.of()));
    }
    if (!whole) {
      chosen.stream()
          .filter(ColumnSql::inSortingKey)
          .findFirst()
          .ifPresent(key -> addRange(relation, key, rows, result));
    }
    return result;
  }

  /// How many values a column has of which `sampled` rows hold `distinct`: each value is taken to
  /// be equally frequent, and a column whose sampled values nearly all differ to be unique.
  static double total(double distinct, double sampled, double rows) {
    if (distinct >= sampled * 0.95) {
      return rows * distinct / Math.max(1, sampled);
    }
    double low = distinct;
    double high = rows;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      double expected = middle * -Math.expm1(-sampled / middle);
      if (expected < distinct) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.min(rows, high);
  }

  /// The range of the first column of the sorting key, which the server reads from its index.
  private void addRange(
      RelationName relation,
      ColumnSql key,
      double rows,
      Map<String, RelationStatistics.Column> result) {
    if (key.type() == ScalarType.UUID) {
      return;
    }
    Schema schema =
        Schema.of(Field.nullable("minimum", key.type()), Field.nullable("maximum", key.type()));
    String sql =
        "SELECT min("
            + key.expression()
            + "), max("
            + key.expression()
            + ") FROM "
            + Names.quote(relation)
            + " SETTINGS aggregate_functions_null_for_empty = 0";
    List<@Nullable Object> row =
        BatchReaders.rows(new NativeReader(http, sql, schema, ScanContext.UNBOUNDED)).getFirst();
    RelationStatistics.Column known = result.get(key.name());
    if (known != null) {
      // The sample is one stretch of the key's order, so it says how dense the key is, not how many
      // values there are.
      double dense = known.distinctCount() * rows / SAMPLE_ROWS;
      double distinct =
          Math.min(
              Math.min(rows, Math.max(known.distinctCount(), dense)), span(row.get(0), row.get(1)));
      result.put(
          key.name(),
          new RelationStatistics.Column(
              known.nullFraction(),
              distinct,
              known.averageBytes(),
              row.get(0),
              row.get(1),
              List.of()));
    }
  }

  private static double span(@Nullable Object minimum, @Nullable Object maximum) {
    if (minimum instanceof Number low
        && maximum instanceof Number high
        && !(minimum instanceof Double)) {
      return high.doubleValue() - low.doubleValue() + 1;
    }
    return minimum instanceof LocalDate low && maximum instanceof LocalDate high
        ? high.toEpochDay() - low.toEpochDay() + 1.0
        : Double.MAX_VALUE;
  }

  private static double number(@Nullable Object value) {
    return value instanceof Number n ? n.doubleValue() : 0;
  }
}
