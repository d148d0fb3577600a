package io.thermocline.protocol.codec;

import io.thermocline.protocol.MessageType;
import io.thermocline.protocol.ProtocolException;
import io.thermocline.protocol.ProtocolLimits;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer of little-endian values that holds one frame or several. For one thread. */
public final class WireWriter {
  /** Bytes before a frame's body: length, type, id. */
  public static final int HEADER_BYTES = 9;

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes;
  private int size;
  private int frameStart;

  /** An empty buffer with room for so many bytes. */
  public WireWriter(int capacity) {
    bytes = new byte[Math.max(capacity, HEADER_BYTES)];
  }

  /** The bytes written. */
  public int size() {
    return size;
  }

  /** The backing array, valid below {@link #size}. */
  public byte[] array() {
    return bytes;
  }

  /** A copy of the bytes written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** Forgets everything written; keeps the memory. */
  public void clear() {
    size = 0;
  }

  /** Starts a frame. */
  public void beginFrame(MessageType type, int id) {
    frameStart = size;
    putInt(0);
    putByte(type.code());
    putInt(id);
  }

  /**
   * Ends the frame that was begun last and sets its length.
   *
   * @throws ProtocolException when it exceeds {@link ProtocolLimits#MAX_FRAME_BYTES}
   */
  public void endFrame() {
    int frameBytes = size - frameStart;
    if (frameBytes > ProtocolLimits.MAX_FRAME_BYTES) {
      size = frameStart;
      throw new ProtocolException(
          "a frame of "
              + frameBytes
              + " bytes exceeds the limit of "
              + ProtocolLimits.MAX_FRAME_BYTES);
    }
    INTS.set(bytes, frameStart, frameBytes - 4);
  }

  /** Makes room for so many more bytes and returns the position of the first. */
  private int claim(int count) {
    int at = size;
    int end = Math.addExact(at, count);
    if (end > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes, (int) Math.max(end, Math.min(2L * bytes.length, Integer.MAX_VALUE - 16)));
    }
    size = end;
    return at;
  }

  /** Writes the lowest byte. */
  public void putByte(int value) {
    int at = claim(1);
    bytes[at] = (byte) value;
  }

  /** Writes 1 or 0. */
  public void putBoolean(boolean value) {
    putByte(value ? 1 : 0);
  }

  /** Writes 2 bytes. */
  public void putShort(int value) {
    int at = claim(2);
    SHORTS.set(bytes, at, (short) value);
  }

  /** Writes 4 bytes. */
  public void putInt(int value) {
    int at = claim(4);
    INTS.set(bytes, at, value);
  }

  /** Writes 8 bytes. */
  public void putLong(long value) {
    int at = claim(8);
    LONGS.set(bytes, at, value);
  }

  /** Writes a range of bytes as they are. */
  public void putBytes(byte[] source, int from, int count) {
    int at = claim(count);
    System.arraycopy(source, from, bytes, at, count);
  }

  /** Writes all bytes as they are. */
  public void putBytes(byte[] source) {
    putBytes(source, 0, source.length);
  }

  /** Writes u32 length and the bytes. */
  public void putSized(byte[] source) {
    putInt(source.length);
    putBytes(source);
  }

  /**
   * Writes u32 length and UTF-8.
   *
   * @throws ProtocolException when it is longer than the limit
   */
  public void putString(String value, int maxBytes) {
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    if (encoded.length > maxBytes) {
      throw new ProtocolException(
          "a string of " + encoded.length + " bytes exceeds the limit of " + maxBytes);
    }
    putSized(encoded);
  }

  /** Writes a short string. */
  public void putString(String value) {
    putString(value, ProtocolLimits.MAX_STRING_BYTES);
  }

  /** Writes a text for people, cut off at the limit. */
  public void putText(String value) {
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    int length = encoded.length;
    if (length > ProtocolLimits.MAX_TEXT_BYTES) {
      length = ProtocolLimits.MAX_TEXT_BYTES;
      while ((encoded[length] & 0xc0) == 0x80) {
        length--;
      }
    }
    putInt(length);
    putBytes(encoded, 0, length);
  }

  /** Writes the number of a list's elements. */
  public void putCount(int count, int max) {
    if (count > max) {
      throw new ProtocolException("a list of " + count + " elements exceeds the limit of " + max);
    }
    putShort(count);
  }

  /** Writes values of 1, 2, 4 or 8 bytes, cut to that width. */
  public void putLongs(long[] values, int from, int to, int width) {
    int at = claim(Math.multiplyExact(to - from, width));
    switch (width) {
      case 1 -> {
        for (int i = from; i < to; i++) {
          bytes[at++] = (byte) values[i];
        }
      }
      case 2 -> {
        for (int i = from; i < to; i++, at += 2) {
          SHORTS.set(bytes, at, (short) values[i]);
        }
      }
      case 4 -> {
        for (int i = from; i < to; i++, at += 4) {
          INTS.set(bytes, at, (int) values[i]);
        }
      }
      default -> {
        for (int i = from; i < to; i++, at += 8) {
          LONGS.set(bytes, at, values[i]);
        }
      }
    }
  }

  /** Writes values as 4-byte or 8-byte IEEE 754 numbers. */
  public void putDoubles(double[] values, int from, int to, int width) {
    int at = claim(Math.multiplyExact(to - from, width));
    if (width == 4) {
      for (int i = from; i < to; i++, at += 4) {
        INTS.set(bytes, at, Float.floatToRawIntBits((float) values[i]));
      }
    } else {
      for (int i = from; i < to; i++, at += 8) {
        LONGS.set(bytes, at, Double.doubleToRawLongBits(values[i]));
      }
    }
  }

  /** Writes pairs of 8 bytes each. */
  public void putPairs(long[] first, long[] second, int from, int to) {
    int at = claim(Math.multiplyExact(to - from, 16));
    for (int i = from; i < to; i++, at += 16) {
      LONGS.set(bytes, at, first[i]);
      LONGS.set(bytes, at + 8, second[i]);
    }
  }

  /** Writes numbers of 1, 2 or 4 bytes, cut to that width. */
  public void putInts(int[] values, int from, int to, int width) {
    int at = claim(Math.multiplyExact(to - from, width));
    switch (width) {
      case 1 -> {
        for (int i = from; i < to; i++) {
          bytes[at++] = (byte) values[i];
        }
      }
      case 2 -> {
        for (int i = from; i < to; i++, at += 2) {
          SHORTS.set(bytes, at, (short) values[i]);
        }
      }
      default -> {
        for (int i = from; i < to; i++, at += 4) {
          INTS.set(bytes, at, values[i]);
        }
      }
    }
  }

  /** Writes {@code offsets[from .. to]}, both ends included, less {@code offsets[from]}. */
  public void putOffsets(int[] offsets, int from, int to) {
    int at = claim(Math.multiplyExact(to - from + 1, 4));
    int base = offsets[from];
    for (int i = from; i <= to; i++, at += 4) {
      INTS.set(bytes, at, offsets[i] - base);
    }
  }

  /**
   * Writes bits {@code from .. to} of a bitmap of 64-bit words so that bit {@code from} becomes bit
   * 0 of the first byte.
   */
  public void putBits(long[] words, int from, int to) {
    int count = to - from;
    int at = claim((count + 7) >>> 3);
    for (int i = 0; i < count; i += 8) {
      int bit = from + i;
      long value = words[bit >>> 6] >>> (bit & 63);
      if ((bit & 63) > 56 && (bit >>> 6) + 1 < words.length) {
        value |= words[(bit >>> 6) + 1] << (64 - (bit & 63));
      }
      int rest = count - i;
      bytes[at++] = (byte) (rest >= 8 ? value : value & (1L << rest) - 1);
    }
  }
}
