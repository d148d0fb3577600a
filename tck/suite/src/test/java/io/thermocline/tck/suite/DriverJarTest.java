package io.thermocline.tck.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The driver as its users have it: one jar on the class path of another process.
@ExtendWith(ShopExtension.class)
class DriverJarTest {
  private static final String PROGRAM =
      """
      import java.sql.*;
      class Ask {
        public static void main(String[] a) throws SQLException {
          try (Connection c = DriverManager.getConnection(a[0], a[1], a[2])) {
            try (Statement s = c.createStatement(); ResultSet r = s.executeQuery("how many orders are there")) {
              r.next(); System.out.println("question " + r.getLong(1));
            }
            try (PreparedStatement p = c.prepareStatement("select count(*) from customers where country = ?")) {
              p.setString(1, "Germany");
              try (ResultSet r = p.executeQuery()) { r.next(); System.out.println("parameter " + r.getLong(1)); }
            }
            try (Statement s = c.createStatement(); ResultSet r = s.executeQuery("select count(*) from orders")) {
              r.next(); System.out.println("sql " + r.getLong(1));
            }
          }
        }
      }
      """;

  private final Shop shop;

  DriverJarTest(Shop shop) {
    this.shop = shop;
  }

  private static Path driverJar() throws IOException {
    Path target = Path.of(System.getProperty("repository.root"), "driver", "jdbc", "target");
    try (var files = Files.list(target)) {
      return files
          .filter(f -> f.getFileName().toString().matches("thermocline-jdbc-.*\\.jar"))
          .filter(f -> !f.getFileName().toString().matches(".*(sources|javadoc|tests|original).*"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static String run(List<String> arguments, String input) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return output;
  }

  @Test
  void aProgramNeedsOnlyTheJar(@TempDir Path folder) throws Exception {
    Path program = Files.writeString(folder.resolve("Ask.java"), PROGRAM);
    String output =
        run(
            List.of(
                "-cp",
                driverJar().toString(),
                program.toString(),
                shop.url(),
                Shop.USER,
                Shop.PASSWORD),
            "");
    assertThat(output).contains("question 6000").contains("parameter ").contains("sql 6000");
  }

  @Test
  void sqllineRunsQuestionsAndSql() throws Exception {
    String path =
        Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
            .filter(p -> p.matches(".*(sqlline|jline)[^/]*\\.jar"))
            .reduce(driverJar().toString(), (a, b) -> a + java.io.File.pathSeparator + b);
    String input =
        "!set outputformat csv\nselect status, count(*) from orders group by status order by 1;\nhow many orders are there;\n!tables\n";
    String output =
        run(
            List.of(
                "-cp",
                path,
                "sqlline.SqlLine",
                "-u",
                shop.url(),
                "-n",
                Shop.USER,
                "-p",
                Shop.PASSWORD,
                "-d",
                "io.thermocline.jdbc.ThermoclineDriver"),
            input);
    assertThat(output).contains("'delivered'").contains("'6000'").contains("order_items");
  }
}
