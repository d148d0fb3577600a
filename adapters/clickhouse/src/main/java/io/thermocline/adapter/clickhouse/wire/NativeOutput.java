package io.thermocline.adapter.clickhouse.wire;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.ListVector;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/// Encodes batches as Native blocks into one growing array. For one thread.
public final class NativeOutput {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long FIRST_DAY = LocalDate.of(1900, 1, 1).toEpochDay();
  private static final long LAST_DAY = LocalDate.of(2299, 12, 31).toEpochDay();
  private static final long FIRST_MICRO =
      LocalDateTime.of(1900, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC) * 1_000_000;
  private static final long LAST_MICRO =
      LocalDateTime.of(2300, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC) * 1_000_000 - 1;

  private final List<Field> fields;
  private final List<String> types;
  private byte[] data = new byte[1 << 16];
  private int size;

  /// For columns in order, and the types that they are sent in.
  public NativeOutput(List<Field> fields, List<String> types) {
    this.fields = List.copyOf(fields);
    this.types = List.copyOf(types);
  }

  /// The encoded bytes, up to [#size].
  public byte[] data() {
    return data;
  }

  /// How many bytes are encoded.
  public int size() {
    return size;
  }

  /// Forgets everything.
  public void clear() {
    size = 0;
  }

  /// Appends a block of rows.
  ///
  /// @throws ThermoclineException TYPE_MISMATCH, INVALID_PARAMETER, DATETIME_OUT_OF_RANGE; nothing
  ///   is appended then
  public void append(Batch batch) {
    if (batch.columns().size() != fields.size()) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "a batch of "
              + batch.columns().size()
              + " columns for a relation of "
              + fields.size()
              + "; supply all columns in order");
    }
    int start = size;
    boolean complete = false;
    try {
      varint(fields.size());
      varint(batch.size());
      for (int i = 0; i < fields.size(); i++) {
        Field field = fields.get(i);
        text(field.name());
        text(types.get(i));
        column(field, batch.column(i).flatten());
      }
      complete = true;
    } finally {
      if (!complete) {
        size = start;
      }
    }
  }

  private void reserve(long bytes) {
    long needed = size + bytes;
    if (needed > data.length) {
      if (needed > Integer.MAX_VALUE - 16) {
        throw new ThermoclineException(
            ErrorCode.OUT_OF_MEMORY,
            "a batch of more than 2 GB cannot be sent to ClickHouse; write smaller batches");
      }
      data =
          Arrays.copyOf(
              data, (int) Math.min(Integer.MAX_VALUE - 16, Math.max(needed, data.length * 2L)));
    }
  }

  private void varint(long value) {
    reserve(10);
    long left = value;
    while ((left & ~0x7fL) != 0) {
      data[size++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    data[size++] = (byte) left;
  }

  private void text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    varint(bytes.length);
    reserve(bytes.length);
    System.arraycopy(bytes, 0, data, size, bytes.length);
    size += bytes.length;
  }

  private void column(Field field, Vector vector) {
    DataType type = vector.type();
    boolean widened =
        type instanceof ScalarType given
            && field.type() instanceof ScalarType wanted
            && given.isNumeric()
            && wanted.isNumeric()
            && given.layout() == wanted.layout()
            && given.compareTo(wanted) <= 0;
    if (!type.equals(field.type()) && !widened) {
      throw new ThermoclineException(
          ErrorCode.TYPE_MISMATCH,
          "column \""
              + field.name()
              + "\" is "
              + field.type().sqlName()
              + ", not "
              + type.sqlName()
              + "; cast the values");
    }
    boolean array = field.type() instanceof ArrayType;
    if (!field.nullable() || array) {
      for (int i = 0; vector.mayHaveNulls() && i < vector.size(); i++) {
        if (vector.isNull(i)) {
          throw new ThermoclineException(
              ErrorCode.INVALID_PARAMETER,
              "column \""
                  + field.name()
                  + "\" must not be null"
                  + (array ? ", since ClickHouse has no null arrays" : "")
                  + "; supply a value for every row");
        }
      }
    } else {
      nullMap(vector);
    }
    if (field.type() instanceof ArrayType list) {
      lists(field, list, (ListVector) vector);
    } else {
      values(field.name(), field.type(), vector);
    }
  }

  private void nullMap(Vector vector) {
    reserve(vector.size());
    boolean nulls = vector.mayHaveNulls();
    for (int i = 0; i < vector.size(); i++) {
      data[size++] = (byte) (nulls && vector.isNull(i) ? 1 : 0);
    }
  }

  private void lists(Field field, ArrayType type, ListVector vector) {
    reserve(8L * vector.size());
    int base = vector.size() == 0 ? 0 : vector.offsets()[0];
    for (int i = 0; i < vector.size(); i++) {
      putLong(vector.offsets()[i + 1] - base);
    }
    Vector elements = vector.elements().flatten();
    if (base > 0 || vector.size() > 0 && vector.offsets()[vector.size()] < elements.size()) {
      elements = elements.slice(base, vector.offsets()[vector.size()]);
    }
    nullMap(elements);
    values(field.name(), type.element(), elements);
  }

  private void values(String column, DataType type, Vector vector) {
    int rows = vector.size();
    switch (type) {
      case DecimalType d -> {
        int width = d.precision() <= 9 ? 4 : d.precision() <= 18 ? 8 : 16;
        if (width == 16) {
          words(vector, false);
        } else {
          longs(vector, width);
        }
      }
      case ArrayType a -> throw new IllegalStateException("a list of lists");
      case ScalarType s -> {
        switch (s) {
          case BOOLEAN -> longs(vector, 1);
          case INT16 -> longs(vector, 2);
          case INT32 -> longs(vector, 4);
          case INT64, TIME -> longs(vector, 8);
          case DATE -> {
            checkRange(column, vector, FIRST_DAY, LAST_DAY);
            longs(vector, 4);
          }
          case TIMESTAMP, TIMESTAMP_TZ -> {
            checkRange(column, vector, FIRST_MICRO, LAST_MICRO);
            longs(vector, 8);
          }
          case FLOAT32 -> {
            reserve(4L * rows);
            for (int i = 0; i < rows; i++, size += 4) {
              INT.set(
                  data,
                  size,
                  Float.floatToRawIntBits((float) (vector.isNull(i) ? 0 : vector.doubleAt(i))));
            }
          }
          case FLOAT64 -> {
            reserve(8L * rows);
            for (int i = 0; i < rows; i++, size += 8) {
              LONG.set(
                  data,
                  size,
                  Double.doubleToRawLongBits(vector.isNull(i) ? 0 : vector.doubleAt(i)));
            }
          }
          case TEXT, JSON, BYTES -> strings(vector);
          case UUID -> words(vector, true);
          case INTERVAL -> throw new IllegalStateException("intervals are not stored");
        }
      }
    }
  }

  private static void checkRange(String column, Vector vector, long first, long last) {
    for (int i = 0; i < vector.size(); i++) {
      long value = vector.longAt(i);
      if ((value < first || value > last) && !vector.isNull(i)) {
        throw new ThermoclineException(
            ErrorCode.DATETIME_OUT_OF_RANGE,
            "column \""
                + column
                + "\": ClickHouse holds dates from 1900-01-01 to 2299-12-31 only; keep other rows in another store");
      }
    }
  }

  private void putLong(long value) {
    LONG.set(data, size, value);
    size += 8;
  }

  private void longs(Vector vector, int width) {
    int rows = vector.size();
    reserve((long) width * rows);
    boolean nulls = vector.mayHaveNulls();
    for (int i = 0; i < rows; i++) {
      long value = nulls && vector.isNull(i) ? 0 : vector.longAt(i);
      switch (width) {
        case 1 -> data[size] = (byte) value;
        case 2 -> SHORT.set(data, size, (short) value);
        case 4 -> INT.set(data, size, (int) value);
        default -> LONG.set(data, size, value);
      }
      size += width;
    }
  }

  /// Sixteen bytes a value: a little-endian number, or two words with the high one first.
  private void words(Vector vector, boolean highFirst) {
    int rows = vector.size();
    reserve(16L * rows);
    for (int i = 0; i < rows; i++) {
      boolean none = vector.isNull(i);
      long high = none ? 0 : vector.highAt(i);
      long low = none ? 0 : vector.lowAt(i);
      putLong(highFirst ? high : low);
      putLong(highFirst ? low : high);
    }
  }

  private void strings(Vector vector) {
    for (int i = 0; i < vector.size(); i++) {
      if (vector.isNull(i)) {
        varint(0);
        continue;
      }
      int start = vector.bytesStart(i);
      int length = vector.bytesEnd(i) - start;
      varint(length);
      reserve(length);
      System.arraycopy(vector.bytesData(i), start, data, size, length);
      size += length;
    }
  }
}
