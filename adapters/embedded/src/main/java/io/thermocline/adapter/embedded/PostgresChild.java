package io.thermocline.adapter.embedded;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Starts and stops the postmaster over one data folder.
///
/// As root it runs as `nobody`, and the data folder may lie beneath folders that `nobody` cannot
/// enter: the process starts inside it and names it `/proc/self/cwd`, which the kernel resolves
/// without walking the path.
final class PostgresChild implements Supervisor.Child {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration FAST_STOP_LIMIT = Duration.ofSeconds(30);
  private static final Duration PREDECESSOR_LIMIT = Duration.ofSeconds(15);
  private static final long POLL_MILLIS = 5;
  private static final String READY = "ready";
  private static final String WATCHDOG =
      """
      read -r line
      [ "$(readlink "/proc/$1/exe")" = "$2" ] || exit 0
      kill -INT "$1"
      n=0
      while kill -0 "$1" 2>/dev/null && [ $n -lt 30 ]; do sleep 1; n=$((n + 1)); done
      kill -QUIT "$1" 2>/dev/null
      """;

  private final Path binaries;
  private final Path data;
  private final Path log;
  private final ServiceUser user;
  private final Map<String, String> settings;
  private @Nullable Process watchdog;

  PostgresChild(
      Path binaries, Path data, Path log, ServiceUser user, Map<String, String> settings) {
    this.binaries = binaries;
    this.data = data;
    this.log = log;
    this.user = user;
    this.settings = Map.copyOf(settings);
  }

  @Override
  public String name() {
    return EmbeddedPostgres.NAME;
  }

  private Path program(String name) {
    return binaries.resolve("bin").resolve(name);
  }

  private String argument(Path cluster) {
    return user.isSwitched() ? "/proc/self/cwd" : cluster.toString();
  }

  private ProcessBuilder builder(Path cluster, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(user.inOwnSession(user.command(command)));
    builder.directory(cluster.toFile());
    builder.environment().keySet().removeIf(key -> key.startsWith("PG") || key.startsWith("LC_"));
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("TZ", "UTC");
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return builder;
  }

  /// Makes a new cluster in an empty folder.
  void initialise(Path cluster, Credentials credentials) {
    Path passwordFile = cluster.resolveSibling("initdb.password");
    try {
      Folders.writePrivate(passwordFile, credentials.password() + "\n");
      if (user.isSwitched()) {
        Folders.giveTo(passwordFile, ServiceUser.NOBODY);
      }
      ProcessBuilder builder =
          builder(
              cluster,
              List.of(
                  program("initdb").toString(),
                  "--pgdata=" + argument(cluster),
                  "--username=" + credentials.user(),
                  "--pwfile=/dev/stdin",
                  "--auth=scram-sha-256",
                  "--encoding=UTF8",
                  "--locale=C",
                  "--locale-provider=builtin",
                  "--builtin-locale=C.UTF-8",
                  "--sync-method=syncfs",
                  "--data-checksums"));
      builder.redirectInput(passwordFile.toFile());
      Process process = builder.start();
      int status = process.waitFor();
      if (status != 0 && Folders.tail(log).contains("could not look up effective user ID")) {
        throw new ThermoclineException(
            ErrorCode.CONFIGURATION,
            "Postgres does not run as a user without a name; add the user to /etc/passwd or start the gateway as another one");
      }
      if (status != 0) {
        throw failed("initdb ended with status " + status + " in " + cluster);
      }
    } catch (IOException e) {
      throw Folders.failed("initdb cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ThermoclineException(ErrorCode.SHUTTING_DOWN, "initdb was interrupted", e);
    } finally {
      deleteQuietly(passwordFile);
    }
  }

  @Override
  public Process launch() throws InterruptedException {
    awaitPredecessor();
    List<String> command =
        new ArrayList<>(List.of(program("postgres").toString(), "-D", argument(data)));
    settings.forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
    Process process;
    try {
      ProcessBuilder builder = builder(data, command);
      builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
      process = builder.start();
    } catch (IOException e) {
      throw Folders.failed("postgres cannot be run", e);
    }
    try {
      watch(process);
      awaitReady(process);
      return process;
    } catch (InterruptedException | RuntimeException e) {
      process.destroyForcibly().waitFor();
      throw e;
    }
  }

  private void awaitReady(Process process) throws InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!isReady(process.pid())) {
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw failed("postgres ended with status " + process.exitValue() + " at its start");
      }
      if (System.nanoTime() > deadline) {
        throw failed("postgres was not ready within " + START_LIMIT.toSeconds() + " s");
      }
    }
  }

  private ThermoclineException failed(String what) {
    return Folders.failed(what, log);
  }

  /// Whether the status line of `postmaster.pid`, the eighth, says ready; the file is of this
  /// process when its first line does.
  private boolean isReady(long pid) {
    List<String> lines = pidFile();
    return lines.size() >= 8
        && lines.get(0).strip().equals(Long.toString(pid))
        && lines.get(7).strip().equals(READY);
  }

  private List<String> pidFile() {
    try {
      return Files.readAllLines(data.resolve("postmaster.pid"));
    } catch (IOException e) {
      return List.of();
    }
  }

  /// Waits for the postmaster of a gateway that was killed to end, which its watchdog stops. The
  /// file of a dead one whose number now belongs to something else is removed, because Postgres
  /// would refuse to start. The folder's lock is ours, so nobody starts meanwhile.
  private void awaitPredecessor() throws InterruptedException {
    List<String> lines = pidFile();
    if (lines.isEmpty()) {
      return;
    }
    long pid;
    try {
      pid = Long.parseLong(lines.getFirst().strip());
    } catch (NumberFormatException e) {
      return;
    }
    Optional<ProcessHandle> predecessor = ProcessHandle.of(pid).filter(PostgresChild::isPostgres);
    if (predecessor.isPresent() && !Processes.awaitEnd(predecessor.get(), PREDECESSOR_LIMIT)) {
      throw new ThermoclineException(
          ErrorCode.DIRECTORY_IN_USE,
          "the folder "
              + data
              + " is in use by the Postgres process "
              + pid
              + "; stop it (kill -INT "
              + pid
              + ") or use another data folder");
    }
    if (ProcessHandle.of(pid).isPresent()) {
      deleteQuietly(data.resolve("postmaster.pid"));
    }
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.isAlive()
        && process.info().command().filter(command -> command.endsWith("/postgres")).isPresent();
  }

  /// Starts the process that stops Postgres when this one dies: it reads a pipe that ends with this
  /// process.
  private void watch(Process process) {
    unwatch();
    try {
      Path executable = program("postgres").toRealPath();
      watchdog =
          new ProcessBuilder(
                  user.inOwnSession(
                      List.of(
                          "sh",
                          "-c",
                          WATCHDOG,
                          "thermocline-watchdog",
                          Long.toString(process.pid()),
                          executable.toString())))
              .directory(new File("/"))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw Folders.failed("the watchdog of postgres cannot be run", e);
    }
  }

  private void unwatch() {
    if (watchdog != null) {
      watchdog.destroyForcibly();
      watchdog = null;
    }
  }

  @Override
  public void stop(Process process) {
    boolean interrupted = false;
    try {
      signal("INT", process);
      if (!process.waitFor(FAST_STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        signal("QUIT", process);
        if (!process.waitFor(FAST_STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly().waitFor();
        }
      }
    } catch (InterruptedException e) {
      interrupted = true;
      process.destroyForcibly();
    }
    unwatch();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void signal(String name, Process process) throws InterruptedException {
    try {
      new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      process.destroy();
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw Folders.failed("the file " + file + " cannot be deleted", e);
    }
  }
}
