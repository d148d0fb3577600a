package io.thermocline.nl.link;

/// The smallest and the largest number of a column, as its source estimates them.
public record NumberRange(double least, double most) {
  /// The range of both.
  public NumberRange with(NumberRange other) {
    return new NumberRange(Math.min(least, other.least), Math.max(most, other.most));
  }

  /// Whether the numbers look like fractions of 1, so that 20 percent is 0.2.
  public boolean isFraction() {
    return least >= -1 && most <= 1 && least < most;
  }
}
