package io.thermocline.nl.time;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Brings the shorthands of dates into the words that the grammar knows: `2024-Q3`, `3Q24`, `Q3
/// '24`, `FQ2`, `W32`, `20240305`, `1990's`, `a fortnight`.
final class TimeSpelling {
  /// Two digits from here on mean the last century.
  private static final int FIRST_OLD_YEAR = 70;

  /// Texts without any of this have no shorthand.
  private static final Pattern SHORT = Pattern.compile("[0-9'’]|\\bf[yq]|fortnight|-|[ap]\\.m");

  private record Rule(Pattern pattern, Function<MatchResult, String> spell) {}

  private static final List<Rule> RULES =
      List.of(
          rule("\\b([0-9]{3}0)['’]?s\\b", m -> m.group(1) + " s"),
          rule("['’]([0-9]0)['’]?s\\b", m -> m.group(1) + " s"),
          rule("\\b([0-9]0)['’]s\\b", m -> m.group(1) + " s"),
          rule("['’]([0-9]{2})\\b", m -> " " + year(m.group(1))),
          rule("['’]s\\b", m -> ""),
          rule("\\b([0-9]{4})[-/ ]?q([1-9])\\b", m -> "q " + m.group(2) + " " + m.group(1)),
          rule("\\b([0-9]{4})[-/ ]?h([1-9])\\b", m -> "h " + m.group(2) + " " + m.group(1)),
          rule(
              "\\b([1-4])(q|h)[-/ ]?([0-9]{4}|[0-9]{2})?\\b",
              m -> m.group(2) + " " + m.group(1) + " " + year(m.group(3))),
          rule(
              "\\b(q|h)([1-4])[-/ ]+([0-9]{4}|[0-9]{2})(?= to | until | through | and |-|$)",
              m -> m.group(1) + " " + m.group(2) + " " + year(m.group(3))),
          rule(
              "\\bq([1-4]) ?fy ?-?([0-9]{4}|[0-9]{2})\\b",
              m -> "fiscal q " + m.group(1) + " " + year(m.group(2))),
          rule(
              "\\bfy ?-?([0-9]{4}|[0-9]{2})[- ]?q([1-4])\\b",
              m -> "fiscal q " + m.group(2) + " " + year(m.group(1))),
          rule("\\bfytd\\b", m -> "fiscal year to date"),
          rule("\\bfqtd\\b", m -> "fiscal quarter to date"),
          rule(
              "\\bfq ?([1-4])(?:[- ]([0-9]{4}|[0-9]{2}))?\\b",
              m -> "fiscal q " + m.group(1) + " " + year(m.group(2))),
          rule("\\bfy[- ]?([0-9]{4}|[0-9]{2})\\b", m -> "fiscal year " + year(m.group(1))),
          rule("\\bfy\\b", m -> "fiscal year"),
          rule("\\b([0-9]{4})-?w([0-9]{1,2})\\b", m -> "week " + m.group(2) + " of " + m.group(1)),
          rule("\\b(?:cw|kw|wk|w) ?([0-9]{1,2})\\b", m -> "week " + m.group(1)),
          rule(
              "\\b((?:19|20)[0-9]{2})(0[1-9]|1[0-2])([0-2][0-9]|3[01])\\b",
              m -> m.group(1) + "-" + m.group(2) + "-" + m.group(3)),
          rule(
              "\\b([0-9]{1,2})([/.])([0-9]{1,2})\\2([0-9]{2})\\b(?![/.0-9])",
              m -> m.group(1) + m.group(2) + m.group(3) + m.group(2) + year(m.group(4))),
          rule(
              "\\b([0-9]{4})/([0-9]{2})\\b(?![/-])",
              m -> isNext(m.group(1), m.group(2)) ? "split year " + year(m.group(2)) : m.group()),
          rule("\\b([0-9]{4})/([0-9]{4})\\b", m -> m.group(1) + " to " + m.group(2)),
          rule("\\b(?:a |one )?fortnight\\b", m -> "2 weeks"),
          rule("\\b(early|mid|late)-", m -> m.group(1) + " "),
          rule("\\b([ap])\\.m\\b\\.?", m -> m.group(1) + "m"));

  private TimeSpelling() {}

  private static Rule rule(String pattern, Function<MatchResult, String> spell) {
    return new Rule(Pattern.compile(pattern), spell);
  }

  /// A year of two digits in full; others stay as they are.
  private static String year(@Nullable String digits) {
    if (digits == null || digits.length() != 2) {
      return digits == null ? "" : digits;
    }
    return (Integer.parseInt(digits) < FIRST_OLD_YEAR ? "20" : "19") + digits;
  }

  private static boolean isNext(String year, String following) {
    return (Integer.parseInt(year) + 1) % 100 == Integer.parseInt(following)
        && Integer.parseInt(following) > 12;
  }

  /// The text in lower case with its shorthands spelled out.
  static String spell(String text) {
    String spelled = text.toLowerCase(Locale.ROOT);
    if (!SHORT.matcher(spelled).find()) {
      return spelled.strip();
    }
    for (Rule rule : RULES) {
      Matcher matcher = rule.pattern().matcher(spelled);
      if (matcher.find()) {
        spelled = matcher.replaceAll(m -> Matcher.quoteReplacement(rule.spell().apply(m)));
      }
    }
    return spelled.strip();
  }
}
