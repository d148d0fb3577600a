package io.thermocline.adapter.parquet.decode;

import io.thermocline.adapter.parquet.file.ColumnShape;
import io.thermocline.adapter.parquet.file.Conversion;
import io.thermocline.spi.batch.DoubleVector;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;

/// Values of layout DOUBLE.
final class DoubleSink extends ValueSink {
  private final DataType type;
  private final boolean half;
  private double[] values = new double[0];
  private double[] scratch = new double[0];
  private int[] starts = new int[0];
  private int[] lengths = new int[0];

  DoubleSink(ColumnShape shape, DataType type) {
    this.type = type;
    this.half = shape.conversion() == Conversion.FLOAT16;
  }

  @Override
  void allocate(int rows) {
    values = new double[rows];
  }

  @Override
  void values(ValueDecoder decoder, Piece piece) {
    if (piece.dense()) {
      read(decoder, values, size, piece.rows());
      size += piece.rows();
      return;
    }
    if (scratch.length < piece.rows()) {
      scratch = new double[piece.rows()];
    }
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

  private void read(ValueDecoder decoder, double[] target, int offset, int count) {
    if (!half) {
      decoder.doubles(target, offset, count);
      return;
    }
    starts = grown(starts, count);
    lengths = grown(lengths, count);
    decoder.locate(starts, lengths, count);
    byte[] bytes = decoder.bytes();
    for (int i = 0; i < count; i++) {
      target[offset + i] = Float.float16ToFloat((short) Little.getInt(bytes, starts[i]));
    }
  }

  @Override
  void coded(Vector dictionary, int[] codes, int count) {
    for (int i = 0; i < count; i++) {
      if (dictionary.isNull(codes[i])) {
        setNull(size + i);
      } else {
        values[size + i] = dictionary.doubleAt(codes[i]);
      }
    }
    size += count;
  }

  @Override
  Vector finish() {
    return new DoubleVector(type, size, values, nulls);
  }
}
