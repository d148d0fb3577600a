package io.thermocline.tck.suite;

import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A table with random columns and rows: `id`, which identifies a row, `k`, which joins tables,
/// `at`, a date or timestamp by which it can be split, and columns of further types, nulls, empty
/// text and extremes among their values.
record RandomTable(String name, Schema columns, List<List<@Nullable Object>> rows) {
  /// The days over which `at` lies.
  static final LocalDate FIRST_DAY = LocalDate.of(2023, 1, 1);

  static final int DAYS = 900;

  private static final List<DataType> TYPES =
      List.of(
          ScalarType.BOOLEAN,
          ScalarType.INT16,
          ScalarType.INT32,
          ScalarType.INT64,
          ScalarType.FLOAT64,
          ScalarType.TEXT,
          ScalarType.TEXT,
          ScalarType.DATE,
          ScalarType.TIME,
          ScalarType.TIMESTAMP,
          ScalarType.TIMESTAMP_TZ,
          ScalarType.UUID,
          ScalarType.BYTES,
          new DecimalType(4, 0),
          new DecimalType(5, 2),
          new DecimalType(12, 2),
          new DecimalType(18, 6),
          new DecimalType(30, 10));

  static final List<String> WORDS =
      List.of(
          "",
          " ",
          "a",
          "A",
          "b",
          "ab",
          "aB",
          "Ab ",
          "abc",
          "ä",
          "Ä",
          "é",
          "Zürich",
          "日本",
          "😀",
          "50%",
          "a_b",
          "O'Brien",
          "x\\y",
          "0",
          "10",
          "9",
          "-1",
          "null",
          "true",
          "zz",
          "2024-02-29");

  static RandomTable of(String name, Random random) {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.required("id", ScalarType.INT64));
    fields.add(Field.nullable("k", ScalarType.INT32));
    fields.add(Field.required("at", random.nextBoolean() ? ScalarType.DATE : ScalarType.TIMESTAMP));
    int more = 4 + random.nextInt(5);
    for (int i = 0; i < more; i++) {
      DataType type = TYPES.get(random.nextInt(TYPES.size()));
      String column = "c" + i;
      fields.add(
          random.nextInt(5) == 0 ? Field.required(column, type) : Field.nullable(column, type));
    }
    Schema schema = new Schema(fields);
    int size = random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(random.nextInt(6) == 0 ? 300 : 40);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int row = 0; row < size; row++) {
      List<@Nullable Object> values = new ArrayList<>();
      values.add((long) row + 1);
      values.add(random.nextInt(6) == 0 ? null : random.nextInt(Math.max(12, size / 4)));
      values.add(
          schema.field(2).type() == ScalarType.DATE
              ? FIRST_DAY.plusDays(random.nextInt(DAYS))
              : FIRST_DAY.plusDays(random.nextInt(DAYS)).atTime(time(random)));
      for (Field field : fields.subList(3, fields.size())) {
        values.add(field.nullable() && random.nextInt(5) == 0 ? null : value(field.type(), random));
      }
      rows.add(values);
    }
    return new RandomTable(name, schema, rows);
  }

  private static LocalTime time(Random random) {
    return random.nextInt(4) == 0
        ? LocalTime.MIDNIGHT
        : LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000L) * 1000);
  }

  private static LocalDate day(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> LocalDate.of(1969, 12, 31);
      case 1 -> LocalDate.of(2024, 2, 29);
      case 2 -> LocalDate.of(1900, 1, 1).plusDays(random.nextInt(140_000));
      default -> FIRST_DAY.plusDays(random.nextInt(DAYS));
    };
  }

  private static Object value(DataType type, Random random) {
    return switch (type) {
      case DecimalType d -> decimal(d, random);
      case ScalarType s -> scalar(s, random);
      default -> throw new IllegalArgumentException(type.sqlName());
    };
  }

  private static BigDecimal decimal(DecimalType type, Random random) {
    int digits = random.nextInt(10) == 0 ? type.precision() : Math.min(type.precision(), 5);
    BigInteger bound = BigInteger.TEN.pow(digits);
    BigInteger unscaled =
        random.nextInt(8) == 0
            ? bound.subtract(BigInteger.ONE)
            : new BigInteger(bound.bitLength() + 8, random).mod(bound);
    return new BigDecimal(random.nextInt(3) == 0 ? unscaled.negate() : unscaled, type.scale());
  }

  private static Object scalar(ScalarType type, Random random) {
    boolean extreme = random.nextInt(15) == 0;
    return switch (type) {
      case BOOLEAN -> random.nextBoolean();
      case INT16 ->
          extreme
              ? random.nextBoolean() ? Short.MAX_VALUE : Short.MIN_VALUE
              : (short) (random.nextInt(41) - 20);
      case INT32 ->
          extreme
              ? random.nextBoolean() ? Integer.MAX_VALUE : Integer.MIN_VALUE
              : random.nextInt(201) - 100;
      case INT64 ->
          extreme
              ? random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE
              : (long) random.nextInt(2001) - 1000;
      case FLOAT32 -> (random.nextInt(81) - 40) * 0.25f;
      case FLOAT64 ->
          extreme
              ? List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0)
                  .get(random.nextInt(4))
              : (random.nextInt(801) - 400) * 0.25;
      case TEXT, JSON -> WORDS.get(random.nextInt(WORDS.size()));
      case BYTES -> new byte[] {(byte) random.nextInt(4), (byte) -random.nextInt(3)};
      case DATE -> day(random);
      case TIME -> time(random);
      case TIMESTAMP -> LocalDateTime.of(day(random), time(random));
      case TIMESTAMP_TZ -> instant(random);
      case UUID -> new UUID(((long) random.nextInt(6)) << 61, random.nextInt(3));
      case INTERVAL -> throw new IllegalArgumentException("interval");
    };
  }

  private static Instant instant(Random random) {
    return LocalDateTime.of(day(random), time(random)).toInstant(ZoneOffset.UTC);
  }
}
