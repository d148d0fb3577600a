package io.thermocline.nl.model;

import java.util.List;
import java.util.Map;

/// What `model.json` says of a model.
///
/// @param useWeight how much the model's opinion on tables and columns counts in the rank of a
///   sketch
/// @param missedWeight how much a value of the question that a sketch leaves out counts against it
/// @param sha256 the hashes of the other files by name; a file that is not in it is not checked
/// @param calibration from the probability of a sketch to how often it is right, ascending; empty
///   when none was measured
public record ModelCard(
    int version,
    int grammarVersion,
    int grammarSize,
    int relations,
    int width,
    int layers,
    int heads,
    int maxActions,
    double useWeight,
    double missedWeight,
    Map<String, String> sha256,
    List<CalibrationPoint> calibration) {
  /// Copies the collections.
  public ModelCard {
    sha256 = Map.copyOf(sha256);
    calibration = List.copyOf(calibration);
  }

  /// Sketches of this probability are right this often.
  public record CalibrationPoint(double probability, double accuracy) {}

  /// The calibrated confidence of a probability, both between 0 and 1: linear between the points;
  /// without points the probability.
  public double confidence(double probability) {
    if (calibration.isEmpty()) {
      return probability;
    }
    CalibrationPoint below = new CalibrationPoint(0, 0);
    for (CalibrationPoint point : calibration) {
      if (probability <= point.probability()) {
        double width = point.probability() - below.probability();
        double at = width <= 0 ? 1 : (probability - below.probability()) / width;
        return below.accuracy() + at * (point.accuracy() - below.accuracy());
      }
      below = point;
    }
    return below.accuracy();
  }
}
