package io.thermocline.adapter.clickhouse.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Little-endian values from a stream, through a buffer. For one thread.
final class NativeInput {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int BUFFER_BYTES = 128 * 1024;
  private static final int MAXIMUM_NAME_BYTES = 1 << 20;

  private final InputStream stream;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;

  NativeInput(InputStream stream) {
    this.stream = stream;
  }

  /// Makes at least `bytes` available, which fit the buffer.
  private void require(int bytes) throws IOException {
    while (limit - position < bytes) {
      if (!fill()) {
        throw new EOFException("the answer ends in the middle of a block");
      }
    }
  }

  private boolean fill() throws IOException {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
    }
    int count = stream.read(buffer, limit, buffer.length - limit);
    if (count < 0) {
      return false;
    }
    limit += count;
    return true;
  }

  /// Whether the stream ends here.
  boolean atEnd() throws IOException {
    while (position == limit) {
      if (!fill()) {
        return true;
      }
    }
    return false;
  }

  /// Whether these bytes come next; takes nothing.
  boolean startsWith(byte[] expected) throws IOException {
    for (int i = 0; i < expected.length; i++) {
      while (limit - position <= i) {
        if (!fill()) {
          return false;
        }
      }
      if (buffer[position + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /// What has been buffered and everything that is still to come, up to a bound, as text; a broken
  /// stream ends it.
  String rest(int maximumBytes) {
    byte[] text = Arrays.copyOfRange(buffer, Math.max(0, limit - maximumBytes), limit);
    try {
      byte[] more = stream.readNBytes(maximumBytes);
      int length = text.length;
      text = Arrays.copyOf(text, length + more.length);
      System.arraycopy(more, 0, text, length, more.length);
    } catch (IOException e) {
      // What came before counts.
    }
    return new String(text, StandardCharsets.UTF_8);
  }

  int readByte() throws IOException {
    require(1);
    return buffer[position++];
  }

  long readLong() throws IOException {
    require(Long.BYTES);
    long value = (long) LONG.get(buffer, position);
    position += Long.BYTES;
    return value;
  }

  /// A variable-length number.
  long readVarint() throws IOException {
    long value = 0;
    int shift = 0;
    int b;
    do {
      b = readByte();
      value |= (b & 0x7fL) << shift;
      shift += 7;
    } while (b < 0 && shift < Long.SIZE);
    return value;
  }

  String readName() throws IOException {
    long length = readVarint();
    if (length < 0 || length > MAXIMUM_NAME_BYTES) {
      throw new IOException("a name of " + length + " bytes");
    }
    byte[] bytes = new byte[(int) length];
    readBytes(bytes, 0, bytes.length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  void readBytes(byte[] target, int offset, int length) throws IOException {
    int at = offset;
    int left = length;
    while (left > 0) {
      if (position == limit && !fill()) {
        throw new EOFException("the answer ends in the middle of a block");
      }
      int count = Math.min(left, limit - position);
      System.arraycopy(buffer, position, target, at, count);
      position += count;
      at += count;
      left -= count;
    }
  }

  /// Signed numbers of 1, 2, 4 or 8 bytes.
  void readLongs(long[] target, int count, int width) throws IOException {
    int at = 0;
    while (at < count) {
      require(width);
      int run = Math.min(count - at, (limit - position) / width);
      int from = position;
      switch (width) {
        case 1 -> {
          for (int i = 0; i < run; i++) {
            target[at + i] = buffer[from + i];
          }
        }
        case 2 -> {
          for (int i = 0; i < run; i++) {
            target[at + i] = (short) SHORT.get(buffer, from + 2 * i);
          }
        }
        case 4 -> {
          for (int i = 0; i < run; i++) {
            target[at + i] = (int) INT.get(buffer, from + 4 * i);
          }
        }
        default -> {
          for (int i = 0; i < run; i++) {
            target[at + i] = (long) LONG.get(buffer, from + 8 * i);
          }
        }
      }
      position += run * width;
      at += run;
    }
  }

  void readDoubles(double[] target, int count, int width) throws IOException {
    int at = 0;
    while (at < count) {
      require(width);
      int run = Math.min(count - at, (limit - position) / width);
      int from = position;
      if (width == Float.BYTES) {
        for (int i = 0; i < run; i++) {
          target[at + i] = Float.intBitsToFloat((int) INT.get(buffer, from + 4 * i));
        }
      } else {
        for (int i = 0; i < run; i++) {
          target[at + i] = Double.longBitsToDouble((long) LONG.get(buffer, from + 8 * i));
        }
      }
      position += run * width;
      at += run;
    }
  }

  /// Byte runs behind their lengths: appends them to `data` and sets `offsets[1 .. count]`; returns
  /// the grown array.
  byte[] readStrings(byte[] data, int[] offsets, int count) throws IOException {
    byte[] target = data;
    int used = 0;
    for (int i = 0; i < count; i++) {
      long length = limit > position && buffer[position] >= 0 ? buffer[position++] : readVarint();
      if (length < 0 || length > Integer.MAX_VALUE - 16L - used) {
        throw new IOException("a block of more than 2 GB of text");
      }
      int end = used + (int) length;
      if (end > target.length) {
        target =
            Arrays.copyOf(
                target, (int) Math.min(Integer.MAX_VALUE - 16L, Math.max(end, target.length * 2L)));
      }
      if (length <= limit - position) {
        System.arraycopy(buffer, position, target, used, (int) length);
        position += (int) length;
      } else {
        readBytes(target, used, (int) length);
      }
      used = end;
      offsets[i + 1] = used;
    }
    return target;
  }
}
