package io.thermocline.adapter.postgres;

import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.RelationStatistics.Frequency;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads estimates out of `pg_class` and `pg_stats`. The row count is scaled to the present size,
/// as Postgres's planner does; before the first ANALYZE it is the count of the statistics
/// collector.
final class Statistics {
  private static final int MOST_COMMON = 20;
  private static final String SIZE =
      """
      SELECT sum(CASE WHEN c.reltuples >= 0 AND c.relpages > 0
                        THEN c.reltuples::float8 / c.relpages * (pg_relation_size(c.oid) / current_setting('block_size')::int8)
                      WHEN c.reltuples > 0 THEN c.reltuples::float8
                      WHEN pg_stat_get_live_tuples(c.oid) > 0 THEN pg_stat_get_live_tuples(c.oid)::float8
                      WHEN pg_relation_size(c.oid) = 0 AND c.relkind IN ('r', 'm') THEN 0 END) AS row_count,
             sum(CASE WHEN c.relkind IN ('r', 'm') THEN pg_table_size(c.oid) END) AS bytes
      FROM pg_catalog.pg_class c
      WHERE (c.oid = ?::oid AND c.relkind <> 'p') OR c.oid IN (SELECT relid FROM pg_partition_tree(?::oid) WHERE isleaf)
      """;
  private static final String COLUMNS =
      """
      SELECT DISTINCT ON (attname) attname, null_frac, n_distinct, avg_width,
             most_common_vals::text::text[] AS common, most_common_freqs AS frequencies,
             ARRAY[(histogram_bounds::text::text[])[1],
                   (histogram_bounds::text::text[])[array_upper(histogram_bounds::text::text[], 1)]] AS bounds
      FROM pg_catalog.pg_stats WHERE schemaname = ? AND tablename = ?
      ORDER BY attname, inherited DESC
      """;

  private final Connection connection;

  Statistics(Connection connection) {
    this.connection = connection;
  }

  RelationStatistics of(PgRelation relation) throws SQLException {
    double rows = -1;
    long bytes = -1;
    try (PreparedStatement statement = connection.prepareStatement(SIZE)) {
      statement.setLong(1, relation.oid());
      statement.setLong(2, relation.oid());
      try (ResultSet row = statement.executeQuery()) {
        if (row.next()) {
          rows = row.getObject("row_count") == null ? -1 : row.getDouble("row_count");
          bytes = row.getObject("bytes") == null ? -1 : row.getLong("bytes");
        }
      }
    }
    return new RelationStatistics(rows, bytes, columns(relation, rows));
  }

  private Map<String, RelationStatistics.Column> columns(PgRelation relation, double rows)
      throws SQLException {
    Map<String, PgRelation.Column> known = new HashMap<>();
    relation.columns().forEach(column -> known.put(column.name(), column));
    Map<String, RelationStatistics.Column> columns = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, relation.relation().name().schema());
      statement.setString(2, relation.relation().name().name());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          PgRelation.Column column = known.get(row.getString("attname"));
          if (column != null) {
            columns.put(column.name(), column(column, row, rows));
          }
        }
      }
    }
    return columns;
  }

  private static RelationStatistics.Column column(
      PgRelation.Column column, ResultSet row, double rows) throws SQLException {
    List<Frequency> common = common(column, row);
    List<Object> range = new ArrayList<>();
    for (String bound : strings(row, "bounds")) {
      Object value = bound == null ? null : TextValues.parse(column.type().type(), bound);
      if (value != null) {
        range.add(value);
      }
    }
    common.forEach(frequency -> range.add(frequency.value()));
    double distinct = row.getDouble("n_distinct");
    double distinctCount =
        distinct > 0 ? distinct : distinct < 0 && rows >= 0 ? -distinct * rows : -1;
    return new RelationStatistics.Column(
        row.getDouble("null_frac"),
        distinctCount,
        row.getDouble("avg_width"),
        TextValues.extreme(range, -1),
        TextValues.extreme(range, 1),
        common.subList(0, Math.min(MOST_COMMON, common.size())));
  }

  private static List<Frequency> common(PgRelation.Column column, ResultSet row)
      throws SQLException {
    List<@Nullable String> values = strings(row, "common");
    List<Frequency> common = new ArrayList<>();
    Array frequencies = row.getArray("frequencies");
    if (frequencies != null) {
      Object[] fractions = (Object[]) frequencies.getArray();
      for (int i = 0; i < Math.min(values.size(), fractions.length); i++) {
        String text = values.get(i);
        Object value = text == null ? null : TextValues.parse(column.type().type(), text);
        if (value != null) {
          common.add(
              new Frequency(value, ((Number) Objects.requireNonNull(fractions[i])).doubleValue()));
        }
      }
    }
    return common;
  }

  private static List<@Nullable String> strings(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    List<@Nullable String> strings = new ArrayList<>();
    if (array != null) {
      for (Object value : (Object[]) array.getArray()) {
        strings.add((String) value);
      }
    }
    return strings;
  }
}
