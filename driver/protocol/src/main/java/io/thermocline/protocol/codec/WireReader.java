package io.thermocline.protocol.codec;

import io.thermocline.protocol.ProtocolException;
import io.thermocline.protocol.ProtocolLimits;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads little-endian values from a frame's body. Every read is checked against the end: {@link
 * ProtocolException}.
 */
public final class WireReader {
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private int position;

  /** Reads from the first byte of a body. */
  public WireReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The body. */
  public byte[] array() {
    return bytes;
  }

  /** The position of the next byte. */
  public int position() {
    return position;
  }

  /** Passes over so many bytes and returns the position of the first. */
  public int skip(long count) {
    if (count < 0 || count > bytes.length - position) {
      throw new ProtocolException(
          "the body ends after "
              + bytes.length
              + " bytes, but "
              + count
              + " more are announced at "
              + position);
    }
    int at = position;
    position += (int) count;
    return at;
  }

  /** Fails unless everything was read. */
  public void end() {
    if (position != bytes.length) {
      throw new ProtocolException(
          (bytes.length - position) + " bytes follow the end of the message");
    }
  }

  /** One unsigned byte. */
  public int getByte() {
    return bytes[skip(1)] & 0xff;
  }

  /** A byte that must be 0 or 1. */
  public boolean getBoolean() {
    int value = getByte();
    if (value > 1) {
      throw new ProtocolException("a flag must be 0 or 1, not " + value);
    }
    return value == 1;
  }

  /** Two bytes, signed. */
  public short getShort() {
    return (short) SHORTS.get(bytes, skip(2));
  }

  /** Two bytes, unsigned. */
  public int getUnsignedShort() {
    return getShort() & 0xffff;
  }

  /** Four bytes, signed. */
  public int getInt() {
    return (int) INTS.get(bytes, skip(4));
  }

  /** Four bytes that must not exceed a limit when read as an unsigned number. */
  public int getLimited(int max, String what) {
    int value = getInt();
    if (value < 0 || value > max) {
      throw new ProtocolException(
          what + " of " + Integer.toUnsignedString(value) + " exceeds the limit of " + max);
    }
    return value;
  }

  /** Eight bytes. */
  public long getLong() {
    return (long) LONGS.get(bytes, skip(8));
  }

  /** So many bytes, copied. */
  public byte[] getBytes(int count) {
    int at = skip(count);
    return Arrays.copyOfRange(bytes, at, at + count);
  }

  /** u32 length and bytes, copied. */
  public byte[] getSized(int maxBytes) {
    return getBytes(getLimited(maxBytes, "a length"));
  }

  /** u32 length and UTF-8, which must be well formed. */
  public String getString(int maxBytes) {
    int length = getLimited(maxBytes, "a string's length");
    int at = skip(length);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, at, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new ProtocolException("a string is not well-formed UTF-8");
    }
  }

  /** A short string. */
  public String getString() {
    return getString(ProtocolLimits.MAX_STRING_BYTES);
  }

  /** A text for people. */
  public String getText() {
    return getString(ProtocolLimits.MAX_TEXT_BYTES);
  }

  /** The number of a list's elements. */
  public int getCount(int max) {
    int count = getUnsignedShort();
    if (count > max) {
      throw new ProtocolException("a list of " + count + " elements exceeds the limit of " + max);
    }
    return count;
  }

  /** Four bytes at a position that was skipped before. */
  int intAt(int at) {
    return (int) INTS.get(bytes, at);
  }

  /** Two unsigned bytes at a position that was skipped before. */
  int unsignedShortAt(int at) {
    return (short) SHORTS.get(bytes, at) & 0xffff;
  }
}
