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
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import org.postgresql.core.Oid;

/// Encodes batches in `COPY` binary format; [RowDecoder] shows the layout. For one thread.
final class RowEncoder {
  private static final int GROUP_DIGITS = 4;
  private static final BigInteger GROUP_BASE = BigInteger.valueOf(10_000);
  private static final int JSONB_VERSION = 1;

  private final List<PgRelation.Column> columns;
  private final Buffer buffer = new Buffer();
  private final DataOutputStream out = new DataOutputStream(buffer);

  /// A buffer whose array is not copied.
  private static final class Buffer extends ByteArrayOutputStream {
    Buffer() {
      super(1 << 16);
    }

    byte[] array() {
      return buf;
    }
  }

  RowEncoder(List<PgRelation.Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /// The encoded bytes, valid below [#length] until [#clear].
  byte[] bytes() {
    return buffer.array();
  }

  /// How many bytes are encoded.
  int length() {
    return buffer.size();
  }

  /// Forgets what was encoded.
  void clear() {
    buffer.reset();
  }

  /// The start of the stream.
  void header() {
    try {
      out.write(new byte[] {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0});
      out.writeInt(0);
      out.writeInt(0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The end of the stream.
  void trailer() {
    try {
      out.writeShort(-1);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// One row of a batch.
  void row(Batch batch, int row) {
    try {
      out.writeShort(columns.size());
      for (int i = 0; i < columns.size(); i++) {
        PgType type = columns.get(i).type();
        field(batch.column(i), row, type.type(), type.jsonb());
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (ArithmeticException e) {
      throw new ThermoclineException(
          ErrorCode.DATETIME_OUT_OF_RANGE, "a time or an interval is outside the range that Postgres can hold", e);
    }
  }

  private void field(Vector vector, int row, DataType type, boolean jsonb) throws IOException {
    if (vector.isNull(row)) {
      out.writeInt(-1);
      return;
    }
    switch (type) {
      case ScalarType scalar -> scalar(vector, row, scalar, jsonb);
      case DecimalType decimal -> numeric(vector, row, decimal);
      case ArrayType array -> array(vector, row, array, jsonb);
    }
  }

  private void scalar(Vector vector, int row, ScalarType type, boolean jsonb) throws IOException {
    switch (type) {
      case BOOLEAN -> {
        out.writeInt(1);
        out.writeByte((int) vector.longAt(row));
      }
      case INT16 -> {
        out.writeInt(2);
        out.writeShort((int) vector.longAt(row));
      }
      case INT32 -> {
        out.writeInt(4);
        out.writeInt((int) vector.longAt(row));
      }
      case INT64, TIME -> {
        out.writeInt(8);
        out.writeLong(vector.longAt(row));
      }
      case FLOAT32 -> {
        out.writeInt(4);
        out.writeFloat((float) vector.doubleAt(row));
      }
      case FLOAT64 -> {
        out.writeInt(8);
        out.writeDouble(vector.doubleAt(row));
      }
      case TEXT, BYTES -> bytes(vector, row);
      case JSON -> {
        if (jsonb) {
          out.writeInt(vector.bytesEnd(row) - vector.bytesStart(row) + 1);
          out.writeByte(JSONB_VERSION);
          out.write(vector.bytesData(row), vector.bytesStart(row), vector.bytesEnd(row) - vector.bytesStart(row));
        } else {
          bytes(vector, row);
        }
      }
      case DATE -> {
        out.writeInt(4);
        out.writeInt(Math.toIntExact(vector.longAt(row) - RowDecoder.EPOCH_DAYS));
      }
      case TIMESTAMP, TIMESTAMP_TZ -> {
        out.writeInt(8);
        out.writeLong(Math.subtractExact(vector.longAt(row), RowDecoder.EPOCH_MICROS));
      }
      case INTERVAL -> {
        long micros = vector.lowAt(row);
        out.writeInt(16);
        out.writeLong(micros % RowDecoder.DAY_MICROS);
        out.writeInt(Math.toIntExact(micros / RowDecoder.DAY_MICROS));
        out.writeInt(Math.toIntExact(vector.highAt(row)));
      }
      case UUID -> {
        out.writeInt(16);
        out.writeLong(vector.highAt(row));
        out.writeLong(vector.lowAt(row));
      }
    }
  }

  private void bytes(Vector vector, int row) throws IOException {
    int start = vector.bytesStart(row);
    int length = vector.bytesEnd(row) - start;
    out.writeInt(length);
    out.write(vector.bytesData(row), start, length);
  }

  private void numeric(Vector vector, int row, DecimalType type) throws IOException {
    BigInteger unscaled =
        type.precision() <= DecimalType.MAX_LONG_PRECISION
            ? BigInteger.valueOf(vector.longAt(row))
            : Int128.toBigInteger(vector.highAt(row), vector.lowAt(row));
    int fractionGroups = (type.scale() + GROUP_DIGITS - 1) / GROUP_DIGITS;
    BigInteger rest = unscaled.abs().multiply(BigInteger.TEN.pow(fractionGroups * GROUP_DIGITS - type.scale()));
    short[] groups = new short[16];
    int count = 0;
    while (rest.signum() != 0) {
      BigInteger[] parts = rest.divideAndRemainder(GROUP_BASE);
      groups[count++] = parts[1].shortValue();
      rest = parts[0];
    }
    int zeros = 0;
    while (zeros < count && groups[zeros] == 0) {
      zeros++;
    }
    out.writeInt(8 + 2 * (count - zeros));
    out.writeShort(count - zeros);
    out.writeShort(count == 0 ? 0 : count - 1 - fractionGroups);
    out.writeShort(unscaled.signum() < 0 ? 0x4000 : 0);
    out.writeShort(type.scale());
    for (int i = count - 1; i >= zeros; i--) {
      out.writeShort(groups[i]);
    }
  }

  private void array(Vector vector, int row, ArrayType type, boolean jsonb) throws IOException {
    ListVector list = (ListVector) vector.flatten();
    int from = list.offsets()[row];
    int to = list.offsets()[row + 1];
    boolean nulls = false;
    for (int i = from; i < to; i++) {
      nulls |= list.elements().isNull(i);
    }
    int lengthAt = buffer.size();
    out.writeInt(0);
    out.writeInt(from == to ? 0 : 1);
    out.writeInt(nulls ? 1 : 0);
    out.writeInt(elementOid(type.element(), jsonb));
    if (from < to) {
      out.writeInt(to - from);
      out.writeInt(1);
      for (int i = from; i < to; i++) {
        field(list.elements(), i, type.element(), jsonb);
      }
    }
    java.nio.ByteBuffer.wrap(buffer.array()).putInt(lengthAt, buffer.size() - lengthAt - 4);
  }

  private static int elementOid(DataType type, boolean jsonb) {
    return switch (type) {
      case DecimalType d -> Oid.NUMERIC;
      case ArrayType a -> throw new ThermoclineException(
          ErrorCode.UNSUPPORTED, "arrays of arrays cannot be written to Postgres; flatten them");
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
