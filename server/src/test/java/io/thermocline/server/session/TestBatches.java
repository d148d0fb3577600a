package io.thermocline.server.session;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.batch.BytesVector;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.DoubleVector;
import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Rows for [TestQueryService].
final class TestBatches {
  static final Schema NUMBERS =
      Schema.of(
          Field.required("id", ScalarType.INT64),
          Field.required("name", ScalarType.TEXT),
          Field.required("ratio", ScalarType.FLOAT64),
          Field.required("unit", ScalarType.TEXT),
          Field.nullable("note", ScalarType.TEXT));

  static final Schema ALL_TYPES =
      Schema.of(
          Field.nullable("c_boolean", ScalarType.BOOLEAN),
          Field.nullable("c_smallint", ScalarType.INT16),
          Field.nullable("c_integer", ScalarType.INT32),
          Field.nullable("c_bigint", ScalarType.INT64),
          Field.nullable("c_real", ScalarType.FLOAT32),
          Field.nullable("c_double", ScalarType.FLOAT64),
          Field.nullable("c_numeric", new DecimalType(12, 2)),
          Field.nullable("c_numeric38", new DecimalType(38, 10)),
          Field.nullable("c_text", ScalarType.TEXT),
          Field.nullable("c_bytes", ScalarType.BYTES),
          Field.nullable("c_date", ScalarType.DATE),
          Field.nullable("c_time", ScalarType.TIME),
          Field.nullable("c_timestamp", ScalarType.TIMESTAMP),
          Field.nullable("c_timestamptz", ScalarType.TIMESTAMP_TZ),
          Field.nullable("c_interval", ScalarType.INTERVAL),
          Field.nullable("c_uuid", ScalarType.UUID),
          Field.nullable("c_json", ScalarType.JSON),
          Field.nullable("c_texts", new ArrayType(ScalarType.TEXT)),
          Field.nullable("c_ints", new ArrayType(new ArrayType(ScalarType.INT32))));

  static final UUID A_UUID = UUID.fromString("01234567-89ab-cdef-fedc-ba9876543210");

  static final List<Object> A_ROW =
      List.of(
          true,
          (short) -7,
          123_456,
          Long.MIN_VALUE,
          1.5f,
          -2.25e100,
          new BigDecimal("-1234567890.12"),
          new BigDecimal("-1234567890123456789012345678.0123456789"),
          "Grüße, 世界",
          new byte[] {0, (byte) 0xff, 10},
          LocalDate.of(1969, 12, 31),
          LocalTime.of(23, 59, 59, 999_999_000),
          LocalDateTime.of(2026, 1, 31, 12, 30, 15, 123_456_000),
          Instant.parse("1960-02-29T01:02:03.000001Z"),
          new Interval(14, -3_600_000_000L),
          A_UUID,
          "{\"a\": [1]}",
          Arrays.asList("x", null, "y, \"z\""),
          List.of(List.of(1, 2), List.of(), List.of(3)));

  private TestBatches() {}

  static List<@Nullable Object> nullRow() {
    return Collections.nCopies(ALL_TYPES.size(), null);
  }

  /// A flat batch (value, null), a dictionary batch (value, null, value) and a constant batch (2 ×
  /// value).
  static List<Batch> allTypes() {
    Batch flat = BatchReaders.batch(ALL_TYPES, List.of(A_ROW, nullRow()));
    List<Vector> dictionaries = new ArrayList<>();
    List<Vector> constants = new ArrayList<>();
    for (int i = 0; i < ALL_TYPES.size(); i++) {
      dictionaries.add(new DictionaryVector(flat.column(i), new int[] {0, 1, 0}, 3));
      constants.add(Values.constant(ALL_TYPES.field(i).type(), A_ROW.get(i), 2));
    }
    return List.of(flat, new Batch(dictionaries, 3), new Batch(constants, 2));
  }

  static Iterator<Batch> numbers(long count) {
    VectorBuilder names = new VectorBuilder(ScalarType.TEXT, 100);
    for (int i = 0; i < 100; i++) {
      names.appendBytes(("name number " + i).getBytes(StandardCharsets.UTF_8));
    }
    Vector dictionary = names.build();
    return new Iterator<>() {
      private long row;

      @Override
      public boolean hasNext() {
        return row < count;
      }

      @Override
      public Batch next() {
        int size = (int) Math.min(Batch.TARGET_ROWS, count - row);
        Batch batch = numbers(dictionary, row, size);
        row += size;
        return batch;
      }
    };
  }

  private static Batch numbers(Vector dictionary, long from, int size) {
    long[] ids = new long[size];
    int[] codes = new int[size];
    double[] ratios = new double[size];
    VectorBuilder notes = new VectorBuilder(ScalarType.TEXT, size);
    byte[] note = "a note of some length".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < size; i++) {
      ids[i] = from + i;
      codes[i] = (int) ((from + i) % 100);
      ratios[i] = (from + i) / 4.0;
      if ((from + i) % 7 == 0) {
        notes.appendNull();
      } else {
        notes.appendBytes(note, 0, (int) ((from + i) % note.length));
      }
    }
    return new Batch(
        List.of(
            new LongVector(ScalarType.INT64, size, ids, null),
            new DictionaryVector(dictionary, codes, size),
            new DoubleVector(ScalarType.FLOAT64, size, ratios, null),
            Values.constant(ScalarType.TEXT, "kg", size),
            (BytesVector) notes.build()),
        size);
  }

  static Iterator<Batch> thenFail(ErrorCode code) {
    Iterator<Batch> first = numbers(10);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public Batch next() {
        if (first.hasNext()) {
          return first.next();
        }
        throw new ThermoclineException(code, "failed late as asked");
      }
    };
  }

  /// The type of a name as in `numeric(12,2)`, `text[]` or `timestamp_tz`.
  static DataType type(String name) {
    if (name.endsWith("[]")) {
      return new ArrayType(type(name.substring(0, name.length() - 2)));
    }
    if (name.startsWith("numeric(")) {
      String[] digits = name.substring(8, name.length() - 1).split(",");
      return new DecimalType(Integer.parseInt(digits[0]), Integer.parseInt(digits[1]));
    }
    return ScalarType.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
