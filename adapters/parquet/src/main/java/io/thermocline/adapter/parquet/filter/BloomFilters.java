package io.thermocline.adapter.parquet.filter;

import io.thermocline.adapter.parquet.file.ColumnShape;
import io.thermocline.adapter.parquet.file.Conversion;
import io.thermocline.adapter.parquet.file.MappedFile;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/// Probes the split-block bloom filters of column chunks in place (Parquet format, "Bloom Filter").
final class BloomFilters {
  private static final ValueLayout.OfInt WORD =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int BLOCK_BYTES = 32;
  private static final int[] SALT = {
    0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
  };

  BloomFilters() {}

  /// False only when the chunk surely holds none of the values.
  boolean mayHold(
      MappedFile mapped, ColumnChunkMetaData chunk, ColumnShape shape, List<Object> values) {
    long offset = chunk.getBloomFilterOffset();
    if (offset <= 0 || offset >= mapped.getLength() || !hashable(shape)) {
      return true;
    }
    try {
      MappedFile.Input input = mapped.streamAt(offset);
      BloomFilterHeader header = Util.readBloomFilterHeader(input);
      long start = input.getPos();
      int blocks = header.getNumBytes() / BLOCK_BYTES;
      boolean known =
          Objects.requireNonNull(header.getAlgorithm()).isSetBLOCK()
              && Objects.requireNonNull(header.getHash()).isSetXXHASH()
              && Objects.requireNonNull(header.getCompression()).isSetUNCOMPRESSED();
      if (!known || blocks <= 0 || start + (long) blocks * BLOCK_BYTES > mapped.getLength()) {
        return true;
      }
      for (Object value : values) {
        if (mayHold(mapped, start, blocks, shape, value)) {
          return true;
        }
      }
      return false;
    } catch (IOException | RuntimeException | InternalError e) {
      // A damaged filter only costs the pruning; the pages have their own checks.
      return true;
    }
  }

  private static boolean hashable(ColumnShape shape) {
    PrimitiveTypeName physical = shape.primitive().getPrimitiveTypeName();
    return switch (shape.conversion()) {
      case INTEGER -> physical == PrimitiveTypeName.INT32 || physical == PrimitiveTypeName.INT64;
      case BYTES -> physical == PrimitiveTypeName.BINARY;
      case UUID -> true;
      default -> false;
    };
  }

  private boolean mayHold(
      MappedFile mapped, long start, int blocks, ColumnShape shape, Object value) {
    long hash;
    if (shape.conversion() == Conversion.BYTES) {
      hash = XxHash64.hash((byte[]) value);
    } else if (shape.conversion() == Conversion.UUID) {
      hash = XxHash64.hash(uuidBytes((BigInteger) value));
    } else {
      BigInteger number = value instanceof BigInteger b ? b : BigInteger.valueOf((Long) value);
      boolean narrow = shape.primitive().getPrimitiveTypeName() == PrimitiveTypeName.INT32;
      if (number.bitLength() > (narrow ? 31 : 63)) {
        return false;
      }
      hash = XxHash64.hash(littleEndian(number, narrow ? Integer.BYTES : Long.BYTES));
    }
    long block = start + ((hash >>> 32) * blocks >>> 32) * BLOCK_BYTES;
    int key = (int) hash;
    for (int i = 0; i < SALT.length; i++) {
      int bit = 1 << (key * SALT[i] >>> 27);
      if ((mapped.segment().get(WORD, block + 4L * i) & bit) == 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] littleEndian(BigInteger number, int width) {
    byte[] bytes = new byte[width];
    for (int i = 0; i < width; i++) {
      bytes[i] = number.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }

  private static byte[] uuidBytes(BigInteger value) {
    byte[] bytes = new byte[16];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = value.shiftRight(8 * (15 - i)).byteValue();
    }
    return bytes;
  }
}
