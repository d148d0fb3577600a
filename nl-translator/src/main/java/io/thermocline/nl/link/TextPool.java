package io.thermocline.nl.link;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.RandomAccess;

/// An immutable list of texts in one array of UTF-8, since tens of thousands of short strings would
/// be mostly object headers. A text is made anew at each call.
final class TextPool extends AbstractList<String> implements RandomAccess {
  private final byte[] bytes;
  private final int[] ends;

  TextPool(Collection<String> texts) {
    byte[] filled = new byte[Math.max(16, texts.size() * 12)];
    ends = new int[texts.size()];
    int end = 0;
    int index = 0;
    for (String text : texts) {
      byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
      if (end + encoded.length > filled.length) {
        filled = Arrays.copyOf(filled, Math.max(end + encoded.length, filled.length * 2));
      }
      System.arraycopy(encoded, 0, filled, end, encoded.length);
      end += encoded.length;
      ends[index++] = end;
    }
    bytes = filled.length == end ? filled : Arrays.copyOf(filled, end);
  }

  @Override
  public String get(int index) {
    int start = index == 0 ? 0 : ends[index - 1];
    return new String(bytes, start, ends[index] - start, StandardCharsets.UTF_8);
  }

  @Override
  public int size() {
    return ends.length;
  }

  long retainedBytes() {
    return 64 + bytes.length + 4L * ends.length;
  }
}
