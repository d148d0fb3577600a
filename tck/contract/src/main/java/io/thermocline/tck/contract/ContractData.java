package io.thermocline.tck.contract;

import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.type.ArrayType;
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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The rows that the contract loads.
final class ContractData {
  static final String ITEMS = "contract_items";
  static final String NUMBERS = "contract_numbers";
  static final String EMPTY = "contract_empty";
  static final int NUMBER_ROWS = 60_000;

  private static final DecimalType PRICE = new DecimalType(12, 2);

  private static final List<String> NAMES =
      List.of(
          "",
          "a",
          "A",
          "b",
          "B",
          "z",
          "Z",
          "ab",
          "aB",
          "a b",
          " a",
          "ä",
          "Ä",
          "é",
          "É",
          "Zürich",
          "日本語",
          "😀 smile",
          "ﬀ",
          "\uFFFD",
          "50%",
          "5%0",
          "under_score",
          "back\\slash",
          "O'Brien",
          "''",
          "line\nbreak",
          "tab\tbed",
          "\"quoted\"",
          "$1",
          "?",
          "{fn x}",
          "-- no comment",
          "NULL",
          "null",
          "0",
          "10",
          "9");

  private ContractData() {}

  /// A few dozen rows with nulls and awkward text; only columns of types that the store has.
  static Relation items(RelationName name, Predicate<DataType> stores) {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.required("id", ScalarType.INT64));
    List<Field> optional =
        List.of(
            Field.nullable("name", ScalarType.TEXT),
            Field.nullable("category", ScalarType.TEXT),
            Field.nullable("quantity", ScalarType.INT32),
            Field.nullable("small", ScalarType.INT16),
            Field.nullable("big", ScalarType.INT64),
            Field.nullable("price", PRICE),
            Field.nullable("amount", new DecimalType(38, 6)),
            Field.nullable("ratio", ScalarType.FLOAT64),
            Field.nullable("active", ScalarType.BOOLEAN),
            Field.nullable("day", ScalarType.DATE),
            Field.nullable("moment", ScalarType.TIMESTAMP),
            Field.nullable("zoned", ScalarType.TIMESTAMP_TZ),
            Field.nullable("code", ScalarType.UUID));
    optional.stream().filter(field -> stores.test(field.type())).forEach(fields::add);
    return Relation.of(name, new Schema(fields));
  }

  static List<List<@Nullable Object>> itemRows(Schema schema) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      List<@Nullable Object> row = new ArrayList<>();
      for (Field field : schema.fields()) {
        row.add(itemValue(field.name(), i));
      }
      rows.add(row);
    }
    return rows;
  }

  private static @Nullable Object itemValue(String column, int i) {
    return switch (column) {
      case "id" -> (long) i;
      case "name" -> i % 13 == 11 ? null : NAMES.get(i);
      case "category" -> i % 5 == 4 ? null : List.of("red", "Green", "blue").get(i % 3);
      case "quantity" -> i % 7 == 3 ? null : i * 37 % 50 - 20;
      case "small" -> i % 11 == 5 ? null : (short) (i % 9 - 4);
      case "big" -> i % 6 == 2 ? null : (i - 15) * 400_000_000_000_000_000L;
      case "price" -> i % 9 == 8 ? null : BigDecimal.valueOf(i * 1999L % 7000 - 1500, 2);
      case "amount" ->
          i % 8 == 1
              ? null
              : new BigDecimal("12345678901234567890.123456")
                  .multiply(BigDecimal.valueOf(i - 12))
                  .setScale(6);
      case "ratio" ->
          switch (i) {
            case 3, 9 -> null;
            case 4, 5 -> Double.NaN;
            case 6 -> Double.POSITIVE_INFINITY;
            case 7 -> Double.NEGATIVE_INFINITY;
            default -> (i - 20) * 0.25;
          };
      case "active" -> i % 4 == 3 ? null : i % 4 == 1;
      case "day" -> i % 10 == 7 ? null : LocalDate.of(1969, 12, 20).plusDays(i % 24);
      case "moment" ->
          i % 10 == 6
              ? null
              : LocalDateTime.of(1969, 12, 31, 23, 59, 50).plusNanos(i * 1_234_567_000L);
      case "zoned" ->
          i % 10 == 5 ? null : Instant.parse("2024-03-31T00:59:50.000001Z").plusMillis(i * 777L);
      case "code" -> i % 10 == 4 ? null : new UUID((long) i << 59, i);
      default -> throw new IllegalArgumentException(column);
    };
  }

  /// Many rows for limits, partitions and early ends.
  static Relation numbers(RelationName name) {
    return Relation.of(
        name,
        Schema.of(
            Field.required("n", ScalarType.INT64),
            Field.required("bucket", ScalarType.INT32),
            Field.required("label", ScalarType.TEXT)));
  }

  static List<List<@Nullable Object>> numberRows() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < NUMBER_ROWS; i++) {
      rows.add(List.of((long) i, i % 100, "row number " + i));
    }
    return rows;
  }

  /// Every type, arrays included.
  static List<DataType> types() {
    List<DataType> types = new ArrayList<>(List.of(ScalarType.values()));
    for (int[] p :
        new int[][] {{1, 0}, {9, 2}, {18, 0}, {18, 18}, {19, 0}, {38, 0}, {38, 10}, {38, 38}}) {
      types.add(new DecimalType(p[0], p[1]));
    }
    for (DataType element :
        List.of(
            ScalarType.BOOLEAN,
            ScalarType.INT16,
            ScalarType.INT32,
            ScalarType.INT64,
            ScalarType.FLOAT64,
            ScalarType.TEXT,
            ScalarType.DATE,
            ScalarType.TIMESTAMP,
            ScalarType.UUID,
            new DecimalType(10, 2),
            new DecimalType(38, 4))) {
      types.add(new ArrayType(element));
    }
    return types;
  }

  /// Values of a type, its extremes among them, without null.
  static List<Object> samples(DataType type) {
    return switch (type) {
      case DecimalType d -> decimals(d);
      case ArrayType a -> {
        List<Object> elements = samples(a.element());
        List<@Nullable Object> withNull = new ArrayList<>(elements);
        withNull.add(1, null);
        yield List.of(List.of(), List.of(elements.getFirst()), elements, withNull);
      }
      case ScalarType s -> scalars(s);
    };
  }

  private static List<Object> decimals(DecimalType type) {
    BigInteger most = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
    List<BigInteger> unscaled =
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.ONE.negate(),
            BigInteger.TEN.pow(type.precision() - 1),
            BigInteger.valueOf(12_345_678_901_234_567L).mod(most.add(BigInteger.ONE)),
            most,
            most.negate());
    return List.copyOf(
        unscaled.stream()
            .distinct()
            .map(value -> (Object) new BigDecimal(value, type.scale()))
            .toList());
  }

  private static List<Object> scalars(ScalarType type) {
    return switch (type) {
      case BOOLEAN -> List.of(true, false);
      case INT16 -> List.of((short) 0, (short) 1, (short) -1, Short.MIN_VALUE, Short.MAX_VALUE);
      case INT32 -> List.of(0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case INT64 -> List.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE);
      case FLOAT32 ->
          List.of(
              0f,
              1.5f,
              -0.1f,
              Float.MAX_VALUE,
              -Float.MAX_VALUE,
              Float.MIN_NORMAL,
              Float.NaN,
              Float.POSITIVE_INFINITY,
              Float.NEGATIVE_INFINITY);
      case FLOAT64 ->
          List.of(
              0d,
              1.5,
              -0.1,
              Double.MAX_VALUE,
              -Double.MAX_VALUE,
              Double.MIN_VALUE,
              Double.NaN,
              Double.POSITIVE_INFINITY,
              Double.NEGATIVE_INFINITY);
      case TEXT -> List.of("", "a", "ä日😀", "x".repeat(100_000), "it's \\ \"q\" \n\t{,}");
      case BYTES ->
          List.of(
              new byte[0], new byte[] {0}, new byte[] {-1, 0, 127, -128, '\\'}, new byte[70_000]);
      case DATE ->
          List.of(
              LocalDate.EPOCH,
              LocalDate.of(1969, 12, 31),
              LocalDate.of(1, 1, 1),
              LocalDate.of(9999, 12, 31),
              LocalDate.of(2024, 2, 29),
              LocalDate.of(1899, 12, 31),
              LocalDate.of(-44, 3, 15));
      case TIME ->
          List.of(
              LocalTime.MIDNIGHT,
              LocalTime.of(12, 34, 56, 789_012_000),
              LocalTime.of(23, 59, 59, 999_999_000));
      case TIMESTAMP ->
          List.of(
              LocalDateTime.of(1970, 1, 1, 0, 0),
              LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000),
              LocalDateTime.of(2024, 3, 31, 2, 30, 0, 1000),
              LocalDateTime.of(1900, 1, 1, 0, 0),
              LocalDateTime.of(2299, 12, 31, 23, 59, 59, 999_999_000),
              LocalDateTime.of(1, 1, 1, 0, 0),
              LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000));
      case TIMESTAMP_TZ ->
          List.of(
              Instant.EPOCH,
              Instant.EPOCH.minusNanos(1000),
              Instant.parse("2024-03-31T01:30:00.000001Z"),
              Instant.parse("1900-01-01T00:00:00Z"),
              Instant.parse("2299-12-31T23:59:59.999999Z"),
              Instant.parse("0001-01-01T00:00:00Z"),
              Instant.parse("9999-12-31T23:59:59.999999Z"));
      case INTERVAL ->
          List.of(
              new Interval(0, 0),
              new Interval(14, 86_400_000_000L),
              new Interval(-1, 1),
              new Interval(1, -1),
              new Interval(1200, 3_600_000_000L * 1000));
      case UUID ->
          List.of(
              new UUID(0, 0),
              new UUID(-1, -1),
              UUID.fromString("123e4567-e89b-12d3-a456-426614174000"));
      case JSON -> List.of("{\"a\": [1, 2.50, \"ä\"]}", "null", "[]", "\"text\"");
    };
  }

  /// The row with arrays of bytes as text, so that rows compare with `equals`.
  static List<@Nullable Object> comparable(List<? extends @Nullable Object> row) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Object value : row) {
      values.add(comparableValue(value));
    }
    return values;
  }

  static @Nullable Object comparableValue(@Nullable Object value) {
    return switch (value) {
      case byte[] bytes -> "bytes " + HexFormat.of().formatHex(bytes);
      case List<?> list -> comparable(list);
      case null -> null;
      default -> value;
    };
  }
}
