package io.thermocline.adapter.embedded;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Starts and stops the Java process that hosts ClickHouse.
final class ClickHouseChild implements Supervisor.Child {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
  private static final int REQUEST_LIMIT_MILLIS = 2_000;
  private static final long POLL_MILLIS = 10;

  private final Path library;
  private final Path configuration;
  private final Path data;
  private final Path log;
  private final int httpPort;
  private final int tcpPort;
  private final Credentials credentials;

  ClickHouseChild(
      Path library,
      Path configuration,
      Path data,
      Path log,
      int httpPort,
      int tcpPort,
      Credentials credentials) {
    this.library = library;
    this.configuration = configuration;
    this.data = data;
    this.log = log;
    this.httpPort = httpPort;
    this.tcpPort = tcpPort;
    this.credentials = credentials;
  }

  @Override
  public String name() {
    return EmbeddedClickHouse.NAME;
  }

  @Override
  public Process launch() throws InterruptedException {
    awaitPredecessor();
    Process process = run();
    try {
      Files.writeString(processFile(), Long.toString(process.pid()));
      process
          .getOutputStream()
          .write(
              (credentials.user() + ":" + credentials.password() + "\n")
                  .getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      awaitReady(process);
      return process;
    } catch (IOException e) {
      process.destroyForcibly().waitFor();
      throw failed("clickhouse ended at its start");
    } catch (InterruptedException | RuntimeException e) {
      process.destroyForcibly().waitFor();
      throw e;
    }
  }

  private Path processFile() {
    return data.resolveSibling("host.pid");
  }

  /// Waits for the host of a gateway that was killed to end, which it does by itself. The folder's
  /// lock is ours, so nobody starts meanwhile.
  private void awaitPredecessor() throws InterruptedException {
    Optional<ProcessHandle> predecessor = Optional.empty();
    try {
      if (Files.exists(processFile())) {
        predecessor = ProcessHandle.of(Long.parseLong(Files.readString(processFile()).strip()));
      }
    } catch (IOException | NumberFormatException e) {
      return;
    }
    predecessor = predecessor.filter(this::isHost);
    if (predecessor.isPresent() && !Processes.awaitEnd(predecessor.get(), STOP_LIMIT)) {
      throw inUse();
    }
  }

  private boolean isHost(ProcessHandle process) {
    return process.isAlive()
        && process
            .info()
            .arguments()
            .map(List::of)
            .filter(a -> a.contains(data.toString()))
            .isPresent();
  }

  private ThermoclineException inUse() {
    return new ThermoclineException(
        ErrorCode.DIRECTORY_IN_USE,
        "the folder "
            + data
            + " is in use by another ClickHouse process; stop it or use another data folder");
  }

  private Process run() {
    List<String> command =
        new ServiceUser(false, ServiceUser.hasProgram("setsid"))
            .inOwnSession(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xshare:auto",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    ownClassPath(),
                    ClickHouseHost.class.getName(),
                    library.toString(),
                    configuration.toString(),
                    data.toString(),
                    Integer.toString(httpPort),
                    Integer.toString(tcpPort)));
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.directory(data.toFile());
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      builder.environment().remove("JDK_JAVA_OPTIONS");
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      return builder.start();
    } catch (IOException e) {
      throw Folders.failed("the Java process that hosts ClickHouse cannot be run", e);
    }
  }

  private static String ownClassPath() {
    try {
      return Path.of(
              ClickHouseHost.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new ThermoclineException(
          ErrorCode.INTERNAL, "the place of this program's classes is unknown", e);
    }
  }

  private void awaitReady(Process process) throws InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!answers()) {
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw failed("clickhouse ended with status " + process.exitValue() + " at its start");
      }
      if (System.nanoTime() > deadline) {
        throw failed("clickhouse was not ready within " + START_LIMIT.toSeconds() + " s");
      }
    }
  }

  private ThermoclineException failed(String what) {
    return Folders.tail(log).contains("Cannot lock file") ? inUse() : Folders.failed(what, log);
  }

  /// Whether a statement of the configured user succeeds.
  boolean answers() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://" + Ports.LOOPBACK + ":" + httpPort + "/?query=SELECT%201")
                  .toURL()
                  .openConnection();
      connection.setConnectTimeout(REQUEST_LIMIT_MILLIS);
      connection.setReadTimeout(REQUEST_LIMIT_MILLIS);
      connection.setRequestProperty("Connection", "close");
      String user = credentials.user() + ":" + credentials.password();
      connection.setRequestProperty(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        return false;
      }
      connection.getInputStream().readAllBytes();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void stop(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroy();
    }
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
