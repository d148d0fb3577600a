package io.thermocline.adapter.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.ScanContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.postgresql.Driver;
import org.postgresql.PGConnection;

/// The pool of one source. Waiting for a free connection is bounded by the query's time and ends
/// with its cancellation; waiting for a new one is bounded by the connect time-out, so that a
/// server that is away is noticed soon. Thread-safe.
final class Connections implements AutoCloseable {
  private static final long WAIT_STEP_MILLIS = 50;
  private static final int KEPT_LONG_RESULTS = 1_000;

  /// How long the pool hands a used connection out again without a look at it.
  private static final long FRESH_NANOS = 500_000_000;

  private static final String SESSION =
      "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET standard_conforming_strings = on;"
          + " SET default_transaction_read_only = on; SET extra_float_digits = 1";

  private final PostgresConfig config;
  private final PostgresErrors errors;
  private final Semaphore slots;
  private final Set<String> longResults = ConcurrentHashMap.newKeySet();
  private final List<InetSocketAddress> addresses;
  private final HikariDataSource pool;
  private volatile long lastLeaseNanos = System.nanoTime() - FRESH_NANOS;
  private final Map<PGConnection, Long> timeouts = Collections.synchronizedMap(new WeakHashMap<>());

  Connections(PostgresConfig config, PostgresErrors errors) {
    this.config = config;
    this.errors = errors;
    this.slots = new Semaphore(config.poolSize(), true);
    this.addresses = addresses(config.jdbcUrl());
    this.pool = new HikariDataSource(pool(config));
  }

  private static HikariConfig pool(PostgresConfig config) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("thermocline-" + config.name());
    pool.setJdbcUrl(config.jdbcUrl());
    pool.setUsername(config.user());
    pool.setCredentialsProvider(() -> Credentials.of(config.user(), config.password().get()));
    pool.setMaximumPoolSize(config.poolSize());
    pool.setMinimumIdle(0);
    pool.setInitializationFailTimeout(-1);
    pool.setConnectionTimeout(config.connectTimeout().toMillis());
    pool.setValidationTimeout(config.connectTimeout().toMillis());
    pool.setIdleTimeout(Duration.ofMinutes(5).toMillis());
    pool.setMaxLifetime(Duration.ofMinutes(30).toMillis());
    pool.setConnectionInitSql(SESSION);
    pool.addDataSourceProperty("ApplicationName", "thermocline");
    pool.addDataSourceProperty("tcpKeepAlive", "true");
    pool.addDataSourceProperty("gssEncMode", "disable");
    pool.addDataSourceProperty(
        "connectTimeout", Long.toString(Math.max(1, config.connectTimeout().toSeconds())));
    pool.addDataSourceProperty("cancelSignalTimeout", "5");
    return pool;
  }

  /// A connection that is used by one thread and given back by closing the lease.
  final class Lease implements AutoCloseable {
    private final Connection connection;
    private final PGConnection postgres;
    private boolean broken;
    private boolean closed;

    private Lease(Connection connection) throws SQLException {
      this.connection = connection;
      this.postgres = connection.unwrap(PGConnection.class);
    }

    Connection connection() {
      return connection;
    }

    PGConnection postgres() {
      return postgres;
    }

    /// Sets the server's time-out for the statements to come. Long times are rounded up, so that it
    /// is seldom set anew.
    void limit(Duration remaining) throws SQLException {
      long wanted = rounded(Math.min(remaining.toMillis(), config.statementTimeout().toMillis()));
      Long current = timeouts.get(postgres);
      if (current == null || current != wanted) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("SET statement_timeout = " + wanted);
        }
        timeouts.put(postgres, wanted);
      }
    }

    private static long rounded(long millis) {
      long rounded = 1;
      for (long step = 100; step < 100_000_000; step *= 10) {
        if (millis <= step * 10) {
          rounded = (millis + step - 1) / step * step;
          break;
        }
        rounded = millis;
      }
      return Math.max(100, rounded);
    }

    /// The connection must not be used again.
    void markBroken() {
      broken = true;
    }

    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      try {
        if (broken) {
          pool.evictConnection(connection);
        }
        connection.close();
      } catch (SQLException e) {
        pool.evictConnection(connection);
      } finally {
        slots.release();
      }
    }
  }

  /// Waits for a connection.
  ///
  /// @throws ThermoclineException SOURCE_UNAVAILABLE, SOURCE_AUTHENTICATION, TOO_MANY_CONNECTIONS,
  ///   or what the context throws
  Lease acquire(ScanContext context) {
    if (!awaitSlot(context, context.remaining())) {
      throw new ThermoclineException(
          ErrorCode.TOO_MANY_CONNECTIONS,
          "all "
              + config.poolSize()
              + " connections to source '"
              + config.name()
              + "' stayed busy; try again, or raise its pool size");
    }
    return lease();
  }

  /// A connection at once or nearly so, or nothing when all of them stay busy; then the server is
  /// known to listen.
  Optional<Lease> acquireSoon(ScanContext context, Duration limit) {
    if (awaitSlot(context, limit)) {
      return Optional.of(lease());
    }
    try {
      reach();
      return Optional.empty();
    } catch (SQLException e) {
      throw errors.connecting(e);
    }
  }

  private Lease lease() {
    boolean leased = false;
    try {
      if (pool.isClosed()) {
        throw new ThermoclineException(
            ErrorCode.SHUTTING_DOWN, "source '" + config.name() + "' was closed");
      }
      if (pool.getHikariPoolMXBean().getIdleConnections() == 0
          || System.nanoTime() - lastLeaseNanos > FRESH_NANOS) {
        reach();
      }
      Lease lease = new Lease(pool.getConnection());
      lastLeaseNanos = System.nanoTime();
      leased = true;
      return lease;
    } catch (SQLException e) {
      throw errors.connecting(e);
    } finally {
      if (!leased) {
        slots.release();
      }
    }
  }

  /// Fails at once when nothing listens at the source's addresses. The pool connects on a thread of
  /// its own and retries with pauses, so its callers would learn that only after the whole connect
  /// time-out.
  private void reach() throws SQLException {
    IOException refused = null;
    for (InetSocketAddress address : addresses) {
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(address.getHostString(), address.getPort()),
            Math.toIntExact(config.connectTimeout().toMillis()));
        return;
      } catch (IOException e) {
        refused = e;
      }
    }
    if (refused != null) {
      throw new SQLException(refused.getMessage(), "08001", refused);
    }
  }

  /// The addresses in the URL; none when the URL chooses its own kind of sockets.
  private static List<InetSocketAddress> addresses(String url) {
    Properties properties = Driver.parseURL(url, new Properties());
    if (properties == null || properties.containsKey("socketFactory")) {
      return List.of();
    }
    String[] hosts = properties.getProperty("PGHOST", "localhost").split(",");
    String[] ports = properties.getProperty("PGPORT", "5432").split(",");
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (int i = 0; i < hosts.length; i++) {
      addresses.add(
          InetSocketAddress.createUnresolved(
              hosts[i], Integer.parseInt(ports[Math.min(i, ports.length - 1)])));
    }
    return addresses;
  }

  private boolean awaitSlot(ScanContext context, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (!slots.tryAcquire(WAIT_STEP_MILLIS, TimeUnit.MILLISECONDS)) {
        context.checkActive();
        if (System.nanoTime() - deadline > 0) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ThermoclineException(
          ErrorCode.CANCELLED,
          "the wait for a connection to source '" + config.name() + "' was interrupted",
          e);
    }
  }

  /// Whether a statement's result was longer than expected when it was last read.
  boolean isLong(String sql) {
    return longResults.contains(sql);
  }

  /// Remembers that a statement's result is long; statements beyond the limit are forgotten.
  void rememberLong(String sql) {
    if (longResults.size() >= KEPT_LONG_RESULTS) {
      longResults.clear();
    }
    longResults.add(sql);
  }

  /// Drops idle connections, for instance after the server was away.
  void forgetIdle() {
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  @Override
  public void close() {
    pool.close();
  }
}
