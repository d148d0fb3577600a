package io.thermocline.nl;

import io.thermocline.nl.link.AnnotatedText;
import io.thermocline.nl.link.Links;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.link.Word;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a question is about that no table, column or value is called: its nouns without a link.
final class MissingWords {
  /// Nouns that ask for something rather than name it.
  private static final Set<String> ASKING =
      Set.of(
          "number",
          "count",
          "total",
          "sum",
          "average",
          "mean",
          "list",
          "share",
          "percentage",
          "kind",
          "data",
          "information",
          "detail",
          "result",
          "question",
          "answer",
          "thing",
          "top");

  private MissingWords() {}

  /// The words as they were written, each once, in order.
  ///
  /// @param used runs of words that are values, numbers or times
  static List<String> of(Turns turns, AnnotatedText annotated, Links links, List<BitSet> used) {
    List<Word> words = turns.words().getFirst();
    List<String> missing = new ArrayList<>();
    for (AnnotatedText.Token token : annotated.tokens()) {
      if (!token.partOfSpeech().startsWith("NN")
          || ASKING.contains(token.lemma().toLowerCase(Locale.ROOT))) {
        continue;
      }
      for (int i = 0; i < words.size(); i++) {
        int place = i;
        boolean found =
            words.get(i).start() == token.start()
                && words.get(i).end() == token.end()
                && !links.isLinked(i)
                && used.stream().noneMatch(run -> run.get(place));
        if (found && !missing.contains(token.text())) {
          missing.add(token.text());
        }
      }
    }
    return missing;
  }

  /// Says that there is nothing about the words.
  static String sentence(List<String> missing) {
    if (missing.isEmpty()) {
      return "The tables hold nothing that answers the question.";
    }
    List<String> quoted = missing.stream().map(word -> "\"" + word + "\"").toList();
    String last = quoted.getLast();
    return "Nothing here is about "
        + (quoted.size() == 1
            ? last
            : String.join(", ", quoted.subList(0, quoted.size() - 1)) + " or " + last)
        + ".";
  }
}
