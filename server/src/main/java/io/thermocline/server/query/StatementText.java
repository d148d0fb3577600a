package io.thermocline.server.query;

import io.thermocline.server.semantics.SemanticStatement;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a client's text is before anyone parses it. Comments at the front and a semicolon at the
/// end are cut off.
///
/// Questions come in three spellings: bare, `ASK 'how many …'`, and `SELECT * FROM TABLE(ask('how
/// many …'))` (also without `TABLE`), so that tools that wrap or split SQL can send them too.
sealed interface StatementText {
  /// SQL text; when `maybeQuestion`, text that does not parse may be a question, such as "select
  /// all paid orders".
  record Sql(String text, boolean maybeQuestion) implements StatementText {}

  /// A question in natural language.
  record Question(String text) implements StatementText {}

  /// `EXPLAIN [ANALYZE]` of SQL or of a question.
  record Explain(StatementText statement, boolean analyze) implements StatementText {}

  /// `SET name = value`; an empty value resets.
  record Setting(String name, String value) implements StatementText {}

  /// `SHOW name`.
  record Show(String name) implements StatementText {}

  /// A statement that teaches.
  record Teaching(SemanticStatement statement) implements StatementText {}

  /// The longest statement, in characters.
  int MAX_LENGTH = 1_000_000;

  /// Reads a statement.
  ///
  /// @throws ThermoclineException EMPTY_STATEMENT or STATEMENT_TOO_LONG
  static StatementText parse(String raw) {
    if (raw.length() > MAX_LENGTH) {
      throw new ThermoclineException(
          ErrorCode.STATEMENT_TOO_LONG,
          "the statement has " + raw.length() + " characters; the limit is " + MAX_LENGTH);
    }
    String text = Syntax.trim(raw);
    if (text.isEmpty()) {
      throw new ThermoclineException(
          ErrorCode.EMPTY_STATEMENT, "the statement is empty; type a question or a SELECT");
    }
    Matcher explain = Syntax.EXPLAIN.matcher(text);
    if (explain.matches() && !Syntax.trim(explain.group(2)).isEmpty()) {
      return new Explain(parse(explain.group(2)), explain.group(1) != null);
    }
    return parseTrimmed(text);
  }

  private static StatementText parseTrimmed(String text) {
    for (Pattern pattern : Syntax.ASK_FORMS) {
      Matcher ask = pattern.matcher(text);
      if (ask.matches()) {
        return new Question(ask.group(1).replace("''", "'").strip());
      }
    }
    Matcher set = Syntax.SET.matcher(text);
    if (set.matches()) {
      String value = Syntax.unquote(set.group(2).strip());
      boolean reset = value.equalsIgnoreCase("default");
      return new Setting(Syntax.settingName(set.group(1)), reset ? "" : value);
    }
    Matcher reset = Syntax.RESET.matcher(text);
    if (reset.matches()) {
      return new Setting(Syntax.settingName(reset.group(1)), "");
    }
    Matcher show = Syntax.SHOW.matcher(text);
    if (show.matches() && SessionSettings.isKnown(Syntax.settingName(show.group(1)))) {
      return new Show(Syntax.settingName(show.group(1)));
    }
    Optional<SemanticStatement> teaching = SemanticStatement.parse(text);
    if (teaching.isPresent()) {
      return new Teaching(teaching.get());
    }
    Optional<SemanticStatement.Thing> taught = SemanticStatement.parseShow(text);
    if (taught.isPresent()) {
      return new Sql(taught.get().query(), false);
    }
    String first = Syntax.firstWord(text);
    if (text.startsWith("(") || Syntax.SQL_STARTS.contains(first)) {
      return new Sql(text, !Syntax.looksLikeSql(text));
    }
    return new Question(text);
  }

  /// Patterns of the outermost shape.
  final class Syntax {
    static final Pattern EXPLAIN =
        Pattern.compile(
            "explain(?:\\s+(analyze))?\\b\\s*(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    static final Pattern[] ASK_FORMS = {
      Pattern.compile("ask\\s+'((?:[^']|'')*)'", Pattern.CASE_INSENSITIVE | Pattern.DOTALL),
      Pattern.compile(
          "select\\s+\\*\\s+from\\s+table\\s*\\(\\s*ask\\s*\\(\\s*'((?:[^']|'')*)'\\s*\\)\\s*\\)(?:\\s+(?:as\\s+)?\"?\\w+\"?)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL),
      Pattern.compile(
          "select\\s+\\*\\s+from\\s+ask\\s*\\(\\s*'((?:[^']|'')*)'\\s*\\)(?:\\s+(?:as\\s+)?\"?\\w+\"?)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
    };
    static final Pattern SET =
        Pattern.compile(
            "set\\s+(?:session\\s+)?([a-z_.]+|time\\s+zone)\\s*(?:=|\\bto\\b|\\s)\\s*(\\S.*)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    static final Pattern RESET =
        Pattern.compile("reset\\s+([a-z_.]+|time\\s+zone)", Pattern.CASE_INSENSITIVE);
    static final Pattern SHOW =
        Pattern.compile("show\\s+([a-z_.]+|time\\s+zone)", Pattern.CASE_INSENSITIVE);
    static final Set<String> SQL_STARTS =
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
            "revoke");
    static final Set<String> QUERY_STARTS = Set.of("select", "with", "values");
    private static final Pattern SQL_MARKS =
        Pattern.compile(
            "[*=;()\"]|\\bfrom\\s+\\w+\\s*(,|$|where|group|order|join|limit|as\\b)",
            Pattern.CASE_INSENSITIVE);

    private Syntax() {}

    static String trim(String raw) {
      String text = raw.strip();
      while (true) {
        if (text.startsWith("--")) {
          int end = text.indexOf('\n');
          text = end < 0 ? "" : text.substring(end + 1).strip();
        } else if (text.startsWith("/*") && text.indexOf("*/") > 0) {
          text = text.substring(text.indexOf("*/") + 2).strip();
        } else if (text.endsWith(";")) {
          text = text.substring(0, text.length() - 1).strip();
        } else {
          return text;
        }
      }
    }

    static String firstWord(String text) {
      int end = 0;
      while (end < text.length() && Character.isLetter(text.charAt(end))) {
        end++;
      }
      return text.substring(0, end).toLowerCase(Locale.ROOT);
    }

    static boolean looksLikeSql(String text) {
      return SQL_MARKS.matcher(text).find();
    }

    static String settingName(String name) {
      String lower = name.toLowerCase(Locale.ROOT);
      return lower.startsWith("time ") || lower.startsWith("time\t") || lower.equals("timezone")
          ? "time_zone"
          : lower;
    }

    static String unquote(String value) {
      return value.length() >= 2 && value.startsWith("'") && value.endsWith("'")
          ? value.substring(1, value.length() - 1).replace("''", "'")
          : value;
    }
  }
}
