package io.thermocline.adapter.postgres;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decodes rows in `COPY` binary format straight into vectors. For one thread.
///
/// A row is an int16 number of fields, then for each an int32 length (-1 for null) and so many
/// bytes; all in network order. Source: "Binary Format" of the PostgreSQL documentation of COPY.
final class RowDecoder {
  /// Days from 1970-01-01 to 2000-01-01, where Postgres counts from.
  static final int EPOCH_DAYS = 10_957;

  /// The same in microseconds.
  static final long EPOCH_MICROS = EPOCH_DAYS * 86_400_000_000L;

  /// Microseconds of a day.
  static final long DAY_MICROS = 86_400_000_000L;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int FIRST_CAPACITY = 64;

  private final Schema schema;
  private final DataType[] types;
  private final VectorBuilder[] builders;
  private final NumericDecoder numerics = new NumericDecoder();
  private int rows;
  private int capacity = FIRST_CAPACITY;

  RowDecoder(Schema schema) {
    this.schema = schema;
    this.types = schema.fields().stream().map(field -> field.type()).toArray(DataType[]::new);
    this.builders = new VectorBuilder[types.length];
    reset();
  }

  private void reset() {
    for (int i = 0; i < builders.length; i++) {
      builders[i] = new VectorBuilder(types[i], capacity);
    }
    rows = 0;
  }

  /// The rows since the last batch.
  int rows() {
    return rows;
  }

  /// The rows since the last call as a batch.
  Batch take() {
    List<io.thermocline.spi.batch.Vector> vectors = new ArrayList<>(builders.length);
    for (VectorBuilder builder : builders) {
      vectors.add(builder.build());
    }
    Batch batch = new Batch(vectors, rows);
    capacity = rows >= FIRST_CAPACITY ? Batch.TARGET_ROWS : FIRST_CAPACITY;
    reset();
    return batch;
  }

  /// Reads one row, or the trailer.
  ///
  /// @return where the next one starts, or -1 after the trailer
  int row(byte[] data, int start) {
    int at = start + 2;
    int fields = (short) SHORT.get(data, start);
    if (fields < 0) {
      return -1;
    }
    if (fields != builders.length) {
      throw new ThermoclineException(
          ErrorCode.SOURCE_FAILED,
          "Postgres sent "
              + fields
              + " columns instead of "
              + builders.length
              + "; correct the statement");
    }
    for (int i = 0; i < fields; i++) {
      int length = (int) INT.get(data, at);
      at += 4;
      if (length < 0) {
        builders[i].appendNull();
      } else {
        value(i, data, at, length);
        at += length;
      }
    }
    rows++;
    return at;
  }

  /// Takes one row whose values are apart, in the same format; null for a null.
  void row(byte[] @Nullable [] values) {
    for (int i = 0; i < values.length; i++) {
      byte[] value = values[i];
      if (value == null) {
        builders[i].appendNull();
      } else {
        value(i, value, 0, value.length);
      }
    }
    rows++;
  }

  private void value(int column, byte[] data, int at, int length) {
    try {
      value(builders[column], types[column], data, at, length);
    } catch (ArithmeticException e) {
      throw new ThermoclineException(
          ErrorCode.DATETIME_OUT_OF_RANGE,
          "column '"
              + schema.field(column).name()
              + "' holds a time outside the range of "
              + types[column].sqlName()
              + "; leave such rows out",
          e);
    }
  }

  private void value(VectorBuilder builder, DataType type, byte[] data, int at, int length) {
    switch (type) {
      case ScalarType scalar -> scalar(builder, scalar, data, at, length);
      case DecimalType decimal -> numerics.append(builder, decimal, data, at);
      case ArrayType array -> array(builder, array, data, at);
    }
  }

  private static void scalar(
      VectorBuilder builder, ScalarType type, byte[] data, int at, int length) {
    switch (type) {
      case BOOLEAN -> builder.appendLong(data[at]);
      case INT16 -> builder.appendLong((short) SHORT.get(data, at));
      case INT32 -> builder.appendLong((int) INT.get(data, at));
      case INT64 -> builder.appendLong((long) LONG.get(data, at));
      case TIME -> builder.appendLong(timeOfDay((long) LONG.get(data, at)));
      case FLOAT32 -> builder.appendDouble(Float.intBitsToFloat((int) INT.get(data, at)));
      case FLOAT64 -> builder.appendDouble(Double.longBitsToDouble((long) LONG.get(data, at)));
      case TEXT, JSON, BYTES -> builder.appendBytes(data, at, at + length);
      case DATE -> builder.appendLong(day((int) INT.get(data, at)));
      case TIMESTAMP, TIMESTAMP_TZ -> builder.appendLong(instant((long) LONG.get(data, at)));
      case INTERVAL -> {
        long micros = (long) LONG.get(data, at);
        long days = (int) INT.get(data, at + 8);
        builder.appendInt128(
            (int) INT.get(data, at + 12),
            Math.addExact(micros, Math.multiplyExact(days, DAY_MICROS)));
      }
      case UUID -> builder.appendInt128((long) LONG.get(data, at), (long) LONG.get(data, at + 8));
    }
  }

  /// Postgres has 24:00:00, which is no time of the day.
  private static long timeOfDay(long micros) {
    if (micros >= DAY_MICROS) {
      throw new ArithmeticException("24:00");
    }
    return micros;
  }

  private static long day(int day) {
    if (day == Integer.MAX_VALUE || day == Integer.MIN_VALUE) {
      throw new ArithmeticException("infinity");
    }
    return (long) day + EPOCH_DAYS;
  }

  private static long instant(long micros) {
    if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
      throw new ArithmeticException("infinity");
    }
    return Math.addExact(micros, EPOCH_MICROS);
  }

  /// An array: int32 dimensions, int32 whether it has nulls, int32 type of the elements, for each
  /// dimension int32 size and int32 lower bound, then the elements like fields.
  private void array(VectorBuilder builder, ArrayType type, byte[] data, int start) {
    int dimensions = (int) INT.get(data, start);
    if (dimensions > 1) {
      throw new ThermoclineException(
          ErrorCode.UNSUPPORTED,
          "an array has " + dimensions + " dimensions, only one is supported; unnest it in a view");
    }
    if (dimensions == 1) {
      int count = (int) INT.get(data, start + 12);
      int at = start + 20;
      for (int i = 0; i < count; i++) {
        int length = (int) INT.get(data, at);
        at += 4;
        if (length < 0) {
          builder.elements().appendNull();
        } else {
          value(builder.elements(), type.element(), data, at, length);
          at += length;
        }
      }
    }
    builder.appendList();
  }
}
