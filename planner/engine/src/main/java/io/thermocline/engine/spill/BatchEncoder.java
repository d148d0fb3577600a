package io.thermocline.engine.spill;

import io.thermocline.engine.kernel.Vectors;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BytesVector;
import io.thermocline.spi.batch.ConstantVector;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.DoubleVector;
import io.thermocline.spi.batch.Int128Vector;
import io.thermocline.spi.batch.ListVector;
import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.NullMask;
import io.thermocline.spi.batch.Vector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// Writes batches as bytes, little-endian. For one thread.
///
/// ```
/// batch   := rows int32, vector for each column
/// vector  := kind byte, body
///   flat       0  nulls, values by the type's layout
///   constant   1  vector of one row
///   dictionary 2  entries int32, vector of the entries, words of the codes
/// nulls   := 0 byte | 1 byte, (rows + 63) / 64 × int64
/// LONG    := words        DOUBLE := rows × int64 of the bits
/// INT128  := words of the high halves, words of the low halves
/// BYTES   := words of the lengths, the bytes
/// LIST    := words of the lengths, vector of the elements
/// words   := width byte (0, 1, 2, 4, 8), least int64, rows × unsigned difference to the least
/// ```
///
/// A dictionary that is larger than its rows is not written: its used values are.
final class BatchEncoder {
  static final byte FLAT = 0;
  static final byte CONSTANT = 1;
  static final byte DICTIONARY = 2;

  private ByteBuffer out = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

  private void reserve(long bytes) {
    if (out.remaining() < bytes) {
      long wanted = Math.max(out.position() + bytes, Math.min(2L * out.capacity(), 1L << 30));
      ByteBuffer larger =
          ByteBuffer.allocate(Math.toIntExact(wanted)).order(ByteOrder.LITTLE_ENDIAN);
      larger.put(out.flip());
      out = larger;
    }
  }

  void putInt(int value) {
    reserve(Integer.BYTES);
    out.putInt(value);
  }

  private void putByte(int value) {
    reserve(1);
    out.put((byte) value);
  }

  /// What was written, ready to be read, in big-endian order as channels have it.
  ByteBuffer toBuffer() {
    return out.flip().order(ByteOrder.BIG_ENDIAN);
  }

  void putBatch(Batch batch) {
    putInt(batch.size());
    for (Vector column : batch.columns()) {
      putVector(column, batch.size());
    }
  }

  private void putVector(Vector vector, int size) {
    switch (vector) {
      case ConstantVector constant -> {
        putByte(CONSTANT);
        putVector(constant.value(), 1);
      }
      case DictionaryVector dictionary when dictionary.dictionary().size() <= size -> {
        putByte(DICTIONARY);
        putInt(dictionary.dictionary().size());
        putVector(dictionary.dictionary(), dictionary.dictionary().size());
        int[] codes = dictionary.codes();
        long[] words = new long[size];
        for (int i = 0; i < size; i++) {
          words[i] = codes[i];
        }
        putWords(words, size);
      }
      default -> {
        putByte(FLAT);
        putFlat(vector.flatten(), size);
      }
    }
  }

  private void putFlat(Vector flat, int size) {
    putNulls(Vectors.nullMask(flat, size), size);
    switch (flat) {
      case LongVector longs -> putWords(longs.values(), size);
      case DoubleVector doubles -> {
        reserve(8L * size);
        for (int i = 0; i < size; i++) {
          out.putLong(Double.doubleToRawLongBits(doubles.values()[i]));
        }
      }
      case Int128Vector wide -> {
        putWords(wide.high(), size);
        putWords(wide.low(), size);
      }
      case BytesVector bytes -> {
        int[] offsets = bytes.offsets();
        putLengths(offsets, size);
        int length = offsets[size] - offsets[0];
        reserve(length);
        out.put(bytes.data(), offsets[0], length);
      }
      case ListVector lists -> {
        int[] offsets = lists.offsets();
        putLengths(offsets, size);
        putVector(lists.elements().slice(offsets[0], offsets[size]), offsets[size] - offsets[0]);
      }
      case ConstantVector c -> throw new IllegalStateException("a constant is not flat");
      case DictionaryVector d -> throw new IllegalStateException("a dictionary is not flat");
    }
  }

  private void putNulls(long @Nullable [] mask, int size) {
    if (mask == null) {
      putByte(0);
      return;
    }
    putByte(1);
    int words = NullMask.words(size);
    reserve(8L * words);
    for (int i = 0; i < words; i++) {
      out.putLong(mask[i]);
    }
  }

  private void putLengths(int[] offsets, int size) {
    long[] lengths = new long[size];
    for (int i = 0; i < size; i++) {
      lengths[i] = offsets[i + 1] - offsets[i];
    }
    putWords(lengths, size);
  }

  private void putWords(long[] values, int size) {
    long least = size == 0 ? 0 : values[0];
    long greatest = least;
    for (int i = 1; i < size; i++) {
      least = Math.min(least, values[i]);
      greatest = Math.max(greatest, values[i]);
    }
    int width = width(greatest - least);
    reserve(9 + (long) width * size);
    out.put((byte) width).putLong(least);
    switch (width) {
      case 1 -> {
        for (int i = 0; i < size; i++) {
          out.put((byte) (values[i] - least));
        }
      }
      case 2 -> {
        for (int i = 0; i < size; i++) {
          out.putShort((short) (values[i] - least));
        }
      }
      case 4 -> {
        for (int i = 0; i < size; i++) {
          out.putInt((int) (values[i] - least));
        }
      }
      case 8 -> {
        for (int i = 0; i < size; i++) {
          out.putLong(values[i] - least);
        }
      }
      default -> {
        // All values are the least.
      }
    }
  }

  /// The bytes that hold an unsigned difference.
  private static int width(long difference) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(difference);
    return bits == 0 ? 0 : bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 4 : 8;
  }
}
