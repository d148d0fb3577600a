package io.thermocline.server.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Gathers input lines into whole inputs: a command (`\d`) or a question ends with its line, SQL
/// with a semicolon outside quotes and comments. For one thread.
public final class StatementBuffer {
  private static final Set<String> SQL_WORDS =
      Set.of(
          "select",
          "with",
          "values",
          "table",
          "set",
          "reset",
          "discard",
          "begin",
          "commit",
          "rollback",
          "insert",
          "update",
          "delete",
          "create",
          "drop",
          "alter");
  private static final Pattern FIRST_WORD =
      Pattern.compile("^[(\\s]*([A-Za-z]+)\\b\\s*(.*)$", Pattern.DOTALL);

  /// What makes a text that begins like SQL a question after all: `show` and `table` begin many
  /// questions.
  private static final Pattern SELECT_SHAPE =
      Pattern.compile(
          "(?is)^\\s*(?:select\\s.*|with\\s+(?:recursive\\s+)?[\\w\"]+\\s*(?:\\([^)]*\\)\\s*)?as\\s*\\(.*)");

  private final StringBuilder pending = new StringBuilder();

  /// Whether a started SQL statement waits for its semicolon.
  public boolean isOpen() {
    return !pending.isEmpty();
  }

  /// Forgets what was started.
  public void clear() {
    pending.setLength(0);
  }

  /// Takes a line and returns the inputs that it completes, without their semicolons.
  public List<String> add(String line) {
    if (!isOpen()) {
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("--")) {
        return List.of();
      }
      if (text.startsWith("\\")) {
        return List.of(text);
      }
      if (!isSql(text)) {
        return List.of(stripSemicolon(text));
      }
    }
    pending.append(line).append('\n');
    return takeComplete();
  }

  /// What remains at the end of the input: SQL without a semicolon counts as whole.
  public List<String> end() {
    String rest = pending.toString().strip();
    clear();
    return rest.isEmpty() ? List.of() : List.of(rest);
  }

  /// Whether a text is SQL rather than a question, by its first words.
  static boolean isSql(String text) {
    Matcher matcher = FIRST_WORD.matcher(text);
    if (!matcher.matches()) {
      return text.startsWith("/*");
    }
    String word = matcher.group(1).toLowerCase(Locale.ROOT);
    String rest = matcher.group(2);
    if (word.equals("explain")) {
      return isSql(rest.replaceFirst("(?i)^(analyze|verbose|\\([^)]*\\))\\s+", ""));
    }
    if (word.equals("with") || word.equals("select")) {
      return SELECT_SHAPE.matcher(text).matches() || word.equals("select");
    }
    if (word.equals("table")
        || word.equals("values")
        || word.equals("set")
        || word.equals("reset")) {
      return text.endsWith(";")
          || rest.contains("=")
          || word.equals("reset")
          || rest.startsWith("(");
    }
    return SQL_WORDS.contains(word) && text.endsWith(";");
  }

  private static String stripSemicolon(String text) {
    String stripped = text;
    while (stripped.endsWith(";")) {
      stripped = stripped.substring(0, stripped.length() - 1).stripTrailing();
    }
    return stripped;
  }

  private List<String> takeComplete() {
    List<String> statements = new ArrayList<>();
    int start = 0;
    int end;
    while ((end = semicolon(pending, start)) >= 0) {
      String statement = pending.substring(start, end).strip();
      if (!statement.isEmpty()) {
        statements.add(statement);
      }
      start = end + 1;
    }
    pending.delete(0, start);
    if (pending.toString().isBlank()) {
      clear();
    }
    return statements;
  }

  /// The position of the first semicolon that ends a statement, or -1.
  private static int semicolon(CharSequence text, int from) {
    int i = from;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == ';') {
        return i;
      }
      if (c == '\'' || c == '"') {
        i = after(text, i + 1, String.valueOf(c));
      } else if (startsWith(text, i, "--")) {
        i = after(text, i + 2, "\n");
      } else if (startsWith(text, i, "/*")) {
        i = after(text, i + 2, "*/");
      } else {
        i++;
      }
    }
    return -1;
  }

  private static boolean startsWith(CharSequence text, int at, String prefix) {
    return at + prefix.length() <= text.length()
        && text.subSequence(at, at + prefix.length()).toString().equals(prefix);
  }

  private static int after(CharSequence text, int from, String mark) {
    int i = from;
    while (i < text.length() && !startsWith(text, i, mark)) {
      i++;
    }
    return Math.min(text.length(), i + mark.length());
  }
}
