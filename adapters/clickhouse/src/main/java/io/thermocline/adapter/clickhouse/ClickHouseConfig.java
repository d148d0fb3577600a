package io.thermocline.adapter.clickhouse;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// Where a ClickHouse server is and what of it is shown.
///
/// @param name the source's name, unique in a gateway
/// @param jdbcUrl `jdbc:clickhouse://host:port/database`; `ssl=true` or the prefix
///   `jdbc:clickhouse:https` choose TLS
/// @param user who connects; must be allowed to change settings (not `readonly=1`)
/// @param password asked for at each new connection
/// @param databases what discovery shows; empty for all but the server's own
/// @param poolSize the most statements at once
/// @param timeout the longest wait for a connection
public record ClickHouseConfig(
    String name,
    String jdbcUrl,
    String user,
    Supplier<String> password,
    List<String> databases,
    int poolSize,
    Duration timeout) {
  private static final String PREFIX = "jdbc:clickhouse:";
  private static final int DEFAULT_PORT = 8123;
  private static final int DEFAULT_TLS_PORT = 8443;

  /// Checks the URL and the bounds.
  public ClickHouseConfig {
    databases = List.copyOf(databases);
    if (name.isEmpty() || poolSize < 1 || timeout.isNegative() || timeout.isZero()) {
      throw new ThermoclineException(
          ErrorCode.CONFIGURATION,
          "source \"" + name + "\" needs a name, a pool of at least one and a positive time-out");
    }
    parse(name, jdbcUrl);
  }

  private static URI parse(String name, String jdbcUrl) {
    String rest =
        jdbcUrl.startsWith("jdbc:ch:") ? PREFIX + jdbcUrl.substring("jdbc:ch:".length()) : jdbcUrl;
    if (rest.startsWith(PREFIX)) {
      rest = rest.substring(PREFIX.length());
      URI uri = URI.create(rest.startsWith("//") ? "http:" + rest : rest);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null) {
        return uri;
      }
    }
    throw new ThermoclineException(
        ErrorCode.CONFIGURATION,
        "source \""
            + name
            + "\": "
            + jdbcUrl
            + " is no ClickHouse URL; write jdbc:clickhouse://host:port/database");
  }

  /// The address of the HTTP interface, with a slash at the end.
  public URI httpUri() {
    URI uri = parse(name, jdbcUrl);
    boolean tls =
        "https".equals(uri.getScheme())
            || uri.getQuery() != null && uri.getQuery().contains("ssl=true");
    int port = uri.getPort() > 0 ? uri.getPort() : tls ? DEFAULT_TLS_PORT : DEFAULT_PORT;
    return URI.create((tls ? "https" : "http") + "://" + uri.getHost() + ":" + port + "/");
  }

  /// The database of the URL, or `default`.
  public String database() {
    String path = parse(name, jdbcUrl).getPath();
    return path == null || path.length() < 2 ? "default" : path.substring(1);
  }

  @Override
  public String toString() {
    return "ClickHouseConfig[name="
        + name
        + ", jdbcUrl="
        + jdbcUrl.replaceAll("\\?.*", "")
        + ", user="
        + user
        + "]";
  }
}
