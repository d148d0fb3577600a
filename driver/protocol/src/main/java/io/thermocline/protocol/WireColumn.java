package io.thermocline.protocol;

import java.util.Arrays;

/**
 * One column of a {@link ResultBatch}: a flat vector, one value for all rows, or codes into a
 * vector of values.
 */
public final class WireColumn {
  /** How the rows of a column refer to its vector. */
  public enum Encoding {
    /** Row by row. */
    FLAT,
    /** All rows are row 0 of the vector. */
    CONSTANT,
    /** Each row is the row of the vector that its code says. */
    DICTIONARY
  }

  private static final int[] NO_CODES = new int[0];

  private final Encoding encoding;
  private final WireVector vector;
  private final int[] codes;

  private WireColumn(Encoding encoding, WireVector vector, int[] codes) {
    this.encoding = encoding;
    this.vector = vector;
    this.codes = codes;
  }

  /** A value a row. */
  public static WireColumn flat(WireVector vector) {
    return new WireColumn(Encoding.FLAT, vector, NO_CODES);
  }

  /** One value, which is the vector's only row. */
  public static WireColumn constant(WireVector vector) {
    return new WireColumn(Encoding.CONSTANT, vector, NO_CODES);
  }

  /** Takes over codes, each between 0 and the vector's size. */
  public static WireColumn dictionary(WireVector vector, int[] codes) {
    return new WireColumn(Encoding.DICTIONARY, vector, codes);
  }

  /** How the rows refer to the vector. */
  public Encoding encoding() {
    return encoding;
  }

  /** The values. */
  public WireVector vector() {
    return vector;
  }

  /** The data type. */
  public WireType type() {
    return vector.type();
  }

  /** The codes of a dictionary column. */
  public int[] codes() {
    return Arrays.copyOf(codes, codes.length);
  }

  /** The row of {@link #vector} that holds the value of a row. */
  public int position(int row) {
    return switch (encoding) {
      case FLAT -> row;
      case CONSTANT -> 0;
      case DICTIONARY -> codes[row];
    };
  }
}
