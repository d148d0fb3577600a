package io.thermocline.nl;

import io.thermocline.nl.link.Word;
import io.thermocline.nl.link.Words;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The parameters of a question: which of its `?` they are, and the question with a likely value in
/// the place of each.
///
/// @param question as it was asked, without the marks that end its sentence
/// @param text the question to be read by the model; it has the same words in the same places but
///   for the parameters
/// @param numbers from the place of the parameter's word to its number
record Parameters(String question, String text, Map<Integer, Integer> numbers) {
  private static final Set<String> CLOSING = Set.of(".", "?", "!", "…", ";");
  private static final Set<String> EXPECTING =
      Set.of(
          "than",
          "is",
          "are",
          "was",
          "equals",
          "equal",
          "to",
          "in",
          "from",
          "of",
          "by",
          "over",
          "above",
          "under",
          "below",
          "after",
          "before",
          "since",
          "least",
          "most",
          "named",
          "called",
          "like",
          "with",
          "and",
          "between",
          "during",
          "at",
          "for",
          "contains",
          "containing",
          "until",
          "=",
          "<",
          ">");
  private static final String NUMBER = "7";
  private static final String TEXT = "abc";
  private static final String YEAR = "2020";

  /// Copies the map.
  Parameters {
    numbers = Map.copyOf(numbers);
  }

  static Parameters find(String question, List<@Nullable DataType> types) {
    List<Word> words = Words.split(question);
    Map<Integer, Integer> numbers = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder();
    int copied = 0;
    for (int i = 0; i < words.size(); i++) {
      Word word = words.get(i);
      boolean declared = numbers.size() < types.size() && word.text().equals("?");
      if (!declared && !isParameter(question, words, i)) {
        continue;
      }
      DataType type = numbers.size() < types.size() ? types.get(numbers.size()) : null;
      numbers.put(i, numbers.size());
      text.append(question, copied, word.start());
      boolean tight =
          word.start() > 0 && Character.isLetterOrDigit(question.charAt(word.start() - 1));
      boolean tightAfter =
          word.end() < question.length() && Character.isLetterOrDigit(question.charAt(word.end()));
      text.append(tight ? " " : "").append(likely(type)).append(tightAfter ? " " : "");
      copied = word.end();
    }
    int end = end(question, words, numbers.keySet());
    text.append(question.substring(copied, end));
    return new Parameters(question.substring(0, end), text.toString(), numbers);
  }

  /// Where the marks begin that end the sentence: those that touch what they end, and any `?` that
  /// is no parameter. In "names that end with !" the mark is what is asked for, and the last point
  /// of "U.S." belongs to the name.
  private static int end(String question, List<Word> words, Set<Integer> parameters) {
    int kept = words.size();
    while (kept > 1 && CLOSING.contains(words.get(kept - 1).text())) {
      Word mark = words.get(kept - 1);
      boolean touches = words.get(kept - 2).end() == mark.start();
      if (parameters.contains(kept - 1)
          || !touches && !mark.text().equals("?")
          || endsAbbreviation(words, kept - 1)) {
        break;
      }
      kept--;
    }
    return kept == words.size() ? question.length() : words.get(kept - 1).end();
  }

  /// Whether a word is a point behind a letter behind a point.
  private static boolean endsAbbreviation(List<Word> words, int index) {
    return index > 2
        && words.get(index).text().equals(".")
        && words.get(index - 1).text().matches("\\p{L}")
        && words.get(index - 2).text().equals(".")
        && words.get(index - 2).end() == words.get(index - 1).start();
  }

  private static boolean isParameter(String question, List<Word> words, int index) {
    Word word = words.get(index);
    if (!word.text().equals("?")) {
      return false;
    }
    boolean rest =
        words.subList(index + 1, words.size()).stream()
            .anyMatch(later -> Words.isWordLike(later.text()) || later.text().equals("?"));
    boolean spaced = index > 0 && Character.isWhitespace(question.charAt(word.start() - 1));
    if (index == 0) {
      return rest;
    }
    String before = words.get(index - 1).text().toLowerCase(Locale.ROOT);
    boolean expected = spaced && EXPECTING.contains(before);
    return expected || rest && spaced && !before.equals("?");
  }

  private static String likely(@Nullable DataType type) {
    if (type == null || type.isNumeric()) {
      return NUMBER;
    }
    return type.isTemporal() ? YEAR : type == ScalarType.TEXT ? TEXT : NUMBER;
  }
}
