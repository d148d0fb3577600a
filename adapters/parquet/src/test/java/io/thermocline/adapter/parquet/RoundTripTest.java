package io.thermocline.adapter.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.ForeignKey;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Sink;
import io.thermocline.spi.source.WriteOptions;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTripTest {
  @TempDir Path root;
  private ParquetSource source;

  @BeforeEach
  void open() {
    source = new ParquetSource(new ParquetConfig("cold", root));
  }

  static final Schema ALL =
      Schema.of(
          Field.required("id", ScalarType.INT64),
          Field.nullable("b", ScalarType.BOOLEAN),
          Field.nullable("i16", ScalarType.INT16),
          Field.nullable("i32", ScalarType.INT32),
          Field.nullable("f32", ScalarType.FLOAT32),
          Field.nullable("f64", ScalarType.FLOAT64),
          Field.nullable("t", ScalarType.TEXT),
          Field.nullable("u", ScalarType.TEXT),
          Field.nullable("y", ScalarType.BYTES),
          Field.nullable("d", ScalarType.DATE),
          Field.nullable("tm", ScalarType.TIME),
          Field.nullable("ts", ScalarType.TIMESTAMP),
          Field.nullable("tz", ScalarType.TIMESTAMP_TZ),
          Field.nullable("iv", ScalarType.INTERVAL),
          Field.nullable("uu", ScalarType.UUID),
          Field.nullable("js", ScalarType.JSON),
          Field.nullable("d9", new DecimalType(9, 2)),
          Field.nullable("d18", new DecimalType(18, 4)),
          Field.nullable("d38", new DecimalType(38, 6)),
          Field.nullable("a", new ArrayType(ScalarType.INT32)),
          Field.nullable("at", new ArrayType(ScalarType.TEXT)));

  static List<List<Object>> rows(int count, long seed) {
    Random random = new Random(seed);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Object> row = new ArrayList<>();
      row.add((long) i);
      row.add(random.nextBoolean());
      row.add((short) random.nextInt());
      row.add(random.nextInt(100));
      row.add(random.nextInt(50) == 0 ? Float.NaN : random.nextFloat());
      row.add(random.nextGaussian());
      row.add("color " + random.nextInt(7));
      row.add("prefix/" + random.nextLong() + "/é" + i);
      byte[] bytes = new byte[random.nextInt(5)];
      random.nextBytes(bytes);
      row.add(bytes);
      row.add(LocalDate.ofEpochDay(random.nextInt(20000)));
      row.add(LocalTime.ofNanoOfDay(random.nextInt(86_400) * 1_000_000_000L + 5000));
      row.add(LocalDateTime.of(2020, 1, 1, 0, 0).plusSeconds(random.nextInt()).plusNanos(7000));
      row.add(Instant.ofEpochSecond(random.nextInt(), 9000));
      row.add(new Interval(random.nextInt(100), random.nextLong() >> 10));
      row.add(new UUID(random.nextLong(), random.nextLong()));
      row.add("{\"a\": " + i + "}");
      row.add(BigDecimal.valueOf(random.nextInt(999_999_999), 2));
      row.add(BigDecimal.valueOf(random.nextLong() % 1_000_000_000_000_000_000L, 4));
      row.add(new BigDecimal(new java.math.BigInteger(120, random), 6).negate());
      List<Object> ints = new ArrayList<>();
      for (int k = random.nextInt(4); k > 0; k--) {
        ints.add(random.nextInt(4) == 0 ? null : random.nextInt(10));
      }
      row.add(ints);
      row.add(random.nextInt(3) == 0 ? List.of() : Arrays.asList("x" + random.nextInt(5), null));
      for (int c = 1; c < row.size(); c++) {
        if (random.nextInt(10) == 0) {
          row.set(c, null);
        }
      }
      rows.add(row);
    }
    return rows;
  }

  static final RelationName NAME = new RelationName("s", "all");

  private void store(Schema columns, List<List<Object>> rows, WriteOptions options) {
    source.create(Relation.of(NAME, columns), options);
    try (Sink sink = source.write(NAME, WriteOptions.DEFAULT)) {
      for (int from = 0; from < rows.size(); from += 5000) {
        sink.write(
            BatchReaders.batch(columns, rows.subList(from, Math.min(rows.size(), from + 5000))));
      }
      assertThat(sink.commit()).isEqualTo(rows.size());
    }
  }

  private List<List<Object>> read(ScanRequest request) {
    Scan scan = source.scan(request);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < scan.partitions(); i++) {
      rows.addAll(BatchReaders.rows(scan.open(i, ScanContext.UNBOUNDED)));
    }
    return rows;
  }

  private static List<String> names(Schema schema) {
    return schema.fields().stream().map(Field::name).toList();
  }

  static void assertSame(List<List<Object>> actual, List<List<Object>> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(printable(actual.get(i))).as("row %d", i).isEqualTo(printable(expected.get(i)));
    }
  }

  private static List<String> printable(List<Object> row) {
    return row.stream()
        .map(v -> v instanceof byte[] b ? Arrays.toString(b) : String.valueOf(v))
        .toList();
  }

  @Test
  void everyTypeComesBackAsItWas() {
    List<List<Object>> rows = rows(30_000, 1);
    store(ALL, rows, WriteOptions.DEFAULT);
    assertThat(source.discover()).hasSize(1);
    assertThat(source.discover().getFirst().columns()).isEqualTo(ALL);
    assertSame(read(ScanRequest.of(NAME, names(ALL))), rows);
  }

  @Test
  void filteredRowsComeBackOnTheirOwn() {
    List<List<Object>> rows = rows(50_000, 2);
    store(ALL, rows, WriteOptions.DEFAULT);
    Predicate predicate =
        new Predicate.And(
            List.of(
                new Predicate.Compare("t", Predicate.Operator.EQ, "color 3"),
                new Predicate.Compare("i32", Predicate.Operator.LT, 20)));
    List<List<Object>> expected =
        rows.stream()
            .filter(r -> "color 3".equals(r.get(6)) && r.get(3) != null && (int) r.get(3) < 20)
            .toList();
    assertSame(read(ScanRequest.of(NAME, names(ALL)).withFilter(predicate)), expected);
  }

  @Test
  void columnsComeInTheOrderAskedFor() {
    store(ALL, rows(10, 3), WriteOptions.DEFAULT);
    Scan scan = source.scan(ScanRequest.of(NAME, List.of("t", "id", "t")));
    assertThat(scan.schema().fields()).extracting(Field::name).containsExactly("t", "id", "t");
    assertThat(read(ScanRequest.of(NAME, List.of("id"))).getLast()).containsExactly(9L);
  }

  @Test
  void noColumnsGiveTheNumberOfRows() {
    store(ALL, rows(20_000, 4), WriteOptions.DEFAULT);
    assertThat(read(ScanRequest.of(NAME, List.of()))).hasSize(20_000);
    Predicate filter = new Predicate.Compare("id", Predicate.Operator.GE, 19_000L);
    assertThat(read(ScanRequest.of(NAME, List.of()).withFilter(filter))).hasSize(1000);
  }

  @Test
  void limitStopsExactly() {
    store(ALL, rows(20_000, 5), WriteOptions.DEFAULT);
    for (long limit : new long[] {0, 1, 8192, 8193, 30_000}) {
      assertThat(read(ScanRequest.of(NAME, List.of("id")).withLimit(limit)))
          .hasSize((int) Math.min(limit, 20_000));
    }
    Predicate filter = new Predicate.Compare("i32", Predicate.Operator.GE, 50);
    assertThat(read(ScanRequest.of(NAME, List.of("id", "u")).withFilter(filter).withLimit(777)))
        .hasSize(777);
  }

  @Test
  void keysAndCommentsAreKept() {
    RelationName customers = new RelationName("s", "customers");
    Schema columns =
        Schema.of(
            Field.required("id", ScalarType.INT64), Field.nullable("name, first", ScalarType.TEXT));
    source.create(
        new Relation(
            customers,
            columns,
            "who buys",
            Arrays.asList(null, "first; last"),
            List.of("id"),
            List.of(List.of("name, first")),
            List.of()),
        WriteOptions.DEFAULT);
    RelationName orders = new RelationName("s", "orders");
    Schema orderColumns =
        Schema.of(
            Field.required("no", ScalarType.INT32), Field.nullable("customer", ScalarType.INT64));
    Relation relation =
        new Relation(
            orders,
            orderColumns,
            null,
            Arrays.asList(null, null),
            List.of("no"),
            List.of(),
            List.of(new ForeignKey(List.of("customer"), customers, List.of("id"))));
    source.create(relation, WriteOptions.DEFAULT);
    assertThat(source.discover().get(0).comment()).isEqualTo("who buys");
    assertThat(source.discover().get(0).columnComments()).containsExactly(null, "first; last");
    assertThat(source.discover().get(0).uniqueKeys()).containsExactly(List.of("name, first"));
    assertThat(source.discover().get(1)).isEqualTo(relation);
    assertThatThrownBy(() -> source.create(relation, WriteOptions.DEFAULT))
        .isInstanceOf(ThermoclineException.class);
  }

  @Test
  void sortedRowsArePrunedByRowGroupPageAndBloomFilter() {
    Schema columns =
        Schema.of(
            Field.nullable("day", ScalarType.DATE),
            Field.nullable("key", ScalarType.INT64),
            Field.nullable("note", ScalarType.TEXT));
    Random random = new Random(6);
    source.create(
        Relation.of(NAME, columns), new WriteOptions(List.of("day"), List.of("key", "note")));
    int count = 600_000;
    try (Sink sink = source.write(NAME, WriteOptions.DEFAULT)) {
      for (int from = 0; from < count; from += 8192) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = from; i < Math.min(count, from + 8192); i++) {
          rows.add(
              List.of(
                  LocalDate.ofEpochDay(i / 600 + random.nextInt(3)),
                  (random.nextInt(1_000_000_000)) * 2L,
                  "n" + random.nextInt()));
        }
        sink.write(BatchReaders.batch(columns, rows));
      }
      sink.commit();
    }
    LocalDate day = LocalDate.ofEpochDay(100);
    Scan scan =
        source.scan(
            ScanRequest.of(NAME, List.of("key"))
                .withFilter(new Predicate.Compare("day", Predicate.Operator.EQ, day)));
    assertThat(scan.describe()).contains("1 of 3 row groups");
    List<List<Object>> all = read(ScanRequest.of(NAME, List.of("day", "key", "note")));
    assertThat(
            read(
                ScanRequest.of(NAME, List.of("day", "key", "note"))
                    .withFilter(new Predicate.Compare("day", Predicate.Operator.EQ, day))))
        .isEqualTo(all.stream().filter(r -> day.equals(r.get(0))).toList());
    Predicate absent = new Predicate.Compare("key", Predicate.Operator.EQ, 123_457L);
    assertThat(source.scan(ScanRequest.of(NAME, List.of("key")).withFilter(absent)).describe())
        .contains("0 of 3 row groups");
    Object present = all.get(300_000).get(1);
    assertThat(
            read(
                ScanRequest.of(NAME, List.of("key"))
                    .withFilter(new Predicate.In("key", List.of(present, 1L)))))
        .contains(List.of(present));
    Object note = all.get(400_000).get(2);
    assertThat(
            read(
                ScanRequest.of(NAME, List.of("note"))
                    .withFilter(new Predicate.Compare("note", Predicate.Operator.EQ, note))))
        .contains(List.of(note));
  }

  @Test
  void closingWithoutCommitLeavesNothing() throws IOException {
    source.create(Relation.of(NAME, ALL), WriteOptions.DEFAULT);
    try (Sink sink = source.write(NAME, WriteOptions.DEFAULT)) {
      sink.write(BatchReaders.batch(ALL, rows(1000, 7)));
    }
    try (Stream<Path> files = Files.list(root.resolve("s/all"))) {
      assertThat(files).hasSize(1);
    }
    assertThat(read(ScanRequest.of(NAME, List.of("id")))).isEmpty();
    source.drop(NAME);
    assertThat(source.discover()).isEmpty();
    assertThatThrownBy(() -> read(ScanRequest.of(NAME, List.of("id"))))
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNDEFINED_TABLE));
  }

  @Test
  void namesThatLeaveTheRootAreRefused() {
    for (String bad : List.of("..", "../x", "/etc", "", ".hidden", "a/b")) {
      assertThatThrownBy(() -> read(ScanRequest.of(new RelationName(bad, "t"), List.of())))
          .isInstanceOf(ThermoclineException.class);
      assertThatThrownBy(() -> source.drop(new RelationName("s", bad)))
          .isInstanceOf(ThermoclineException.class);
    }
  }

  @Test
  void statisticsComeFromFooters() {
    store(ALL, rows(30_000, 8), WriteOptions.DEFAULT);
    var statistics = source.statistics(NAME);
    assertThat(statistics.rowCount()).isEqualTo(30_000);
    assertThat(statistics.columns().get("id").minimum()).isEqualTo(0L);
    assertThat(statistics.columns().get("id").maximum()).isEqualTo(29_999L);
    assertThat(statistics.columns().get("t").distinctCount()).isEqualTo(7);
    assertThat(statistics.columns().get("t").nullFraction()).isBetween(0.08, 0.12);
    assertThat(statistics.columns().get("t").minimum()).isEqualTo("color 0");
  }

  @Test
  void emptyBatchIsFine() {
    source.create(Relation.of(NAME, ALL), WriteOptions.DEFAULT);
    try (Sink sink = source.write(NAME, WriteOptions.DEFAULT)) {
      sink.write(new Batch(BatchReaders.batch(ALL, List.of()).columns(), 0));
      assertThat(sink.commit()).isZero();
    }
    assertThat(read(ScanRequest.of(NAME, List.of("id")))).isEmpty();
  }
}
