package io.thermocline.server.demo;

/// A stream of pseudo-random draws for one row: splitmix64 from a state that seed, kind of row and
/// its number determine, so that rows can be made in any order. For one thread; [#start] makes it
/// the stream of another row.
final class Draws {
  /// Kinds of rows, each with streams of its own.
  enum Kind {
    CUSTOMER,
    PRODUCT,
    ORDER,
    ITEMS,
    REFUND,
    VIEW,
    DAY
  }

  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private final long seed;
  private long state;

  Draws(long seed) {
    this.seed = seed;
  }

  /// The stream of a row.
  Draws start(Kind kind, long row) {
    state = mix(mix(seed + GAMMA * (kind.ordinal() + 1L)) + GAMMA * (row + 1));
    return this;
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  long bits() {
    state += GAMMA;
    return mix(state);
  }

  /// At least 0, below 1.
  double unit() {
    return (bits() >>> 11) * 0x1.0p-53;
  }

  /// At least 0, below the bound.
  int below(int bound) {
    return (int) ((bits() >>> 32) * bound >>> 32);
  }

  boolean chance(double probability) {
    return unit() < probability;
  }

  /// The index of the interval that a draw falls into, for intervals that end at ascending sums.
  int pick(double[] sums) {
    double draw = unit() * sums[sums.length - 1];
    int index = 0;
    while (index < sums.length - 1 && draw >= sums[index]) {
      index++;
    }
    return index;
  }

  /// Running sums of weights, for [#pick].
  static double[] sums(double... weights) {
    double[] sums = new double[weights.length];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i];
      sums[i] = sum;
    }
    return sums;
  }
}
