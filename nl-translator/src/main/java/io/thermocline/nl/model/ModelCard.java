package io.thermocline.nl.model;

import io.thermocline.nl.decode.Ranking;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What `model.json` says of a model.
///
/// @param rank how finished sketches are ordered
/// @param sha256 the hashes of the other files by name; a file that is not in it is not checked
/// @param confidence how the evidence for a reading becomes a confidence; null when it was not
///   fitted
public record ModelCard(
    int version,
    int grammarVersion,
    int grammarSize,
    int relations,
    int width,
    int layers,
    int heads,
    int maxActions,
    Ranking.Weights rank,
    Map<String, String> sha256,
    @Nullable Confidence confidence) {
  /// Copies the map.
  public ModelCard {
    sha256 = Map.copyOf(sha256);
  }

  /// A logistic regression over named numbers.
  public record Confidence(double bias, Map<String, Double> weights) {
    /// Copies the map.
    public Confidence {
      weights = Map.copyOf(weights);
    }

    /// How often readings with such evidence are right, between 0 and 1.
    ///
    /// @param numbers must have all that have a weight
    public double of(Map<String, Double> numbers) {
      double sum = bias;
      for (Map.Entry<String, Double> weight : weights.entrySet()) {
        sum += weight.getValue() * Objects.requireNonNull(numbers.get(weight.getKey()));
      }
      return 1 / (1 + Math.exp(-sum));
    }
  }
}
