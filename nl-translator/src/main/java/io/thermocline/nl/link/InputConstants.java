package io.thermocline.nl.link;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The constants of `features.json`: names whose places are the ids of the encoder input, and its
/// limits.
///
/// @param wordLimits the most words of the question, of the previous question, and of the one
///   before
public record InputConstants(
    int version,
    List<String> kinds,
    List<String> types,
    List<String> relations,
    Set<String> stopWords,
    int cls,
    int sep,
    int colon,
    int comma,
    List<Integer> wordLimits,
    int maxTokens,
    int maxActions,
    int maxValueWords) {
  /// Copies the collections.
  public InputConstants {
    kinds = List.copyOf(kinds);
    types = List.copyOf(types);
    relations = List.copyOf(relations);
    stopWords = Set.copyOf(stopWords);
    wordLimits = List.copyOf(wordLimits);
  }

  /// The ids of the relations by name.
  public Map<String, Byte> relationIds() {
    Map<String, Byte> ids = new HashMap<>();
    for (int i = 0; i < relations.size(); i++) {
      ids.put(relations.get(i), (byte) i);
    }
    return ids;
  }
}
