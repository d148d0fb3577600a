package io.thermocline.nl;

import io.thermocline.nl.decode.Candidate;
import io.thermocline.nl.link.NumberWords;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.link.Word;
import io.thermocline.nl.sketch.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A span that is a number takes in the words behind it that belong to it: of "2 grand" or "20 %"
/// the model often points to the digits only.
final class NumberSpans {
  private static final Set<String> BEHIND =
      Set.of(
          "hundred", "thousand", "grand", "million", "mio", "mln", "mn", "billion", "bn", "bln",
          "trillion", "lakh", "crore", "percent", "pct", "%");

  /// Only right behind the digits: `5k`, `3m`.
  private static final Set<String> TIGHT = Set.of("k", "m", "mm");

  private final Turns turns;

  NumberSpans(Turns turns) {
    this.turns = turns;
  }

  /// The candidates with such spans made longer.
  List<Candidate> apply(List<Candidate> candidates) {
    return candidates.stream().map(this::apply).toList();
  }

  private Candidate apply(Candidate candidate) {
    List<Action> actions = new ArrayList<>(candidate.actions());
    for (int i = 1; i < actions.size(); i++) {
      if (actions.get(i - 1) instanceof Action.WordNode first
          && actions.get(i) instanceof Action.WordNode last) {
        actions.set(i, new Action.WordNode(last.turn(), end(first, last)));
        i++;
      }
    }
    return new Candidate(actions, candidate.logProbability());
  }

  private int end(Action.WordNode first, Action.WordNode last) {
    List<Word> words = turns.words().get(last.turn());
    int end = last.word();
    while (end + 1 < words.size()
        && goesOn(words.get(end), words.get(end + 1))
        && NumberWords.parse(turns.text(first.turn(), first.word(), end + 1)).isPresent()) {
      end++;
    }
    return end;
  }

  private static boolean goesOn(Word before, Word word) {
    String text = word.text().toLowerCase(Locale.ROOT);
    return BEHIND.contains(text) || TIGHT.contains(text) && before.end() == word.start();
  }
}
