package io.thermocline.server.net.pgwire;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Messages of the server, as bytes in network order, one after the other. For one thread.
final class BackendWriter {
  /// The most bytes that are gathered: the largest row, beside less than a chunk before it.
  private static final int MAX_BYTES = 1 << 28;

  private static final int LENGTH_BYTES = 4;

  private byte[] bytes;
  private int size;
  private int lengthAt;

  BackendWriter(int capacity) {
    bytes = new byte[capacity];
  }

  /// Begins a message of a type.
  BackendWriter begin(char type) {
    int8(type);
    lengthAt = size;
    int32(0);
    return this;
  }

  /// Ends the message that was begun last.
  void end() {
    setInt32(lengthAt, size - lengthAt);
  }

  /// Takes back what was written of the message that was begun last.
  void drop() {
    size = lengthAt - 1;
  }

  int size() {
    return size;
  }

  byte[] array() {
    return bytes;
  }

  BackendWriter int8(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
    return this;
  }

  BackendWriter int16(int value) {
    reserve(2);
    bytes[size++] = (byte) (value >>> 8);
    bytes[size++] = (byte) value;
    return this;
  }

  BackendWriter int32(int value) {
    reserve(4);
    setInt32(size, value);
    size += 4;
    return this;
  }

  BackendWriter int64(long value) {
    return int32((int) (value >>> 32)).int32((int) value);
  }

  BackendWriter raw(byte[] data) {
    return raw(data, 0, data.length);
  }

  BackendWriter raw(byte[] data, int from, int to) {
    reserve(to - from);
    System.arraycopy(data, from, bytes, size, to - from);
    size += to - from;
    return this;
  }

  /// A string that ends with a zero byte. A zero byte inside would end it early, so there it
  /// becomes a space.
  BackendWriter string(String text) {
    raw(text.replace('\0', ' ').getBytes(StandardCharsets.UTF_8));
    return int8(0);
  }

  /// Leaves room for a length and answers where; [#endValue] puts it in.
  int beginValue() {
    int at = size;
    int32(0);
    return at;
  }

  /// Puts in the length of what was written since [#beginValue].
  void endValue(int at) {
    setInt32(at, size - at - LENGTH_BYTES);
  }

  /// The decimal digits of a number.
  BackendWriter digits(long value) {
    if (value == Long.MIN_VALUE) {
      return ascii("-9223372036854775808");
    }
    reserve(20);
    long rest = value;
    if (rest < 0) {
      bytes[size++] = '-';
      rest = -rest;
    }
    int count = 1;
    for (long power = 10; count < 19 && rest >= power; power *= 10) {
      count++;
    }
    for (int i = count - 1; i >= 0; i--) {
      bytes[size + i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += count;
    return this;
  }

  /// Text of ASCII characters.
  BackendWriter ascii(String text) {
    reserve(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[size++] = (byte) text.charAt(i);
    }
    return this;
  }

  private void setInt32(int at, int value) {
    bytes[at] = (byte) (value >>> 24);
    bytes[at + 1] = (byte) (value >>> 16);
    bytes[at + 2] = (byte) (value >>> 8);
    bytes[at + 3] = (byte) value;
  }

  private void reserve(int count) {
    if (bytes.length - size < count) {
      long needed = (long) size + count;
      if (needed > MAX_BYTES) {
        throw new ThermoclineException(
            ErrorCode.UNSUPPORTED,
            "a row exceeds the limit of " + MAX_BYTES + " bytes; select fewer columns");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, Math.max(2L * bytes.length, needed)));
    }
  }
}
