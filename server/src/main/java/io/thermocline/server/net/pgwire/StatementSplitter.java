package io.thermocline.server.net.pgwire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The statements of a simple query, which may be several. SQL ends at a semicolon outside quotes,
/// comments and parentheses. A question ends at a semicolon at the end of a line, since its
/// apostrophes quote nothing. Comments stay with the statement that they precede.
final class StatementSplitter {
  /// What SQL and the commands of a session begin with; whatever begins otherwise is a question.
  private static final Set<String> STARTS =
      Set.of(
          "select",
          "with",
          "values",
          "table",
          "insert",
          "update",
          "delete",
          "create",
          "drop",
          "alter",
          "merge",
          "truncate",
          "grant",
          "revoke",
          "set",
          "reset",
          "show",
          "begin",
          "start",
          "commit",
          "end",
          "rollback",
          "abort",
          "savepoint",
          "release",
          "declare",
          "fetch",
          "move",
          "close",
          "copy",
          "discard",
          "deallocate",
          "prepare",
          "execute",
          "explain",
          "ask",
          "define",
          "forget",
          "listen",
          "unlisten",
          "notify",
          "lock",
          "analyze",
          "vacuum");

  private StatementSplitter() {}

  /// The statements without their final semicolons, in order; blank ones are left out.
  static List<String> split(String text) {
    List<String> statements = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = end(text, start);
      String statement = text.substring(start, end);
      if (SqlTokens.from(statement, 0).next() != null) {
        statements.add(statement);
      }
      start = end + 1;
    }
    return statements;
  }

  /// The position of the semicolon that ends the statement, or the end of the text.
  private static int end(String text, int start) {
    SqlTokens tokens = SqlTokens.from(text, start);
    SqlTokens.Token first = tokens.next();
    if (first == null) {
      return text.length();
    }
    if (first.isSymbol(';')) {
      return first.start();
    }
    boolean sql =
        first.isSymbol('(')
            || first.kind() == SqlTokens.Kind.WORD
                && STARTS.contains(first.text().toLowerCase(Locale.ROOT));
    if (!sql) {
      return questionEnd(text, first.start());
    }
    int depth = 0;
    for (SqlTokens.Token token = first; token != null; token = tokens.next()) {
      if (token.kind() == SqlTokens.Kind.OPEN_END) {
        return questionEnd(text, first.start());
      }
      if (token.isSymbol(';') && depth <= 0) {
        return token.start();
      }
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
    }
    return text.length();
  }

  private static int questionEnd(String text, int from) {
    for (int i = text.indexOf(';', from); i >= 0; i = text.indexOf(';', i + 1)) {
      int next = i + 1;
      while (next < text.length() && " \t\r;".indexOf(text.charAt(next)) >= 0) {
        next++;
      }
      if (next == text.length() || text.charAt(next) == '\n') {
        return i;
      }
    }
    return text.length();
  }
}
