package io.thermocline.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A flat vector of values in the bytes of a frame, as {@link ResultBatch} lays it out. The decoder
 * has checked that all offsets lie inside, so the getters need not. The value at a null row is
 * unspecified.
 */
public final class WireVector {
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final WireType type;
  private final int size;
  private final byte[] bytes;
  private final int nullsAt;
  private final int valuesAt;
  private final @Nullable WireVector elements;

  /**
   * Takes positions that the decoder has checked.
   *
   * @param nullsAt where the null bitmap starts; -1 when there is none
   * @param valuesAt where the values start, or the offsets when the length varies
   * @param elements of an array
   */
  public WireVector(
      WireType type,
      int size,
      byte[] bytes,
      int nullsAt,
      int valuesAt,
      @Nullable WireVector elements) {
    this.type = type;
    this.size = size;
    this.bytes = bytes;
    this.nullsAt = nullsAt;
    this.valuesAt = valuesAt;
    this.elements = elements;
  }

  /** The data type. */
  public WireType type() {
    return type;
  }

  /** The number of rows. */
  public int size() {
    return size;
  }

  /** Whether a row is null. */
  public boolean isNull(int row) {
    return nullsAt >= 0 && (bytes[nullsAt + (row >>> 3)] >>> (row & 7) & 1) != 0;
  }

  /**
   * The value of a boolean, integer, date, time, timestamp or decimal of up to 18 digits
   * (unscaled).
   */
  public long longAt(int row) {
    return switch (type.width()) {
      case 1 -> bytes[valuesAt + row];
      case 2 -> (short) SHORTS.get(bytes, valuesAt + 2 * row);
      case 4 -> (int) INTS.get(bytes, valuesAt + 4 * row);
      default -> (long) LONGS.get(bytes, valuesAt + 8 * row);
    };
  }

  /** The value of a float. */
  public double doubleAt(int row) {
    return type.code() == TypeCode.FLOAT32
        ? Float.intBitsToFloat((int) INTS.get(bytes, valuesAt + 4 * row))
        : Double.longBitsToDouble((long) LONGS.get(bytes, valuesAt + 8 * row));
  }

  /** The first 8 bytes of a value of 16: a decimal's or uuid's low word, an interval's months. */
  public long firstWordAt(int row) {
    return (long) LONGS.get(bytes, valuesAt + 16 * row);
  }

  /**
   * The last 8 bytes of a value of 16: a decimal's or uuid's high word, an interval's microseconds.
   */
  public long secondWordAt(int row) {
    return (long) LONGS.get(bytes, valuesAt + 16 * row + 8);
  }

  /** The text of a row of text or json. */
  public String textAt(int row) {
    int start = start(row);
    return new String(bytes, dataAt() + start, end(row) - start, StandardCharsets.UTF_8);
  }

  /** A copy of the bytes of a row of text, json or bytes. */
  public byte[] bytesAt(int row) {
    int start = start(row);
    byte[] copy = new byte[end(row) - start];
    System.arraycopy(bytes, dataAt() + start, copy, 0, copy.length);
    return copy;
  }

  /** The elements of all rows of an array. */
  public WireVector elements() {
    return Objects.requireNonNull(elements, "not an array");
  }

  /** Where a row of variable length starts, in bytes or elements. */
  public int start(int row) {
    return (int) INTS.get(bytes, valuesAt + 4 * row);
  }

  /** Where a row of variable length ends, in bytes or elements. */
  public int end(int row) {
    return (int) INTS.get(bytes, valuesAt + 4 * row + 4);
  }

  private int dataAt() {
    return valuesAt + 4 * (size + 1);
  }
}
