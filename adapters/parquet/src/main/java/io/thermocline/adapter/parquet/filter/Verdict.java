package io.thermocline.adapter.parquet.filter;

/// SQL's three truth values as bytes.
final class Verdict {
  static final byte FALSE = 0;
  static final byte TRUE = 1;
  static final byte UNKNOWN = 2;

  private static final byte[] AND = {0, 0, 0, 0, 1, 2, 0, 2, 2};
  private static final byte[] OR = {0, 1, 2, 1, 1, 1, 2, 1, 2};

  private Verdict() {}

  static byte of(boolean value) {
    return value ? TRUE : FALSE;
  }

  static void and(byte[] left, byte[] right, int size) {
    for (int i = 0; i < size; i++) {
      left[i] = AND[left[i] * 3 + right[i]];
    }
  }

  static void or(byte[] left, byte[] right, int size) {
    for (int i = 0; i < size; i++) {
      left[i] = OR[left[i] * 3 + right[i]];
    }
  }
}
