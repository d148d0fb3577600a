package io.thermocline.adapter.parquet.filter;

import io.thermocline.adapter.parquet.file.ColumnShape;
import io.thermocline.adapter.parquet.file.Conversion;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Layout;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/// Bounds as Parquet stores them.
public final class StoredStatistics {
  private StoredStatistics() {}

  /// The range of a column chunk. `type` is the relation's type, the shape's own or wider.
  public static ColumnRange range(ColumnShape shape, DataType type, ColumnChunkMetaData chunk) {
    if (chunk.getValueCount() == 0) {
      return new ColumnRange(null, null, false, false, false);
    }
    Statistics<?> statistics = chunk.getStatistics();
    if (statistics == null || shape.maxRepetition() > 0) {
      return ColumnRange.UNKNOWN;
    }
    boolean counted = statistics.isNumNullsSet();
    boolean mayHoldNull = shape.optional() && (!counted || statistics.getNumNulls() > 0);
    boolean mayHoldValue = !counted || statistics.getNumNulls() < chunk.getValueCount();
    boolean floating = type.layout() == Layout.DOUBLE;
    if (!statistics.hasNonNullValue()) {
      return new ColumnRange(null, null, mayHoldNull, mayHoldValue, floating);
    }
    return new ColumnRange(
        bound(shape, type, statistics.getMinBytes()),
        bound(shape, type, statistics.getMaxBytes()),
        mayHoldNull,
        mayHoldValue,
        floating);
  }

  /// The range of one page of a column index.
  static ColumnRange pageRange(
      ColumnShape shape,
      DataType type,
      ByteBuffer minimum,
      ByteBuffer maximum,
      boolean nullPage,
      boolean mayHoldNull) {
    if (nullPage) {
      return ColumnRange.NULLS;
    }
    return new ColumnRange(
        bound(shape, type, bytes(minimum)),
        bound(shape, type, bytes(maximum)),
        mayHoldNull,
        true,
        type.layout() == Layout.DOUBLE);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    return bytes;
  }

  /// A bound in the classes of [ColumnRange#compare], or null when it cannot be used.
  static @Nullable Object bound(ColumnShape shape, DataType type, byte @Nullable [] stored) {
    if (stored == null) {
      return null;
    }
    Object value = value(shape, stored);
    return value instanceof Long l && type.layout() == Layout.INT128
        ? BigInteger.valueOf(l)
        : value;
  }

  private static @Nullable Object value(ColumnShape shape, byte[] stored) {
    PrimitiveTypeName physical = shape.primitive().getPrimitiveTypeName();
    return switch (shape.conversion()) {
      case INTEGER, UNSIGNED_32, MILLIS, NANOS -> integer(shape.conversion(), physical, stored);
      case UNSIGNED_64 ->
          stored.length == 8
              ? new BigInteger(Long.toUnsignedString(little(stored).getLong()))
              : null;
      case FLOATING -> {
        double number =
            switch (stored.length) {
              case 4 -> little(stored).getFloat();
              case 8 -> little(stored).getDouble();
              default -> Double.NaN;
            };
        yield Double.isNaN(number) ? null : (Object) number;
      }
      case BYTES -> stored;
      case DECIMAL_LONG ->
          stored.length == 0 || new BigInteger(stored).bitLength() > 63
              ? null
              : (Object) new BigInteger(stored).longValueExact();
      case DECIMAL_INT128 ->
          stored.length == 0 || stored.length > 16 ? null : new BigInteger(stored);
      case UUID -> stored.length == 16 ? new BigInteger(1, stored) : null;
      case FLOAT16, INT96, INTERVAL_MILLIS, INTERVAL_EXACT -> null;
    };
  }

  private static @Nullable Object integer(
      Conversion conversion, PrimitiveTypeName physical, byte[] stored) {
    long value;
    if (physical == PrimitiveTypeName.BOOLEAN && stored.length == 1) {
      value = stored[0];
    } else if (stored.length == 4) {
      value = little(stored).getInt();
    } else if (stored.length == 8) {
      value = little(stored).getLong();
    } else {
      return null;
    }
    return switch (conversion) {
      case UNSIGNED_32 -> value & 0xffffffffL;
      case MILLIS -> Math.abs(value) > Long.MAX_VALUE / 1000 ? null : (Object) (value * 1000);
      case NANOS -> Math.floorDiv(value, 1000L);
      default -> value;
    };
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
