package io.thermocline.engine.kernel;

/// A set of numbers with open addressing, built once.
final class LongSet {
  private final long[] slots;
  private final boolean[] used;
  private final int mask;

  LongSet(long[] values) {
    int capacity = Integer.highestOneBit(Math.max(4, values.length) * 2 - 1) * 2;
    slots = new long[capacity];
    used = new boolean[capacity];
    mask = capacity - 1;
    for (long value : values) {
      int slot = find(value);
      slots[slot] = value;
      used[slot] = true;
    }
  }

  private int find(long value) {
    int slot = (int) Hashes.mix(value) & mask;
    while (used[slot] && slots[slot] != value) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  boolean contains(long value) {
    return used[find(value)];
  }
}
