package io.thermocline.adapter.postgres;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// How to reach one Postgres database.
///
/// @param name the source's name, unique in a gateway
/// @param jdbcUrl `jdbc:postgresql://host:port/database`, with options of pgjdbc such as `sslmode`
/// @param user the user that the gateway connects as
/// @param password asked for at each new connection, so that it may change
/// @param schemas the schemas to expose; empty for all but the system's
/// @param poolSize the most connections for statements; cancel requests and sinks beyond it wait
/// @param statementTimeout the longest time of one statement in the server
/// @param connectTimeout how long a call waits for a new connection before it says
///   SOURCE_UNAVAILABLE
public record PostgresConfig(
    String name,
    String jdbcUrl,
    String user,
    Supplier<String> password,
    List<String> schemas,
    int poolSize,
    Duration statementTimeout,
    Duration connectTimeout) {
  private static final int DEFAULT_POOL_SIZE = 8;
  private static final Duration DEFAULT_STATEMENT_TIMEOUT = Duration.ofHours(1);
  private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration LEAST_CONNECT_TIMEOUT = Duration.ofMillis(250);

  /// All schemas, 8 connections, an hour a statement, five seconds to connect.
  public PostgresConfig(String name, String jdbcUrl, String user, Supplier<String> password) {
    this(
        name,
        jdbcUrl,
        user,
        password,
        List.of(),
        DEFAULT_POOL_SIZE,
        DEFAULT_STATEMENT_TIMEOUT,
        DEFAULT_CONNECT_TIMEOUT);
  }

  /// Checks the values.
  public PostgresConfig {
    schemas = List.copyOf(schemas);
    if (name.isBlank() || !jdbcUrl.startsWith("jdbc:postgresql:")) {
      throw new ThermoclineException(
          ErrorCode.CONFIGURATION,
          "a Postgres source needs a name and a URL that starts with jdbc:postgresql:; got the name '"
              + name
              + "'");
    }
    if (poolSize < 1
        || !statementTimeout.isPositive()
        || connectTimeout.compareTo(LEAST_CONNECT_TIMEOUT) < 0) {
      throw new ThermoclineException(
          ErrorCode.CONFIGURATION,
          "source '"
              + name
              + "': the pool holds at least 1 connection, the statement time-out is positive, the connect time-out"
              + " at least 250 ms; got "
              + poolSize
              + ", "
              + statementTimeout
              + " and "
              + connectTimeout);
    }
  }

  /// The same with other limits.
  public PostgresConfig withPoolSize(int newPoolSize) {
    return new PostgresConfig(
        name, jdbcUrl, user, password, schemas, newPoolSize, statementTimeout, connectTimeout);
  }

  /// The same with only these schemas.
  public PostgresConfig withSchemas(List<String> newSchemas) {
    return new PostgresConfig(
        name, jdbcUrl, user, password, newSchemas, poolSize, statementTimeout, connectTimeout);
  }

  @Override
  public String toString() {
    return "PostgresConfig[name=" + name + ", user=" + user + ", poolSize=" + poolSize + "]";
  }
}
