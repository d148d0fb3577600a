package io.thermocline.adapter.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedPostgresTest {
  @TempDir Path folder;

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(
        new EmbeddedPostgres.Settings(folder.resolve("pg"), EmbeddedTiers.standardCacheFolder()),
        Progress.SILENT);
  }

  private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
  }

  private static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void restartKeepsData() throws Exception {
    long start = System.nanoTime();
    try (EmbeddedPostgres postgres = start()) {
      System.out.printf("postgres first start %d ms%n", (System.nanoTime() - start) / 1_000_000);
      execute(postgres, "CREATE TABLE kept AS SELECT 42 AS n");
    }
    start = System.nanoTime();
    try (EmbeddedPostgres postgres = start()) {
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      System.out.printf("postgres second start %d ms%n", took.toMillis());
      assertThat(took).isLessThan(Duration.ofMillis(1500));
      assertThat(ask(postgres, "SELECT n FROM kept")).isEqualTo("42");
    }
  }

  @Test
  void serverIsDurableAndPrivate() throws Exception {
    try (EmbeddedPostgres postgres = start()) {
      assertThat(ask(postgres, "SHOW fsync")).isEqualTo("on");
      assertThat(ask(postgres, "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(ask(postgres, "SHOW full_page_writes")).isEqualTo("on");
      assertThat(ask(postgres, "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(ask(postgres, "SHOW data_checksums")).isEqualTo("on");
      assertThat(ask(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(ask(postgres, "SELECT 'a' > 'B' AND 'ä' > 'z' AND lower('Ä') = 'ä'"))
          .isEqualTo("t");
      assertThat(
              ask(
                  postgres,
                  "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method NOT LIKE 'scram%'"))
          .isEqualTo("0");
      assertThatThrownBy(
              () -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "wrong"))
          .isInstanceOf(SQLException.class);
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("pg/password"))))
          .isEqualTo("rw-------");
      assertThat(folder.resolve("pg/initdb.password")).doesNotExist();
      assertThat(postgres.toString()).doesNotContain(postgres.password());
      if (ServiceUser.isRoot()) {
        assertThat(Files.getAttribute(Path.of("/proc/" + postgres.pid()), "unix:uid"))
            .isEqualTo(ServiceUser.NOBODY);
      }
    }
  }

  @Test
  void stopIsCleanUnderOpenSessions() throws Exception {
    EmbeddedPostgres postgres = start();
    long pid = postgres.pid();
    try (Connection open = connect(postgres)) {
      assertThat(open.isValid(1)).isTrue();
      long start = System.nanoTime();
      postgres.close();
      postgres.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(folder.resolve("pg/data/postmaster.pid")).doesNotExist();
    assertThat(Files.readString(folder.resolve("pg/postgres.log"))).doesNotContain("PANIC");
    assertThatThrownBy(postgres::ensureRunning)
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SHUTTING_DOWN));
  }

  @Test
  void secondStartOnTheSameFolderIsRefused() throws Exception {
    try (EmbeddedPostgres postgres = start()) {
      assertThat(postgres.isRunning()).isTrue();
      assertRefused();
    }
    Process other = Holder.start("postgres", folder.resolve("pg"));
    try {
      Holder.running(other);
      assertRefused();
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  private void assertRefused() {
    assertThatThrownBy(this::start)
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.DIRECTORY_IN_USE);
              assertThat(e.getMessage()).contains("pg", "in use by process");
            });
  }

  @Test
  void killedServerComesBackOnTheSamePort() throws Exception {
    try (EmbeddedPostgres postgres = start()) {
      execute(postgres, "CREATE TABLE kept AS SELECT 42 AS n");
      int port = postgres.port();
      for (int i = 1; i <= 3; i++) {
        long pid = postgres.pid();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        long start = System.nanoTime();
        while (postgres.restarts() < i) {
          Thread.onSpinWait();
        }
        postgres.ensureRunning();
        System.out.printf(
            "postgres back after kill -9 in %d ms%n", (System.nanoTime() - start) / 1_000_000);
        assertThat(postgres.pid()).isNotEqualTo(pid);
        assertThat(postgres.port()).isEqualTo(port);
        assertThat(ask(postgres, "SELECT n FROM kept")).isEqualTo("42");
      }
    }
  }

  @Test
  void serverStopsWhenTheParentIsKilled() throws Exception {
    Process parent = Holder.start("postgres", folder.resolve("pg"));
    long pid = Holder.running(parent)[0];
    ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
    parent.destroyForcibly().waitFor();
    server.onExit().get(10, TimeUnit.SECONDS);
    try (EmbeddedPostgres postgres = start()) {
      assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void startRightAfterTheParentWasKilledWaitsForTheOldServer() throws Exception {
    Process parent = Holder.start("postgres", folder.resolve("pg"));
    Holder.running(parent);
    parent.destroyForcibly().waitFor();
    try (EmbeddedPostgres postgres = start()) {
      assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void staleProcessFileIsNoObstacle() throws Exception {
    start().close();
    Path file = folder.resolve("pg/data/postmaster.pid");
    Files.writeString(file, ProcessHandle.current().pid() + "\n/nowhere\n0\n0\n\n\n0 0\nready\n");
    try (EmbeddedPostgres postgres = start()) {
      assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void takenPortIsAConfigurationError() {
    try (EmbeddedPostgres first = start()) {
      assertThatThrownBy(() ->
              EmbeddedPostgres.start(
                  new EmbeddedPostgres.Settings(
                      folder.resolve("other"),
                      EmbeddedTiers.standardCacheFolder(),
                      first.port(),
                      16,
                      20),
                  Progress.SILENT))
          .isInstanceOfSatisfying(
              ThermoclineException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION);
                assertThat(e.getMessage()).contains(Integer.toString(first.port()));
              });
    }
  }

  @Test
  void dataOfAnotherVersionIsRefused() throws Exception {
    start().close();
    Files.writeString(folder.resolve("pg/data/PG_VERSION"), "9\n");
    assertThatThrownBy(this::start)
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION);
              assertThat(e.getMessage()).contains("Postgres 9");
            });
  }

  @Test
  void halfMadeClusterIsMadeAnew() throws Exception {
    Files.createDirectories(folder.resolve("pg/data.unfinished/base"));
    Files.writeString(folder.resolve("pg/data.unfinished/PG_VERSION"), "17\n");
    try (EmbeddedPostgres postgres = start()) {
      assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
    }
    assertThat(folder.resolve("pg/data.unfinished")).doesNotExist();
  }

  @Test
  void lostPasswordFileIsNamed() throws Exception {
    start().close();
    Files.delete(folder.resolve("pg/password"));
    assertThatThrownBy(this::start)
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION);
              assertThat(e.getMessage()).contains("password", "backup");
            });
    assertThat(folder.resolve("pg/data/PG_VERSION")).exists();
  }

  @Test
  void progressGrowsToOne() {
    List<Double> fractions = new ArrayList<>();
    EmbeddedPostgres.start(
            new EmbeddedPostgres.Settings(
                folder.resolve("pg"), EmbeddedTiers.standardCacheFolder()),
            (name, phase, fraction) -> fractions.add(fraction))
        .close();
    assertThat(fractions).isSorted().endsWith(1.0);
  }
}
