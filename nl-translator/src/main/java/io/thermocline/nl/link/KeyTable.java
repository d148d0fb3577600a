package io.thermocline.nl.link;

import java.util.Arrays;
import java.util.function.IntConsumer;

/// From the hashes of keys to numbers: sorted pairs in one array, eight bytes each. Two keys may
/// share a hash, so what is found has to be compared. Immutable.
public final class KeyTable {
  /// No keys.
  public static final KeyTable EMPTY = new KeyTable(new long[0]);

  private final long[] pairs;

  private KeyTable(long[] pairs) {
    this.pairs = pairs;
  }

  /// The hash of a text. `salt` keeps kinds of keys apart.
  public static int hash(String text, int salt) {
    int hash = text.hashCode() + salt * 0x9E3779B9;
    hash ^= hash >>> 16;
    hash *= 0x85EBCA6B;
    return hash ^ hash >>> 13;
  }

  /// Calls back with the numbers of a hash, ascending, each once.
  public void each(int hash, IntConsumer found) {
    for (int i = first(hash); i < pairs.length && (int) (pairs[i] >> 32) == hash; i++) {
      found.accept((int) pairs[i]);
    }
  }

  /// The numbers of a hash, ascending, each once.
  int[] find(int hash) {
    int first = first(hash);
    int end = first;
    while (end < pairs.length && (int) (pairs[end] >> 32) == hash) {
      end++;
    }
    int[] found = new int[end - first];
    for (int i = 0; i < found.length; i++) {
      found[i] = (int) pairs[first + i];
    }
    return found;
  }

  boolean contains(int hash) {
    int first = first(hash);
    return first < pairs.length && (int) (pairs[first] >> 32) == hash;
  }

  private int first(int hash) {
    int place = Arrays.binarySearch(pairs, (long) hash << 32);
    return place < 0 ? -place - 1 : place;
  }

  /// Calls back with each hash once.
  void eachHash(IntConsumer found) {
    for (int i = 0; i < pairs.length; i++) {
      if (i == 0 || pairs[i] >> 32 != pairs[i - 1] >> 32) {
        found.accept((int) (pairs[i] >> 32));
      }
    }
  }

  /// About how many bytes it takes.
  public long retainedBytes() {
    return 32 + 8L * pairs.length;
  }

  /// A table in the making.
  public static final class Builder {
    private long[] pairs = new long[64];
    private int count;

    /// Adds a number, from 0, under a hash.
    public void add(int hash, int number) {
      if (count == pairs.length) {
        pairs = Arrays.copyOf(pairs, count * 2);
      }
      pairs[count++] = (long) hash << 32 | number;
    }

    /// The finished table; each pair is kept once.
    public KeyTable build() {
      Arrays.sort(pairs, 0, count);
      int kept = 0;
      for (int i = 0; i < count; i++) {
        if (i == 0 || pairs[i] != pairs[i - 1]) {
          pairs[kept++] = pairs[i];
        }
      }
      return kept == 0 ? EMPTY : new KeyTable(Arrays.copyOf(pairs, kept));
    }
  }
}
