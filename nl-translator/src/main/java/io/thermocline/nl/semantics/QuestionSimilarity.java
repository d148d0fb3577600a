package io.thermocline.nl.semantics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How alike two questions of one schema are, by their words: the cosine of weighted words and
/// pairs of neighbours, less a factor for each telling operation that only one of them asks for;
/// and how likely they have the same answer, from that and from what the model makes of them.
/// Fitted on databases that the model was not trained on; see docs/reference/accuracy.md.
final class QuestionSimilarity {
  private static final double FILLER = 0.15;
  private static final double OPERATION = 1.2;
  private static final double PAIR = 0.3;
  private static final double OTHER_OPERATION = 0.75;

  /// Nothing but the same question is more likely.
  private static final double HIGHEST = 0.96;

  private static final double BIAS = -23.5;
  private static final double MEANING_WEIGHT = 21.0;
  private static final double WORDS_WEIGHT = 4.6;

  private final Map<String, Double> weights = new HashMap<>();
  private final Set<String> operations;
  private final double norm;

  /// A question to compare others with, by its canonical words without values.
  QuestionSimilarity(List<String> canonical) {
    this.operations = QuestionWords.operations(canonical);
    double sum = 0;
    for (int i = 0; i < canonical.size(); i++) {
      weights.put(canonical.get(i), weight(canonical.get(i)));
      if (i > 0) {
        weights.put(
            canonical.get(i - 1) + ' ' + canonical.get(i),
            PAIR * Math.min(weight(canonical.get(i - 1)), weight(canonical.get(i))));
      }
    }
    for (double weight : weights.values()) {
      sum += weight * weight;
    }
    this.norm = Math.sqrt(sum);
  }

  private static double weight(String word) {
    return QuestionWords.isOperation(word) ? OPERATION : QuestionWords.isFiller(word) ? FILLER : 1;
  }

  /// Between 0 and 1.
  double to(QuestionSimilarity other) {
    double product = 0;
    for (Map.Entry<String, Double> entry : weights.entrySet()) {
      product += entry.getValue() * other.weights.getOrDefault(entry.getKey(), 0.0);
    }
    if (product == 0) {
      return 0;
    }
    Set<String> differing = new HashSet<>(operations);
    differing.addAll(other.operations);
    differing.removeIf(o -> operations.contains(o) && other.operations.contains(o));
    return product / (norm * other.norm) * Math.pow(OTHER_OPERATION, differing.size());
  }

  /// How likely two questions have the same answer.
  ///
  /// @param words how alike their words are, as [#to] says
  /// @param meaning the dot product of their vectors
  static double probability(double words, double meaning) {
    double logit = BIAS + MEANING_WEIGHT * meaning + WORDS_WEIGHT * words;
    return Math.min(HIGHEST, 1 / (1 + Math.exp(-logit)));
  }

  /// The dot product.
  static double meaning(float[] one, float[] other) {
    double product = 0;
    for (int i = 0; i < one.length; i++) {
      product += one[i] * other[i];
    }
    return product;
  }
}
