package io.thermocline.adapter.postgres;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.BoundStatement;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Sink;
import io.thermocline.spi.source.SqlSource;
import io.thermocline.spi.source.WritableSource;
import io.thermocline.spi.source.WriteOptions;
import io.thermocline.spi.type.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// A PostgreSQL database as a source. Statements run read-only, each in a transaction of its own;
/// sinks and definitions in read-write ones.
public final class PostgresSource implements SqlSource, WritableSource {
  private static final Set<Capability> CAPABILITIES =
      Set.copyOf(
          EnumSet.of(
              Capability.PROJECTION,
              Capability.FILTER,
              Capability.LIMIT,
              Capability.AGGREGATE,
              Capability.SQL,
              Capability.WRITE));
  private static final Duration PING_LIMIT = Duration.ofSeconds(1);

  /// Work without a query behind it, such as discovery, waits for a connection so long.
  private static final ScanContext WAITING =
      new ScanContext() {
        @Override
        public void checkActive() {}

        @Override
        public Duration remaining() {
          return Duration.ofSeconds(30);
        }

        @Override
        public Registration onCancel(Runnable action) {
          return () -> {};
        }
      };

  private static final int CACHED_RELATIONS = 10_000;

  private final PostgresConfig config;
  private final PostgresErrors errors;
  private final Connections connections;
  private final ConcurrentHashMap<RelationName, PgRelation> relations = new ConcurrentHashMap<>();
  private volatile int serverVersion;

  /// A source that connects when it is first asked.
  public PostgresSource(PostgresConfig config) {
    this.config = config;
    this.errors = new PostgresErrors(config.name());
    this.connections = new Connections(config, errors);
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  public String kind() {
    return "postgres";
  }

  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
  }

  /// Work on one connection.
  private interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /// Runs short work; once more when a connection turns out to be of the time before the server
  /// restarted.
  private <T> T with(Work<T> work) {
    return with(() -> connections.acquire(WAITING), work);
  }

  private <T> T with(Supplier<Connections.Lease> leases, Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try (Connections.Lease lease = leases.get()) {
        try {
          lease.limit(config.statementTimeout());
          if (serverVersion == 0) {
            serverVersion = version(lease.connection());
          }
          return work.run(lease.connection());
        } catch (SQLException e) {
          if (!PostgresErrors.isLost(e)) {
            throw errors.statement(e);
          }
          lease.markBroken();
          connections.forgetIdle();
          if (attempt > 1) {
            throw errors.statement(e);
          }
        }
      }
    }
  }

  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT current_setting('server_version_num')::int")) {
      row.next();
      return row.getInt(1);
    }
  }

  @Override
  public List<Relation> discover() {
    List<PgRelation> found = with(connection -> new Discovery(connection).all(config.schemas()));
    relations.clear();
    found.stream()
        .limit(CACHED_RELATIONS)
        .forEach(relation -> relations.put(relation.relation().name(), relation));
    return found.stream().map(PgRelation::relation).toList();
  }

  private PgRelation relation(RelationName name) {
    PgRelation known = relations.get(name);
    return known == null ? reread(name) : known;
  }

  private PgRelation reread(RelationName name) {
    List<PgRelation> found =
        config.schemas().isEmpty() || config.schemas().contains(name.schema())
            ? with(connection -> new Discovery(connection).one(name))
            : List.of();
    if (found.isEmpty()) {
      relations.remove(name);
      throw new ThermoclineException(
          ErrorCode.UNDEFINED_TABLE,
          "source '"
              + config.name()
              + "' has no relation "
              + name
              + " that its user may read; check the name, the exposed schemas"
              + " and the rights");
    }
    if (relations.size() < CACHED_RELATIONS) {
      relations.put(name, found.getFirst());
    }
    return found.getFirst();
  }

  @Override
  public RelationStatistics statistics(RelationName name) {
    PgRelation relation = relation(name);
    return with(connection -> new Statistics(connection).of(relation));
  }

  @Override
  public Scan scan(ScanRequest request) {
    PgRelation relation = relation(request.relation());
    ScanSql.Select select;
    try {
      select = new ScanSql(config.name(), relation, serverVersion).select(request);
    } catch (ThermoclineException e) {
      if (e.code() != ErrorCode.UNDEFINED_COLUMN) {
        throw e;
      }
      select =
          new ScanSql(config.name(), reread(request.relation()), serverVersion).select(request);
    }
    return new PostgresScan(
        select.sql(),
        null,
        select.sql(),
        select.schema(),
        connections,
        errors,
        PostgresScan.Check.NONE,
        () -> relations.remove(request.relation()));
  }

  @Override
  public Scan query(String sql, Schema schema) {
    return query(BoundStatement.of(sql, -1), schema);
  }

  @Override
  public Scan query(BoundStatement bound, Schema schema) {
    String sql = bound.inlined();
    List<String> names = new ArrayList<>();
    List<String> casts = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      names.add("c" + i);
      casts.add("q.c" + i + "::" + PgType.wireName(schema.field(i).type()));
    }
    String before =
        schema.size() == 0
            ? "SELECT count(*) FROM ("
            : "SELECT " + String.join(", ", casts) + " FROM (";
    String after = schema.size() == 0 ? "\n) AS q" : "\n) AS q (" + String.join(", ", names) + ")";
    return new PostgresScan(
        before + sql + after,
        ShortResult.suits(schema, bound) ? new ShortResult(schema, bound, before, after) : null,
        sql,
        schema,
        connections,
        errors,
        bound.expectedRows() < 0
            ? lease -> checkColumns(lease.connection(), sql, schema.size())
            : PostgresScan.Check.NONE,
        () -> {});
  }

  /// A list of aliases may be shorter than the columns, so their number is asked for, unless the
  /// statement is the planner's. The statement is described, not run.
  private void checkColumns(Connection connection, String sql, int wanted) throws SQLException {
    int columns;
    if (sql.indexOf('?') < 0) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        columns = statement.getMetaData() == null ? 0 : statement.getMetaData().getColumnCount();
      }
    } else {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT * FROM (" + sql + "\n) AS q LIMIT 0")) {
        columns = rows.getMetaData().getColumnCount();
      }
    }
    if (columns != wanted) {
      throw new ThermoclineException(
          ErrorCode.SOURCE_FAILED,
          "a statement for source '"
              + config.name()
              + "' has "
              + columns
              + " columns where "
              + wanted
              + " are expected; correct it");
    }
  }

  /// When all connections stay busy, that the server listens is answer enough.
  @Override
  public void ping() {
    Optional<Connections.Lease> first = connections.acquireSoon(WAITING, PING_LIMIT);
    if (first.isPresent()) {
      Iterator<Connections.Lease> leases = List.of(first.get()).iterator();
      with(
          () -> leases.hasNext() ? leases.next() : connections.acquire(WAITING),
          PostgresSource::version);
    }
  }

  @Override
  public void create(Relation relation, WriteOptions options) {
    String schema = relation.name().schema();
    write(connection -> {
      try (Statement statement = connection.createStatement()) {
        if (!schemaExists(connection, schema)) {
          statement.execute("CREATE SCHEMA IF NOT EXISTS " + Sql.identifier(schema));
        }
        for (String sql : Ddl.create(relation, options)) {
          statement.execute(sql);
        }
      }
    });
    relations.remove(relation.name());
  }

  private static boolean schemaExists(Connection connection, String schema) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT FROM pg_catalog.pg_namespace WHERE nspname = ?")) {
      statement.setString(1, schema);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  @Override
  public void drop(RelationName name) {
    write(connection -> {
      try (Statement statement = connection.createStatement()) {
        if (schemaExists(connection, name.schema())) {
          statement.execute("DROP TABLE IF EXISTS " + Sql.name(name));
        }
      }
    });
    relations.remove(name);
  }

  /// Changes in one transaction.
  private interface Change {
    void run(Connection connection) throws SQLException;
  }

  private void write(Change change) {
    with(connection -> {
      connection.setAutoCommit(false);
      try {
        try (Statement statement = connection.createStatement()) {
          statement.execute("SET TRANSACTION READ WRITE");
        }
        change.run(connection);
        connection.commit();
      } catch (SQLException e) {
        rollback(connection, e);
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
      return true;
    });
  }

  private static void rollback(Connection connection, SQLException cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public Sink write(RelationName name, WriteOptions options) {
    PgRelation relation = reread(name);
    return PostgresSink.open(relation, errors, connections.acquire(WAITING), config.name());
  }

  @Override
  public void close() {
    connections.close();
  }

  @Override
  public String toString() {
    return "PostgresSource[" + config.name() + "]";
  }
}
