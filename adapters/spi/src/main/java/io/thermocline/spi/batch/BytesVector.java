package io.thermocline.spi.batch;

import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Layout;
import org.jspecify.annotations.Nullable;

/// A flat vector of layout BYTES: row `i` is `data[offsets[i] .. offsets[i + 1])`. A null row has
/// length 0.
public final class BytesVector implements Vector {
  private final DataType type;
  private final int size;
  private final byte[] data;
  private final int[] offsets;
  private final long @Nullable [] nulls;

  /// Takes over the arrays; `offsets` holds at least `size + 1` ascending positions. A null `nulls`
  /// means that no row is null.
  public BytesVector(DataType type, int size, byte[] data, int[] offsets, long @Nullable [] nulls) {
    if (type.layout() != Layout.BYTES || offsets.length <= size) {
      throw new IllegalArgumentException(
          type + " with " + offsets.length + " offsets for " + size + " values");
    }
    this.type = type;
    this.size = size;
    this.data = data;
    this.offsets = offsets;
    this.nulls = nulls;
  }

  /// The bytes of all rows; not to be written to.
  public byte[] data() {
    return data;
  }

  /// Where each row starts, and where the last ends; not to be written to.
  public int[] offsets() {
    return offsets;
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
  public byte[] bytesData(int index) {
    return data;
  }

  @Override
  public int bytesStart(int index) {
    return offsets[index];
  }

  @Override
  public int bytesEnd(int index) {
    return offsets[index + 1];
  }

  @Override
  public BytesVector take(int[] positions, int count) {
    int[] takenOffsets = new int[count + 1];
    long total = 0;
    for (int i = 0; i < count; i++) {
      total += offsets[positions[i] + 1] - offsets[positions[i]];
      takenOffsets[i + 1] = Math.toIntExact(total);
    }
    byte[] taken = new byte[(int) total];
    for (int i = 0; i < count; i++) {
      int start = offsets[positions[i]];
      System.arraycopy(data, start, taken, takenOffsets[i], offsets[positions[i] + 1] - start);
    }
    return new BytesVector(
        type, count, taken, takenOffsets, NullMasks.take(nulls, positions, count));
  }

  @Override
  public BytesVector flatten() {
    return this;
  }

  @Override
  public long retainedBytes() {
    return data.length + 4L * offsets.length + NullMasks.retainedBytes(nulls);
  }
}
