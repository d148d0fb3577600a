package io.thermocline.adapter.clickhouse;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.thermocline.adapter.clickhouse.sql.ColumnSql;
import io.thermocline.adapter.clickhouse.sql.Names;
import io.thermocline.adapter.clickhouse.sql.TableSql;
import io.thermocline.adapter.clickhouse.wire.ClickHouseErrors;
import io.thermocline.adapter.clickhouse.wire.ClickHouseHttp;
import io.thermocline.adapter.clickhouse.wire.NativeReader;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Discovery and definition of tables, over pooled JDBC connections. Thread-safe.
final class Catalog implements AutoCloseable {
  private static final int POOL_SIZE = 4;
  private static final long CACHE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int MAXIMUM_CACHED = 10_000;
  private static final Schema COLUMNS =
      Schema.of(
          Field.required("database", ScalarType.TEXT),
          Field.required("table", ScalarType.TEXT),
          Field.required("name", ScalarType.TEXT),
          Field.required("type", ScalarType.TEXT),
          Field.required("comment", ScalarType.TEXT),
          Field.required("sorted", ScalarType.BOOLEAN));

  private final ClickHouseConfig config;
  private final ClickHouseHttp http;
  private final ClickHouseErrors errors;
  private final Map<RelationName, Cached> cache = new ConcurrentHashMap<>();
  private @Nullable HikariDataSource pool;
  private boolean closed;
  private volatile long usedNanos = System.nanoTime() - IDLE_NANOS;

  private record Cached(Map<String, ColumnSql> columns, long loadedNanos) {}

  /// Turns rows of a result into a value.
  interface Rows<T> {
    T read(ResultSet rows) throws SQLException;
  }

  Catalog(ClickHouseConfig config, ClickHouseHttp http, ClickHouseErrors errors) {
    this.config = config;
    this.http = http;
    this.errors = errors;
  }

  /// A connection; a server that is away is found out first in a cheaper and quieter way than the
  /// driver's.
  private Connection connection() throws SQLException {
    if (System.nanoTime() - usedNanos > IDLE_NANOS) {
      http.ping(config.timeout());
    }
    Connection connection = pool().getConnection();
    usedNanos = System.nanoTime();
    return connection;
  }

  private synchronized HikariDataSource pool() {
    if (closed) {
      throw new ThermoclineException(
          ErrorCode.SHUTTING_DOWN, "source \"" + config.name() + "\" is closed");
    }
    HikariDataSource open = pool;
    if (open == null) {
      HikariConfig hikari = new HikariConfig();
      hikari.setPoolName("clickhouse-" + config.name());
      hikari.setJdbcUrl(config.jdbcUrl());
      hikari.setUsername(config.user());
      hikari.setPassword(config.password().get());
      hikari.setMaximumPoolSize(Math.min(POOL_SIZE, config.poolSize()));
      hikari.setMinimumIdle(0);
      hikari.setConnectionTimeout(Math.max(250, config.timeout().toMillis()));
      hikari.setInitializationFailTimeout(-1);
      hikari.setIdleTimeout(TimeUnit.MINUTES.toMillis(1));
      hikari.setReadOnly(false);
      open = new HikariDataSource(hikari);
      pool = open;
    }
    return open;
  }

  /// Runs a query.
  <T> T query(String sql, Rows<T> rows) {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return rows.read(result);
    } catch (SQLException e) {
      throw errors.jdbc(e);
    }
  }

  /// Runs a statement without a result.
  void execute(String sql) {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw errors.jdbc(e);
    } finally {
      cache.clear();
    }
  }

  private String databases(String column) {
    if (config.databases().isEmpty()) {
      return column + " NOT IN ('system', 'INFORMATION_SCHEMA', 'information_schema')";
    }
    return column
        + " IN ("
        + String.join(", ", config.databases().stream().map(Names::text).toList())
        + ")";
  }

  /// Whether a database is shown.
  private boolean shows(String database) {
    return config.databases().isEmpty() || config.databases().contains(database);
  }

  /// Every table and view of the databases shown; those whose names start with a dot are the
  /// server's or the gateway's own.
  List<Relation> discover() {
    Map<RelationName, String> comments =
        query(
            "SELECT database, name, comment FROM system.tables WHERE "
                + databases("database")
                + " AND NOT is_temporary AND NOT startsWith(name, '.') ORDER BY database, name",
            rows -> {
              Map<RelationName, String> found = new LinkedHashMap<>();
              while (rows.next()) {
                found.put(
                    new RelationName(rows.getString(1), rows.getString(2)), rows.getString(3));
              }
              return found;
            });
    Map<RelationName, Map<String, ColumnSql>> columns = columns(databases("database"));
    List<Relation> relations = new ArrayList<>();
    comments.forEach((name, comment) -> {
      Map<String, ColumnSql> known = columns.getOrDefault(name, Map.of());
      if (!known.isEmpty()) {
        relations.add(relation(name, comment, known));
      }
    });
    return relations;
  }

  private static Relation relation(
      RelationName name, String comment, Map<String, ColumnSql> columns) {
    List<Field> fields = new ArrayList<>();
    List<@Nullable String> comments = new ArrayList<>();
    for (ColumnSql column : columns.values()) {
      fields.add(new Field(column.name(), column.type(), column.nullable()));
      comments.add(column.comment().isEmpty() ? null : column.comment());
    }
    return new Relation(
        name,
        new Schema(fields),
        comment.isEmpty() ? null : comment,
        comments,
        List.of(),
        List.of(),
        List.of());
  }

  private static String columnsSql(String condition) {
    return "SELECT database, table, name, type, comment, is_in_sorting_key FROM system.columns WHERE "
        + condition
        + " AND default_kind != 'EPHEMERAL' ORDER BY database, table, position";
  }

  private Map<RelationName, Map<String, ColumnSql>> columns(String condition) {
    return query(
        columnsSql(condition),
        rows -> {
          Map<RelationName, Map<String, ColumnSql>> found = new LinkedHashMap<>();
          while (rows.next()) {
            RelationName name = new RelationName(rows.getString(1), rows.getString(2));
            Map<String, ColumnSql> columns =
                found.computeIfAbsent(name, n -> new LinkedHashMap<>());
            TableSql.column(
                    rows.getString(3), rows.getString(4), rows.getString(5), rows.getInt(6) != 0)
                .ifPresent(column -> columns.put(column.name(), column));
          }
          return found;
        });
  }

  /// The columns of one relation, over HTTP: this is on the way of every scan.
  private Map<String, ColumnSql> load(RelationName relation) {
    String condition =
        "database = "
            + Names.text(relation.schema())
            + " AND table = "
            + Names.text(relation.name());
    Map<String, ColumnSql> columns = new LinkedHashMap<>();
    NativeReader reader =
        new NativeReader(http, columnsSql(condition), COLUMNS, ScanContext.UNBOUNDED);
    for (List<@Nullable Object> row : BatchReaders.rows(reader)) {
      TableSql.column(
              String.valueOf(row.get(2)),
              String.valueOf(row.get(3)),
              String.valueOf(row.get(4)),
              Boolean.TRUE.equals(row.get(5)))
          .ifPresent(column -> columns.put(column.name(), column));
    }
    return columns;
  }

  /// The columns of a relation by name, in order; known for a few seconds.
  ///
  /// @throws ThermoclineException UNDEFINED_TABLE
  Map<String, ColumnSql> columns(RelationName relation) {
    Cached known = cache.get(relation);
    if (known != null && System.nanoTime() - known.loadedNanos < CACHE_NANOS) {
      return known.columns;
    }
    return reload(relation);
  }

  /// As [#columns(RelationName)], asked for anew.
  Map<String, ColumnSql> reload(RelationName relation) {
    Map<String, ColumnSql> columns = Map.of();
    if (shows(relation.schema())) {
      columns = load(relation);
    }
    if (columns.isEmpty()) {
      cache.remove(relation);
      throw new ThermoclineException(
          ErrorCode.UNDEFINED_TABLE,
          "source \""
              + config.name()
              + "\" has no relation \""
              + relation
              + "\"; refresh the catalog");
    }
    if (cache.size() > MAXIMUM_CACHED) {
      cache.clear();
    }
    cache.put(relation, new Cached(columns, System.nanoTime()));
    return columns;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (pool != null) {
      pool.close();
      pool = null;
    }
  }
}
