package io.thermocline.spi.batch;

import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Layout;
import org.jspecify.annotations.Nullable;

/// A flat vector of layout DOUBLE: `values[i]` for row `i`, valid below [#size].
public final class DoubleVector implements Vector {
  private final DataType type;
  private final int size;
  private final double[] values;
  private final long @Nullable [] nulls;

  /// Takes over the arrays; `values` may be longer than `size`. A null `nulls` means that no row is
  /// null.
  public DoubleVector(DataType type, int size, double[] values, long @Nullable [] nulls) {
    if (type.layout() != Layout.DOUBLE || values.length < size) {
      throw new IllegalArgumentException(
          type + " with " + values.length + " of " + size + " values");
    }
    this.type = type;
    this.size = size;
    this.values = values;
    this.nulls = nulls;
  }

  /// The backing array; not to be written to.
  public double[] values() {
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
  public double doubleAt(int index) {
    return values[index];
  }

  @Override
  public DoubleVector take(int[] positions, int count) {
    double[] taken = new double[count];
    for (int i = 0; i < count; i++) {
      taken[i] = values[positions[i]];
    }
    return new DoubleVector(type, count, taken, NullMasks.take(nulls, positions, count));
  }

  @Override
  public DoubleVector flatten() {
    return this;
  }

  @Override
  public long retainedBytes() {
    return 8L * values.length + NullMasks.retainedBytes(nulls);
  }
}
