package io.thermocline.nl.link;

import java.util.BitSet;
import java.util.Map;

/// What the language tools say of the words of a question, by their places.
///
/// @param singulars the singulars of nouns, for plurals that stems do not undo
/// @param content nouns, names and adjectives: the words that may stand for data
public record WordRoles(Map<Integer, String> singulars, BitSet content) {
  /// Nothing is known.
  public static final WordRoles NONE = new WordRoles(Map.of(), new BitSet());

  /// Copies both.
  public WordRoles {
    singulars = Map.copyOf(singulars);
    content = (BitSet) content.clone();
  }
}
