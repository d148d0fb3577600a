package io.thermocline.nl.semantics;

import io.thermocline.nl.link.NumberWords;
import io.thermocline.nl.link.Word;
import io.thermocline.nl.link.Words;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The values that stand in a verified statement, and where the question says them.
final class StatementLiterals {
  private static final Pattern SPAN =
      Pattern.compile("«(?<text>(?:[^»]|»»)*)»(?!»)(?::(?<first>[0-9]+)(?![0-9.]))?");

  /// Quoted identifiers come first, so that their insides are no literals.
  private static final Pattern SQL =
      Pattern.compile(
          "\"(?:[^\"]|\"\")*\"|'(?<text>(?:[^']|'')*)'|(?<![\\w.$])(?<number>[0-9]+(?:\\.[0-9]+)?)(?![\\w.])");

  private StatementLiterals() {}

  /// A literal.
  ///
  /// @param start its place in the statement, `end` exclusive
  /// @param text what it means: without quotes and the `%` of LIKE
  /// @param pattern how to write another one, `?` in the place of the text
  /// @param first the place of its first word among the question's words, `last` included
  record Literal(int start, int end, String text, String pattern, int first, int last) {}

  /// The literals that a question says, in the statement's order.
  ///
  /// @param words the question's words that begin with a letter or digit
  static List<Literal> of(VerifiedQuestion question, List<Word> words) {
    return switch (question.form()) {
      case SKETCH -> spans(question, words);
      case SQL -> sql(question.statement(), words);
    };
  }

  private static List<Literal> spans(VerifiedQuestion question, List<Word> words) {
    List<Word> all = Words.split(question.question());
    List<Literal> found = new ArrayList<>();
    Matcher matcher = SPAN.matcher(question.statement());
    while (matcher.find()) {
      if (matcher.group("first") == null) {
        continue;
      }
      String text = matcher.group("text").replace("»»", "»");
      int first = Integer.parseInt(matcher.group("first"));
      int last = first + Words.split(text).size() - 1;
      if (last >= all.size()) {
        continue;
      }
      int from = place(words, all.get(first), true);
      int to = place(words, all.get(last), false);
      if (from <= to) {
        found.add(new Literal(matcher.start(), matcher.end(), text, "«?»", from, to));
      }
    }
    return found;
  }

  /// The place of the first word not before another, or of the last one not behind it.
  private static int place(List<Word> words, Word wanted, boolean first) {
    int place = first ? words.size() : -1;
    for (int i = 0; i < words.size(); i++) {
      if (first && words.get(i).start() >= wanted.start()) {
        return i;
      }
      if (!first && words.get(i).end() <= wanted.end()) {
        place = i;
      }
    }
    return place;
  }

  private static List<Literal> sql(String sql, List<Word> words) {
    List<Literal> found = new ArrayList<>();
    Matcher matcher = SQL.matcher(sql);
    while (matcher.find()) {
      String number = matcher.group("number");
      String quoted = matcher.group("text");
      if (number != null) {
        numberPlace(words, new BigDecimal(number))
            .ifPresent(place ->
                found.add(new Literal(matcher.start(), matcher.end(), number, "?", place, place)));
      } else if (quoted != null) {
        String whole = quoted.replace("''", "'");
        String text = whole.replaceAll("^%|%$", "");
        String pattern =
            "'" + (whole.startsWith("%") ? "%" : "") + "?" + (whole.endsWith("%") ? "%" : "") + "'";
        textPlace(words, text)
            .ifPresent(place ->
                found.add(
                    new Literal(
                        matcher.start(), matcher.end(), text, pattern, place[0], place[1])));
      }
    }
    return found;
  }

  /// Where a number stands, in digits or in words.
  static Optional<Integer> numberPlace(List<Word> words, BigDecimal number) {
    for (int i = 0; i < words.size(); i++) {
      boolean same =
          NumberWords.parse(words.get(i).text()).map(n -> n.compareTo(number) == 0).orElse(false);
      if (same) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /// Where words with the same stems stand in a row, or empty.
  static Optional<int[]> textPlace(List<Word> words, String text) {
    List<String> wanted = stems(QuestionWords.wordLike(text));
    List<String> stems = stems(words);
    for (int i = 0; !wanted.isEmpty() && i + wanted.size() <= stems.size(); i++) {
      if (stems.subList(i, i + wanted.size()).equals(wanted)) {
        return Optional.of(new int[] {i, i + wanted.size() - 1});
      }
    }
    return Optional.empty();
  }

  static List<String> stems(List<Word> words) {
    return words.stream().map(word -> Words.stem(Words.fold(word.text()))).toList();
  }
}
