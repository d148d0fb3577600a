package io.thermocline.adapter.parquet.decode;

/// The present values of one page, from first to last. Each page supports the methods that fit its
/// physical type: `longs` for booleans and integers, `doubles` for floating-point numbers, `locate`
/// for byte arrays of either kind.
abstract class ValueDecoder {
  /// Passes over values.
  abstract void skip(int count);

  /// The next values, sign-extended.
  void longs(long[] target, int offset, int count) {
    throw new IllegalStateException("the page's encoding does not hold integers");
  }

  /// The next values.
  void doubles(double[] target, int offset, int count) {
    throw new IllegalStateException("the page's encoding does not hold floating-point numbers");
  }

  /// Where the next values lie in [#bytes]; every one lies inside.
  void locate(int[] starts, int[] lengths, int count) {
    throw new IllegalStateException("the page's encoding does not hold bytes");
  }

  /// The array that [#locate] points into.
  byte[] bytes() {
    throw new IllegalStateException("the page's encoding does not hold bytes");
  }

  static IllegalStateException tooShort() {
    return new IllegalStateException("the page ends before its values do");
  }
}
