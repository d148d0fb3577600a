package io.thermocline.adapter.parquet.iceberg;

import io.thermocline.spi.batch.Vector;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rows of key columns, as an equality delete file lists them. Null equals null, NaN equals NaN.
/// Not to be changed once it is shared.
final class KeySet {
  private final Set<ByteBuffer> keys = new HashSet<>();

  /// Adds every row.
  void add(List<Vector> columns, int rows) {
    Encoder encoder = new Encoder();
    for (int row = 0; row < rows; row++) {
      ByteBuffer key = encoder.encode(columns, row);
      keys.add(ByteBuffer.wrap(Arrays.copyOf(key.array(), key.limit())));
    }
  }

  int size() {
    return keys.size();
  }

  boolean contains(ByteBuffer key) {
    return keys.contains(key);
  }

  /// Writes rows as bytes that are equal when the rows are. For one thread; each result is valid
  /// until the next.
  static final class Encoder {
    private byte[] bytes = new byte[64];
    private int size;

    ByteBuffer encode(List<Vector> columns, int row) {
      size = 0;
      for (Vector column : columns) {
        if (column.isNull(row)) {
          put(0);
          continue;
        }
        put(1);
        switch (column.type().layout()) {
          case LONG -> putLong(column.longAt(row));
          case DOUBLE -> putLong(Double.doubleToLongBits(column.doubleAt(row)));
          case INT128 -> {
            putLong(column.highAt(row));
            putLong(column.lowAt(row));
          }
          case BYTES -> {
            int start = column.bytesStart(row);
            int length = column.bytesEnd(row) - start;
            putLong(length);
            reserve(length);
            System.arraycopy(column.bytesData(row), start, bytes, size, length);
            size += length;
          }
          case LIST -> throw new IllegalStateException("a list is no key");
        }
      }
      return ByteBuffer.wrap(bytes, 0, size);
    }

    private void put(int value) {
      reserve(1);
      bytes[size++] = (byte) value;
    }

    private void putLong(long value) {
      reserve(Long.BYTES);
      for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
        bytes[size++] = (byte) (value >>> shift);
      }
    }

    private void reserve(int more) {
      if (size + more > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
      }
    }
  }
}
