package io.thermocline.server.console;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Says errors of the driver in words: what happened, what to do, and the SQLSTATE.
final class ErrorText {
  private static final int MAX_CHAIN = 5;

  private ErrorText() {}

  static List<String> lines(SQLException error) {
    List<String> lines = new ArrayList<>();
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    String message = String.valueOf(error.getMessage()).strip();
    lines.add(
        "ERROR: "
            + message
            + (state.isEmpty() || message.contains(state) ? "" : "  (SQLSTATE " + state + ")"));
    int depth = 0;
    for (SQLException next = error.getNextException();
        next != null && depth < MAX_CHAIN;
        next = next.getNextException()) {
      lines.add("  also: " + next.getMessage());
      depth++;
    }
    String hint = hint(state);
    if (!hint.isEmpty()) {
      lines.add("HINT: " + hint);
    }
    return lines;
  }

  private static String hint(String state) {
    return switch (state) {
      case "TQ001" ->
          "Name the table, column or period that you mean, or ask one of the readings above.";
      case "TQ002" -> "\\d lists the tables, \\d TABLE the columns of one; SQL works too.";
      case "42601" -> "SQL ends with a semicolon; a question needs no SQL word in front.";
      case "42P01" -> "\\d lists the tables.";
      case "42703" -> "\\d TABLE lists the columns of a table.";
      case "08001", "08006" -> "Is the gateway running?";
      case "28P01" -> "Give another user or password.";
      case "53100" -> "Free disk space, ask for fewer rows, or raise engine.spill.limit.";
      case "53200" -> "Ask for fewer rows or groups, or raise limits.memory-per-query.";
      default -> "";
    };
  }
}
