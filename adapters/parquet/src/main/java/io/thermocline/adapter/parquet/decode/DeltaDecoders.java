package io.thermocline.adapter.parquet.decode;

/// The DELTA encodings; a page's values are decoded at once.
final class DeltaDecoders {
  private DeltaDecoders() {}

  /// DELTA_BINARY_PACKED integers.
  static final class Integers extends ValueDecoder {
    private final long[] values;
    private final boolean narrow;
    private int at;

    /// `narrow` for 32-bit integers, whose differences wrap at 32 bits.
    Integers(byte[] data, int from, int end, int count, boolean narrow) {
      this.values = new DeltaDecoder(data, from, end).decode(count);
      this.narrow = narrow;
    }

    @Override
    void skip(int count) {
      at += count;
    }

    @Override
    void longs(long[] target, int offset, int count) {
      if (count > values.length - at) {
        throw tooShort();
      }
      if (narrow) {
        for (int i = 0; i < count; i++) {
          target[offset + i] = (int) values[at + i];
        }
      } else {
        System.arraycopy(values, at, target, offset, count);
      }
      at += count;
    }
  }

  /// Byte arrays whose places are known.
  static final class Located extends ValueDecoder {
    private final byte[] data;
    private final int[] starts;
    private final int count;
    private int at;

    private Located(byte[] data, int[] starts, int count) {
      this.data = data;
      this.starts = starts;
      this.count = count;
    }

    @Override
    byte[] bytes() {
      return data;
    }

    @Override
    void skip(int skipped) {
      at += skipped;
    }

    @Override
    void locate(int[] targetStarts, int[] lengths, int wanted) {
      if (wanted > count - at) {
        throw tooShort();
      }
      for (int i = 0; i < wanted; i++) {
        targetStarts[i] = starts[at + i];
        lengths[i] = starts[at + i + 1] - starts[at + i];
      }
      at += wanted;
    }
  }

  /// DELTA_LENGTH_BYTE_ARRAY: all lengths, then all bytes.
  static ValueDecoder lengths(byte[] data, int from, int end, int count) {
    DeltaDecoder decoder = new DeltaDecoder(data, from, end);
    long[] lengths = decoder.decode(count);
    return new Located(data, starts(lengths, decoder.position(), end), count);
  }

  private static int[] starts(long[] lengths, int from, int end) {
    int[] starts = new int[lengths.length + 1];
    int at = from;
    for (int i = 0; i < lengths.length; i++) {
      starts[i] = at;
      int length = (int) lengths[i];
      if (length < 0 || length > end - at) {
        throw ValueDecoder.tooShort();
      }
      at += length;
    }
    starts[lengths.length] = at;
    return starts;
  }

  /// DELTA_BYTE_ARRAY: lengths of the prefixes shared with the value before, then the suffixes in
  /// DELTA_LENGTH_BYTE_ARRAY.
  static ValueDecoder prefixed(byte[] data, int from, int end, int count) {
    DeltaDecoder prefixDecoder = new DeltaDecoder(data, from, end);
    long[] prefixes = prefixDecoder.decode(count);
    DeltaDecoder suffixDecoder = new DeltaDecoder(data, prefixDecoder.position(), end);
    long[] suffixes = suffixDecoder.decode(count);
    int[] source = starts(suffixes, suffixDecoder.position(), end);
    int[] starts = new int[count + 1];
    long total = 0;
    for (int i = 0; i < count; i++) {
      int prefix = (int) prefixes[i];
      if (prefix < 0 || prefix > (i == 0 ? 0 : starts[i] - starts[i - 1])) {
        throw new IllegalStateException("a prefix longer than the value before");
      }
      total += prefix + (source[i + 1] - source[i]);
      starts[i + 1] = Math.toIntExact(total);
    }
    if (total > MAXIMUM_EXPANDED) {
      throw new IllegalStateException("a page of " + total + " bytes");
    }
    byte[] expanded = new byte[(int) total + Little.SLACK];
    for (int i = 0; i < count; i++) {
      int prefix = (int) prefixes[i];
      if (prefix > 0) {
        System.arraycopy(expanded, starts[i - 1], expanded, starts[i], prefix);
      }
      System.arraycopy(data, source[i], expanded, starts[i] + prefix, source[i + 1] - source[i]);
    }
    return new Located(expanded, starts, count);
  }

  private static final long MAXIMUM_EXPANDED = 1L << 30;

  /// BYTE_STREAM_SPLIT: the first bytes of all values, then the second bytes, and so on. Gives the
  /// values as if PLAIN.
  static byte[] unsplit(byte[] data, int from, int end, int count, int width) {
    if ((long) count * width > end - from) {
      throw ValueDecoder.tooShort();
    }
    byte[] plain = new byte[count * width + Little.SLACK];
    for (int stream = 0; stream < width; stream++) {
      int base = from + stream * count;
      for (int i = 0; i < count; i++) {
        plain[i * width + stream] = data[base + i];
      }
    }
    return plain;
  }
}
