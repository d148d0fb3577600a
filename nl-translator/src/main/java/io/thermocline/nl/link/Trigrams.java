package io.thermocline.nl.link;

import java.util.Arrays;

/// The set of trigrams of a normalised text, padded with two spaces before and one after.
public final class Trigrams {
  private final long[] sorted;

  private Trigrams(long[] sorted) {
    this.sorted = sorted;
  }

  /// The trigrams of a text.
  public static Trigrams of(String text) {
    int[] points = ("  " + Words.normalise(text) + " ").codePoints().toArray();
    long[] grams = new long[points.length - 2];
    for (int i = 0; i < grams.length; i++) {
      grams[i] = (long) points[i] << 42 | (long) points[i + 1] << 21 | points[i + 2];
    }
    Arrays.sort(grams);
    int count = 0;
    for (int i = 0; i < grams.length; i++) {
      if (i == 0 || grams[i] != grams[i - 1]) {
        grams[count++] = grams[i];
      }
    }
    return new Trigrams(Arrays.copyOf(grams, count));
  }

  /// How many there are.
  public int size() {
    return sorted.length;
  }

  /// The trigram at a place in ascending order, three code points of 21 bits.
  public long at(int index) {
    return sorted[index];
  }

  /// Twice the common trigrams over all trigrams: 1 for equal texts, 0 for nothing in common.
  public double similarity(Trigrams other) {
    int common = 0;
    for (int i = 0, j = 0; i < sorted.length && j < other.sorted.length; ) {
      int order = Long.compare(sorted[i], other.sorted[j]);
      if (order == 0) {
        common++;
      }
      if (order <= 0) {
        i++;
      }
      if (order >= 0) {
        j++;
      }
    }
    return 2.0 * common / (sorted.length + other.sorted.length);
  }
}
