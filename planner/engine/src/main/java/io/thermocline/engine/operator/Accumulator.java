package io.thermocline.engine.operator;

import io.thermocline.spi.batch.Vector;

/// The state of one aggregate call for all groups, in arrays by group. For one thread.
interface Accumulator {
  /// Adds rows: row `i` belongs to group `groups[i]`, or to none when that is negative.
  /// `groupCount` is the number of groups so far.
  void add(int[] groups, Vector[] arguments, int size, int groupCount);

  /// Adds the state of one group of an accumulator of the same call, which may be this one, to a
  /// group here. A group that the other has not seen counts as empty.
  void mergeGroup(Accumulator other, int otherGroup, int group, int groupCount);

  /// Adds the state of another accumulator of the same call: its group `g` is group `mapping[g]`
  /// here, or left out when that is negative.
  default void merge(Accumulator other, int[] mapping, int groupCount) {
    for (int g = 0; g < mapping.length; g++) {
      if (mapping[g] >= 0) {
        mergeGroup(other, g, mapping[g], groupCount);
      }
    }
  }

  /// The results of groups `from` to `to`.
  Vector result(int from, int to);

  /// The bytes that the state holds on to.
  long bytes();

  /// The capacity of an array that has to hold `wanted` elements.
  static int grown(int capacity, int wanted) {
    return Math.max(Math.max(16, wanted), capacity + (capacity >> 1));
  }
}
