package io.thermocline.server.session;

import io.thermocline.protocol.MessageType;
import io.thermocline.protocol.ProtocolLimits;
import io.thermocline.protocol.WireType;
import io.thermocline.protocol.codec.VectorWriter;
import io.thermocline.protocol.codec.WireWriter;
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
import io.thermocline.spi.type.ScalarType;
import org.jspecify.annotations.Nullable;

/// Batches to Rows frames. Constant columns stay constant; a dictionary stays one when that is
/// shorter than its values. For one thread.
final class RowsEncoder {
  private static final int COLUMN_OVERHEAD_BYTES = 24;

  private RowsEncoder() {}

  /// How many rows of a batch, beginning at `from`, fit a frame of `budget` bytes; at least 1, at
  /// most `limit`.
  static int rowsThatFit(Batch batch, int from, int limit, long budget) {
    int rows = Math.min(Math.min(limit, batch.size() - from), ProtocolLimits.MAX_FRAME_ROWS);
    while (rows > 1) {
      long bytes = frameBytes(batch, from, from + rows);
      if (bytes <= budget) {
        return rows;
      }
      rows = (int) Math.max(1, Math.min(rows - 1L, rows * budget / bytes));
    }
    return rows;
  }

  /// An upper bound of the bytes of a frame of rows `from` (inclusive) to `to` (exclusive).
  static long frameBytes(Batch batch, int from, int to) {
    long bytes = WireWriter.HEADER_BYTES + 6;
    for (Vector column : batch.columns()) {
      bytes += COLUMN_OVERHEAD_BYTES + columnBytes(column, from, to);
    }
    return bytes;
  }

  /// Writes one frame.
  static void write(WireWriter out, int id, Batch batch, int from, int to) {
    out.beginFrame(MessageType.ROWS, id);
    VectorWriter.batch(out, to - from, batch.columns().size());
    for (Vector column : batch.columns()) {
      writeColumn(out, column, from, to);
    }
    out.endFrame();
  }

  private static void writeColumn(WireWriter out, Vector column, int from, int to) {
    WireType type = WireTypes.of(column.type());
    switch (column) {
      case ConstantVector constant -> {
        VectorWriter.constant(out, type);
        writeVector(out, type, constant.value(), 0, 1);
      }
      case DictionaryVector dictionary when staysDictionary(dictionary, from, to) -> {
        Vector values = dictionary.dictionary();
        VectorWriter.dictionary(out, type, values.size(), dictionary.codes(), from, to);
        writeVector(out, type, values, 0, values.size());
      }
      case DictionaryVector dictionary -> {
        VectorWriter.flat(out, type);
        writeVector(out, type, dictionary.slice(from, to).flatten(), 0, to - from);
      }
      case LongVector v -> writeFlat(out, type, v, from, to);
      case DoubleVector v -> writeFlat(out, type, v, from, to);
      case Int128Vector v -> writeFlat(out, type, v, from, to);
      case BytesVector v -> writeFlat(out, type, v, from, to);
      case ListVector v -> writeFlat(out, type, v, from, to);
    }
  }

  private static void writeFlat(WireWriter out, WireType type, Vector vector, int from, int to) {
    VectorWriter.flat(out, type);
    writeVector(out, type, vector, from, to);
  }

  private static void writeVector(WireWriter out, WireType type, Vector vector, int from, int to) {
    switch (vector) {
      case LongVector v -> VectorWriter.longs(out, type, v.values(), v.nulls(), from, to);
      case DoubleVector v -> VectorWriter.doubles(out, type, v.values(), v.nulls(), from, to);
      case Int128Vector v -> {
        if (v.type() == ScalarType.INTERVAL) {
          VectorWriter.pairs(out, v.high(), v.low(), v.nulls(), from, to);
        } else {
          VectorWriter.pairs(out, v.low(), v.high(), v.nulls(), from, to);
        }
      }
      case BytesVector v -> VectorWriter.bytes(out, v.data(), v.offsets(), v.nulls(), from, to);
      case ListVector v -> {
        int[] offsets = v.offsets();
        VectorWriter.lists(out, offsets, nulls(v), from, to);
        writeVector(out, type.elementType(), v.elements().flatten(), offsets[from], offsets[to]);
      }
      case ConstantVector v -> writeVector(out, type, v.slice(from, to).flatten(), 0, to - from);
      case DictionaryVector v -> writeVector(out, type, v.slice(from, to).flatten(), 0, to - from);
    }
  }

  private static long @Nullable [] nulls(ListVector list) {
    if (!list.mayHaveNulls()) {
      return null;
    }
    long[] mask = NullMask.create(list.size());
    for (int i = 0; i < list.size(); i++) {
      if (list.isNull(i)) {
        NullMask.setNull(mask, i);
      }
    }
    return mask;
  }

  private static boolean staysDictionary(DictionaryVector dictionary, int from, int to) {
    return dictionaryBytes(dictionary, from, to) < flatBytes(dictionary, from, to);
  }

  private static long columnBytes(Vector column, int from, int to) {
    return switch (column) {
      case ConstantVector v -> vectorBytes(v.value(), 0, 1);
      case DictionaryVector v -> Math.min(dictionaryBytes(v, from, to), flatBytes(v, from, to));
      case LongVector v -> vectorBytes(v, from, to);
      case DoubleVector v -> vectorBytes(v, from, to);
      case Int128Vector v -> vectorBytes(v, from, to);
      case BytesVector v -> vectorBytes(v, from, to);
      case ListVector v -> vectorBytes(v, from, to);
    };
  }

  private static long dictionaryBytes(DictionaryVector v, int from, int to) {
    Vector values = v.dictionary();
    return (long) (to - from) * VectorWriter.codeWidth(values.size())
        + vectorBytes(values, 0, values.size());
  }

  /// The bytes of a dictionary's rows when written out.
  private static long flatBytes(DictionaryVector v, int from, int to) {
    int rows = to - from;
    int width = WireTypes.of(v.type()).width();
    long bytes = nullBytes(v, rows);
    if (width > 0) {
      return bytes + (long) rows * width;
    }
    bytes += 4L * (rows + 1);
    Vector values = v.dictionary();
    int[] codes = v.codes();
    for (int i = from; i < to; i++) {
      bytes += vectorBytes(values, codes[i], codes[i] + 1) - 8;
    }
    return bytes;
  }

  /// The bytes of a flat vector's rows; an upper bound for arrays whose elements are not flat.
  private static long vectorBytes(Vector vector, int from, int to) {
    int rows = to - from;
    return switch (vector) {
      case BytesVector v ->
          nullBytes(v, rows) + 4L * (rows + 1) + v.offsets()[to] - v.offsets()[from];
      case ListVector v ->
          nullBytes(v, rows)
              + 4L * (rows + 1)
              + 1
              + vectorBytes(v.elements(), v.offsets()[from], v.offsets()[to]);
      case DictionaryVector v -> flatBytes(v, from, to);
      case ConstantVector v -> rows * vectorBytes(v.value(), 0, 1);
      case LongVector v -> fixedBytes(v, rows);
      case DoubleVector v -> fixedBytes(v, rows);
      case Int128Vector v -> fixedBytes(v, rows);
    };
  }

  private static long fixedBytes(Vector vector, int rows) {
    return nullBytes(vector, rows) + (long) rows * WireTypes.of(vector.type()).width();
  }

  private static long nullBytes(Vector vector, int rows) {
    return vector.mayHaveNulls() ? (rows + 7) >>> 3 : 0;
  }
}
