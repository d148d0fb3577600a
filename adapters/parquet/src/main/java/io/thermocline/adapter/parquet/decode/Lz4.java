package io.thermocline.adapter.parquet.decode;

/// The LZ4 block format, without frames (lz4_Block_format.md).
final class Lz4 {
  private Lz4() {}

  /// Inflates `source[from .. from + length)` to `target[offset .. offset + size)`; returns the
  /// bytes written.
  static int decompress(byte[] source, int from, int length, byte[] target, int offset, int size) {
    int at = from;
    int end = from + length;
    int out = offset;
    int outEnd = offset + size;
    while (at < end) {
      int token = source[at++] & 0xff;
      int literals = token >>> 4;
      if (literals == 15) {
        int more;
        do {
          more = source[at++] & 0xff;
          literals += more;
        } while (more == 255 && at < end);
      }
      if (literals < 0 || literals > end - at || literals > outEnd - out) {
        throw new IllegalStateException("LZ4 data are damaged");
      }
      System.arraycopy(source, at, target, out, literals);
      at += literals;
      out += literals;
      if (at >= end) {
        break;
      }
      int distance = source[at] & 0xff | (source[at + 1] & 0xff) << 8;
      at += 2;
      int match = (token & 15) + 4;
      if ((token & 15) == 15) {
        int more;
        do {
          more = source[at++] & 0xff;
          match += more;
        } while (more == 255 && at < end);
      }
      if (distance == 0 || distance > out - offset || match < 0 || match > outEnd - out) {
        throw new IllegalStateException("LZ4 data are damaged");
      }
      if (distance >= match) {
        System.arraycopy(target, out - distance, target, out, match);
        out += match;
      } else {
        for (int i = 0; i < match; i++, out++) {
          target[out] = target[out - distance];
        }
      }
    }
    return out - offset;
  }
}
