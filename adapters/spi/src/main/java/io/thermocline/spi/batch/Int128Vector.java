package io.thermocline.spi.batch;

import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Layout;
import org.jspecify.annotations.Nullable;

/// A flat vector of layout INT128: `(high[i], low[i])` for row `i`, two's complement, valid below
/// [#size]. A narrow vector has numbers of one word only and no high words of its own.
public final class Int128Vector implements Vector {
  private final DataType type;
  private final int size;
  private final long @Nullable [] high;
  private final long[] low;
  private final long @Nullable [] nulls;

  /// Takes over the arrays; they may be longer than `size`. A null `nulls` means that no row is
  /// null.
  public Int128Vector(DataType type, int size, long[] high, long[] low, long @Nullable [] nulls) {
    if (type.layout() != Layout.INT128 || high.length < size || low.length < size) {
      throw new IllegalArgumentException(type + " with " + high.length + " of " + size + " values");
    }
    this.type = type;
    this.size = size;
    this.high = high;
    this.low = low;
    this.nulls = nulls;
  }

  private Int128Vector(DataType type, int size, long[] low, long @Nullable [] nulls) {
    if (type.layout() != Layout.INT128 || low.length < size) {
      throw new IllegalArgumentException(type + " with " + low.length + " of " + size + " values");
    }
    this.type = type;
    this.size = size;
    this.high = null;
    this.low = low;
    this.nulls = nulls;
  }

  /// A narrow vector; takes over the arrays.
  public static Int128Vector narrow(
      DataType type, int size, long[] values, long @Nullable [] nulls) {
    return new Int128Vector(type, size, values, nulls);
  }

  /// Whether every number is known to be its low word, sign included. When false it still may be.
  public boolean isNarrow() {
    return high == null;
  }

  /// The high words; not to be written to. Those of a narrow vector are made anew by each call.
  public long[] high() {
    if (high != null) {
      return high;
    }
    long[] signs = new long[size];
    for (int i = 0; i < size; i++) {
      signs[i] = low[i] >> 63;
    }
    return signs;
  }

  /// The low words; not to be written to.
  public long[] low() {
    return low;
  }

  /// The null bitmap of [NullMask], or null when no row is null; not to be written to.
  public long @Nullable [] nulls() {
    return nulls;
  }

  @Override
  public DataType type() {
    return type;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean isNull(int index) {
    return NullMask.isNull(nulls, index);
  }

  @Override
  public boolean mayHaveNulls() {
    return nulls != null;
  }

  @Override
  public long highAt(int index) {
    return high == null ? low[index] >> 63 : high[index];
  }

  @Override
  public long lowAt(int index) {
    return low[index];
  }

  @Override
  public Int128Vector take(int[] positions, int count) {
    long[] takenLow = new long[count];
    for (int i = 0; i < count; i++) {
      takenLow[i] = low[positions[i]];
    }
    long[] words = high;
    if (words == null) {
      return narrow(type, count, takenLow, NullMasks.take(nulls, positions, count));
    }
    long[] takenHigh = new long[count];
    for (int i = 0; i < count; i++) {
      takenHigh[i] = words[positions[i]];
    }
    return new Int128Vector(
        type, count, takenHigh, takenLow, NullMasks.take(nulls, positions, count));
  }

  @Override
  public Int128Vector flatten() {
    return this;
  }

  @Override
  public long retainedBytes() {
    return 8L * ((high == null ? 0 : high.length) + low.length) + NullMasks.retainedBytes(nulls);
  }
}
