package io.thermocline.adapter.postgres;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A growing run of bytes in network order. For one thread.
final class CopyBuffer {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int FIRST_BYTES = 80_000;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int size;

  /// The bytes, valid below [#size] until the next change.
  byte[] bytes() {
    return bytes;
  }

  /// How many bytes there are.
  int size() {
    return size;
  }

  /// Forgets the bytes.
  void clear() {
    size = 0;
  }

  /// Makes room and returns where it begins.
  private int extend(int count) {
    int start = size;
    size = Math.addExact(start, count);
    if (size > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16L, size * 2L));
    }
    return start;
  }

  void putByte(int value) {
    int at = extend(1);
    bytes[at] = (byte) value;
  }

  void putShort(int value) {
    int at = extend(2);
    SHORT.set(bytes, at, (short) value);
  }

  void putInt(int value) {
    int at = extend(4);
    INT.set(bytes, at, value);
  }

  void putLong(long value) {
    int at = extend(8);
    LONG.set(bytes, at, value);
  }

  void put(byte[] source, int from, int count) {
    int at = extend(count);
    System.arraycopy(source, from, bytes, at, count);
  }

  /// Overwrites an int32 that was put before.
  void setInt(int at, int value) {
    INT.set(bytes, at, value);
  }
}
