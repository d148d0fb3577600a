package io.thermocline.nl.link;

import java.util.function.Consumer;

/// The words that may have been meant by a misspelt one: one letter taken out, put in, replaced, or
/// swapped with its neighbour.
final class Misspellings {
  private Misspellings() {}

  /// Calls back with about 55 candidates for each letter of the word, some of them twice.
  static void each(String word, Consumer<String> candidates) {
    StringBuilder text = new StringBuilder(word);
    for (int i = 0; i < word.length(); i++) {
      char own = word.charAt(i);
      text.deleteCharAt(i);
      candidates.accept(text.toString());
      text.insert(i, own);
      for (char c = 'a'; c <= 'z'; c++) {
        if (c != own) {
          text.setCharAt(i, c);
          candidates.accept(text.toString());
        }
      }
      text.setCharAt(i, own);
      if (i > 0 && own != word.charAt(i - 1)) {
        text.setCharAt(i, word.charAt(i - 1));
        text.setCharAt(i - 1, own);
        candidates.accept(text.toString());
        text.setCharAt(i - 1, word.charAt(i - 1));
        text.setCharAt(i, own);
      }
    }
    for (int i = 0; i <= word.length(); i++) {
      for (char c = 'a'; c <= 'z'; c++) {
        text.insert(i, c);
        candidates.accept(text.toString());
        text.deleteCharAt(i);
      }
    }
  }
}
