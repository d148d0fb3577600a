package io.thermocline.protocol.codec;

import io.thermocline.protocol.WireType;
import org.jspecify.annotations.Nullable;

/**
 * Writes the parts of a Rows frame from plain arrays; the layout is that of {@link
 * io.thermocline.protocol.ResultBatch}. Ranges go from {@code from} (inclusive) to {@code to}
 * (exclusive). A null bitmap has bit {@code i & 63} of word {@code i >> 6} set when row {@code i}
 * is null; no bitmap means no nulls.
 */
public final class VectorWriter {
  private VectorWriter() {}

  /** What comes before the columns. */
  public static void batch(WireWriter out, int rowCount, int columnCount) {
    out.putInt(rowCount);
    out.putShort(columnCount);
  }

  /** A flat column's header; its vector of all rows follows. */
  public static void flat(WireWriter out, WireType type) {
    TypeCodec.write(out, type);
    out.putByte(0);
  }

  /** A constant column's header; its vector of one row follows. */
  public static void constant(WireWriter out, WireType type) {
    TypeCodec.write(out, type);
    out.putByte(1);
  }

  /** A dictionary column's header and codes; its vector of {@code size} rows follows. */
  public static void dictionary(
      WireWriter out, WireType type, int size, int[] codes, int from, int to) {
    TypeCodec.write(out, type);
    out.putByte(2);
    out.putInt(size);
    int width = codeWidth(size);
    out.putByte(width);
    out.putInts(codes, from, to, width);
  }

  /** The bytes of a code into a dictionary of that size. */
  public static int codeWidth(int size) {
    return size <= 1 << 8 ? 1 : size <= 1 << 16 ? 2 : 4;
  }

  private static void nulls(WireWriter out, long @Nullable [] nulls, int from, int to) {
    out.putBoolean(nulls != null);
    if (nulls != null) {
      out.putBits(nulls, from, to);
    }
  }

  /** A vector of booleans, integers, dates, times, timestamps or decimals of up to 18 digits. */
  public static void longs(
      WireWriter out, WireType type, long[] values, long @Nullable [] nulls, int from, int to) {
    nulls(out, nulls, from, to);
    out.putLongs(values, from, to, type.width());
  }

  /** A vector of floats. */
  public static void doubles(
      WireWriter out, WireType type, double[] values, long @Nullable [] nulls, int from, int to) {
    nulls(out, nulls, from, to);
    out.putDoubles(values, from, to, type.width());
  }

  /** A vector of values of 16 bytes. */
  public static void pairs(
      WireWriter out, long[] first, long[] second, long @Nullable [] nulls, int from, int to) {
    nulls(out, nulls, from, to);
    out.putPairs(first, second, from, to);
  }

  /** A vector of runs of bytes: row {@code i} is {@code data[offsets[i] .. offsets[i + 1])}. */
  public static void bytes(
      WireWriter out, byte[] data, int[] offsets, long @Nullable [] nulls, int from, int to) {
    nulls(out, nulls, from, to);
    out.putOffsets(offsets, from, to);
    out.putBytes(data, offsets[from], offsets[to] - offsets[from]);
  }

  /**
   * The first part of a vector of arrays; the vector of elements {@code offsets[from] ..
   * offsets[to]} follows.
   */
  public static void lists(
      WireWriter out, int[] offsets, long @Nullable [] nulls, int from, int to) {
    nulls(out, nulls, from, to);
    out.putOffsets(offsets, from, to);
  }
}
