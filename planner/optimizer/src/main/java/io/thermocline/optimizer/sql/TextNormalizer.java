package io.thermocline.optimizer.sql;

import io.thermocline.optimizer.ValidatedStatement.ExplainMode;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Rewrites what PostgreSQL writes differently from Calcite's grammar, token by token: `$1`
/// parameters, `E'…'` and `$$…$$` strings, `interval '1 month'`, `EXPLAIN`, a trailing semicolon,
/// and functions whose names Calcite parses specially. Remembers where each part came from, so that
/// errors point into the original text.
final class TextNormalizer {
  private static final Set<String> SPECIAL_FUNCTIONS =
      Set.of(
          "date_trunc",
          "date_part",
          "date_diff",
          "left",
          "right",
          "mode",
          "timezone",
          "translate",
          "median");

  private static final int DEEPEST = 300;

  private final String source;
  private final TextOutput out = new TextOutput();
  private final List<Integer> parameters = new ArrayList<>();
  private ExplainMode explain = ExplainMode.NONE;
  private int at;
  private int depth;

  private TextNormalizer(String source) {
    this.source = source;
  }

  /// The rewritten text.
  ///
  /// @param parameters for each `?` of the text the parameter's number from 0
  /// @param positions pairs of offsets, rewritten and original, ascending
  record Normalized(
      String text,
      String original,
      List<Integer> parameters,
      List<int[]> positions,
      ExplainMode explain) {
    /// The offset in the original text of a line and column, from 1, of the rewritten text.
    int origin(int line, int column) {
      int offset = 0;
      for (int i = 1; i < line; i++) {
        int end = text.indexOf('\n', offset);
        if (end < 0) {
          break;
        }
        offset = end + 1;
      }
      offset = Math.min(text.length(), offset + Math.max(0, column - 1));
      int origin = offset;
      for (int[] pair : positions) {
        if (pair[0] > offset) {
          break;
        }
        origin = pair[1] + (offset - pair[0]);
      }
      return Math.min(origin, original.length());
    }

    /// "line 2, column 7" of the original text for a line and column, from 1, of the rewritten
    /// text.
    String describe(int line, int column) {
      int origin = origin(line, column);
      int originalLine = 1;
      int lineStart = 0;
      for (int i = 0; i < origin; i++) {
        if (original.charAt(i) == '\n') {
          originalLine++;
          lineStart = i + 1;
        }
      }
      return "line " + originalLine + ", column " + (origin - lineStart + 1);
    }
  }

  static Normalized normalize(String sql) {
    TextNormalizer normalizer = new TextNormalizer(sql);
    normalizer.explainPrefix();
    normalizer.run();
    return new Normalized(
        normalizer.out.text(),
        sql,
        normalizer.parameters,
        normalizer.out.positions(),
        normalizer.explain);
  }

  private void explainPrefix() {
    skipBlanks();
    if (!word(at).equalsIgnoreCase("explain")) {
      return;
    }
    explain = ExplainMode.PLAN;
    at += "explain".length();
    skipBlanks();
    if (at < source.length() && source.charAt(at) == '(') {
      int end = source.indexOf(')', at);
      String options =
          source.substring(at, end < 0 ? source.length() : end).toLowerCase(Locale.ROOT);
      if (!options.contains("select")) {
        explain = options.contains("analyze") ? ExplainMode.ANALYZE : ExplainMode.PLAN;
        at = end < 0 ? source.length() : end + 1;
        return;
      }
    }
    for (String option = word(at); ; option = word(at)) {
      String lower = option.toLowerCase(Locale.ROOT);
      if (lower.equals("analyze")) {
        explain = ExplainMode.ANALYZE;
      } else if (!lower.equals("verbose")) {
        return;
      }
      at += option.length();
      skipBlanks();
    }
  }

  private void run() {
    out.mark(at);
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c == '\'') {
        copyTo(endOfQuoted(at, '\''));
      } else if (c == '"') {
        copyTo(endOfQuoted(at, '"'));
      } else if (c == '-' && source.startsWith("--", at)) {
        int end = source.indexOf('\n', at);
        blankTo(end < 0 ? source.length() : end);
      } else if (c == '/' && source.startsWith("/*", at)) {
        int end = source.indexOf("*/", at + 2);
        blankTo(end < 0 ? source.length() : end + 2);
      } else if (Character.isWhitespace(c)) {
        blankTo(at + 1);
      } else if (c == ':' && source.startsWith("::", at)) {
        infixCast();
      } else if (c == '$') {
        dollar();
      } else if (c == '?') {
        parameters.add(parameters.size());
        copyTo(at + 1);
      } else if (c == ';') {
        semicolon();
      } else if (c == '(' || c == ')') {
        parenthesis(c);
      } else if (Character.isLetter(c) || c == '_') {
        identifier();
      } else if (Character.isDigit(c)) {
        int end = at;
        while (end < source.length()
            && (Character.isLetterOrDigit(source.charAt(end)) || source.charAt(end) == '.')) {
          end++;
        }
        copyTo(end);
      } else {
        copyTo(at + 1);
      }
    }
  }

  private void parenthesis(char c) {
    depth += c == '(' ? 1 : -1;
    if (depth > DEEPEST) {
      throw new ThermoclineException(
          ErrorCode.STATEMENT_TOO_COMPLEX,
          "parentheses are nested more than " + DEEPEST + " deep; flatten the statement");
    }
    copyTo(at + 1);
  }

  private void identifier() {
    String word = word(at);
    String lower = word.toLowerCase(Locale.ROOT);
    int end = at + word.length();
    if (lower.equals("e") && end < source.length() && source.charAt(end) == '\'') {
      escapeString(end);
    } else if (lower.equals("interval") && quotedAfter(end) >= 0) {
      interval(end);
    } else if (lower.equals("timestamptz") && quotedAfter(end) >= 0) {
      int quote = quotedAfter(end);
      int stop = endOfQuoted(quote, '\'');
      replace(
          "cast(" + source.substring(quote, stop) + " as timestamp with local time zone)", stop);
    } else if (lower.equals("operator") && afterBlanks(end) == '(') {
      operator(end);
    } else if (lower.equals("collate") && !word(skipBlanks(end)).isEmpty()) {
      replace("", qualifiedEnd(skipBlanks(end)));
    } else if (SPECIAL_FUNCTIONS.contains(lower) && afterBlanks(end) == '(') {
      replace('"' + lower + '"', end);
    } else {
      copyTo(end);
    }
  }

  /// `OPERATOR(schema.op)`, which is the operator itself.
  private void operator(int wordEnd) {
    int open = skipBlanks(wordEnd);
    int close = source.indexOf(')', open);
    String inside = source.substring(open + 1, close < 0 ? source.length() : close).strip();
    replace(
        " " + inside.substring(inside.lastIndexOf('.') + 1) + " ",
        close < 0 ? source.length() : close + 1);
  }

  /// Where a name with its qualifiers ends.
  private int qualifiedEnd(int start) {
    int end = nameEnd(start);
    while (end < source.length() && source.charAt(end) == '.') {
      end = nameEnd(end + 1);
    }
    return end;
  }

  private int nameEnd(int start) {
    return start < source.length() && source.charAt(start) == '"'
        ? endOfQuoted(start, '"')
        : start + word(start).length();
  }

  private void dollar() {
    int end = at + 1;
    while (end < source.length() && Character.isDigit(source.charAt(end))) {
      end++;
    }
    if (end > at + 1 && end - at < 7) {
      parameters.add(Integer.parseInt(source.substring(at + 1, end)) - 1);
      replace("?", end);
      return;
    }
    int tagEnd = source.indexOf('$', at + 1);
    if (tagEnd > 0) {
      String tag = source.substring(at, tagEnd + 1);
      int close = source.indexOf(tag, tagEnd + 1);
      if (close > 0) {
        replace(
            "'" + source.substring(tagEnd + 1, close).replace("'", "''") + "'",
            close + tag.length());
        return;
      }
    }
    copyTo(at + 1);
  }

  private void semicolon() {
    for (int i = at + 1; i < source.length(); i++) {
      char c = source.charAt(i);
      if (!Character.isWhitespace(c) && c != ';') {
        throw new ThermoclineException(
            ErrorCode.SYNTAX_ERROR,
            "a statement ends at its semicolon; send one statement at a time");
      }
    }
    at = source.length();
  }

  private void escapeString(int quote) {
    StringBuilder text = new StringBuilder("'");
    int i = quote + 1;
    while (i < source.length()) {
      char c = source.charAt(i);
      if (c == '\'') {
        if (i + 1 < source.length() && source.charAt(i + 1) == '\'') {
          text.append("''");
          i += 2;
          continue;
        }
        break;
      }
      if (c == '\\' && i + 1 < source.length()) {
        char next = source.charAt(i + 1);
        text.append(
            switch (next) {
              case 'n' -> "\n";
              case 't' -> "\t";
              case 'r' -> "\r";
              case 'b' -> "\b";
              case 'f' -> "\f";
              case '\'' -> "''";
              default -> String.valueOf(next);
            });
        i += 2;
      } else {
        text.append(c);
        i++;
      }
    }
    replace(text.append('\'').toString(), Math.min(i + 1, source.length()));
  }

  private void interval(int wordEnd) {
    int quote = quotedAfter(wordEnd);
    int stop = endOfQuoted(quote, '\'');
    String unit = word(skipBlanks(stop)).toLowerCase(Locale.ROOT);
    if (Set.of("year", "month", "day", "hour", "minute", "second", "week", "quarter")
        .contains(unit)) {
      copyTo(stop);
      return;
    }
    replace(IntervalText.toCalcite(source.substring(quote + 1, stop - 1)), stop);
  }

  private void copyTo(int end) {
    out.token(source.substring(at, end));
    at = end;
  }

  private void blankTo(int end) {
    out.blank(source.substring(at, end));
    at = end;
  }

  private void replace(String text, int end) {
    out.mark(at);
    out.token(text);
    at = end;
    out.mark(at);
  }

  /// `::type`, which Calcite's grammar would apply to everything before it.
  private void infixCast() {
    int start = skipBlanks(at + 2);
    int end = typeEnd(start);
    out.cast(source.substring(start, end));
    at = end;
    out.mark(at);
  }

  private int typeEnd(int start) {
    int end = qualifiedEnd(start);
    String first = source.substring(start, end).toLowerCase(Locale.ROOT);
    String next = word(skipBlanks(end)).toLowerCase(Locale.ROOT);
    if (first.equals("double") && next.equals("precision")
        || first.startsWith("char") && next.equals("varying")) {
      end = skipBlanks(end) + next.length();
    }
    if (afterBlanks(end) == '(') {
      int close = source.indexOf(')', end);
      end = close < 0 ? source.length() : close + 1;
    }
    if (first.equals("timestamp") || first.equals("time")) {
      int with = skipBlanks(end);
      String word = word(with).toLowerCase(Locale.ROOT);
      int time = skipBlanks(with + word.length());
      int zone = skipBlanks(time + word(time).length());
      if ((word.equals("with") || word.equals("without"))
          && word(time).equalsIgnoreCase("time")
          && word(zone).equalsIgnoreCase("zone")) {
        end = zone + "zone".length();
      }
    }
    while (source.startsWith("[]", end)) {
      end += 2;
    }
    return end;
  }

  private String word(int from) {
    int end = from;
    while (end < source.length()
        && (Character.isLetterOrDigit(source.charAt(end)) || source.charAt(end) == '_')) {
      end++;
    }
    return source.substring(from, end);
  }

  private void skipBlanks() {
    at = skipBlanks(at);
  }

  private int skipBlanks(int from) {
    int i = from;
    while (i < source.length() && Character.isWhitespace(source.charAt(i))) {
      i++;
    }
    return i;
  }

  private char afterBlanks(int from) {
    int i = skipBlanks(from);
    return i < source.length() ? source.charAt(i) : '\0';
  }

  private int quotedAfter(int from) {
    int i = skipBlanks(from);
    return i < source.length() && source.charAt(i) == '\'' ? i : -1;
  }

  private int endOfQuoted(int from, char quote) {
    int i = from + 1;
    while (i < source.length()) {
      if (source.charAt(i) == quote) {
        if (i + 1 < source.length() && source.charAt(i + 1) == quote) {
          i += 2;
          continue;
        }
        return i + 1;
      }
      i++;
    }
    throw new ThermoclineException(
        ErrorCode.SYNTAX_ERROR,
        "the text that starts with "
            + quote
            + " at offset "
            + (from + 1)
            + " has no end; close it with "
            + quote);
  }
}
