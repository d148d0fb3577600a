package io.thermocline.server.semantics;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A statement that teaches, as docs/how-to/teach.md describes it.
public sealed interface SemanticStatement {
  /// `DESCRIBE METRIC name AS expression ON table [WHERE condition] [COMMENT 'text']`.
  ///
  /// @param filter empty for none, as `comment`
  record DescribeMetric(
      boolean replace, String name, String expression, String table, String filter, String comment)
      implements SemanticStatement {}

  /// `DESCRIBE SYNONYM 'words' FOR target` or `… FOR 'value' OF table.column`.
  ///
  /// @param target `table`, `table.column` or a metric
  /// @param value empty unless a stored value is meant
  record DescribeSynonym(boolean replace, String words, String target, String value)
      implements SemanticStatement {}

  /// `DESCRIBE TABLE table …` or `DESCRIBE COLUMN table.column [AS 'words'] [COMMENT 'text']`.
  ///
  /// @param displayName empty to leave it, as `comment`
  record DescribeName(String target, boolean column, String displayName, String comment)
      implements SemanticStatement {}

  /// `DROP METRIC name`, `DROP SYNONYM 'words'`, `DROP VERIFIED QUESTION 'text'`.
  record Drop(Thing thing, String name) implements SemanticStatement {}

  /// What can be dropped and shown.
  enum Thing {
    /// Metrics.
    METRIC("select * from system.metrics order by schema_name, metric_name"),
    /// Synonyms.
    SYNONYM("select * from system.synonyms order by schema_name, synonym"),
    /// Verified questions.
    VERIFIED_QUESTION("select * from system.verified_questions order by schema_name, question");

    private final String query;

    Thing(String query) {
      this.query = query;
    }

    /// The query that `SHOW` stands for.
    public String query() {
      return query;
    }
  }

  /// Reads a statement; empty when it is none that teaches.
  ///
  /// @throws ThermoclineException SYNTAX_ERROR when it begins like one but is not complete
  static Optional<SemanticStatement> parse(String text) {
    Matcher describe = Syntax.DESCRIBE.matcher(text);
    if (describe.matches()) {
      boolean replace = describe.group("replace") != null;
      String rest = describe.group("rest");
      return Optional.of(
          switch (describe.group("thing").toLowerCase(Locale.ROOT)) {
            case "metric" -> Syntax.metric(replace, rest);
            case "synonym" -> Syntax.synonym(replace, rest);
            case "table" -> Syntax.name(rest, false);
            default -> Syntax.name(rest, true);
          });
    }
    Matcher drop = Syntax.DROP.matcher(text);
    if (drop.matches()) {
      String name = drop.group("name");
      return Optional.of(
          new Drop(
              Syntax.thing(drop.group("thing")),
              name.startsWith("'") ? Syntax.unquote(name) : Syntax.identifier(name)));
    }
    return Optional.empty();
  }

  /// What `SHOW METRICS`, `SHOW SYNONYMS` and `SHOW VERIFIED QUESTIONS` ask for.
  static Optional<Thing> parseShow(String text) {
    Matcher show = Syntax.SHOW.matcher(text);
    return show.matches() ? Optional.of(Syntax.thing(show.group(1))) : Optional.empty();
  }

  /// The grammar.
  final class Syntax {
    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
    private static final String NAME = "(?:\\w+|\"(?:[^\"]|\"\")+\")";
    private static final String QUOTED = "'(?:[^']|'')*'";
    private static final Pattern DESCRIBE =
        Pattern.compile(
            "describe\\s+(?<replace>or\\s+replace\\s+)?(?<thing>metric|synonym|table|column)\\s+(?<rest>\\S.*)",
            FLAGS);
    private static final Pattern DROP =
        Pattern.compile(
            "drop\\s+(?<thing>metric|synonym|verified\\s+question)\\s+(?<name>"
                + NAME
                + "|"
                + QUOTED
                + ")",
            FLAGS);
    private static final Pattern SHOW =
        Pattern.compile("show\\s+(metrics|synonyms|verified\\s+questions)", FLAGS);
    private static final Pattern METRIC = Pattern.compile("(" + NAME + ")\\s+as\\s+(\\S.*)", FLAGS);
    private static final Pattern TABLE =
        Pattern.compile("(" + NAME + "(?:\\s*\\.\\s*" + NAME + ")?)", FLAGS);
    private static final Pattern SYNONYM =
        Pattern.compile(
            "(?<words>"
                + QUOTED
                + ")\\s+for\\s+(?:(?<value>"
                + QUOTED
                + ")\\s+of\\s+|(?:table|column|metric)\\s+)?"
                + "(?<target>"
                + NAME
                + "(?:\\s*\\.\\s*"
                + NAME
                + ")*)",
            FLAGS);
    private static final Pattern NAMED =
        Pattern.compile(
            "(?<target>"
                + NAME
                + "(?:\\s*\\.\\s*"
                + NAME
                + ")*)(?:\\s+as\\s+(?<words>"
                + QUOTED
                + "))?(?:\\s+comment\\s+(?<comment>"
                + QUOTED
                + "))?",
            FLAGS);

    private Syntax() {}

    private static DescribeMetric metric(boolean replace, String rest) {
      String form =
          "DESCRIBE METRIC name AS expression ON table [WHERE condition] [COMMENT 'text']";
      Matcher matcher = METRIC.matcher(rest);
      if (!matcher.matches()) {
        throw wrong(form);
      }
      String body = matcher.group(2);
      int comment = find(body, "comment", 0);
      String text = comment < 0 ? "" : body.substring(comment + 7).strip();
      if (comment >= 0) {
        if (!text.matches("(?s)" + QUOTED)) {
          throw wrong(form);
        }
        text = unquote(text);
        body = body.substring(0, comment);
      }
      int on = find(body, "on", 0);
      if (on <= 0) {
        throw wrong(form);
      }
      int where = find(body, "where", on);
      String filter = where < 0 ? "" : body.substring(where + 5).strip();
      String table = body.substring(on + 2, where < 0 ? body.length() : where).strip();
      if (!TABLE.matcher(table).matches() || where >= 0 && filter.isEmpty()) {
        throw wrong(form);
      }
      return new DescribeMetric(
          replace,
          identifier(matcher.group(1)),
          body.substring(0, on).strip(),
          path(table),
          filter,
          text);
    }

    /// Where a word stands outside of quotes and parentheses, or -1.
    private static int find(String text, String word, int from) {
      int depth = 0;
      char quote = 0;
      for (int i = from; i < text.length(); i++) {
        char c = text.charAt(i);
        if (quote != 0) {
          quote = c == quote ? 0 : quote;
        } else if (c == '\'' || c == '"') {
          quote = c;
        } else if (c == '(') {
          depth++;
        } else if (c == ')') {
          depth--;
        } else if (depth == 0
            && text.regionMatches(true, i, word, 0, word.length())
            && !isPart(text, i - 1)
            && !isPart(text, i + word.length())) {
          return i;
        }
      }
      return -1;
    }

    private static boolean isPart(String text, int place) {
      return place >= 0
          && place < text.length()
          && (Character.isLetterOrDigit(text.charAt(place)) || text.charAt(place) == '_');
    }

    private static DescribeSynonym synonym(boolean replace, String rest) {
      Matcher matcher = SYNONYM.matcher(rest);
      if (!matcher.matches() || unquote(matcher.group("words")).isBlank()) {
        throw wrong(
            "DESCRIBE SYNONYM 'words' FOR table, table.column or metric, or DESCRIBE SYNONYM 'words' FOR 'value' OF table.column");
      }
      String value = matcher.group("value");
      return new DescribeSynonym(
          replace,
          unquote(matcher.group("words")).strip(),
          path(matcher.group("target")),
          value == null ? "" : unquote(value));
    }

    private static DescribeName name(String rest, boolean column) {
      Matcher matcher = NAMED.matcher(rest);
      if (!matcher.matches()
          || matcher.group("words") == null && matcher.group("comment") == null) {
        throw wrong(
            (column ? "DESCRIBE COLUMN table.column" : "DESCRIBE TABLE table")
                + " [AS 'words'] [COMMENT 'text'], with at least one of them");
      }
      return new DescribeName(
          path(matcher.group("target")),
          column,
          matcher.group("words") == null ? "" : unquote(matcher.group("words")).strip(),
          matcher.group("comment") == null ? "" : unquote(matcher.group("comment")));
    }

    private static Thing thing(String words) {
      String lower = words.toLowerCase(Locale.ROOT);
      return lower.startsWith("metric")
          ? Thing.METRIC
          : lower.startsWith("synonym") ? Thing.SYNONYM : Thing.VERIFIED_QUESTION;
    }

    private static String path(String text) {
      Matcher names = Pattern.compile(NAME).matcher(text);
      StringBuilder path = new StringBuilder();
      while (names.find()) {
        path.append(path.isEmpty() ? "" : ".").append(identifier(names.group()));
      }
      return path.toString();
    }

    private static String identifier(String name) {
      return name.startsWith("\"")
          ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
          : name.toLowerCase(Locale.ROOT);
    }

    private static String unquote(String text) {
      return text.substring(1, text.length() - 1).replace("''", "'");
    }

    private static ThermoclineException wrong(String form) {
      return new ThermoclineException(ErrorCode.SYNTAX_ERROR, "write " + form);
    }
  }
}
