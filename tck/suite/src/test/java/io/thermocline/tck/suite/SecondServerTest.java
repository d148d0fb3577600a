package io.thermocline.tck.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Servers that cannot start beside another end with a clear error and leave no store behind.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SecondServerTest {
  private static final String USERS =
      "users: [{name: ana, password: \"file:user-secret\"}]\nembedded: true\n";

  @TempDir private Path folder = Path.of("");

  private Path config(String name, String text) throws IOException {
    Files.writeString(folder.resolve("user-secret"), "correct horse");
    return Files.writeString(folder.resolve(name), USERS + text);
  }

  private ServerProcess serve(Path config) {
    return ServerProcess.start(folder.resolve("data"), "serve", "--config", config.toString());
  }

  /// The processes that work in the folder or beneath, by their current directory.
  private static List<Long> processesIn(Path folder) throws IOException {
    Path real = folder.toRealPath();
    List<Long> found = new ArrayList<>();
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      for (ProcessHandle process : all.toList()) {
        try {
          Path place = Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"));
          if (place.startsWith(real)) {
            found.add(process.pid());
          }
        } catch (IOException e) {
          // It has ended, or it is another user's.
        }
      }
    }
    return found;
  }

  private static void assertOneClearError(ServerProcess server, String state, String... parts) {
    assertThat(server.awaitExit()).isEqualTo(1);
    String said =
        server
            .errors()
            .lines()
            .filter(line -> line.startsWith("thermocline: "))
            .reduce((first, second) -> second)
            .orElseThrow();
    assertThat(said).contains(parts).contains("SQLSTATE " + state);
    assertThat(server.errors()).doesNotContain("\tat ");
  }

  @Test
  void aTakenPortIsSaidBeforeAnyStoreStarts() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      Path config = config("a.yaml", "data-folder: data\nlisten: {port: " + port + "}\n");
      try (ServerProcess server = serve(config)) {
        assertOneClearError(server, "F0000", port, "in use", "`listen`");
      }
      try (ServerProcess demo =
          ServerProcess.start(
              folder.resolve("data"),
              "demo",
              "--data",
              folder.resolve("data").toString(),
              "--port",
              port)) {
        assertOneClearError(demo, "F0000", port, "in use", "--port");
      }
      assertThat(folder.resolve("data")).doesNotExist();
    }
  }

  @Test
  void aServerThatFailsLateStopsItsStores() throws Exception {
    Path config =
        config(
            "b.yaml",
            """
            data-folder: data
            listen: {port: 0}
            tables: [{name: shop.orders, segments: [{source: hot, relation: public.orders}]}]
            """);
    try (ServerProcess server = serve(config)) {
      assertOneClearError(server, "F0000", "shop.orders", "public.orders", "hot");
    }
    assertThat(folder.resolve("data/postgres/data")).exists();
    assertThat(folder.resolve("data/postgres/data/postmaster.pid")).doesNotExist();
    assertThat(processesIn(folder)).isEmpty();
  }

  @Test
  void aSecondServerOnTheSameFolderLeavesTheFirstAlone() throws Exception {
    Path config = config("c.yaml", "data-folder: data\nlisten: {port: 0}\n");
    try (ServerProcess first = serve(config)) {
      int port = first.awaitPort();
      List<Long> stores = processesIn(folder);
      assertThat(stores).hasSizeGreaterThanOrEqualTo(2);
      try (ServerProcess second = serve(config)) {
        assertOneClearError(
            second,
            "55006",
            folder.resolve("data").toRealPath().toString(),
            "process " + first.pid(),
            "another data folder");
      }
      assertThat(processesIn(folder)).containsAll(stores);
      try (Connection connection =
              DriverManager.getConnection(
                  "jdbc:thermocline://127.0.0.1:" + port + "/", "ana", "correct horse");
          Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery("select 42")) {
        assertThat(result.next()).isTrue();
      }
    }
    assertThat(processesIn(folder)).isEmpty();
  }
}
