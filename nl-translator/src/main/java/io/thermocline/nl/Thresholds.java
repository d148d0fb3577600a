package io.thermocline.nl;

/// When a reading is good enough.
///
/// @param answer from this confidence on a question is answered
/// @param refuse below this confidence it is refused; in between it is ambiguous
public record Thresholds(double answer, double refuse) {
  /// Answers from 0.3, refuses below 0.08.
  public static final Thresholds DEFAULT = new Thresholds(0.3, 0.08);

  /// Checks the bounds.
  public Thresholds {
    if (!(answer >= 0 && answer <= 1 && refuse >= 0 && refuse <= answer)) {
      throw new IllegalArgumentException("thresholds " + answer + " and " + refuse);
    }
  }
}
