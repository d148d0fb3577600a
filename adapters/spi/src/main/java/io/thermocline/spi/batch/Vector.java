package io.thermocline.spi.batch;

import io.thermocline.spi.type.DataType;

/// The values of one column for the rows of a batch. Flat vectors hold one value a row;
/// [ConstantVector] holds one for all rows; [DictionaryVector] holds codes into a flat vector of
/// values. Vectors do not change after they were handed out.
///
/// The positional getters work on every encoding and assert the layout: a getter of another layout
/// throws `IllegalStateException`. The value at a null row is unspecified.
public sealed interface Vector
    permits LongVector,
        DoubleVector,
        Int128Vector,
        BytesVector,
        ListVector,
        ConstantVector,
        DictionaryVector {

  /// The data type.
  DataType type();

  /// The number of rows.
  int size();

  /// Whether a row is null.
  boolean isNull(int index);

  /// False only when no row is null.
  boolean mayHaveNulls();

  /// The value of layout LONG at a row.
  default long longAt(int index) {
    throw wrongLayout("LONG");
  }

  /// The value of layout DOUBLE at a row.
  default double doubleAt(int index) {
    throw wrongLayout("DOUBLE");
  }

  /// The high word of layout INT128 at a row.
  default long highAt(int index) {
    throw wrongLayout("INT128");
  }

  /// The low word of layout INT128 at a row.
  default long lowAt(int index) {
    throw wrongLayout("INT128");
  }

  /// The array that holds the bytes of a row of layout BYTES, from [#bytesStart] to [#bytesEnd];
  /// not to be written to.
  default byte[] bytesData(int index) {
    throw wrongLayout("BYTES");
  }

  /// The first byte's position in [#bytesData].
  default int bytesStart(int index) {
    throw wrongLayout("BYTES");
  }

  /// The position after the last byte in [#bytesData].
  default int bytesEnd(int index) {
    throw wrongLayout("BYTES");
  }

  /// The rows at `positions[0..count)`, in that order.
  Vector take(int[] positions, int count);

  /// Rows `from` (inclusive) to `to` (exclusive).
  default Vector slice(int from, int to) {
    if (from == 0 && to == size()) {
      return this;
    }
    int[] positions = new int[to - from];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = from + i;
    }
    return take(positions, positions.length);
  }

  /// An equal vector that is neither constant nor dictionary.
  Vector flatten();

  /// The bytes that the vector holds on to, for memory accounting.
  long retainedBytes();

  private IllegalStateException wrongLayout(String wanted) {
    return new IllegalStateException(
        type().sqlName() + " vector has layout " + type().layout() + ", not " + wanted);
  }
}
