package io.thermocline.server.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// SQL whose compared constants are taken out, so that statements that differ in them alone are
/// planned once. A constant is taken out only from `column = constant` and the like, where it is a
/// whole operand: a plain integer or a plain string, after WHERE, before AND, OR, `)`, ORDER,
/// GROUP, LIMIT or the end. The text must have no parameters, comments, quoted strings of other
/// kinds, or anything else that this reader does not know.
///
/// @param text the statement with `?` in the constants' places
/// @param values the constants: Long or String
record StatementShape(String text, List<Object> values) {
  private static final Set<String> AFTER = Set.of("and", "or", "order", "group", "limit");
  private static final int MOST_CONSTANTS = 32;
  private static final int LONGEST_INTEGER = 18;

  StatementShape {
    values = List.copyOf(values);
  }

  /// The shape of a statement, or empty when there is nothing to take out.
  static Optional<StatementShape> of(String sql) {
    Reader reader = new Reader(sql);
    return reader.read() && !reader.values.isEmpty()
        ? Optional.of(new StatementShape(reader.shape(), reader.values))
        : Optional.empty();
  }

  private enum Kind {
    WORD,
    INTEGER,
    STRING,
    COMPARISON,
    OTHER
  }

  private record Token(Kind kind, int from, int to) {}

  /// Reads tokens and decides about each constant when its right neighbour is known.
  private static final class Reader {
    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();
    private final List<Token> taken = new ArrayList<>();

    Reader(String sql) {
      this.sql = sql;
    }

    /// Returns false when the text is beyond this reader.
    boolean read() {
      if (!tokenize()) {
        return false;
      }
      boolean where = false;
      for (int i = 0; i < tokens.size(); i++) {
        Token token = tokens.get(i);
        where |= token.kind() == Kind.WORD && text(token).equalsIgnoreCase("where");
        boolean constant = token.kind() == Kind.INTEGER || token.kind() == Kind.STRING;
        if (constant && where && i >= 3 && isWholeOperand(i)) {
          taken.add(token);
          values.add(value(token));
        }
      }
      return values.size() <= MOST_CONSTANTS;
    }

    private String text(Token token) {
      return sql.substring(token.from(), token.to());
    }

    private Object value(Token token) {
      String text = text(token);
      return token.kind() == Kind.INTEGER
          ? (Object) Long.valueOf(text)
          : text.substring(1, text.length() - 1).replace("''", "'");
    }

    private boolean isWholeOperand(int at) {
      return tokens.get(at - 1).kind() == Kind.COMPARISON
          && isColumn(at - 2)
          && (at + 1 == tokens.size() || isEnd(tokens.get(at + 1)));
    }

    private boolean isEnd(Token token) {
      return token.kind() == Kind.WORD
          ? AFTER.contains(text(token).toLowerCase(Locale.ROOT))
          : token.kind() == Kind.OTHER && sql.charAt(token.from()) == ')';
    }

    /// Whether a token ends a name that begins an operand: after WHERE, AND, OR or `(`.
    private boolean isColumn(int at) {
      int first = at;
      if (tokens.get(at).kind() != Kind.WORD) {
        return false;
      }
      while (first >= 2
          && tokens.get(first - 1).kind() == Kind.OTHER
          && sql.charAt(tokens.get(first - 1).from()) == '.'
          && tokens.get(first - 2).kind() == Kind.WORD) {
        first -= 2;
      }
      if (first == 0) {
        return false;
      }
      Token before = tokens.get(first - 1);
      return before.kind() == Kind.WORD
          ? Set.of("where", "and", "or").contains(text(before).toLowerCase(Locale.ROOT))
          : before.kind() == Kind.OTHER && sql.charAt(before.from()) == '(';
    }

    private boolean tokenize() {
      int at = 0;
      while (at < sql.length()) {
        char c = sql.charAt(at);
        if (Character.isWhitespace(c)) {
          at++;
          continue;
        }
        int end = end(at, c);
        if (end < 0) {
          return false;
        }
        tokens.add(new Token(kind(at, end, c), at, end));
        at = end;
      }
      return true;
    }

    /// Where the token ends, or -1 for what is not known here.
    private int end(int at, char c) {
      if (isLetter(c) || isDigit(c)) {
        int end = at;
        while (end < sql.length() && (isLetter(sql.charAt(end)) || isDigit(sql.charAt(end)))) {
          end++;
        }
        boolean prefixed = end < sql.length() && sql.charAt(end) == '\'' && isLetter(c);
        return prefixed ? -1 : end;
      }
      return switch (c) {
        case '\'' -> stringEnd(at);
        case '<', '>', '=', '!' -> operatorEnd(at);
        case '"' -> {
          int close = sql.indexOf('"', at + 1);
          boolean doubled = close + 1 < sql.length() && sql.charAt(close + 1) == '"';
          yield close < 0 || doubled ? -1 : close + 1;
        }
        case '(', ')', ',', '.', '*', '+', '/' ->
            c == '/' && at + 1 < sql.length() && sql.charAt(at + 1) == '*' ? -1 : at + 1;
        case '-' -> at + 1 < sql.length() && sql.charAt(at + 1) == '-' ? -1 : at + 1;
        default -> -1;
      };
    }

    private int stringEnd(int at) {
      int end = at + 1;
      while (end < sql.length()) {
        char c = sql.charAt(end);
        if (c == '\\') {
          return -1;
        }
        if (c == '\'') {
          if (end + 1 < sql.length() && sql.charAt(end + 1) == '\'') {
            end++;
          } else {
            return end + 1;
          }
        }
        end++;
      }
      return -1;
    }

    private int operatorEnd(int at) {
      int end = at;
      while (end < sql.length() && "<>=!".indexOf(sql.charAt(end)) >= 0) {
        end++;
      }
      return Set.of("=", "<", ">", "<=", ">=", "<>", "!=").contains(sql.substring(at, end))
          ? end
          : -1;
    }

    private Kind kind(int from, int to, char c) {
      if (isDigit(c)) {
        boolean plain = sql.substring(from, to).chars().allMatch(d -> isDigit((char) d));
        boolean next = to < sql.length() && sql.charAt(to) == '.';
        boolean before = from > 0 && sql.charAt(from - 1) == '.';
        return plain && !next && !before && to - from <= LONGEST_INTEGER
            ? Kind.INTEGER
            : Kind.OTHER;
      }
      if (isLetter(c) || c == '"') {
        return Kind.WORD;
      }
      return c == '\'' ? Kind.STRING : "<>=!".indexOf(c) >= 0 ? Kind.COMPARISON : Kind.OTHER;
    }

    private static boolean isLetter(char c) {
      return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    /// The text with places for what was taken.
    String shape() {
      StringBuilder shape = new StringBuilder();
      int from = 0;
      for (Token token : taken) {
        shape.append(sql, from, token.from()).append('?');
        from = token.to();
      }
      return shape.append(sql, from, sql.length()).toString();
    }
  }
}
