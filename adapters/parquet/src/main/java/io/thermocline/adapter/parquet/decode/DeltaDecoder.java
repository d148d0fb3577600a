package io.thermocline.adapter.parquet.decode;

/// DELTA_BINARY_PACKED: blocks of miniblocks of bit-packed differences (Parquet format, "Delta
/// encoding").
final class DeltaDecoder {
  private final byte[] data;
  private final int end;
  private int position;

  DeltaDecoder(byte[] data, int from, int end) {
    this.data = data;
    this.position = from;
    this.end = end;
  }

  /// The position behind the last block read.
  int position() {
    return position;
  }

  /// All values; there must be `expected` of them, or at least so many when `atLeast`.
  long[] decode(int expected) {
    long blockSize = unsigned();
    long miniblocks = unsigned();
    long total = unsigned();
    long first = signed();
    if (total != expected || total < 0) {
      throw new IllegalStateException(
          "a delta page of " + total + " values instead of " + expected);
    }
    if (miniblocks <= 0
        || miniblocks > 1024
        || blockSize <= 0
        || blockSize > 1 << 20
        || blockSize % (8 * miniblocks) != 0) {
      throw new IllegalStateException(
          "delta blocks of " + blockSize + " values in " + miniblocks + " parts");
    }
    long[] values = new long[expected];
    if (expected == 0) {
      return values;
    }
    values[0] = first;
    int perMiniblock = (int) (blockSize / miniblocks);
    int at = 1;
    while (at < expected) {
      long minimum = signed();
      int widths = position;
      position += (int) miniblocks;
      checkInside();
      for (int m = 0; m < miniblocks && at < expected; m++) {
        int width = data[widths + m] & 0xff;
        int count = Math.min(perMiniblock, expected - at);
        long bytes = (long) perMiniblock * width / 8;
        if (width > 64 || (long) count * width > (end - position) * 8L) {
          throw new IllegalStateException("delta data end before the values do");
        }
        unpack(values, at, count, width, minimum);
        at += count;
        position = (int) Math.min(end, position + bytes);
      }
    }
    return values;
  }

  private void unpack(long[] values, int at, int count, int width, long minimum) {
    long value = values[at - 1];
    if (width == 0) {
      for (int i = 0; i < count; i++) {
        value += minimum;
        values[at + i] = value;
      }
      return;
    }
    long mask = width == 64 ? -1L : (1L << width) - 1;
    long bit = position * 8L;
    if (width <= 56) {
      for (int i = 0; i < count; i++) {
        value += minimum + (Little.getLong(data, (int) (bit >>> 3)) >>> (bit & 7) & mask);
        values[at + i] = value;
        bit += width;
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      int byteAt = (int) (bit >>> 3);
      int shift = (int) (bit & 7);
      long bits = Little.getLong(data, byteAt) >>> shift;
      if (shift > 0) {
        bits |= (data[byteAt + 8] & 0xffL) << (64 - shift);
      }
      value += minimum + (bits & mask);
      values[at + i] = value;
      bit += width;
    }
  }

  private void checkInside() {
    if (position > end) {
      throw new IllegalStateException("delta data end before the values do");
    }
  }

  private long unsigned() {
    long value = 0;
    int shift = 0;
    byte b;
    do {
      if (position >= end || shift > 63) {
        throw new IllegalStateException("delta data end before the values do");
      }
      b = data[position++];
      value |= (b & 0x7fL) << shift;
      shift += 7;
    } while (b < 0);
    return value;
  }

  private long signed() {
    long value = unsigned();
    return value >>> 1 ^ -(value & 1);
  }
}
