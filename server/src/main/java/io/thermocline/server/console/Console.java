package io.thermocline.server.console;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Reads questions, SQL and commands, and shows what they give. One thread runs it; [#cancel] may
/// come from any.
public final class Console {
  private static final int DEFAULT_LIMIT = 1000;
  private static final String PROMPT = "thermocline> ";
  private static final String CONTINUED = "         -> ";

  private final Connection connection;
  private final Screen screen;
  private final LongSupplier nanoTime;
  private final Names names;
  private final AtomicReference<@Nullable Statement> running = new AtomicReference<>();
  private @Nullable List<String> words;
  private boolean expanded;
  private boolean timing = true;
  private long limit = DEFAULT_LIMIT;

  /// @param connection stays the caller's to close
  /// @param nanoTime the clock, as `System::nanoTime`
  public Console(Connection connection, Screen screen, LongSupplier nanoTime) {
    this.connection = connection;
    this.screen = screen;
    this.nanoTime = nanoTime;
    this.names = new Names(connection);
  }

  /// Reads until the end of the input or `\q`.
  ///
  /// @return whether every statement succeeded
  public boolean run(ConsoleInput input) {
    if (input.interactive()) {
      screen.print(
          "Ask a question in plain words, or SQL that ends with ';'. \\d lists tables, \\? commands, \\q leaves.");
    }
    StatementBuffer buffer = new StatementBuffer();
    boolean good = true;
    while (true) {
      String line = input.read(buffer.isOpen() ? CONTINUED : PROMPT);
      if (line == null) {
        for (String rest : buffer.end()) {
          good &= execute(rest);
        }
        return good;
      }
      if (line.equals(ConsoleInput.INTERRUPTED)) {
        buffer.clear();
        continue;
      }
      for (String statement : buffer.add(line)) {
        if (isQuit(statement)) {
          return good;
        }
        good &= execute(statement);
      }
    }
  }

  private static boolean isQuit(String statement) {
    return statement.equals("\\q")
        || statement.equalsIgnoreCase("quit")
        || statement.equalsIgnoreCase("exit");
  }

  /// Runs one input and shows the result or the error.
  ///
  /// @return whether it succeeded
  public boolean execute(String text) {
    try {
      if (text.startsWith("\\")) {
        return command(text);
      }
      statement(text);
      return true;
    } catch (SQLException e) {
      ErrorText.lines(e).forEach(screen::error);
      return false;
    }
  }

  /// Shows results with a line for each value from now on.
  public void expand() {
    expanded = true;
  }

  /// Stops the statement that runs now, if any.
  public void cancel() {
    Statement statement = running.get();
    if (statement != null) {
      try {
        statement.cancel();
      } catch (SQLException e) {
        screen.error("The statement cannot be cancelled: " + e.getMessage());
      }
    }
  }

  private void statement(String text) throws SQLException {
    long start = nanoTime.getAsLong();
    try (Statement statement = connection.createStatement()) {
      running.set(statement);
      if (limit > 0) {
        statement.setMaxRows((int) Math.min(Integer.MAX_VALUE, limit + 1));
      }
      // Questions may hold braces; they are no JDBC escapes.
      statement.setEscapeProcessing(false);
      if (statement.execute(text)) {
        show(statement, start);
      } else {
        Notices.of(statement, null).warnings().forEach(warning -> screen.dim("note: " + warning));
        screen.dim("OK" + (timing ? ", " + time(start) : ""));
      }
    } finally {
      running.set(null);
    }
  }

  private void show(Statement statement, long start) throws SQLException {
    try (ResultSet result = statement.getResultSet()) {
      ResultTable table = ResultTable.read(result, limit);
      String elapsed = time(start);
      Notices notices = Notices.of(statement, result);
      notices.interpretation().forEach(reading -> screen.dim("reading: " + reading));
      notices.assumptions().forEach(assumption -> screen.dim("assumed: " + assumption));
      TableLayout layout = new TableLayout(screen.width().getAsInt());
      (expanded ? layout.expanded(table) : layout.aligned(table)).forEach(screen::print);
      notices.warnings().forEach(warning -> screen.dim("note: " + warning));
      screen.dim(footer(table, notices, elapsed));
      screen.print("");
    }
  }

  private String footer(ResultTable table, Notices notices, String elapsed) {
    List<String> parts = new ArrayList<>();
    int rows = table.rows().size();
    parts.add(
        table.complete()
            ? rows + (rows == 1 ? " row" : " rows")
            : "first " + rows + " rows; \\limit shows more");
    if (timing) {
      parts.add(elapsed);
    }
    if (!notices.tiers().isEmpty()) {
      parts.add(String.join(", ", notices.tiers()));
    }
    notices
        .confidence()
        .ifPresent(value -> parts.add(String.format(Locale.ROOT, "confidence %.2f", value)));
    return "(" + String.join(" | ", parts) + ")";
  }

  private String time(long start) {
    double millis = (nanoTime.getAsLong() - start) / 1e6;
    return millis < 1000
        ? String.format(Locale.ROOT, "%.0f ms", millis)
        : String.format(Locale.ROOT, "%.2f s", millis / 1000);
  }

  private boolean command(String text) throws SQLException {
    String[] parts = text.split("\\s+", 2);
    String argument = parts.length > 1 ? parts[1].replaceAll(";+$", "").strip() : "";
    Optional<ConsoleCommand> command = ConsoleCommand.of(parts[0].replaceAll(";+$", ""));
    if (command.isEmpty()) {
      screen.error("ERROR: there is no command " + parts[0] + "; \\? lists them.");
      return false;
    }
    switch (command.get()) {
      case HELP -> help();
      case DESCRIBE -> {
        return describe(argument);
      }
      case EXPANDED -> {
        expanded = !expanded;
        screen.print("A line for each value is " + (expanded ? "on." : "off."));
      }
      case TIMING -> {
        timing = !timing;
        screen.print("Timing is " + (timing ? "on." : "off."));
      }
      case LIMIT -> {
        return changeLimit(argument);
      }
      case QUIT -> {}
    }
    return true;
  }

  private void help() {
    for (ConsoleCommand command : ConsoleCommand.values()) {
      screen.print(command.helpLine());
    }
    screen.print("Anything else is a question (one line), or SQL (ends with ';').");
    screen.print(
        "`explain` in front of either shows its reading, its plan and the tiers it would use.");
  }

  private boolean changeLimit(String argument) {
    if (!argument.matches("\\d{1,9}")) {
      screen.error("ERROR: \\limit takes a number of rows, for instance \\limit 100.");
      return false;
    }
    limit = Long.parseLong(argument);
    screen.print(limit == 0 ? "All rows are shown." : "At most " + limit + " rows are shown.");
    return true;
  }

  private boolean describe(String argument) throws SQLException {
    TableLayout layout = new TableLayout(screen.width().getAsInt());
    if (argument.isEmpty()) {
      layout.aligned(names.tableList()).forEach(screen::print);
      return true;
    }
    List<Names.Table> found = names.find(argument);
    for (Names.Table table : found) {
      screen.print(
          "Table "
              + table.schema()
              + "."
              + table.name()
              + (table.comment() == null ? "" : ": " + table.comment()));
      layout.aligned(names.columnList(table)).forEach(screen::print);
      names.keys(table).forEach(screen::print);
    }
    if (found.isEmpty()) {
      screen.error("ERROR: there is no table " + argument + "; \\d lists them.");
    }
    return !found.isEmpty();
  }

  /// Names for completion, read once; empty when they cannot be read.
  public List<String> completionWords() {
    List<String> known = words;
    if (known == null) {
      try {
        known = names.words();
      } catch (SQLException e) {
        // Completion is a convenience: the next statement will show what is wrong.
        known = List.of();
      }
      words = known;
    }
    return known;
  }
}
