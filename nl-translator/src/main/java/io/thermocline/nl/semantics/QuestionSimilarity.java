package io.thermocline.nl.semantics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How likely two questions of one schema ask for the same thing, by their words: the cosine of
/// weighted words and pairs of neighbours, less a factor for each operation that only one of them
/// asks for. Weights and probabilities are fitted on the training databases; see
/// docs/reference/accuracy.md.
final class QuestionSimilarity {
  private static final double FILLER = 0.15;
  private static final double OPERATION = 1.2;
  private static final double PAIR = 0.3;
  private static final double OTHER_OPERATION = 0.9;

  /// Similarities and the share of pairs of questions with at least about that similarity that have
  /// the same answer.
  private static final double[][] PROBABILITIES = {
    {0.45, 0.0}, {0.6, 0.19}, {0.7, 0.38}, {0.8, 0.57}, {0.9, 0.8}, {0.95, 0.88}, {1, 0.95}
  };

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

  /// How likely questions of a similarity have the same answer.
  static double probability(double similarity) {
    if (similarity <= PROBABILITIES[0][0]) {
      return 0;
    }
    for (int i = 1; i < PROBABILITIES.length; i++) {
      double[] low = PROBABILITIES[i - 1];
      double[] high = PROBABILITIES[i];
      if (similarity <= high[0]) {
        return low[1] + (high[1] - low[1]) * (similarity - low[0]) / (high[0] - low[0]);
      }
    }
    return PROBABILITIES[PROBABILITIES.length - 1][1];
  }
}
