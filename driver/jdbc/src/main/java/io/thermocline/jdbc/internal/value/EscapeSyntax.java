package io.thermocline.jdbc.internal.value;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JDBC escapes in SQL: <code>{d '…'}</code>, <code>{t '…'}</code>, <code>{ts '…'}</code>, <code>
 * {fn …}</code>, <code>{oj
 * …}</code>, <code>{escape '…'}</code> and <code>{limit …}</code>. Questions are left as they are,
 * whatever braces they hold.
 */
public final class EscapeSyntax {
  private static final Set<String> SQL_STARTS =
      Set.of("select", "with", "values", "explain", "table", "(");
  private static final Pattern FIRST_WORD =
      Pattern.compile("(?:\\s|--[^\\n]*(?:\\n|$)|/\\*.*?\\*/)*+([a-zA-Z]+|\\()", Pattern.DOTALL);
  private static final Pattern KEYWORD =
      Pattern.compile("\\{\\s*(d|ts|t|fn|oj|escape|limit)\\b\\s*", Pattern.CASE_INSENSITIVE);

  private EscapeSyntax() {}

  /** The statement without escapes. */
  public static String process(String statement) {
    return statement.indexOf('{') < 0 || !isSql(statement) ? statement : replace(statement);
  }

  private static boolean isSql(String statement) {
    Matcher word = FIRST_WORD.matcher(statement);
    return word.lookingAt() && SQL_STARTS.contains(word.group(1).toLowerCase(Locale.ROOT));
  }

  private static String replace(String sql) {
    StringBuilder out = new StringBuilder(sql.length());
    int open = 0;
    int i = 0;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      int end = endOfQuoted(sql, i);
      if (end > i) {
        out.append(sql, i, end);
        i = end;
        continue;
      }
      Matcher keyword = KEYWORD.matcher(sql).region(i, sql.length());
      if (c == '{' && keyword.lookingAt()) {
        out.append(replacement(keyword.group(1)));
        open++;
        i = keyword.end();
      } else if (c == '}' && open > 0) {
        open--;
        i++;
      } else {
        out.append(c);
        i++;
      }
    }
    return open == 0 ? out.toString() : sql;
  }

  private static String replacement(String keyword) {
    return switch (keyword.toLowerCase(Locale.ROOT)) {
      case "d" -> "DATE ";
      case "t" -> "TIME ";
      case "ts" -> "TIMESTAMP ";
      case "escape" -> "ESCAPE ";
      case "limit" -> "LIMIT ";
      default -> "";
    };
  }

  /**
   * The position after the string, quoted name or comment that starts here; the position itself
   * when none does.
   */
  private static int endOfQuoted(String sql, int start) {
    char c = sql.charAt(start);
    if (c == '\'' || c == '"') {
      int end = sql.indexOf(c, start + 1);
      return end < 0 ? sql.length() : end + 1;
    }
    if (sql.startsWith("--", start)) {
      int end = sql.indexOf('\n', start);
      return end < 0 ? sql.length() : end;
    }
    if (sql.startsWith("/*", start)) {
      int end = sql.indexOf("*/", start + 2);
      return end < 0 ? sql.length() : end + 2;
    }
    return start;
  }
}
