package io.thermocline.spi.batch;

import io.thermocline.spi.type.DataType;

/// Codes into a flat vector of values: row `i` is row `codes[i]` of the dictionary. Nulls are null
/// rows of the dictionary. Values of a dictionary may repeat and need not all be used.
public final class DictionaryVector implements Vector {
  private final Vector dictionary;
  private final int[] codes;
  private final int size;

  /// Takes over the codes, each between 0 and the dictionary's size; the array may be longer than
  /// `size`.
  public DictionaryVector(Vector dictionary, int[] codes, int size) {
    if (codes.length < size
        || dictionary instanceof ConstantVector
        || dictionary instanceof DictionaryVector) {
      throw new IllegalArgumentException("a dictionary is flat and has a code for each row");
    }
    this.dictionary = dictionary;
    this.codes = codes;
    this.size = size;
  }

  /// The flat vector of values.
  public Vector dictionary() {
    return dictionary;
  }

  /// A row of the dictionary for each row; not to be written to.
  public int[] codes() {
    return codes;
  }

  @Override
  public DataType type() {
    return dictionary.type();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean isNull(int index) {
    return dictionary.isNull(codes[index]);
  }

  @Override
  public boolean mayHaveNulls() {
    return dictionary.mayHaveNulls();
  }

  @Override
  public long longAt(int index) {
    return dictionary.longAt(codes[index]);
  }

  @Override
  public double doubleAt(int index) {
    return dictionary.doubleAt(codes[index]);
  }

  @Override
  public long highAt(int index) {
    return dictionary.highAt(codes[index]);
  }

  @Override
  public long lowAt(int index) {
    return dictionary.lowAt(codes[index]);
  }

  @Override
  public byte[] bytesData(int index) {
    return dictionary.bytesData(codes[index]);
  }

  @Override
  public int bytesStart(int index) {
    return dictionary.bytesStart(codes[index]);
  }

  @Override
  public int bytesEnd(int index) {
    return dictionary.bytesEnd(codes[index]);
  }

  @Override
  public DictionaryVector take(int[] positions, int count) {
    int[] taken = new int[count];
    for (int i = 0; i < count; i++) {
      taken[i] = codes[positions[i]];
    }
    return new DictionaryVector(dictionary, taken, count);
  }

  @Override
  public Vector flatten() {
    return dictionary.take(codes, size);
  }

  @Override
  public long retainedBytes() {
    return dictionary.retainedBytes() + 4L * codes.length;
  }
}
