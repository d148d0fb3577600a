package io.thermocline.adapter.parquet.decode;

import io.thermocline.adapter.parquet.file.ColumnShape;
import io.thermocline.spi.batch.BytesVector;
import io.thermocline.spi.batch.DoubleVector;
import io.thermocline.spi.batch.Int128Vector;
import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.NullMask;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;

/// Chooses the decoder of a page and reads dictionaries.
final class PageValues {
  private static final int MAXIMUM_DICTIONARY = 1 << 27;

  private PageValues() {}

  static boolean isDictionary(Encoding encoding) {
    return encoding == Encoding.RLE_DICTIONARY || encoding == Encoding.PLAIN_DICTIONARY;
  }

  /// The codes of a dictionary page's indexes, behind their bit width.
  static HybridDecoder codes(byte[] data, int from, int end) {
    if (from >= end) {
      // A page of nulls only may hold nothing at all.
      return new HybridDecoder(data, from, from, 0);
    }
    return new HybridDecoder(data, from + 1, end, data[from]);
  }

  /// The decoder of `count` present values in `data[from .. end)`.
  static ValueDecoder decoder(
      ColumnShape shape, Encoding encoding, byte[] data, int from, int end, int count)
      throws IOException {
    ValueDecoder decoder =
        switch (shape.primitive().getPrimitiveTypeName()) {
          case BOOLEAN ->
              switch (encoding) {
                case PLAIN -> new PlainDecoders.Bits(data, from, end);
                case RLE -> new PlainDecoders.Runs(data, from, end);
                default -> null;
              };
          case INT32, INT64 ->
              switch (encoding) {
                case PLAIN -> new PlainDecoders.Fixed(data, from, end, shape.width());
                case DELTA_BINARY_PACKED ->
                    new DeltaDecoders.Integers(
                        data, from, end, count, shape.width() == Integer.BYTES);
                case BYTE_STREAM_SPLIT -> split(shape, data, from, end, count);
                default -> null;
              };
          case FLOAT, DOUBLE ->
              switch (encoding) {
                case PLAIN -> new PlainDecoders.Fixed(data, from, end, shape.width());
                case BYTE_STREAM_SPLIT -> split(shape, data, from, end, count);
                default -> null;
              };
          case BINARY ->
              switch (encoding) {
                case PLAIN -> new PlainDecoders.Binary(data, from, end);
                case DELTA_LENGTH_BYTE_ARRAY -> DeltaDecoders.lengths(data, from, end, count);
                case DELTA_BYTE_ARRAY -> DeltaDecoders.prefixed(data, from, end, count);
                default -> null;
              };
          case INT96, FIXED_LEN_BYTE_ARRAY ->
              switch (encoding) {
                case PLAIN -> new PlainDecoders.FixedBinary(data, from, end, shape.width());
                case DELTA_BYTE_ARRAY ->
                    fixed(shape, DeltaDecoders.prefixed(data, from, end, count));
                case BYTE_STREAM_SPLIT -> {
                  byte[] plain = DeltaDecoders.unsplit(data, from, end, count, shape.width());
                  yield new PlainDecoders.FixedBinary(
                      plain, 0, count * shape.width(), shape.width());
                }
                default -> null;
              };
        };
    if (decoder == null) {
      throw new IOException(
          "encoding " + encoding + " of " + shape.primitive().getPrimitiveTypeName());
    }
    return decoder;
  }

  private static ValueDecoder split(ColumnShape shape, byte[] data, int from, int end, int count) {
    int width = shape.width();
    byte[] plain = DeltaDecoders.unsplit(data, from, end, count, width);
    return new PlainDecoders.Fixed(plain, 0, count * width, width);
  }

  /// Checks that each value has the column's width.
  private static ValueDecoder fixed(ColumnShape shape, ValueDecoder inner) {
    return new ValueDecoder() {
      @Override
      void skip(int count) {
        inner.skip(count);
      }

      @Override
      void locate(int[] starts, int[] lengths, int count) {
        inner.locate(starts, lengths, count);
        for (int i = 0; i < count; i++) {
          if (lengths[i] != shape.width()) {
            throw tooShort();
          }
        }
      }

      @Override
      byte[] bytes() {
        return inner.bytes();
      }
    };
  }

  /// The flat values of a dictionary page.
  static Vector dictionary(
      ColumnShape shape, DataType type, PageStream.Page page, PageStream.Content content)
      throws IOException {
    int count = page.values();
    boolean plain =
        page.encoding() == Encoding.PLAIN || page.encoding() == Encoding.PLAIN_DICTIONARY;
    if (count < 0 || count > MAXIMUM_DICTIONARY || !plain) {
      throw new IOException("a dictionary of " + count + " values in encoding " + page.encoding());
    }
    if (count > content.end() * 8L) {
      throw ValueDecoder.tooShort();
    }
    ValueSink sink = ValueSink.of(shape, type);
    sink.begin(count);
    sink.values(
        decoder(shape, Encoding.PLAIN, content.data(), 0, content.end(), count),
        new Piece(count, count, null, null, 0, 0, 0));
    return sink.finish();
  }

  /// The same values and a null row behind them.
  static Vector withNull(Vector dictionary) {
    int size = dictionary.size();
    long[] nulls = NullMask.create(size + 1);
    NullMask.setNull(nulls, size);
    return switch (dictionary) {
      case LongVector v ->
          new LongVector(v.type(), size + 1, Arrays.copyOf(v.values(), size + 1), nulls);
      case DoubleVector v ->
          new DoubleVector(v.type(), size + 1, Arrays.copyOf(v.values(), size + 1), nulls);
      case Int128Vector v ->
          new Int128Vector(
              v.type(),
              size + 1,
              Arrays.copyOf(v.high(), size + 1),
              Arrays.copyOf(v.low(), size + 1),
              nulls);
      case BytesVector v -> {
        int[] offsets = Arrays.copyOf(v.offsets(), size + 2);
        offsets[size + 1] = offsets[size];
        yield new BytesVector(v.type(), size + 1, v.data(), offsets, nulls);
      }
      default -> throw new IllegalStateException("a dictionary of lists");
    };
  }
}
