package io.thermocline.spi.batch;

import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Layout;
import org.jspecify.annotations.Nullable;

/// A flat vector of layout INT128: `(high[i], low[i])` for row `i`, two's complement, valid below
/// [#size].
public final class Int128Vector implements Vector {
  private final DataType type;
  private final int size;
  private final long[] high;
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

  /// The high words; not to be written to.
  public long[] high() {
    return high;
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
    return high[index];
  }

  @Override
  public long lowAt(int index) {
    return low[index];
  }

  @Override
  public Int128Vector take(int[] positions, int count) {
    long[] takenHigh = new long[count];
    long[] takenLow = new long[count];
    for (int i = 0; i < count; i++) {
      takenHigh[i] = high[positions[i]];
      takenLow[i] = low[positions[i]];
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
    return 8L * (high.length + low.length) + NullMasks.retainedBytes(nulls);
  }
}
