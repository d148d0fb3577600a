package io.thermocline.spi.batch;

import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Layout;
import org.jspecify.annotations.Nullable;

/// A flat vector of layout LONG: `values[i]` for row `i`, valid below [#size].
public final class LongVector implements Vector {
  private final DataType type;
  private final int size;
  private final long[] values;
  private final long @Nullable [] nulls;

  /// Takes over the arrays; `values` may be longer than `size`. A null `nulls` means that no row is
  /// null.
  public LongVector(DataType type, int size, long[] values, long @Nullable [] nulls) {
    if (type.layout() != Layout.LONG || values.length < size) {
      throw new IllegalArgumentException(
          type + " with " + values.length + " of " + size + " values");
    }
    this.type = type;
    this.size = size;
    this.values = values;
    this.nulls = nulls;
  }

  /// The backing array; not to be written to.
  public long[] values() {
    return values;
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
  public long longAt(int index) {
    return values[index];
  }

  @Override
  public LongVector take(int[] positions, int count) {
    long[] taken = new long[count];
    for (int i = 0; i < count; i++) {
      taken[i] = values[positions[i]];
    }
    return new LongVector(type, count, taken, NullMasks.take(nulls, positions, count));
  }

  @Override
  public LongVector flatten() {
    return this;
  }

  @Override
  public long retainedBytes() {
    return 8L * values.length + NullMasks.retainedBytes(nulls);
  }
}
