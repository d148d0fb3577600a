package io.thermocline.spi.batch;

import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Layout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Appends values of one column one after the other into a flat vector. For one thread.
public final class VectorBuilder {
  private final DataType type;
  private final Layout layout;
  private int size;
  private long[] longs = new long[0];
  private long[] lows = new long[0];
  private double[] doubles = new double[0];
  private byte[] data = new byte[0];
  private int[] offsets = new int[1];
  private long @Nullable [] nulls;
  private @Nullable VectorBuilder elements;

  /// An empty builder with room for `capacity` rows.
  public VectorBuilder(DataType type, int capacity) {
    this.type = type;
    this.layout = type.layout();
    if (type instanceof ArrayType array) {
      elements = new VectorBuilder(array.element(), capacity);
    }
    reserve(Math.max(capacity, 1));
  }

  private void reserve(int capacity) {
    switch (layout) {
      case LONG -> longs = Arrays.copyOf(longs, capacity);
      case DOUBLE -> doubles = Arrays.copyOf(doubles, capacity);
      case INT128 -> {
        longs = Arrays.copyOf(longs, capacity);
        lows = Arrays.copyOf(lows, capacity);
      }
      case BYTES, LIST -> offsets = Arrays.copyOf(offsets, capacity + 1);
    }
    if (nulls != null) {
      nulls = Arrays.copyOf(nulls, NullMask.words(capacity));
    }
  }

  private int capacity() {
    return switch (layout) {
      case LONG, INT128 -> longs.length;
      case DOUBLE -> doubles.length;
      case BYTES, LIST -> offsets.length - 1;
    };
  }

  private int next() {
    if (size == capacity()) {
      reserve(size + (size >> 1) + 16);
    }
    return size++;
  }

  /// The data type.
  public DataType type() {
    return type;
  }

  /// The number of rows appended so far.
  public int size() {
    return size;
  }

  /// Appends a null.
  public void appendNull() {
    int row = next();
    long[] mask = nulls;
    if (mask == null) {
      mask = NullMask.create(capacity());
      nulls = mask;
    }
    NullMask.setNull(mask, row);
    if (layout == Layout.BYTES || layout == Layout.LIST) {
      offsets[row + 1] = offsets[row];
    }
  }

  /// Appends a value of layout LONG.
  public void appendLong(long value) {
    int row = next();
    longs[row] = value;
  }

  /// Appends a value of layout DOUBLE.
  public void appendDouble(double value) {
    int row = next();
    doubles[row] = value;
  }

  /// Appends a value of layout INT128.
  public void appendInt128(long high, long low) {
    int row = next();
    longs[row] = high;
    lows[row] = low;
  }

  /// Appends a value of layout BYTES: a copy of `source[from .. to)`.
  public void appendBytes(byte[] source, int from, int to) {
    int row = next();
    int start = offsets[row];
    int end = Math.addExact(start, to - from);
    if (end > data.length) {
      data =
          Arrays.copyOf(
              data, (int) Math.min(Integer.MAX_VALUE - 16L, Math.max(end, 64 + data.length * 2L)));
    }
    System.arraycopy(source, from, data, start, to - from);
    offsets[row + 1] = end;
  }

  /// Appends a value of layout BYTES.
  public void appendBytes(byte[] value) {
    appendBytes(value, 0, value.length);
  }

  /// The builder of a list's elements: append them first, then call [#appendList].
  public VectorBuilder elements() {
    if (elements == null) {
      throw new IllegalStateException(type.sqlName() + " has no elements");
    }
    return elements;
  }

  /// Ends a list of all the elements appended since the last one.
  public void appendList() {
    int row = next();
    offsets[row + 1] = elements().size();
  }

  /// Appends row `index` of a vector of the same layout, null or not.
  public void appendFrom(Vector source, int index) {
    if (source.isNull(index)) {
      appendNull();
      return;
    }
    switch (layout) {
      case LONG -> appendLong(source.longAt(index));
      case DOUBLE -> appendDouble(source.doubleAt(index));
      case INT128 -> appendInt128(source.highAt(index), source.lowAt(index));
      case BYTES ->
          appendBytes(source.bytesData(index), source.bytesStart(index), source.bytesEnd(index));
      case LIST -> appendValue(Values.get(source, index));
    }
  }

  /// Appends a Java object as [Values] defines them; null is a null.
  public void appendValue(@Nullable Object value) {
    Values.append(this, value);
  }

  /// The vector of all rows so far. The builder gives its arrays away and must not be used again.
  public Vector build() {
    return switch (layout) {
      case LONG -> new LongVector(type, size, longs, nulls);
      case DOUBLE -> new DoubleVector(type, size, doubles, nulls);
      case INT128 -> new Int128Vector(type, size, longs, lows, nulls);
      case BYTES -> new BytesVector(type, size, data, offsets, nulls);
      case LIST -> new ListVector(type, size, elements().build(), offsets, nulls);
    };
  }
}
