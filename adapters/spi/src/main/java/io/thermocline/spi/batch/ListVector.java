package io.thermocline.spi.batch;

import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Layout;
import org.jspecify.annotations.Nullable;

/// A flat vector of layout LIST: row `i` holds the elements `offsets[i] .. offsets[i + 1]` of a
/// child vector. A null row is empty.
public final class ListVector implements Vector {
  private final DataType type;
  private final int size;
  private final Vector elements;
  private final int[] offsets;
  private final long @Nullable [] nulls;

  /// Takes over the arrays; `offsets` holds at least `size + 1` ascending positions. A null `nulls`
  /// means that no row is null.
  public ListVector(
      DataType type, int size, Vector elements, int[] offsets, long @Nullable [] nulls) {
    if (type.layout() != Layout.LIST || offsets.length <= size) {
      throw new IllegalArgumentException(
          type + " with " + offsets.length + " offsets for " + size + " values");
    }
    this.type = type;
    this.size = size;
    this.elements = elements;
    this.offsets = offsets;
    this.nulls = nulls;
  }

  /// The elements of all rows.
  public Vector elements() {
    return elements;
  }

  /// Where each row's elements start, and where the last row's end; not to be written to.
  public int[] offsets() {
    return offsets;
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
  public ListVector take(int[] positions, int count) {
    int[] takenOffsets = new int[count + 1];
    for (int i = 0; i < count; i++) {
      takenOffsets[i + 1] = takenOffsets[i] + offsets[positions[i] + 1] - offsets[positions[i]];
    }
    int[] children = new int[takenOffsets[count]];
    for (int i = 0; i < count; i++) {
      int start = offsets[positions[i]];
      for (int k = takenOffsets[i]; k < takenOffsets[i + 1]; k++) {
        children[k] = start + k - takenOffsets[i];
      }
    }
    return new ListVector(
        type,
        count,
        elements.take(children, children.length),
        takenOffsets,
        NullMasks.take(nulls, positions, count));
  }

  @Override
  public ListVector flatten() {
    return this;
  }

  @Override
  public long retainedBytes() {
    return elements.retainedBytes() + 4L * offsets.length + NullMasks.retainedBytes(nulls);
  }
}
