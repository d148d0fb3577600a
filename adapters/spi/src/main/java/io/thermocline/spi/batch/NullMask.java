package io.thermocline.spi.batch;

import org.jspecify.annotations.Nullable;

/// Bitmaps of null rows: bit `i & 63` of word `i >> 6` is set when row `i` is null. A missing
/// bitmap means no nulls.
public final class NullMask {
  private NullMask() {}

  /// The number of words that a bitmap of `size` rows needs.
  public static int words(int size) {
    return (size + 63) >>> 6;
  }

  /// An all-valid bitmap of `size` rows.
  public static long[] create(int size) {
    return new long[words(size)];
  }

  /// Whether a row is null.
  public static boolean isNull(long @Nullable [] mask, int index) {
    return mask != null && (mask[index >>> 6] >>> index & 1L) != 0;
  }

  /// Marks a row as null.
  public static void setNull(long[] mask, int index) {
    mask[index >>> 6] |= 1L << index;
  }

  /// The number of null rows among the first `size`; bits beyond are ignored.
  public static int count(long @Nullable [] mask, int size) {
    if (mask == null) {
      return 0;
    }
    int count = 0;
    int full = size >>> 6;
    for (int i = 0; i < full; i++) {
      count += Long.bitCount(mask[i]);
    }
    int rest = size & 63;
    return rest == 0 ? count : count + Long.bitCount(mask[full] & (1L << rest) - 1);
  }
}
