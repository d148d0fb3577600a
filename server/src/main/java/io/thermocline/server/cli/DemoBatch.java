package io.thermocline.server.cli;

import io.thermocline.server.console.Notices;
import io.thermocline.server.console.ResultTable;
import io.thermocline.server.console.TableLayout;
import io.thermocline.server.demo.DemoQuestion;
import io.thermocline.server.demo.RowComparison;
import io.thermocline.server.demo.ShopTables;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Asks the demo's questions through the gateway and, as SQL, the Postgres that holds all rows, and
/// compares.
final class DemoBatch {
  private static final int SHOWN_ROWS = 12;
  private static final int SHOWN_WIDTH = 120;

  private final PrintStream out;
  private final boolean colour;
  private final boolean sql;

  /// @param sql whether the gateway gets the SQL of the questions, so that only the planner and the
  ///   engine are compared
  DemoBatch(PrintStream out, boolean colour, boolean sql) {
    this.out = out;
    this.colour = colour;
    this.sql = sql;
  }

  private record Answer(
      List<ResultTable.Column> columns,
      List<List<@Nullable Object>> rows,
      Notices notices,
      double millis) {}

  /// Opens sessions of the gateway.
  interface Sessions {
    /// A new session; the caller closes it.
    Connection open() throws SQLException;
  }

  /// Asks all questions, each in a session of its own, so that none is read as a follow-up.
  ///
  /// @return whether all answers match
  boolean run(Sessions gateway, TierStores.PostgresAccess access) throws SQLException {
    List<DemoQuestion> questions = DemoQuestion.all(LocalDate.now(ZoneOffset.UTC));
    List<Double> times = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    try (Connection postgres =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        Statement setup = postgres.createStatement()) {
      setup.execute("set time zone 'UTC'");
      setup.execute("set search_path to " + ShopTables.REFERENCE_SCHEMA);
      for (int i = 0; i < questions.size(); i++) {
        DemoQuestion question = questions.get(i);
        out.println(bold((i + 1) + ". " + question.question()));
        Answer expected = query(postgres, question.sql());
        if (!compare(gateway, question, expected, times)) {
          failures.add(question.question());
          mismatch(question, expected);
        }
      }
    }
    times.sort(Double::compare);
    out.printf(
        Locale.ROOT,
        "%d of %d answers match; median time %.0f ms.%n",
        questions.size() - failures.size(),
        questions.size(),
        times.isEmpty() ? 0.0 : times.get(times.size() / 2));
    failures.forEach(question -> out.println("   does not match: " + question));
    return failures.isEmpty();
  }

  private boolean compare(
      Sessions gateway, DemoQuestion question, Answer expected, List<Double> times) {
    try (Connection session = gateway.open()) {
      Answer answer = query(session, sql ? question.sql() : question.question());
      times.add(answer.millis());
      show(answer);
      if (!RowComparison.matches(expected.rows(), answer.rows())) {
        return false;
      }
      out.printf(Locale.ROOT, "   matches one Postgres, which took %.0f ms%n%n", expected.millis());
      return true;
    } catch (SQLException e) {
      out.println("   ERROR: " + e.getMessage() + " (SQLSTATE " + e.getSQLState() + ")");
      return false;
    }
  }

  private static Answer query(Connection connection, String text) throws SQLException {
    long start = System.nanoTime();
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet result = statement.executeQuery(text)) {
        List<ResultTable.Column> columns = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          columns.add(new ResultTable.Column(result.getMetaData().getColumnLabel(i), false));
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        while (result.next()) {
          List<@Nullable Object> row = new ArrayList<>();
          for (int i = 1; i <= columns.size(); i++) {
            row.add(result.getObject(i));
          }
          rows.add(row);
        }
        double millis = (System.nanoTime() - start) / 1e6;
        return new Answer(columns, rows, Notices.of(statement, result), millis);
      }
    }
  }

  private void show(Answer answer) {
    answer.notices().interpretation().forEach(reading -> out.println("   reading: " + reading));
    rows(answer);
    StringBuilder line =
        new StringBuilder(
            "   " + answer.rows().size() + (answer.rows().size() == 1 ? " row" : " rows"));
    line.append(String.format(Locale.ROOT, ", %.0f ms", answer.millis()));
    answer.notices().tiers().forEach(tiers -> line.append(", ").append(tiers));
    answer
        .notices()
        .confidence()
        .ifPresent(value -> line.append(String.format(Locale.ROOT, ", confidence %.2f", value)));
    out.println(line);
  }

  private void rows(Answer answer) {
    List<List<@Nullable String>> texts = new ArrayList<>();
    for (List<@Nullable Object> row :
        answer.rows().subList(0, Math.min(SHOWN_ROWS, answer.rows().size()))) {
      List<@Nullable String> line = new ArrayList<>();
      row.forEach(value -> line.add(value == null ? null : value.toString()));
      texts.add(line);
    }
    List<ResultTable.Column> columns = new ArrayList<>();
    for (int i = 0; i < answer.columns().size(); i++) {
      boolean number =
          !answer.rows().isEmpty() && answer.rows().getFirst().get(i) instanceof Number;
      columns.add(new ResultTable.Column(answer.columns().get(i).name(), number));
    }
    new TableLayout(SHOWN_WIDTH)
        .aligned(new ResultTable(columns, texts, true))
        .forEach(line -> out.println("   " + line));
    if (answer.rows().size() > SHOWN_ROWS) {
      out.println("   ...");
    }
  }

  private void mismatch(DemoQuestion question, Answer expected) {
    out.println("   DOES NOT MATCH what one Postgres answers to: " + question.sql());
    rows(expected);
    out.println();
  }

  private String bold(String text) {
    return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
  }
}
