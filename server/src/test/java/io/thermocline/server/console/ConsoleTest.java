package io.thermocline.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The console over any JDBC driver; here an embedded database stands for the gateway.
class ConsoleTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @SuppressWarnings("NullAway.Init")
  private Connection connection;

  @SuppressWarnings("NullAway.Init")
  private Console console;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("create table city (id integer primary key, name varchar, people bigint)");
      statement.execute("insert into city values (1, 'Zürich', 443037), (2, '東京', null)");
    }
    AtomicLong nanos = new AtomicLong();
    Screen screen = Screen.plain(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    console = new Console(connection, screen, () -> nanos.getAndAdd(12_000_000));
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private String run(String input) {
    bytes.reset();
    console.run(ConsoleInput.of(new BufferedReader(new StringReader(input))));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void resultsAreTablesWithRowsAndTime() {
    assertThat(run("select name,\n people from city\norder by id;\n"))
        .isEqualTo(
            """
            name   | people
            -------+-------
            Zürich | 443037
            東京   |   NULL
            (2 rows | 12 ms)

            """);
  }

  @Test
  void errorsSayWhatToDoAndTheConsoleGoesOn() {
    assertThat(run("select nonsense from city;\nselect 1 as one;\n"))
        .startsWith("ERROR: ")
        .contains("nonsense")
        .endsWith("one\n---\n  1\n(1 row | 12 ms)\n\n");
  }

  @Test
  void commandsChangeWhatIsShown() {
    assertThat(run("\\timing\n\\x\n\\limit 1\nselect id, name from city order by id;\n"))
        .isEqualTo(
            """
            Timing is off.
            A line for each value is on.
            At most 1 rows are shown.
            -[ 1 ]----
            id   | 1
            name | Zürich
            (first 1 rows; \\limit shows more)

            """);
  }

  @Test
  void tablesAndColumnsAreDescribed() {
    assertThat(run("\\d\n")).contains("schema | table", "main   | city");
    assertThat(run("\\d city\n"))
        .startsWith("Table main.city")
        .contains("column | type", "people | BIGINT", "primary key: id");
    assertThat(run("\\d nowhere\n"))
        .isEqualTo("ERROR: there is no table nowhere; \\d lists them.\n");
    assertThat(console.completionWords()).contains("city", "people");
  }

  @Test
  void unknownCommandsAndBadArgumentsAreNamed() {
    assertThat(run("\\frobnicate\n\\limit many\n"))
        .isEqualTo(
            """
            ERROR: there is no command \\frobnicate; \\? lists them.
            ERROR: \\limit takes a number of rows, for instance \\limit 100.
            """);
    assertThat(run("\\?\n")).contains("\\d [table]", "\\timing", "\\q");
  }

  @Test
  void theInputEndsWithQuit() {
    assertThat(run("\\q\nselect 1;\n")).isEmpty();
    assertThat(run("select 2 as two")).as("the last statement needs no semicolon").contains("two");
  }

  @Test
  void aFailedStatementShowsInTheOutcome() {
    Console plain =
        new Console(
            connection,
            Screen.plain(new PrintStream(bytes, true, StandardCharsets.UTF_8)),
            () -> 0);
    assertThat(plain.execute("select 1")).isTrue();
    assertThat(plain.execute("select x")).isFalse();
    assertThat(plain.execute("\\d nowhere")).isFalse();
    plain.cancel();
  }
}
