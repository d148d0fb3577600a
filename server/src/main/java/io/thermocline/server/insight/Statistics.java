package io.thermocline.server.insight;

import java.util.Arrays;

/// Robust statistics over few values.
final class Statistics {
  /// Scales the median absolute deviation to the standard deviation of a normal distribution.
  private static final double MAD_TO_SIGMA = 0.6745;

  private Statistics() {}

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /// Each value's distance from the median in robust standard deviations (Iglewicz and Hoaglin);
  /// all 0 when more than half of the values are equal.
  static double[] robustScores(double[] values) {
    double median = median(values);
    double[] distances = Arrays.stream(values).map(v -> Math.abs(v - median)).toArray();
    double deviation = median(distances);
    return Arrays.stream(values)
        .map(v -> deviation == 0 ? 0 : MAD_TO_SIGMA * (v - median) / deviation)
        .toArray();
  }

  /// The normal score of the Mann–Kendall test for a monotonic trend, ties corrected, with
  /// continuity correction; positive for a rise.
  static double mannKendall(double[] values) {
    int n = values.length;
    long s = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        s += (long) Math.signum(values[j] - values[i]);
      }
    }
    double variance = n * (n - 1.0) * (2.0 * n + 5);
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    for (int from = 0; from < n; ) {
      int to = from;
      while (to < n && sorted[to] == sorted[from]) {
        to++;
      }
      double ties = to - from;
      variance -= ties * (ties - 1) * (2 * ties + 5);
      from = to;
    }
    variance /= 18;
    return s == 0 || variance <= 0 ? 0 : (s - Math.signum(s)) / Math.sqrt(variance);
  }

  /// The median of the slopes between all pairs (Theil and Sen), for each step from one value to
  /// the next.
  static double medianSlope(double[] values) {
    int n = values.length;
    double[] slopes = new double[n * (n - 1) / 2];
    int count = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        slopes[count++] = (values[j] - values[i]) / (j - i);
      }
    }
    return median(slopes);
  }
}
