package io.thermocline.adapter.postgres;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Int128;
import io.thermocline.spi.batch.ListVector;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.math.BigInteger;
import java.util.List;
import org.postgresql.core.Oid;

/// Encodes batches in `COPY` binary format; [RowDecoder] shows the layout. For one thread.
final class RowEncoder {
  private static final int GROUP_DIGITS = 4;
  private static final int GROUP_BASE = 10_000;
  private static final int[] POWERS = {1, 10, 100, 1000, 10_000};
  private static final BigInteger FOUR_GROUPS = BigInteger.valueOf(10_000_000_000_000_000L);
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final int JSONB_VERSION = 1;

  private final List<PgRelation.Column> columns;
  private final CopyBuffer out = new CopyBuffer();
  private final short[] groups = new short[16];

  RowEncoder(List<PgRelation.Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /// The encoded bytes, valid below [#length] until [#clear].
  byte[] bytes() {
    return out.bytes();
  }

  /// How many bytes are encoded.
  int length() {
    return out.size();
  }

  /// Forgets what was encoded.
  void clear() {
    out.clear();
  }

  /// The start of the stream.
  void header() {
    out.put(SIGNATURE, 0, SIGNATURE.length);
    out.putInt(0);
    out.putInt(0);
  }

  /// The end of the stream.
  void trailer() {
    out.putShort(-1);
  }

  /// One row of a batch.
  void row(Batch batch, int row) {
    try {
      out.putShort(columns.size());
      for (int i = 0; i < columns.size(); i++) {
        PgType type = columns.get(i).type();
        field(batch.column(i), row, type.type(), type.jsonb());
      }
    } catch (ArithmeticException e) {
      throw new ThermoclineException(
          ErrorCode.DATETIME_OUT_OF_RANGE,
          "a time or an interval is outside the range that Postgres can hold",
          e);
    }
  }

  private void field(Vector vector, int row, DataType type, boolean jsonb) {
    if (vector.isNull(row)) {
      out.putInt(-1);
      return;
    }
    switch (type) {
      case ScalarType scalar -> scalar(vector, row, scalar, jsonb);
      case DecimalType decimal -> numeric(vector, row, decimal);
      case ArrayType array -> array(vector, row, array, jsonb);
    }
  }

  private void scalar(Vector vector, int row, ScalarType type, boolean jsonb) {
    switch (type) {
      case BOOLEAN -> {
        out.putInt(1);
        out.putByte((int) vector.longAt(row));
      }
      case INT16 -> {
        out.putInt(2);
        out.putShort((int) vector.longAt(row));
      }
      case INT32 -> {
        out.putInt(4);
        out.putInt((int) vector.longAt(row));
      }
      case INT64, TIME -> {
        out.putInt(8);
        out.putLong(vector.longAt(row));
      }
      case FLOAT32 -> {
        out.putInt(4);
        out.putInt(Float.floatToRawIntBits((float) vector.doubleAt(row)));
      }
      case FLOAT64 -> {
        out.putInt(8);
        out.putLong(Double.doubleToRawLongBits(vector.doubleAt(row)));
      }
      case TEXT, BYTES -> bytes(vector, row);
      case JSON -> {
        if (jsonb) {
          out.putInt(vector.bytesEnd(row) - vector.bytesStart(row) + 1);
          out.putByte(JSONB_VERSION);
          out.put(
              vector.bytesData(row),
              vector.bytesStart(row),
              vector.bytesEnd(row) - vector.bytesStart(row));
        } else {
          bytes(vector, row);
        }
      }
      case DATE -> {
        out.putInt(4);
        out.putInt(Math.toIntExact(vector.longAt(row) - RowDecoder.EPOCH_DAYS));
      }
      case TIMESTAMP, TIMESTAMP_TZ -> {
        out.putInt(8);
        out.putLong(Math.subtractExact(vector.longAt(row), RowDecoder.EPOCH_MICROS));
      }
      case INTERVAL -> {
        long micros = vector.lowAt(row);
        out.putInt(16);
        out.putLong(micros % RowDecoder.DAY_MICROS);
        out.putInt(Math.toIntExact(micros / RowDecoder.DAY_MICROS));
        out.putInt(Math.toIntExact(vector.highAt(row)));
      }
      case UUID -> {
        out.putInt(16);
        out.putLong(vector.highAt(row));
        out.putLong(vector.lowAt(row));
      }
    }
  }

  private void bytes(Vector vector, int row) {
    int start = vector.bytesStart(row);
    int length = vector.bytesEnd(row) - start;
    out.putInt(length);
    out.put(vector.bytesData(row), start, length);
  }

  private void numeric(Vector vector, int row, DecimalType type) {
    int fractionGroups = (type.scale() + GROUP_DIGITS - 1) / GROUP_DIGITS;
    int padding = fractionGroups * GROUP_DIGITS - type.scale();
    boolean negative;
    int count;
    if (type.precision() <= DecimalType.MAX_LONG_PRECISION) {
      long unscaled = vector.longAt(row);
      negative = unscaled < 0;
      count = groups(Math.abs(unscaled), padding);
    } else {
      BigInteger unscaled = Int128.toBigInteger(vector.highAt(row), vector.lowAt(row));
      negative = unscaled.signum() < 0;
      count = groups(unscaled.abs().multiply(BigInteger.valueOf(POWERS[padding])));
    }
    int zeros = 0;
    while (zeros < count && groups[zeros] == 0) {
      zeros++;
    }
    out.putInt(8 + 2 * (count - zeros));
    out.putShort(count - zeros);
    out.putShort(count == 0 ? 0 : count - 1 - fractionGroups);
    out.putShort(negative ? 0x4000 : 0);
    out.putShort(type.scale());
    for (int i = count - 1; i >= zeros; i--) {
      out.putShort(groups[i]);
    }
  }

  /// Splits `number * 10^padding` into groups of four digits, the lowest first; the padding is less
  /// than one group.
  private int groups(long number, int padding) {
    int power = POWERS[GROUP_DIGITS - padding];
    int count = 0;
    long rest = number;
    if (padding > 0 && rest != 0) {
      groups[count++] = (short) (rest % power * POWERS[padding]);
      rest /= power;
    }
    while (rest != 0) {
      groups[count++] = (short) (rest % GROUP_BASE);
      rest /= GROUP_BASE;
    }
    return count;
  }

  private int groups(BigInteger number) {
    int count = 0;
    BigInteger rest = number;
    while (rest.bitLength() > Long.SIZE - 1) {
      BigInteger[] parts = rest.divideAndRemainder(FOUR_GROUPS);
      long low = parts[1].longValue();
      for (int i = 0; i < 4; i++) {
        groups[count++] = (short) (low % GROUP_BASE);
        low /= GROUP_BASE;
      }
      rest = parts[0];
    }
    for (long low = rest.longValue(); low != 0; low /= GROUP_BASE) {
      groups[count++] = (short) (low % GROUP_BASE);
    }
    return count;
  }

  private void array(Vector vector, int row, ArrayType type, boolean jsonb) {
    ListVector list = (ListVector) vector.flatten();
    int from = list.offsets()[row];
    int to = list.offsets()[row + 1];
    boolean nulls = false;
    for (int i = from; i < to; i++) {
      nulls |= list.elements().isNull(i);
    }
    int lengthAt = out.size();
    out.putInt(0);
    out.putInt(from == to ? 0 : 1);
    out.putInt(nulls ? 1 : 0);
    out.putInt(elementOid(type.element(), jsonb));
    if (from < to) {
      out.putInt(to - from);
      out.putInt(1);
      for (int i = from; i < to; i++) {
        field(list.elements(), i, type.element(), jsonb);
      }
    }
    out.setInt(lengthAt, out.size() - lengthAt - 4);
  }

  private static int elementOid(DataType type, boolean jsonb) {
    return switch (type) {
      case DecimalType d -> Oid.NUMERIC;
      case ArrayType a ->
          throw new ThermoclineException(
              ErrorCode.UNSUPPORTED,
              "arrays of arrays cannot be written to Postgres; flatten them");
      case ScalarType s ->
          switch (s) {
            case BOOLEAN -> Oid.BOOL;
            case INT16 -> Oid.INT2;
            case INT32 -> Oid.INT4;
            case INT64 -> Oid.INT8;
            case FLOAT32 -> Oid.FLOAT4;
            case FLOAT64 -> Oid.FLOAT8;
            case TEXT -> Oid.TEXT;
            case BYTES -> Oid.BYTEA;
            case DATE -> Oid.DATE;
            case TIME -> Oid.TIME;
            case TIMESTAMP -> Oid.TIMESTAMP;
            case TIMESTAMP_TZ -> Oid.TIMESTAMPTZ;
            case INTERVAL -> Oid.INTERVAL;
            case UUID -> Oid.UUID;
            case JSON -> jsonb ? Oid.JSONB : Oid.JSON;
          };
    };
  }
}
