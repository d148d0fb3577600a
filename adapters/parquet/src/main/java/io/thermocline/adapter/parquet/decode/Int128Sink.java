package io.thermocline.adapter.parquet.decode;

import io.thermocline.adapter.parquet.file.ColumnShape;
import io.thermocline.adapter.parquet.file.Conversion;
import io.thermocline.spi.batch.Int128Vector;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;

/// Values of layout INT128, also of decimals that the file holds in fewer bits.
final class Int128Sink extends ValueSink {
  private final DataType type;
  private final Conversion conversion;
  private long[] high = new long[0];
  private long[] low = new long[0];
  private long[] scratchHigh = new long[0];
  private long[] scratchLow = new long[0];
  private int[] starts = new int[0];
  private int[] lengths = new int[0];

  Int128Sink(ColumnShape shape, DataType type) {
    this.type = type;
    this.conversion = shape.conversion();
  }

  @Override
  void allocate(int rows) {
    high = new long[rows];
    low = new long[rows];
  }

  @Override
  void values(ValueDecoder decoder, Piece piece) {
    scratchHigh = grown(scratchHigh, piece.rows());
    scratchLow = grown(scratchLow, piece.rows());
    read(decoder, piece.present());
    byte[] valid = piece.valid();
    if (valid != null) {
      spread(scratchHigh, valid, piece.rows(), piece.present());
      spread(scratchLow, valid, piece.rows(), piece.present());
      markNulls(piece);
    }
    int[] selection = piece.selection();
    int wanted = piece.wanted();
    for (int i = 0; i < wanted; i++) {
      int row = selection == null ? i : selection[piece.from() + i] - piece.base();
      high[size + i] = scratchHigh[row];
      low[size + i] = scratchLow[row];
    }
    size += wanted;
  }

  private void read(ValueDecoder decoder, int count) {
    switch (conversion) {
      case UNSIGNED_64 -> {
        decoder.longs(scratchLow, 0, count);
        java.util.Arrays.fill(scratchHigh, 0, count, 0L);
      }
      case INTEGER -> {
        decoder.longs(scratchLow, 0, count);
        for (int i = 0; i < count; i++) {
          scratchHigh[i] = scratchLow[i] >> 63;
        }
      }
      default -> {
        starts = grown(starts, count);
        lengths = grown(lengths, count);
        decoder.locate(starts, lengths, count);
        byte[] bytes = decoder.bytes();
        for (int i = 0; i < count; i++) {
          convert(bytes, i);
        }
      }
    }
  }

  private void convert(byte[] bytes, int i) {
    int start = starts[i];
    switch (conversion) {
      case UUID, INTERVAL_EXACT -> {
        scratchHigh[i] = Little.getBigLong(bytes, start);
        scratchLow[i] = Little.getBigLong(bytes, start + 8);
      }
      case INTERVAL_MILLIS -> {
        scratchHigh[i] = BinaryValues.intervalMonths(bytes, start);
        scratchLow[i] = BinaryValues.intervalMicros(bytes, start);
      }
      default -> {
        if (lengths[i] == 0) {
          throw new IllegalStateException("a decimal of no bytes");
        }
        scratchHigh[i] = BinaryValues.highWord(bytes, start, lengths[i]);
        scratchLow[i] = BinaryValues.lowWord(bytes, start, lengths[i]);
      }
    }
  }

  @Override
  void coded(Vector dictionary, int[] codes, int count) {
    for (int i = 0; i < count; i++) {
      if (dictionary.isNull(codes[i])) {
        setNull(size + i);
      } else {
        high[size + i] = dictionary.highAt(codes[i]);
        low[size + i] = dictionary.lowAt(codes[i]);
      }
    }
    size += count;
  }

  @Override
  Vector finish() {
    return new Int128Vector(type, size, high, low, nulls);
  }
}
