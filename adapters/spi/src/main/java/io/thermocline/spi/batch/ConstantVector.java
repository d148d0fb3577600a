package io.thermocline.spi.batch;

import io.thermocline.spi.type.DataType;
import java.util.Arrays;

/// One value for all rows.
public final class ConstantVector implements Vector {
  private final Vector value;
  private final int size;

  /// `value` is a flat vector of exactly one row.
  public ConstantVector(Vector value, int size) {
    if (value.size() != 1 || value instanceof ConstantVector || value instanceof DictionaryVector) {
      throw new IllegalArgumentException("a constant is one row of a flat vector");
    }
    this.value = value;
    this.size = size;
  }

  /// The flat vector of one row that holds the value.
  public Vector value() {
    return value;
  }

  @Override
  public DataType type() {
    return value.type();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean isNull(int index) {
    return value.isNull(0);
  }

  @Override
  public boolean mayHaveNulls() {
    return value.isNull(0);
  }

  @Override
  public long longAt(int index) {
    return value.longAt(0);
  }

  @Override
  public double doubleAt(int index) {
    return value.doubleAt(0);
  }

  @Override
  public long highAt(int index) {
    return value.highAt(0);
  }

  @Override
  public long lowAt(int index) {
    return value.lowAt(0);
  }

  @Override
  public byte[] bytesData(int index) {
    return value.bytesData(0);
  }

  @Override
  public int bytesStart(int index) {
    return value.bytesStart(0);
  }

  @Override
  public int bytesEnd(int index) {
    return value.bytesEnd(0);
  }

  @Override
  public ConstantVector take(int[] positions, int count) {
    return new ConstantVector(value, count);
  }

  @Override
  public ConstantVector slice(int from, int to) {
    return new ConstantVector(value, to - from);
  }

  @Override
  public Vector flatten() {
    int[] zeros = new int[size];
    Arrays.fill(zeros, 0);
    return value.take(zeros, size);
  }

  @Override
  public long retainedBytes() {
    return value.retainedBytes();
  }
}
