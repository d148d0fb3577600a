package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.ValueOrder;
import io.thermocline.engine.kernel.Vectors;
import io.thermocline.spi.batch.BytesVector;
import io.thermocline.spi.batch.ConstantVector;
import io.thermocline.spi.batch.DoubleVector;
import io.thermocline.spi.batch.Int128Vector;
import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.NullMask;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A column that grows: rows are appended and read back by position. For one thread until it stops
/// growing.
abstract sealed class ColumnStore
    permits ColumnStore.Longs,
        ColumnStore.Doubles,
        ColumnStore.Words,
        ColumnStore.Bytes,
        ColumnStore.Lists {
  private static final int FIRST_CAPACITY = 16;

  final DataType type;
  int size;
  private long @Nullable [] nulls;

  private ColumnStore(DataType type) {
    this.type = type;
  }

  /// An empty store for values of a type.
  static ColumnStore of(DataType type) {
    return switch (type.layout()) {
      case LONG -> new Longs(type);
      case DOUBLE -> new Doubles(type);
      case INT128 -> new Words(type);
      case BYTES -> new Bytes(type);
      case LIST -> new Lists(type);
    };
  }

  /// Appends a row, null or not.
  final void append(Vector source, int row) {
    reserve(size + 1);
    if (source.isNull(row)) {
      setNull(size);
      skip();
    } else {
      put(source, row);
    }
    size++;
  }

  /// Appends a null.
  final void appendNull() {
    reserve(size + 1);
    setNull(size);
    skip();
    size++;
  }

  /// Appends `count` rows from the start of a vector.
  final void appendAll(Vector source, int count) {
    reserve(Math.addExact(size, count));
    Vector flat = source instanceof ConstantVector ? source : source.flatten();
    if (flat instanceof ConstantVector || !putAll(flat, count)) {
      for (int i = 0; i < count; i++) {
        append(flat, i);
      }
      return;
    }
    long[] mask = Vectors.nullMask(flat, count);
    if (mask != null) {
      for (int i = 0; i < count; i++) {
        if (NullMask.isNull(mask, i)) {
          setNull(size + i);
        }
      }
    }
    size += count;
  }

  final boolean isNull(int row) {
    return nulls != null && row >>> 6 < nulls.length && NullMask.isNull(nulls, row);
  }

  private void setNull(int row) {
    long[] mask = nulls;
    int words = NullMask.words(row + 1);
    if (mask == null || mask.length < words) {
      mask =
          mask == null
              ? new long[Math.max(words, 4)]
              : Arrays.copyOf(mask, Math.max(words, mask.length * 2));
      nulls = mask;
    }
    NullMask.setNull(mask, row);
  }

  /// The null bitmap for `size` rows, or null.
  final long @Nullable [] nulls() {
    return nulls == null
        ? null
        : Arrays.copyOf(nulls, Math.max(NullMask.words(size), nulls.length));
  }

  /// Whether a stored row equals a row of a vector, nulls being equal.
  final boolean equalsAt(int row, Vector source, int sourceRow) {
    boolean sourceNull = source.isNull(sourceRow);
    return isNull(row) ? sourceNull : !sourceNull && valueEquals(row, source, sourceRow);
  }

  /// The bytes that the store holds on to.
  final long bytes() {
    return valueBytes() + (nulls == null ? 0 : 8L * nulls.length);
  }

  /// About the most bytes that the store holds on to when the rows of a vector have been added.
  final long bytesWith(Vector more) {
    long rows = size + (long) more.size();
    long capacity = rows + (rows >> 1) + FIRST_CAPACITY;
    long masks = nulls != null || more.mayHaveNulls() ? capacity / 4 : 0;
    return masks
        + switch (type.layout()) {
          case LONG, DOUBLE -> 8 * capacity;
          case INT128 -> 16 * capacity;
          case BYTES -> {
            long added = 0;
            for (int i = 0; i < more.size(); i++) {
              added += more.isNull(i) ? 0 : more.bytesEnd(i) - more.bytesStart(i);
            }
            yield 4 * capacity + Math.max(valueBytes(), 64 + 2 * (valueBytes() + added));
          }
          case LIST -> bytes() + more.retainedBytes();
        };
  }

  /// All rows as a flat vector; the store must not grow afterwards.
  abstract Vector toVector();

  /// Rows `from` to `to` as a flat vector of their own.
  final Vector slice(int from, int to) {
    int[] rows = new int[to - from];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = from + i;
    }
    return toVector().take(rows, rows.length);
  }

  abstract void reserve(int capacity);

  /// Stores a value that is not null at position `size`.
  abstract void put(Vector source, int row);

  /// Stores something at position `size`, which is null.
  abstract void skip();

  /// Stores the values of a flat vector from position `size` on; false when that must go row by
  /// row.
  abstract boolean putAll(Vector flat, int count);

  abstract boolean valueEquals(int row, Vector source, int sourceRow);

  abstract long valueBytes();

  private static int grown(int capacity, int wanted) {
    return Math.max(
        Math.max(FIRST_CAPACITY, wanted),
        (int) Math.min(Integer.MAX_VALUE - 8L, capacity + (capacity >> 1) + 1L));
  }

  /// Values of layout LONG.
  static final class Longs extends ColumnStore {
    long[] values = new long[0];

    Longs(DataType type) {
      super(type);
    }

    @Override
    void reserve(int capacity) {
      if (values.length < capacity) {
        values = Arrays.copyOf(values, grown(values.length, capacity));
      }
    }

    @Override
    void put(Vector source, int row) {
      values[size] = source.longAt(row);
    }

    @Override
    void skip() {
      values[size] = 0;
    }

    @Override
    boolean putAll(Vector flat, int count) {
      System.arraycopy(((LongVector) flat).values(), 0, values, size, count);
      return true;
    }

    @Override
    boolean valueEquals(int row, Vector source, int sourceRow) {
      return values[row] == source.longAt(sourceRow);
    }

    @Override
    Vector toVector() {
      return new LongVector(type, size, values, nulls());
    }

    @Override
    long valueBytes() {
      return 8L * values.length;
    }
  }

  /// Values of layout DOUBLE.
  static final class Doubles extends ColumnStore {
    double[] values = new double[0];

    Doubles(DataType type) {
      super(type);
    }

    @Override
    void reserve(int capacity) {
      if (values.length < capacity) {
        values = Arrays.copyOf(values, grown(values.length, capacity));
      }
    }

    @Override
    void put(Vector source, int row) {
      values[size] = source.doubleAt(row);
    }

    @Override
    void skip() {
      values[size] = 0;
    }

    @Override
    boolean putAll(Vector flat, int count) {
      System.arraycopy(((DoubleVector) flat).values(), 0, values, size, count);
      return true;
    }

    @Override
    boolean valueEquals(int row, Vector source, int sourceRow) {
      return Vectors.doubleKey(values[row]) == Vectors.doubleKey(source.doubleAt(sourceRow));
    }

    @Override
    Vector toVector() {
      return new DoubleVector(type, size, values, nulls());
    }

    @Override
    long valueBytes() {
      return 8L * values.length;
    }
  }

  /// Values of layout INT128.
  static final class Words extends ColumnStore {
    long[] high = new long[0];
    long[] low = new long[0];

    Words(DataType type) {
      super(type);
    }

    @Override
    void reserve(int capacity) {
      if (high.length < capacity) {
        int grown = grown(high.length, capacity);
        high = Arrays.copyOf(high, grown);
        low = Arrays.copyOf(low, grown);
      }
    }

    @Override
    void put(Vector source, int row) {
      high[size] = source.highAt(row);
      low[size] = source.lowAt(row);
    }

    @Override
    void skip() {
      high[size] = 0;
      low[size] = 0;
    }

    @Override
    boolean putAll(Vector flat, int count) {
      System.arraycopy(((Int128Vector) flat).high(), 0, high, size, count);
      System.arraycopy(((Int128Vector) flat).low(), 0, low, size, count);
      return true;
    }

    @Override
    boolean valueEquals(int row, Vector source, int sourceRow) {
      long otherHigh = source.highAt(sourceRow);
      long otherLow = source.lowAt(sourceRow);
      return high[row] == otherHigh && low[row] == otherLow
          || type == ScalarType.INTERVAL
              && ValueOrder.compareIntervals(high[row], low[row], otherHigh, otherLow) == 0;
    }

    @Override
    Vector toVector() {
      return new Int128Vector(type, size, high, low, nulls());
    }

    @Override
    long valueBytes() {
      return 16L * high.length;
    }
  }

  /// Values of layout BYTES.
  static final class Bytes extends ColumnStore {
    private static final long MAX_BYTES = Integer.MAX_VALUE - 16L;

    int[] offsets = new int[1];
    byte[] data = new byte[0];

    Bytes(DataType type) {
      super(type);
    }

    @Override
    void reserve(int capacity) {
      if (offsets.length <= capacity) {
        offsets = Arrays.copyOf(offsets, grown(offsets.length, capacity + 1));
      }
    }

    private void copy(byte[] source, int start, int end) {
      int from = offsets[size];
      reserveBytes((long) from + end - start);
      System.arraycopy(source, start, data, from, end - start);
      offsets[size + 1] = from + end - start;
    }

    private void reserveBytes(long needed) {
      if (needed > MAX_BYTES) {
        throw new ThermoclineException(
            ErrorCode.OUT_OF_MEMORY,
            "one column of an operator holds more than 2 GB of "
                + type.sqlName()
                + "; filter earlier or select fewer columns");
      }
      if (needed > data.length) {
        data =
            Arrays.copyOf(data, (int) Math.min(MAX_BYTES, Math.max(needed, 64 + data.length * 2L)));
      }
    }

    @Override
    void put(Vector source, int row) {
      copy(source.bytesData(row), source.bytesStart(row), source.bytesEnd(row));
    }

    @Override
    void skip() {
      offsets[size + 1] = offsets[size];
    }

    @Override
    boolean putAll(Vector flat, int count) {
      BytesVector bytes = (BytesVector) flat;
      int[] sourceOffsets = bytes.offsets();
      int start = sourceOffsets[0];
      int end = sourceOffsets[count];
      int base = offsets[size];
      reserveBytes((long) base + end - start);
      System.arraycopy(bytes.data(), start, data, base, end - start);
      for (int i = 1; i <= count; i++) {
        offsets[size + i] = base + sourceOffsets[i] - start;
      }
      return true;
    }

    @Override
    boolean valueEquals(int row, Vector source, int sourceRow) {
      int start = source.bytesStart(sourceRow);
      int end = source.bytesEnd(sourceRow);
      int from = offsets[row];
      int to = offsets[row + 1];
      return to - from == end - start
          && Arrays.equals(data, from, to, source.bytesData(sourceRow), start, end);
    }

    @Override
    Vector toVector() {
      return new BytesVector(type, size, data, offsets, nulls());
    }

    @Override
    long valueBytes() {
      return data.length + 4L * offsets.length;
    }
  }

  /// Values of layout LIST, rare enough to be kept as Java objects by a builder.
  static final class Lists extends ColumnStore {
    private VectorBuilder builder;
    private @Nullable Vector built;

    Lists(DataType type) {
      super(type);
      builder = new VectorBuilder(type, FIRST_CAPACITY);
    }

    @Override
    void reserve(int capacity) {
      if (built != null) {
        VectorBuilder again = new VectorBuilder(type, capacity);
        for (int i = 0; i < size; i++) {
          again.appendFrom(built, i);
        }
        builder = again;
        built = null;
      }
    }

    @Override
    void put(Vector source, int row) {
      builder.appendFrom(source, row);
    }

    @Override
    void skip() {
      builder.appendNull();
    }

    @Override
    boolean putAll(Vector flat, int count) {
      return false;
    }

    @Override
    boolean valueEquals(int row, Vector source, int sourceRow) {
      return ValueOrder.of(type).compare(toVector(), row, source, sourceRow) == 0;
    }

    @Override
    Vector toVector() {
      Vector vector = built;
      if (vector == null) {
        vector = builder.build();
        built = vector;
      }
      return vector;
    }

    @Override
    long valueBytes() {
      return built == null ? 16L * size : built.retainedBytes();
    }
  }
}
