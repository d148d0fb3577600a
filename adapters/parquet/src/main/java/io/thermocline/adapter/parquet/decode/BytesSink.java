package io.thermocline.adapter.parquet.decode;

import io.thermocline.spi.batch.BytesVector;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import java.util.Arrays;

/// Values of layout BYTES. Only wanted values are copied out of the page.
final class BytesSink extends ValueSink {
  private final DataType type;
  private byte[] data = new byte[0];
  private int[] offsets = new int[1];
  private int used;
  private int[] starts = new int[0];
  private int[] lengths = new int[0];

  BytesSink(DataType type) {
    this.type = type;
  }

  @Override
  void allocate(int rows) {
    offsets = new int[rows + 1];
    data = new byte[0];
    used = 0;
  }

  @Override
  void values(ValueDecoder decoder, Piece piece) {
    int rows = piece.rows();
    starts = grown(starts, rows);
    lengths = grown(lengths, rows);
    decoder.locate(starts, lengths, piece.present());
    byte[] valid = piece.valid();
    if (valid != null) {
      spread(starts, valid, rows, piece.present(), 0);
      spread(lengths, valid, rows, piece.present(), 0);
      markNulls(piece);
    }
    int[] selection = piece.selection();
    int wanted = piece.wanted();
    long bytes = 0;
    for (int i = 0; i < wanted; i++) {
      bytes += lengths[selection == null ? i : selection[piece.from() + i] - piece.base()];
    }
    reserve(bytes);
    byte[] source = decoder.bytes();
    int at = used;
    for (int i = 0; i < wanted; i++) {
      int row = selection == null ? i : selection[piece.from() + i] - piece.base();
      int length = lengths[row];
      System.arraycopy(source, starts[row], data, at, length);
      at += length;
      offsets[size + i + 1] = at;
    }
    used = at;
    size += wanted;
  }

  private void reserve(long bytes) {
    int needed = Math.toIntExact(used + bytes);
    if (needed > data.length) {
      data =
          Arrays.copyOf(
              data,
              used == 0 ? needed : (int) Math.min(Integer.MAX_VALUE - 16L, needed + (needed >> 1)));
    }
  }

  @Override
  void coded(Vector dictionary, int[] codes, int count) {
    for (int i = 0; i < count; i++) {
      int code = codes[i];
      if (dictionary.isNull(code)) {
        setNull(size + i);
      } else {
        int start = dictionary.bytesStart(code);
        int length = dictionary.bytesEnd(code) - start;
        reserve(length);
        System.arraycopy(dictionary.bytesData(code), start, data, used, length);
        used += length;
      }
      offsets[size + i + 1] = used;
    }
    size += count;
  }

  @Override
  Vector finish() {
    return new BytesVector(type, size, data, offsets, nulls);
  }
}
