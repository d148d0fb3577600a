package io.thermocline.adapter.parquet.decode;

/// The PLAIN encoding of each physical type, and booleans in runs.
final class PlainDecoders {
  private PlainDecoders() {}

  /// Four- and eight-byte numbers.
  static final class Fixed extends ValueDecoder {
    private final byte[] data;
    private final int end;
    private final int width;
    private int position;

    Fixed(byte[] data, int from, int end, int width) {
      this.data = data;
      this.position = from;
      this.end = end;
      this.width = width;
    }

    private int advance(int count) {
      int from = position;
      if ((long) count * width > end - from) {
        throw tooShort();
      }
      position = from + count * width;
      return from;
    }

    @Override
    void skip(int count) {
      advance(count);
    }

    @Override
    void longs(long[] target, int offset, int count) {
      int from = advance(count);
      if (width == 8) {
        for (int i = 0; i < count; i++) {
          target[offset + i] = Little.getLong(data, from + (i << 3));
        }
      } else {
        for (int i = 0; i < count; i++) {
          target[offset + i] = Little.getInt(data, from + (i << 2));
        }
      }
    }

    @Override
    void doubles(double[] target, int offset, int count) {
      int from = advance(count);
      if (width == 8) {
        for (int i = 0; i < count; i++) {
          target[offset + i] = Double.longBitsToDouble(Little.getLong(data, from + (i << 3)));
        }
      } else {
        for (int i = 0; i < count; i++) {
          target[offset + i] = Float.intBitsToFloat(Little.getInt(data, from + (i << 2)));
        }
      }
    }
  }

  /// Booleans, one bit each.
  static final class Bits extends ValueDecoder {
    private final byte[] data;
    private final long endBit;
    private long bit;

    Bits(byte[] data, int from, int end) {
      this.data = data;
      this.bit = from * 8L;
      this.endBit = end * 8L;
    }

    @Override
    void skip(int count) {
      bit += count;
    }

    @Override
    void longs(long[] target, int offset, int count) {
      if (count > endBit - bit) {
        throw tooShort();
      }
      for (int i = 0; i < count; i++, bit++) {
        target[offset + i] = data[(int) (bit >>> 3)] >>> (bit & 7) & 1;
      }
    }
  }

  /// Booleans in runs, behind their four-byte length.
  static final class Runs extends ValueDecoder {
    private final HybridDecoder runs;
    private int[] scratch = new int[0];

    Runs(byte[] data, int from, int end) {
      int length = end - from < 4 ? -1 : Little.getInt(data, from);
      if (length < 0 || length > end - from - 4) {
        throw tooShort();
      }
      runs = new HybridDecoder(data, from + 4, from + 4 + length, 1);
    }

    @Override
    void skip(int count) {
      runs.skip(count);
    }

    @Override
    void longs(long[] target, int offset, int count) {
      if (scratch.length < count) {
        scratch = new int[count];
      }
      runs.decode(scratch, 0, count);
      for (int i = 0; i < count; i++) {
        target[offset + i] = scratch[i];
      }
    }
  }

  /// Byte arrays, each behind its four-byte length.
  static final class Binary extends ValueDecoder {
    private final byte[] data;
    private final int end;
    private int position;

    Binary(byte[] data, int from, int end) {
      this.data = data;
      this.position = from;
      this.end = end;
    }

    @Override
    byte[] bytes() {
      return data;
    }

    @Override
    void skip(int count) {
      for (int i = 0; i < count; i++) {
        next();
      }
    }

    private int next() {
      int start = position + 4;
      if (start > end) {
        throw tooShort();
      }
      int length = Little.getInt(data, position);
      if (length < 0 || length > end - start) {
        throw tooShort();
      }
      position = start + length;
      return length;
    }

    @Override
    void locate(int[] starts, int[] lengths, int count) {
      for (int i = 0; i < count; i++) {
        int length = next();
        starts[i] = position - length;
        lengths[i] = length;
      }
    }
  }

  /// Byte arrays of one length without any prefix.
  static final class FixedBinary extends ValueDecoder {
    private final byte[] data;
    private final int end;
    private final int width;
    private int position;

    FixedBinary(byte[] data, int from, int end, int width) {
      this.data = data;
      this.position = from;
      this.end = end;
      this.width = width;
    }

    @Override
    byte[] bytes() {
      return data;
    }

    private int advance(int count) {
      int from = position;
      if ((long) count * width > end - from) {
        throw tooShort();
      }
      position = from + count * width;
      return from;
    }

    @Override
    void skip(int count) {
      advance(count);
    }

    @Override
    void locate(int[] starts, int[] lengths, int count) {
      int from = advance(count);
      for (int i = 0; i < count; i++) {
        starts[i] = from + i * width;
        lengths[i] = width;
      }
    }
  }
}
