package io.thermocline.adapter.parquet.decode;

import io.thermocline.adapter.parquet.file.ColumnShape;
import io.thermocline.spi.batch.NullMask;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Collects the values of one batch of one column into fresh arrays. For one thread.
abstract class ValueSink {
  /// Rows collected so far.
  int size;

  /// The null bitmap, or null while no row is null.
  long @Nullable [] nulls;

  private int capacity;

  /// The sink for a shape; `type` is the type of the result, of the same layout as the shape's
  /// element type or wider.
  static ValueSink of(ColumnShape shape, DataType type) {
    return switch (type.layout()) {
      case LONG -> new LongSink(shape, type);
      case DOUBLE -> new DoubleSink(shape, type);
      case INT128 -> new Int128Sink(shape, type);
      case BYTES -> new BytesSink(type);
      case LIST -> throw new IllegalStateException("lists have their own reader");
    };
  }

  /// Starts a batch of exactly `rows` rows.
  final void begin(int rows) {
    size = 0;
    nulls = null;
    capacity = rows;
    allocate(rows);
  }

  abstract void allocate(int rows);

  /// Appends the wanted rows of a piece, whose present values come from the decoder.
  abstract void values(ValueDecoder decoder, Piece piece);

  /// Appends rows of a dictionary of the result's type.
  abstract void coded(Vector dictionary, int[] codes, int count);

  /// The batch; the arrays are given away.
  abstract Vector finish();

  final void setNull(int row) {
    long[] mask = nulls;
    if (mask == null) {
      mask = NullMask.create(capacity);
      nulls = mask;
    }
    NullMask.setNull(mask, row);
  }

  /// Marks the nulls among the wanted rows of a piece.
  final void markNulls(Piece piece) {
    byte[] valid = piece.valid();
    if (valid == null || piece.present() == piece.rows()) {
      return;
    }
    int[] selection = piece.selection();
    int wanted = piece.wanted();
    for (int i = 0; i < wanted; i++) {
      int row = selection == null ? i : selection[piece.from() + i] - piece.base();
      if (valid[row] == 0) {
        setNull(size + i);
      }
    }
  }

  /// Moves `present` leading values to the rows that are valid.
  static void spread(long[] values, byte[] valid, int rows, int present) {
    int from = present;
    for (int row = rows - 1; row >= 0 && from <= row; row--) {
      if (valid[row] != 0) {
        values[row] = values[--from];
      }
    }
  }

  static void spread(double[] values, byte[] valid, int rows, int present) {
    int from = present;
    for (int row = rows - 1; row >= 0 && from <= row; row--) {
      if (valid[row] != 0) {
        values[row] = values[--from];
      }
    }
  }

  /// As [#spread(long[], byte[], int, int)], and gives null rows a value.
  static void spread(int[] values, byte[] valid, int rows, int present, int nullValue) {
    int from = present;
    for (int row = rows - 1; row >= 0; row--) {
      values[row] = valid[row] != 0 ? values[--from] : nullValue;
    }
  }

  static long[] grown(long[] array, int size) {
    return array.length >= size ? array : Arrays.copyOf(array, size + (size >> 2));
  }

  static int[] grown(int[] array, int size) {
    return array.length >= size ? array : new int[size + (size >> 2)];
  }
}
