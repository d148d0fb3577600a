package io.thermocline.adapter.parquet.decode;

import java.util.Arrays;

/// The RLE / bit-packing hybrid of dictionary codes, levels and booleans (Parquet format,
/// "Encodings").
final class HybridDecoder {
  private final byte[] data;
  private final int end;
  private final int bitWidth;
  private final long mask;
  private int position;
  private int runLeft;
  private boolean repeated;
  private int repeatedValue;
  private int packedBase;
  private int packedIndex;

  /// Reads `data[from .. end)`, which [Little#SLACK] bytes follow.
  HybridDecoder(byte[] data, int from, int end, int bitWidth) {
    if (bitWidth < 0 || bitWidth > 32) {
      throw new IllegalStateException("bit width " + bitWidth);
    }
    if (from > end || end > data.length - 8) {
      throw new IllegalStateException("run data end at " + end + " of " + data.length);
    }
    this.data = data;
    this.position = from;
    this.end = end;
    this.bitWidth = bitWidth;
    this.mask = (1L << bitWidth) - 1;
  }

  private void nextRun() {
    long header = 0;
    int shift = 0;
    int b;
    do {
      if (position >= end || shift > 28) {
        throw new IllegalStateException("runs end before the values do");
      }
      b = data[position++];
      header |= (b & 0x7fL) << shift;
      shift += 7;
    } while (b < 0);
    repeated = (header & 1) == 0;
    if (repeated) {
      runLeft = (int) (header >>> 1);
      int bytes = (bitWidth + 7) >>> 3;
      if (bytes > end - position) {
        throw new IllegalStateException("runs end before the values do");
      }
      repeatedValue = 0;
      for (int i = 0; i < bytes; i++) {
        repeatedValue |= (data[position++] & 0xff) << (8 * i);
      }
    } else {
      long groups = header >>> 1;
      packedBase = position;
      packedIndex = 0;
      long values = groups * 8;
      long bytes = groups * bitWidth;
      if (bytes > end - position) {
        // The last run of a page may be cut off behind its last value.
        values = bitWidth == 0 ? values : (end - position) * 8L / bitWidth;
        bytes = end - position;
      }
      position += (int) bytes;
      runLeft = (int) Math.min(values, Integer.MAX_VALUE);
    }
    if (runLeft <= 0) {
      throw new IllegalStateException("an empty run");
    }
  }

  /// The next `count` values.
  void decode(int[] target, int offset, int count) {
    int left = count;
    int at = offset;
    while (left > 0) {
      if (runLeft == 0) {
        nextRun();
      }
      int chunk = Math.min(left, runLeft);
      if (repeated) {
        Arrays.fill(target, at, at + chunk, repeatedValue);
      } else {
        unpack(target, at, chunk);
        packedIndex += chunk;
      }
      runLeft -= chunk;
      at += chunk;
      left -= chunk;
    }
  }

  private void unpack(int[] target, int offset, int count) {
    byte[] bytes = data;
    long bit = packedBase * 8L + (long) packedIndex * bitWidth;
    if (bitWidth == 8) {
      int from = (int) (bit >>> 3);
      for (int i = 0; i < count; i++) {
        target[offset + i] = bytes[from + i] & 0xff;
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      target[offset + i] = (int) (Little.getLong(bytes, (int) (bit >>> 3)) >>> (bit & 7) & mask);
      bit += bitWidth;
    }
  }

  /// Passes over values.
  void skip(int count) {
    int left = count;
    while (left > 0) {
      if (runLeft == 0) {
        nextRun();
      }
      int chunk = Math.min(left, runLeft);
      packedIndex += chunk;
      runLeft -= chunk;
      left -= chunk;
    }
  }

  /// The next `count` values of bit width 1 as bytes of 0 or 1; returns how many are 1.
  int flags(byte[] target, int count) {
    int ones = 0;
    int at = 0;
    while (at < count) {
      if (runLeft == 0) {
        nextRun();
      }
      int chunk = Math.min(count - at, runLeft);
      if (repeated) {
        Arrays.fill(target, at, at + chunk, (byte) repeatedValue);
        ones += repeatedValue == 0 ? 0 : chunk;
      } else {
        for (int i = 0; i < chunk; i++) {
          int bit = packedIndex + i;
          byte flag = (byte) (data[packedBase + (bit >>> 3)] >>> (bit & 7) & 1);
          target[at + i] = flag;
          ones += flag;
        }
        packedIndex += chunk;
      }
      runLeft -= chunk;
      at += chunk;
    }
    return ones;
  }

  /// Whether the next `count` values are known to be all 1 without reading them; moves nothing.
  boolean allOnes(int count) {
    if (runLeft == 0) {
      nextRun();
    }
    return repeated && repeatedValue == 1 && runLeft >= count;
  }
}
