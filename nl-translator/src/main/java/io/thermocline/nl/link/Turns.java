package io.thermocline.nl.link;

import java.util.ArrayList;
import java.util.List;

/// The question (turn 0) and the previous questions, most recent first, with the words that are
/// used of each.
public record Turns(List<String> texts, List<List<Word>> words) {
  /// Copies the lists.
  public Turns {
    texts = List.copyOf(texts);
    words = words.stream().map(List::copyOf).toList();
  }

  /// Splits texts and cuts each to its limit; texts beyond the limits are left out.
  public static Turns of(List<String> texts, List<Integer> wordLimits) {
    List<String> used = texts.subList(0, Math.min(texts.size(), wordLimits.size()));
    List<List<Word>> words = new ArrayList<>();
    for (int turn = 0; turn < used.size(); turn++) {
      List<Word> all = Words.split(used.get(turn));
      words.add(all.subList(0, Math.min(all.size(), wordLimits.get(turn))));
    }
    return new Turns(used, words);
  }

  /// The text from the start of word `first` to the end of word `last` of a turn.
  public String text(int turn, int first, int last) {
    List<Word> found = words.get(turn);
    return texts.get(turn).substring(found.get(first).start(), found.get(last).end());
  }

  /// The number of words in all turns.
  public int wordCount() {
    return words.stream().mapToInt(List::size).sum();
  }
}
