package io.thermocline.adapter.embedded;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;

/// A Postgres server of the gateway's own: durable, on loopback only, with a generated password. It
/// is started again when it dies and stops when this process does, however that ends. Thread-safe.
///
/// Layout of the folder: `data` (the cluster, owned by `nobody` when the gateway runs as root),
/// `password` (mode 0600), `postgres.log`, `thermocline.lock`.
public final class EmbeddedPostgres extends EmbeddedServer {
  static final String NAME = "postgres";
  private static final String USER = "thermocline";

  /// What to start.
  ///
  /// @param folder holds the data and what belongs to it; created when it is missing
  /// @param cacheFolder where the programs are unpacked, shared by all folders
  /// @param port 0 for a free one
  /// @param sharedBuffersMegabytes Postgres's page cache
  /// @param maximumConnections most connections at once
  public record Settings(
      Path folder, Path cacheFolder, int port, int sharedBuffersMegabytes, int maximumConnections) {
    /// A free port, 128 MB of page cache, 100 connections.
    public Settings(Path folder, Path cacheFolder) {
      this(folder, cacheFolder, 0, 128, 100);
    }

    /// Checks the ranges.
    public Settings {
      if (port < 0 || port > 65535 || sharedBuffersMegabytes < 1 || maximumConnections < 4) {
        throw new ThermoclineException(
            ErrorCode.CONFIGURATION,
            "embedded Postgres: the port is between 0 and 65535, shared buffers at least 1 MB, connections at least 4; got "
                + port
                + ", "
                + sharedBuffersMegabytes
                + " and "
                + maximumConnections);
      }
    }
  }

  private final int port;

  private EmbeddedPostgres(
      DirectoryLock lock, Credentials credentials, int port, Supervisor supervisor) {
    super(lock, credentials, supervisor);
    this.port = port;
  }

  /// Starts the server, making a new cluster when the folder has none; returns when it answers.
  ///
  /// @throws ThermoclineException DIRECTORY_IN_USE, CONFIGURATION (port, programs, version of the
  ///   data), IO_ERROR, SOURCE_UNAVAILABLE
  public static EmbeddedPostgres start(Settings settings, Progress progress) {
    progress.report(NAME, "preparing", 0);
    Path folder = Folders.createPrivate(settings.folder());
    DirectoryLock lock = DirectoryLock.acquire(folder);
    try {
      return start(settings, folder, lock, progress);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static EmbeddedPostgres start(
      Settings settings, Path folder, DirectoryLock lock, Progress progress) {
    Versions versions = Versions.read();
    ServiceUser user = ServiceUser.current();
    Path cache = Folders.cache(settings.cacheFolder(), user);
    Path binaries = PostgresBinaries.unpack(cache, versions.postgres(), progress);
    Path log = folder.resolve("postgres.log");
    Folders.rotate(log);
    Path passwordFile = folder.resolve("password");
    if (Files.exists(folder.resolve("data")) && !Files.exists(passwordFile)) {
      throw new ThermoclineException(
          ErrorCode.CONFIGURATION,
          "the file "
              + passwordFile
              + " is missing, so the data beside it cannot be opened; put it back from a backup");
    }
    Credentials credentials = Credentials.readOrCreate(passwordFile, USER, new SecureRandom());
    Path data = folder.resolve("data");
    int port = Ports.choose(settings.port(), NAME);
    PostgresChild child =
        new PostgresChild(binaries, data, log, user, serverSettings(settings, port));
    prepareData(data, versions, user, child, credentials, progress);
    progress.report(NAME, "starting", 0.8);
    Supervisor supervisor = new Supervisor(child);
    supervisor.start();
    progress.report(NAME, "ready", 1);
    return new EmbeddedPostgres(lock, credentials, port, supervisor);
  }

  /// Makes the cluster in a folder beside and renames it, so that a half-made one is never taken
  /// for whole.
  private static void prepareData(
      Path data,
      Versions versions,
      ServiceUser user,
      PostgresChild child,
      Credentials credentials,
      Progress progress) {
    try {
      if (!Files.exists(data)) {
        progress.report(NAME, "initialising", 0.4);
        Path unfinished = data.resolveSibling("data.unfinished");
        Folders.delete(unfinished);
        Folders.createPrivate(unfinished);
        if (user.isSwitched()) {
          Folders.giveTo(unfinished, ServiceUser.NOBODY);
        }
        child.initialise(unfinished, credentials);
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
      }
      if (user.isSwitched()) {
        Folders.giveTo(data, ServiceUser.NOBODY);
      }
      String major = Files.readString(data.resolve("PG_VERSION")).strip();
      if (!major.equals(versions.postgresMajor())) {
        throw new ThermoclineException(
            ErrorCode.CONFIGURATION,
            "the folder "
                + data
                + " holds data of Postgres "
                + major
                + ", this gateway brings "
                + versions.postgresMajor()
                + "; dump it with the old version and load it into a new folder");
      }
    } catch (IOException e) {
      throw Folders.failed("the data folder " + data + " cannot be prepared", e);
    }
  }

  private static Map<String, String> serverSettings(Settings settings, int port) {
    Map<String, String> server = new HashMap<>();
    server.put("listen_addresses", Ports.LOOPBACK);
    server.put("port", Integer.toString(port));
    server.put("unix_socket_directories", "");
    server.put("max_connections", Integer.toString(settings.maximumConnections()));
    server.put("shared_buffers", settings.sharedBuffersMegabytes() + "MB");
    server.put("work_mem", "16MB");
    server.put("maintenance_work_mem", "64MB");
    server.put("effective_cache_size", "1GB");
    server.put("random_page_cost", "1.1");
    server.put("jit", "off");
    server.put("max_wal_size", "1GB");
    server.put("wal_compression", "on");
    server.put("fsync", "on");
    server.put("full_page_writes", "on");
    server.put("recovery_init_sync_method", "syncfs");
    server.put("synchronous_commit", "on");
    server.put("password_encryption", "scram-sha-256");
    server.put("timezone", "UTC");
    server.put("log_timezone", "UTC");
    server.put("lc_messages", "C");
    server.put("logging_collector", "off");
    server.put("log_min_messages", "warning");
    server.put("log_min_error_statement", "panic");
    return server;
  }

  /// Where to connect: database `postgres`.
  @Override
  public String jdbcUrl() {
    return "jdbc:postgresql://" + Ports.LOOPBACK + ":" + port + "/postgres";
  }

  /// The port on loopback; it stays the same when the server is started again.
  public int port() {
    return port;
  }
}
