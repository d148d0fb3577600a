package io.thermocline.spi.batch;

import org.jspecify.annotations.Nullable;

/// Operations on whole bitmaps, shared by the vectors of this package.
final class NullMasks {
  private NullMasks() {}

  static long @Nullable [] take(long @Nullable [] nulls, int[] positions, int count) {
    if (nulls == null) {
      return null;
    }
    long[] taken = NullMask.create(count);
    boolean any = false;
    for (int i = 0; i < count; i++) {
      if (NullMask.isNull(nulls, positions[i])) {
        NullMask.setNull(taken, i);
        any = true;
      }
    }
    return any ? taken : null;
  }

  static long retainedBytes(long @Nullable [] nulls) {
    return nulls == null ? 0 : 8L * nulls.length;
  }
}
