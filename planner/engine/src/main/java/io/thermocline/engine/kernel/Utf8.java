package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import java.nio.charset.StandardCharsets;

/// Positions of characters in UTF-8 bytes.
public final class Utf8 {
  private Utf8() {}

  /// The number of characters (code points).
  static int length(byte[] data, int start, int end) {
    int count = 0;
    for (int i = start; i < end; i++) {
      count += (data[i] & 0xc0) != 0x80 ? 1 : 0;
    }
    return count;
  }

  /// Where the character after `characters` more characters starts, at most `end`.
  static int skip(byte[] data, int start, int end, long characters) {
    int position = start;
    for (long left = characters; left > 0 && position < end; left--) {
      position++;
      while (position < end && (data[position] & 0xc0) == 0x80) {
        position++;
      }
    }
    return position;
  }

  /// The first place from `from` at which the needle is in `data[from .. end)`, or -1.
  static int indexOf(
      byte[] data, int from, int end, byte[] needle, int needleStart, int needleEnd) {
    int length = needleEnd - needleStart;
    if (length == 0) {
      return from;
    }
    byte first = needle[needleStart];
    int last = end - length;
    outer:
    for (int i = from; i <= last; i++) {
      if (data[i] != first) {
        continue;
      }
      for (int k = 1; k < length; k++) {
        if (data[i + k] != needle[needleStart + k]) {
          continue outer;
        }
      }
      return i;
    }
    return -1;
  }

  /// Whether all bytes are ASCII.
  static boolean isAscii(byte[] data, int start, int end) {
    int bits = 0;
    for (int i = start; i < end; i++) {
      bits |= data[i];
    }
    return bits >= 0;
  }

  /// The text of a row.
  static String text(Vector vector, int row) {
    int start = vector.bytesStart(row);
    return new String(
        vector.bytesData(row), start, vector.bytesEnd(row) - start, StandardCharsets.UTF_8);
  }

  /// Appends text.
  static void append(VectorBuilder out, String text) {
    out.appendBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
