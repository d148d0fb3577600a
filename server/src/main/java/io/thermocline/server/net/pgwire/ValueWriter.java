package io.thermocline.server.net.pgwire;

import io.thermocline.engine.kernel.TextFormat;
import io.thermocline.server.pgcatalog.PgType;
import io.thermocline.spi.batch.ConstantVector;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.ListVector;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;

/// Values in the two formats of PostgreSQL's protocol. The text of every type is what PostgreSQL
/// prints with `DateStyle` ISO; binary layouts are those of PostgreSQL's send functions:
///
/// | type | bytes |
/// |---|---|
/// | boolean | u8 |
/// | smallint, integer, bigint | i16, i32, i64 |
/// | real, double precision | IEEE 754 |
/// | numeric | u16 digits, i16 weight, u16 sign, u16 scale, digits × u16 of base 10000 |
/// | text, json, bytea | the bytes |
/// | date | i32 days since 2000-01-01 |
/// | time | i64 microseconds |
/// | timestamp with or without zone | i64 microseconds since 2000-01-01 |
/// | interval | i64 microseconds, i32 days, i32 months |
/// | uuid | 16 bytes |
/// | arrays | i32 dimensions, i32 has nulls, u32 element type, dimension × (i32 length, i32 1), values with lengths |
final class ValueWriter {
  static final long EPOCH_DAYS = LocalDate.of(2000, 1, 1).toEpochDay();
  static final long MICROS_PER_DAY = 86_400_000_000L;
  static final long EPOCH_MICROS = EPOCH_DAYS * MICROS_PER_DAY;
  private static final int NUMERIC_NEGATIVE = 0x4000;
  private static final int GROUP_DIGITS = 4;
  private static final BigInteger GROUP = BigInteger.valueOf(10_000);

  private ValueWriter() {}

  /// Writes a value that is not null as text, without its length.
  static void text(BackendWriter out, Vector vector, int row, ZoneId zone) {
    if (vector.type() instanceof ScalarType type) {
      switch (type) {
        case BOOLEAN -> out.int8(vector.longAt(row) != 0 ? 't' : 'f');
        case INT16, INT32, INT64 -> out.digits(vector.longAt(row));
        case TEXT, JSON -> bytes(out, vector, row);
        case FLOAT32, FLOAT64, BYTES, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ, INTERVAL, UUID ->
            out.ascii(TextFormat.format(vector, row, zone));
      }
    } else {
      out.raw(TextFormat.format(vector, row, zone).getBytes(StandardCharsets.UTF_8));
    }
  }

  /// Writes a value that is not null in binary form, without its length.
  static void binary(BackendWriter out, Vector vector, int row) {
    switch (vector.type()) {
      case DecimalType type -> numeric(out, Values.decimal(vector, row, type));
      case ArrayType type -> array(out, vector, row, type);
      case ScalarType type -> {
        switch (type) {
          case BOOLEAN -> out.int8((int) vector.longAt(row));
          case INT16 -> out.int16((int) vector.longAt(row));
          case INT32 -> out.int32((int) vector.longAt(row));
          case INT64 -> out.int64(vector.longAt(row));
          case FLOAT32 -> out.int32(Float.floatToIntBits((float) vector.doubleAt(row)));
          case FLOAT64 -> out.int64(Double.doubleToLongBits(vector.doubleAt(row)));
          case TEXT, JSON, BYTES -> bytes(out, vector, row);
          case DATE -> out.int32((int) (vector.longAt(row) - EPOCH_DAYS));
          case TIME -> out.int64(vector.longAt(row));
          case TIMESTAMP, TIMESTAMP_TZ -> out.int64(vector.longAt(row) - EPOCH_MICROS);
          case INTERVAL ->
              out.int64(vector.lowAt(row) % MICROS_PER_DAY)
                  .int32((int) (vector.lowAt(row) / MICROS_PER_DAY))
                  .int32((int) vector.highAt(row));
          case UUID -> out.int64(vector.highAt(row)).int64(vector.lowAt(row));
        }
      }
    }
  }

  private static void bytes(BackendWriter out, Vector vector, int row) {
    out.raw(vector.bytesData(row), vector.bytesStart(row), vector.bytesEnd(row));
  }

  private static void numeric(BackendWriter out, BigDecimal value) {
    int scale = value.scale();
    int padding = (GROUP_DIGITS - scale % GROUP_DIGITS) % GROUP_DIGITS;
    BigInteger rest = value.unscaledValue().abs().multiply(BigInteger.TEN.pow(padding));
    int fractionGroups = (scale + padding) / GROUP_DIGITS;
    int count = 0;
    int[] groups = new int[rest.bitLength() / 13 + 1];
    while (rest.signum() > 0) {
      BigInteger[] parts = rest.divideAndRemainder(GROUP);
      groups[count++] = parts[1].intValue();
      rest = parts[0];
    }
    int last = 0;
    while (last < count && groups[last] == 0) {
      last++;
    }
    out.int16(count - last)
        .int16(count == last ? 0 : count - fractionGroups - 1)
        .int16(value.signum() < 0 ? NUMERIC_NEGATIVE : 0)
        .int16(scale);
    for (int i = count - 1; i >= last; i--) {
      out.int16(groups[i]);
    }
  }

  private static void array(BackendWriter out, Vector vector, int row, ArrayType type) {
    if (type.element() instanceof ArrayType) {
      throw new ThermoclineException(
          ErrorCode.UNSUPPORTED, "arrays of arrays have no binary format here; ask for text");
    }
    Vector flat = vector;
    int at = row;
    if (vector instanceof ConstantVector c) {
      flat = c.value();
      at = 0;
    } else if (vector instanceof DictionaryVector d) {
      flat = d.dictionary();
      at = d.codes()[row];
    }
    ListVector list = (ListVector) flat;
    Vector elements = list.elements();
    int from = list.offsets()[at];
    int to = list.offsets()[at + 1];
    boolean nulls = false;
    for (int i = from; i < to; i++) {
      nulls |= elements.isNull(i);
    }
    out.int32(to > from ? 1 : 0).int32(nulls ? 1 : 0).int32(PgType.oid(type.element()));
    if (to > from) {
      out.int32(to - from).int32(1);
    }
    for (int i = from; i < to; i++) {
      if (elements.isNull(i)) {
        out.int32(-1);
      } else {
        int length = out.beginValue();
        binary(out, elements, i);
        out.endValue(length);
      }
    }
  }
}
