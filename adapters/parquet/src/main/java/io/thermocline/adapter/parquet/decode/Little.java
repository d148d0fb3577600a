package io.thermocline.adapter.parquet.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Little-endian and big-endian numbers in byte arrays.
final class Little {
  /// Bytes that every page buffer has behind its content, so that a word may be read at its last
  /// byte.
  static final int SLACK = 16;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Little() {}

  static long getLong(byte[] data, int position) {
    return (long) LONG.get(data, position);
  }

  static int getInt(byte[] data, int position) {
    return (int) INT.get(data, position);
  }

  static long getBigLong(byte[] data, int position) {
    return (long) BIG_LONG.get(data, position);
  }

  static void putLong(byte[] data, int position, long value) {
    LONG.set(data, position, value);
  }
}
