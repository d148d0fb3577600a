package io.thermocline.adapter.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedClickHouseTest {
  @TempDir Path folder;

  private EmbeddedClickHouse start() {
    return EmbeddedClickHouse.start(
        new EmbeddedClickHouse.Settings(folder.resolve("ch"), EmbeddedTiers.standardCacheFolder()),
        Progress.SILENT);
  }

  private static HttpResponse<String> send(
      EmbeddedClickHouse server, String user, String password, String sql)
      throws IOException, InterruptedException {
    return send(server, user, password, "", sql);
  }

  private static HttpResponse<String> send(
      EmbeddedClickHouse server, String user, String password, String options, String sql)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      String basic =
          Base64.getEncoder()
              .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
      return client.send(
          HttpRequest.newBuilder(URI.create(server.httpUrl() + "/" + options))
              .header("Authorization", "Basic " + basic)
              .POST(HttpRequest.BodyPublishers.ofString(sql))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static String ask(EmbeddedClickHouse server, String sql)
      throws IOException, InterruptedException {
    HttpResponse<String> response = send(server, server.user(), server.password(), sql);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body().strip();
  }

  @Test
  void restartKeepsData() throws Exception {
    long start = System.nanoTime();
    try (EmbeddedClickHouse server = start()) {
      System.out.printf("clickhouse first start %d ms%n", (System.nanoTime() - start) / 1_000_000);
      ask(server, "CREATE TABLE kept (n UInt64) ENGINE = MergeTree ORDER BY n");
      ask(server, "INSERT INTO kept SELECT number FROM numbers(1000)");
      start = System.nanoTime();
    }
    System.out.printf("clickhouse stop %d ms%n", (System.nanoTime() - start) / 1_000_000);
    start = System.nanoTime();
    try (EmbeddedClickHouse server = start()) {
      System.out.printf("clickhouse second start %d ms%n", (System.nanoTime() - start) / 1_000_000);
      assertThat(ask(server, "SELECT count() FROM kept")).isEqualTo("1000");
    }
  }

  @Test
  void accessIsRestricted() throws Exception {
    try (EmbeddedClickHouse server = start()) {
      assertThat(send(server, server.user(), "wrong", "SELECT 1").statusCode()).isNotEqualTo(200);
      assertThat(send(server, "default", "", "SELECT * FROM system.users").statusCode())
          .isNotEqualTo(200);
      assertThat(
              send(server, "default", "", "CREATE TABLE t (n UInt8) ENGINE = Memory").statusCode())
          .isNotEqualTo(200);
      assertThat(
              ask(
                  server,
                  "SELECT value FROM system.server_settings WHERE name = 'max_server_memory_usage'"))
          .isEqualTo("1500000000");
      assertThat(ask(server, "SELECT value FROM system.settings WHERE name = 'max_memory_usage'"))
          .isEqualTo("750000000");
      assertThat(server.toString()).doesNotContain(server.password());
    }
  }

  @Test
  void stopEndsRunningStatements() throws Exception {
    EmbeddedClickHouse server = start();
    long pid = server.pid();
    Thread slow =
        Thread.ofVirtual()
            .start(() -> {
              try {
                send(
                    server,
                    server.user(),
                    server.password(),
                    "SELECT sleepEachRow(1) FROM numbers(30) SETTINGS max_block_size = 1,"
                        + " function_sleep_max_microseconds_per_block = 100000000");
              } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    while (!ask(server, "SELECT count() FROM system.processes WHERE query LIKE '%numbers(30)%'")
        .equals("2")) {
      Thread.onSpinWait();
    }
    long start = System.nanoTime();
    server.close();
    server.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    slow.join();
  }

  @Test
  void abandonedReadsAreCancelled() throws Exception {
    try (EmbeddedClickHouse server = start()) {
      Thread reader =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  send(
                      server,
                      server.user(),
                      server.password(),
                      "?readonly=2",
                      "SELECT count() FROM system.numbers");
                } catch (IOException | InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      String running =
          "SELECT count() FROM system.processes WHERE query LIKE 'SELECT count() FROM system.numbers'";
      while (!ask(server, running).equals("1")) {
        Thread.onSpinWait();
      }
      reader.interrupt();
      reader.join();
      while (!ask(server, running).equals("0")) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void secondStartOnTheSameFolderIsRefused() throws Exception {
    Process other = Holder.start("clickhouse", folder.resolve("ch"));
    try {
      Holder.running(other);
      assertThatThrownBy(this::start)
          .isInstanceOfSatisfying(
              ThermoclineException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DIRECTORY_IN_USE));
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void killedServerComesBackOnTheSamePorts() throws Exception {
    try (EmbeddedClickHouse server = start()) {
      ask(server, "CREATE TABLE kept (n UInt64) ENGINE = MergeTree ORDER BY n");
      ask(server, "INSERT INTO kept SELECT number FROM numbers(1000)");
      long pid = server.pid();
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
      long start = System.nanoTime();
      while (server.restarts() == 0) {
        Thread.onSpinWait();
      }
      server.ensureRunning();
      System.out.printf(
          "clickhouse back after kill -9 in %d ms%n", (System.nanoTime() - start) / 1_000_000);
      assertThat(server.pid()).isNotEqualTo(pid);
      assertThat(ask(server, "SELECT count() FROM kept")).isEqualTo("1000");
    }
  }

  @Test
  void serverStopsWhenTheParentIsKilled() throws Exception {
    Process parent = Holder.start("clickhouse", folder.resolve("ch"));
    ProcessHandle server = ProcessHandle.of(Holder.running(parent)[0]).orElseThrow();
    parent.destroyForcibly().waitFor();
    server.onExit().get(15, TimeUnit.SECONDS);
    start().close();
  }

  @Test
  void startRightAfterTheParentWasKilledWaitsForTheOldServer() throws Exception {
    Process parent = Holder.start("clickhouse", folder.resolve("ch"));
    Holder.running(parent);
    parent.destroyForcibly().waitFor();
    try (EmbeddedClickHouse server = start()) {
      assertThat(ask(server, "SELECT 1")).isEqualTo("1");
    }
  }
}
