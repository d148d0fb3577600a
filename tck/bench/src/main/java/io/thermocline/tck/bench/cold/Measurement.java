package io.thermocline.tck.bench.cold;

import java.util.Arrays;

/// What a query took in both engines, at one number of threads: medians.
///
/// @param ourCpuMillis processor time of the whole process, garbage collection included
/// @param theirCpuMillis the same while the other engine ran
record Measurement(
    String query,
    int threads,
    double ourCpuMillis,
    double theirCpuMillis,
    double ourWallMillis,
    double theirWallMillis) {
  /// Our processor time over theirs.
  double cpuRatio() {
    return ourCpuMillis / theirCpuMillis;
  }

  /// Our elapsed time over theirs.
  double wallRatio() {
    return ourWallMillis / theirWallMillis;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
