package io.thermocline.server.net.pgwire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// SQL text as PostgreSQL's lexer cuts it, as far as the ends of statements and the commands of a
/// session need it: quoted text of all kinds and nested comments are seen as one piece.
final class SqlTokens {
  /// What a token is.
  enum Kind {
    /// A bare word.
    WORD,
    /// `"a name"`, without its quotes.
    QUOTED_NAME,
    /// `'text'`, `E'text'` or `$$text$$`, without its quotes.
    STRING,
    /// Digits.
    NUMBER,
    /// One other character.
    SYMBOL,
    /// Quoted text or a comment that has no end.
    OPEN_END
  }

  /// A token.
  ///
  /// @param start where it begins in the text, `end` where it ends
  record Token(Kind kind, String text, int start, int end) {
    boolean is(String word) {
      return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSymbol(char symbol) {
      return kind == Kind.SYMBOL && text.charAt(0) == symbol;
    }

    /// The text as a name: bare words are in lower case.
    String name() {
      return kind == Kind.WORD ? text.toLowerCase(Locale.ROOT) : text;
    }
  }

  private final String sql;
  private int at;

  private SqlTokens(String sql, int from) {
    this.sql = sql;
    this.at = from;
  }

  /// All tokens.
  static List<Token> of(String sql) {
    SqlTokens tokens = new SqlTokens(sql, 0);
    List<Token> all = new ArrayList<>();
    for (Token token = tokens.next(); token != null; token = tokens.next()) {
      all.add(token);
    }
    return all;
  }

  /// A cursor over the tokens from a position on.
  static SqlTokens from(String sql, int position) {
    return new SqlTokens(sql, position);
  }

  /// The next token, or null at the end.
  @org.jspecify.annotations.Nullable
  Token next() {
    int comment = skipBlanksAndComments();
    if (comment >= 0) {
      return new Token(Kind.OPEN_END, "", comment, sql.length());
    }
    if (at >= sql.length()) {
      return null;
    }
    int start = at;
    char c = sql.charAt(at);
    if (c == '\'') {
      return quoted(start, at, '\'', false, Kind.STRING);
    }
    if (c == '"') {
      return quoted(start, at, '"', false, Kind.QUOTED_NAME);
    }
    if ((c == 'e' || c == 'E') && at + 1 < sql.length() && sql.charAt(at + 1) == '\'') {
      return quoted(start, at + 1, '\'', true, Kind.STRING);
    }
    if (Character.isLetter(c) || c == '_') {
      while (at < sql.length() && isWordPart(sql.charAt(at))) {
        at++;
      }
      return new Token(Kind.WORD, sql.substring(start, at), start, at);
    }
    if (Character.isDigit(c)) {
      while (at < sql.length()
          && (Character.isLetterOrDigit(sql.charAt(at)) || sql.charAt(at) == '.')) {
        at++;
      }
      return new Token(Kind.NUMBER, sql.substring(start, at), start, at);
    }
    if (c == '$') {
      int tagEnd = dollarTagEnd();
      if (tagEnd > 0) {
        return dollarQuoted(start, tagEnd);
      }
    }
    at++;
    return new Token(Kind.SYMBOL, sql.substring(start, at), start, at);
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }

  private Token quoted(int start, int quoteAt, char quote, boolean escapes, Kind kind) {
    StringBuilder text = new StringBuilder();
    int i = quoteAt + 1;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (escapes && c == '\\' && i + 1 < sql.length()) {
        text.append(sql.charAt(i + 1));
        i += 2;
      } else if (c != quote) {
        text.append(c);
        i++;
      } else if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
        text.append(quote);
        i += 2;
      } else {
        at = i + 1;
        return new Token(kind, text.toString(), start, at);
      }
    }
    at = sql.length();
    return new Token(Kind.OPEN_END, "", start, at);
  }

  /// Where the tag of a dollar quote ends, exclusive, or -1 when none begins here.
  private int dollarTagEnd() {
    int i = at + 1;
    if (i < sql.length() && Character.isDigit(sql.charAt(i))) {
      return -1;
    }
    while (i < sql.length() && (Character.isLetterOrDigit(sql.charAt(i)) || sql.charAt(i) == '_')) {
      i++;
    }
    return i < sql.length() && sql.charAt(i) == '$' ? i + 1 : -1;
  }

  private Token dollarQuoted(int start, int tagEnd) {
    String tag = sql.substring(start, tagEnd);
    int close = sql.indexOf(tag, tagEnd);
    at = close < 0 ? sql.length() : close + tag.length();
    return close < 0
        ? new Token(Kind.OPEN_END, "", start, at)
        : new Token(Kind.STRING, sql.substring(tagEnd, close), start, at);
  }

  /// Answers where a comment without an end begins, or -1.
  private int skipBlanksAndComments() {
    while (at < sql.length()) {
      if (Character.isWhitespace(sql.charAt(at))) {
        at++;
      } else if (sql.startsWith("--", at)) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end + 1;
      } else if (sql.startsWith("/*", at)) {
        int start = at;
        if (!skipComment()) {
          return start;
        }
      } else {
        return -1;
      }
    }
    return -1;
  }

  private boolean skipComment() {
    int depth = 0;
    while (at < sql.length()) {
      if (sql.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
        if (depth == 0) {
          return true;
        }
      } else {
        at++;
      }
    }
    return false;
  }
}
