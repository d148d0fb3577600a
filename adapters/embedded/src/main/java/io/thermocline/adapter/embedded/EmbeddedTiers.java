package io.thermocline.adapter.embedded;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The hot and the warm tier of a gateway that brings its own: a Postgres and a ClickHouse beneath
/// one data folder, started side by side. Thread-safe.
public final class EmbeddedTiers implements AutoCloseable {
  /// What to start; both stores lie beneath one data folder.
  public record Settings(
      Path dataFolder, EmbeddedPostgres.Settings postgres, EmbeddedClickHouse.Settings clickHouse) {
    /// Free ports and the default limits.
    public Settings(Path dataFolder, Path cacheFolder) {
      this(
          dataFolder,
          new EmbeddedPostgres.Settings(dataFolder.resolve("postgres"), cacheFolder),
          new EmbeddedClickHouse.Settings(dataFolder.resolve("clickhouse"), cacheFolder));
    }
  }

  private final DirectoryLock lock;
  private final EmbeddedPostgres postgres;
  private final EmbeddedClickHouse clickHouse;

  private EmbeddedTiers(
      DirectoryLock lock, EmbeddedPostgres postgres, EmbeddedClickHouse clickHouse) {
    this.lock = lock;
    this.postgres = postgres;
    this.clickHouse = clickHouse;
  }

  /// Starts both and returns when both answer. When one fails, the other is stopped.
  ///
  /// @throws ThermoclineException DIRECTORY_IN_USE when another gateway has the folder, and what
  ///   the stores' own starts throw
  public static EmbeddedTiers start(Settings settings, Progress progress) {
    Path folder = Folders.createPrivate(settings.dataFolder());
    DirectoryLock lock = DirectoryLock.acquire(folder);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<EmbeddedPostgres> postgres =
          executor.submit(() -> EmbeddedPostgres.start(settings.postgres(), progress));
      Future<EmbeddedClickHouse> clickHouse =
          executor.submit(() -> EmbeddedClickHouse.start(settings.clickHouse(), progress));
      try {
        return new EmbeddedTiers(lock, postgres.get(), clickHouse.get());
      } catch (ExecutionException | InterruptedException e) {
        executor.shutdownNow();
        closeWhenStarted(postgres);
        closeWhenStarted(clickHouse);
        lock.close();
        if (e.getCause() instanceof ThermoclineException failure) {
          throw failure;
        }
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
          throw new ThermoclineException(
              ErrorCode.SHUTTING_DOWN, "the start of the embedded stores was interrupted", e);
        }
        throw new CompletionException(e.getCause());
      }
    }
  }

  /// The usual folder for programs that are unpacked or downloaded once: `/var/cache/thermocline`
  /// for root, else `~/.cache/thermocline`.
  public static Path standardCacheFolder() {
    return ServiceUser.isRoot()
        ? Folders.ROOT_CACHE
        : Path.of(System.getProperty("user.home"), ".cache", "thermocline");
  }

  private static void closeWhenStarted(Future<? extends AutoCloseable> start) {
    try {
      start.get().close();
    } catch (Exception e) {
      // It did not start, so there is nothing to stop.
      return;
    }
  }

  /// The hot tier.
  public EmbeddedPostgres postgres() {
    return postgres;
  }

  /// The warm tier.
  public EmbeddedClickHouse clickHouse() {
    return clickHouse;
  }

  /// Whether both live now.
  public boolean isRunning() {
    return postgres.isRunning() && clickHouse.isRunning();
  }

  /// Stops both. Idempotent.
  @Override
  public void close() {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      executor.execute(postgres::close);
      executor.execute(clickHouse::close);
    }
    lock.close();
  }
}
