package io.thermocline.nl.semantics;

import io.thermocline.nl.link.Word;
import io.thermocline.nl.link.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The words of questions for comparison: stems, and one symbol for words that ask for the same
/// operation, such as `most` and `highest`.
final class QuestionWords {
  /// Words that say little about what is asked.
  private static final Set<String> FILLERS =
      stems(
          "a an the of for to in on at is are was were do does did what which who whose how many much all each every "
              + "list show give me find return tell please us that have has there and with by from their its it be i you "
              + "can could");

  private static final Set<String> TELLING =
      Set.of("#average", "#max", "#min", "#not", "#more", "#less", "#or");

  private static final Map<String, String> OPERATIONS = new HashMap<>();

  static {
    operation(
        "#max", "most highest maximum max largest greatest biggest top longest oldest latest best");
    operation(
        "#min", "least fewest lowest minimum min smallest shortest youngest earliest cheapest");
    operation("#count", "number count");
    operation("#average", "average mean avg");
    operation("#sum", "total sum");
    operation(
        "#not",
        "not no without never none neither nor except excluding exclude nt didn doesn don isn aren wasn weren hasn "
            + "haven hadn won cannot");
    operation("#or", "or either");
    operation("#both", "both");
    operation("#ascending", "ascending alphabetical alphabetically increasing");
    operation("#descending", "descending decreasing reverse");
    operation(
        "#more",
        "more greater above over larger exceed exceeding higher bigger longer after later older");
    operation("#less", "fewer less below under smaller lower before earlier shorter younger");
    operation("#different", "different distinct unique");
    operation("#each", "each per every");
  }

  private QuestionWords() {}

  private static void operation(String symbol, String words) {
    stems(words).forEach(stem -> OPERATIONS.putIfAbsent(stem, symbol));
  }

  private static Set<String> stems(String words) {
    return List.of(words.split(" ")).stream().map(Words::stem).collect(Collectors.toSet());
  }

  static boolean isFiller(String stem) {
    return FILLERS.contains(stem);
  }

  static boolean isOperation(String word) {
    return word.startsWith("#");
  }

  /// The words that begin with a letter or digit.
  static List<Word> wordLike(String text) {
    return Words.split(text).stream().filter(word -> Words.isWordLike(word.text())).toList();
  }

  /// The text without case, punctuation and plural endings: equal for what counts as the same
  /// question.
  static String key(String text) {
    return wordLike(Words.fold(text)).stream()
        .map(word -> Words.stem(word.text()))
        .collect(Collectors.joining(" "));
  }

  /// Stems with operations as symbols, in order, without those of some words.
  ///
  /// @param left out positions among the words of [#wordLike]
  static List<String> canonical(List<Word> words, Set<Integer> leftOut) {
    List<String> stems = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      if (!leftOut.contains(i)) {
        stems.add(Words.stem(words.get(i).text().toLowerCase(Locale.ROOT)));
      }
    }
    List<String> found = new ArrayList<>();
    for (int i = 0; i < stems.size(); i++) {
      boolean many =
          i + 1 < stems.size()
              && (stems.get(i + 1).equals("many") || stems.get(i + 1).equals("much"));
      if (stems.get(i).equals("how") && many) {
        found.add("#count");
        i++;
        continue;
      }
      String word = OPERATIONS.getOrDefault(stems.get(i), stems.get(i));
      if (word.equals("#count") && !found.isEmpty() && found.getLast().equals("#sum")) {
        found.removeLast();
      }
      found.add(word);
    }
    return found;
  }

  /// The operations among canonical words of which a difference is one of meaning; the others come
  /// and go between wordings.
  static Set<String> operations(List<String> canonical) {
    Set<String> found = new HashSet<>(canonical);
    found.retainAll(TELLING);
    return found;
  }
}
