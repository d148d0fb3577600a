package io.thermocline.adapter.parquet.decode;

import io.thermocline.adapter.parquet.file.ColumnShape;
import io.thermocline.adapter.parquet.file.Conversion;
import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;

/// Values of layout LONG.
final class LongSink extends ValueSink {
  private final DataType type;
  private final Conversion conversion;
  private long[] values = new long[0];
  private long[] scratch = new long[0];
  private int[] starts = new int[0];
  private int[] lengths = new int[0];

  LongSink(ColumnShape shape, DataType type) {
    this.type = type;
    this.conversion = shape.conversion();
  }

  @Override
  void allocate(int rows) {
    values = new long[rows];
  }

  @Override
  void values(ValueDecoder decoder, Piece piece) {
    if (piece.dense()) {
      read(decoder, values, size, piece.rows());
      size += piece.rows();
      return;
    }
    scratch = grown(scratch, piece.rows());
    read(decoder, scratch, 0, piece.present());
    byte[] valid = piece.valid();
    if (valid != null) {
      spread(scratch, valid, piece.rows(), piece.present());
      markNulls(piece);
    }
    int[] selection = piece.selection();
    int wanted = piece.wanted();
    if (selection == null) {
      System.arraycopy(scratch, 0, values, size, wanted);
    } else {
      for (int i = 0; i < wanted; i++) {
        values[size + i] = scratch[selection[piece.from() + i] - piece.base()];
      }
    }
    size += wanted;
  }

  private void read(ValueDecoder decoder, long[] target, int offset, int count) {
    switch (conversion) {
      case DECIMAL_LONG, INT96 -> {
        starts = grown(starts, count);
        lengths = grown(lengths, count);
        decoder.locate(starts, lengths, count);
        byte[] bytes = decoder.bytes();
        boolean decimal = conversion == Conversion.DECIMAL_LONG;
        for (int i = 0; i < count; i++) {
          target[offset + i] =
              decimal
                  ? BinaryValues.decimal(bytes, starts[i], lengths[i])
                  : BinaryValues.int96(bytes, starts[i]);
        }
      }
      default -> {
        decoder.longs(target, offset, count);
        convert(target, offset, count);
      }
    }
  }

  private void convert(long[] target, int offset, int count) {
    switch (conversion) {
      case UNSIGNED_32 -> {
        for (int i = offset; i < offset + count; i++) {
          target[i] &= 0xffffffffL;
        }
      }
      case MILLIS -> {
        for (int i = offset; i < offset + count; i++) {
          target[i] = Math.multiplyExact(target[i], 1000L);
        }
      }
      case NANOS -> {
        for (int i = offset; i < offset + count; i++) {
          target[i] = Math.floorDiv(target[i], 1000L);
        }
      }
      default -> {}
    }
  }

  @Override
  void coded(Vector dictionary, int[] codes, int count) {
    for (int i = 0; i < count; i++) {
      if (dictionary.isNull(codes[i])) {
        setNull(size + i);
      } else {
        values[size + i] = dictionary.longAt(codes[i]);
      }
    }
    size += count;
  }

  @Override
  Vector finish() {
    return new LongVector(type, size, values, nulls);
  }
}
