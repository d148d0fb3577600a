package io.thermocline.adapter.embedded;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;

/// A ClickHouse server of the gateway's own, hosted by a child process: HTTP and native TCP on
/// loopback only, one user with a generated password, bounded memory. It is started again when it
/// dies and stops when this process does. Thread-safe.
///
/// Layout of the folder: `data`, `config.xml` and `users.xml` (written anew at each start),
/// `password` (mode 0600), logs, `thermocline.lock`.
public final class EmbeddedClickHouse extends EmbeddedServer {
  static final String NAME = "clickhouse";
  private static final String USER = "thermocline";

  /// What to start.
  ///
  /// @param folder holds the data and what belongs to it; created when it is missing
  /// @param cacheFolder where the library is installed, shared by all folders
  /// @param httpPort 0 for a free one
  /// @param tcpPort 0 for a free one
  /// @param memoryBytes most memory of the server
  /// @param statementMemoryBytes most memory of one statement
  /// @param statementLimit most time of one statement; zero for no bound
  /// @param maximumStatements most statements at once
  public record Settings(
      Path folder,
      Path cacheFolder,
      int httpPort,
      int tcpPort,
      long memoryBytes,
      long statementMemoryBytes,
      Duration statementLimit,
      int maximumStatements) {
    private static final long DEFAULT_MEMORY_BYTES = 1_500_000_000;
    private static final long LEAST_MEMORY_BYTES = 300_000_000;

    /// Free ports, 1.5 GB of memory, 750 MB and an hour a statement, 100 statements.
    public Settings(Path folder, Path cacheFolder) {
      this(
          folder,
          cacheFolder,
          0,
          0,
          DEFAULT_MEMORY_BYTES,
          DEFAULT_MEMORY_BYTES / 2,
          Duration.ofHours(1),
          100);
    }

    /// Checks the ranges.
    public Settings {
      if (httpPort < 0 || httpPort > 65535 || tcpPort < 0 || tcpPort > 65535) {
        throw new ThermoclineException(
            ErrorCode.CONFIGURATION,
            "embedded ClickHouse: ports are between 0 and 65535; got "
                + httpPort
                + " and "
                + tcpPort);
      }
      if (memoryBytes < LEAST_MEMORY_BYTES
          || statementMemoryBytes > memoryBytes
          || statementMemoryBytes < 1) {
        throw new ThermoclineException(
            ErrorCode.CONFIGURATION,
            "embedded ClickHouse: memory is at least "
                + LEAST_MEMORY_BYTES
                + " bytes and that of a statement at most as much; got "
                + memoryBytes
                + " and "
                + statementMemoryBytes);
      }
      if (statementLimit.isNegative() || maximumStatements < 2) {
        throw new ThermoclineException(
            ErrorCode.CONFIGURATION,
            "embedded ClickHouse: the time of a statement is not negative, and at least 2 run at once; got "
                + statementLimit
                + " and "
                + maximumStatements);
      }
    }
  }

  private final int httpPort;
  private final int tcpPort;

  private EmbeddedClickHouse(
      DirectoryLock lock,
      Credentials credentials,
      int httpPort,
      int tcpPort,
      Supervisor supervisor) {
    super(lock, credentials, supervisor);
    this.httpPort = httpPort;
    this.tcpPort = tcpPort;
  }

  /// Starts the server, downloading the library when the cache has none; returns when it answers.
  ///
  /// @throws ThermoclineException DIRECTORY_IN_USE, CONFIGURATION (ports, npm, machine), IO_ERROR,
  ///   SOURCE_UNAVAILABLE
  public static EmbeddedClickHouse start(Settings settings, Progress progress) {
    progress.report(NAME, "preparing", 0);
    Path folder = Folders.createPrivate(settings.folder());
    DirectoryLock lock = DirectoryLock.acquire(folder);
    try {
      return start(settings, folder, lock, progress);
    } catch (InterruptedException e) {
      lock.close();
      Thread.currentThread().interrupt();
      throw new ThermoclineException(
          ErrorCode.SHUTTING_DOWN, "the start of ClickHouse was interrupted", e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static EmbeddedClickHouse start(
      Settings settings, Path folder, DirectoryLock lock, Progress progress)
      throws InterruptedException {
    Path cache = Folders.createCache(settings.cacheFolder());
    Path library = ClickHouseLibrary.install(cache, Versions.read().chdb(), "npm", progress);
    Path data = Folders.createPrivate(folder.resolve("data"));
    Path log = folder.resolve("host.log");
    Folders.rotate(log);
    Credentials credentials =
        Credentials.readOrCreate(folder.resolve("password"), USER, new SecureRandom());
    int httpPort = Ports.choose(settings.httpPort(), NAME + " HTTP");
    int tcpPort = Ports.choose(settings.tcpPort(), NAME + " TCP");
    Path configuration = ClickHouseConfiguration.write(folder, data, settings, credentials);
    progress.report(NAME, "starting", 0.6);
    Supervisor supervisor =
        new Supervisor(
            new ClickHouseChild(library, configuration, data, log, httpPort, tcpPort, credentials));
    supervisor.start();
    progress.report(NAME, "ready", 1);
    return new EmbeddedClickHouse(lock, credentials, httpPort, tcpPort, supervisor);
  }

  /// Where to connect by JDBC: database `default`.
  @Override
  public String jdbcUrl() {
    return "jdbc:clickhouse://" + Ports.LOOPBACK + ":" + httpPort + "/default";
  }

  /// Where the HTTP interface is, without a slash at the end.
  public String httpUrl() {
    return "http://" + Ports.LOOPBACK + ":" + httpPort;
  }

  /// The HTTP port on loopback; it stays the same when the server is started again.
  public int httpPort() {
    return httpPort;
  }

  /// The port of the native protocol on loopback; it stays the same when the server is started
  /// again.
  public int tcpPort() {
    return tcpPort;
  }
}
