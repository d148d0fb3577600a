package io.thermocline.engine.operator;

import io.thermocline.spi.batch.Vector;

/// The state of one aggregate call for all groups, in arrays by group. For one thread.
interface Accumulator {
  /// Adds rows: row `i` belongs to group `groups[i]`, or to none when that is negative. `groupCount` is the number of groups so far.
  void add(int[] groups, Vector[] arguments, int size, int groupCount);

  /// Adds the state of another accumulator of the same call: its group `g` is group `mapping[g]` here.
  void merge(Accumulator other, int[] mapping, int groupCount);

  /// The results of groups `from` to `to`.
  Vector result(int from, int to);

  /// The bytes that the state holds on to.
  long bytes();

  /// The capacity of an array that has to hold `wanted` elements.
  static int grown(int capacity, int wanted) {
    return Math.max(Math.max(16, wanted), capacity + (capacity >> 1));
  }
}
