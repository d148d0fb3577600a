package io.thermocline.adapter.embedded;

import java.time.Duration;

/// A server of the gateway's own in a child process, on loopback only, with one user. It is started
/// again when it dies and stops when this process does. Thread-safe.
public abstract sealed class EmbeddedServer implements AutoCloseable
    permits EmbeddedClickHouse, EmbeddedPostgres {
  private static final Duration RESTART_LIMIT = Duration.ofSeconds(30);

  private final DirectoryLock lock;
  private final Credentials credentials;
  private final Supervisor supervisor;

  EmbeddedServer(DirectoryLock lock, Credentials credentials, Supervisor supervisor) {
    this.lock = lock;
    this.credentials = credentials;
    this.supervisor = supervisor;
  }

  /// Where to connect.
  public abstract String jdbcUrl();

  /// The user, which may do everything.
  public final String user() {
    return credentials.user();
  }

  /// The generated password.
  public final String password() {
    return credentials.password();
  }

  /// The process identifier of the server, or -1 while there is none.
  public final long pid() {
    return supervisor.pid();
  }

  /// Whether the server lives now.
  public final boolean isRunning() {
    return supervisor.isRunning();
  }

  /// Waits while the server is being started again.
  ///
  /// @throws io.thermocline.spi.error.ThermoclineException SOURCE_UNAVAILABLE when that takes
  ///   longer than 30 seconds, SHUTTING_DOWN after close
  public final void ensureRunning() {
    supervisor.ensureRunning(RESTART_LIMIT);
  }

  /// How often the server was started again after it had died.
  public final int restarts() {
    return supervisor.restarts();
  }

  /// Stops the server, which ends its statements; what was committed or inserted stays. Idempotent.
  @Override
  public final void close() {
    supervisor.close();
    lock.close();
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[" + jdbcUrl() + ", user=" + user() + "]";
  }
}
