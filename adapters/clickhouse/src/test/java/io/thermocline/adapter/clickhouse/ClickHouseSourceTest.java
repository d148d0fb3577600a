package io.thermocline.adapter.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.adapter.embedded.EmbeddedClickHouse;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Aggregation;
import io.thermocline.spi.source.Aggregation.Call;
import io.thermocline.spi.source.Aggregation.Function;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Sink;
import io.thermocline.spi.source.WriteOptions;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import io.thermocline.tck.contract.ControlledContext;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ClickHouseSourceTest {
  @TempDir static Path folder;
  private static EmbeddedClickHouse server;
  private static ClickHouseSource source;

  @BeforeAll
  static void start() {
    server = TestServer.start(folder);
    source = new ClickHouseSource(TestServer.config(server));
  }

  @AfterAll
  static void stop() {
    source.close();
    server.close();
  }

  private static void run(String sql) {
    ClickHouseConfig config = TestServer.config(server);
    io.thermocline.adapter.clickhouse.wire.ClickHouseErrors errors =
        new io.thermocline.adapter.clickhouse.wire.ClickHouseErrors("test");
    try (var http =
            new io.thermocline.adapter.clickhouse.wire.ClickHouseHttp(
                config.httpUri(), config.user(), config.password(), 1, config.timeout(), errors);
        Catalog catalog = new Catalog(config, http, errors)) {
      catalog.execute(sql);
    }
  }

  private static void fails(ErrorCode code, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }

  private static Schema schema(DataType... types) {
    return new Schema(Arrays.stream(types).map(type -> Field.nullable("c", type)).toList());
  }

  private static long count(String sql, ScanContext context) {
    long rows = 0;
    try (BatchReader reader = source.query(sql, schema(ScalarType.INT64)).open(0, context)) {
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        rows += batch.size();
      }
    }
    return rows;
  }

  @Test
  void numbersThatDoNotFitTheirTypeAreErrorsOfTheStatement() {
    fails(
        ErrorCode.NUMERIC_OUT_OF_RANGE,
        () ->
            count(
                "SELECT toInt64(accurateCast(number + 3000000000, 'Int32')) AS c FROM numbers(3)",
                ScanContext.UNBOUNDED));
  }

  @Test
  void errorInTheMiddleOfAnAnswerIsAnError() {
    for (int round = 0; round < 40; round++) {
      int at = new int[] {1, 70_000, 300_000, 999_999}[round % 4];
      assertThatThrownBy(() ->
              count(
                  "SELECT number + throwIf(number = "
                      + at
                      + ", 'here it broke') FROM numbers(1000000) SETTINGS max_block_size = 1000",
                  ScanContext.UNBOUNDED))
          .isInstanceOfSatisfying(
              ThermoclineException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_FAILED))
          .hasMessageContaining("here it broke");
    }
    assertThat(count("SELECT number FROM numbers(1000000)", ScanContext.UNBOUNDED))
        .isEqualTo(1_000_000);
  }

  @Test
  void divisionByZeroInTheMiddleKeepsItsCode() {
    fails(
        ErrorCode.DIVISION_BY_ZERO,
        () ->
            count(
                "SELECT intDiv(1000, number - 500000) FROM numbers(1000000) SETTINGS max_block_size = 1000",
                ScanContext.UNBOUNDED));
  }

  @Test
  void cancellationStopsALongAnswer() {
    ControlledContext context = new ControlledContext();
    try (BatchReader reader =
        source
            .query("SELECT number FROM numbers(100000000000)", schema(ScalarType.INT64))
            .open(0, context)) {
      assertThat(reader.next()).isNotNull();
      context.cancel();
      fails(
          ErrorCode.CANCELLED,
          () -> {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
              assertThat(batch.size()).isPositive();
            }
          });
    }
    assertThat(context.registrations()).isZero();
  }

  @Test
  void timeRunsOut() {
    long start = System.nanoTime();
    fails(
        ErrorCode.TIMED_OUT,
        () ->
            count(
                "SELECT max(sipHash64(number)) % 7 FROM numbers(100000000000)",
                new ControlledContext(Duration.ofMillis(400))));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void memoryRunsOut() {
    fails(
        ErrorCode.OUT_OF_MEMORY,
        () ->
            count(
                "SELECT toInt64(length(groupArray(number))) FROM numbers(100000000) SETTINGS max_memory_usage = 50000000",
                ScanContext.UNBOUNDED));
  }

  @Test
  void wrongPasswordIsSaid() {
    try (ClickHouseSource wrong =
        new ClickHouseSource(
            new ClickHouseConfig(
                "w",
                server.jdbcUrl(),
                server.user(),
                () -> "wrong",
                List.of(),
                2,
                Duration.ofSeconds(5)))) {
      fails(ErrorCode.SOURCE_AUTHENTICATION, wrong::ping);
      fails(ErrorCode.SOURCE_AUTHENTICATION, wrong::discover);
      fails(
          ErrorCode.SOURCE_AUTHENTICATION,
          () ->
              BatchReaders.rows(
                  wrong
                      .query("SELECT 1", schema(ScalarType.INT32))
                      .open(0, ScanContext.UNBOUNDED)));
    }
  }

  @Test
  void undefinedNamesKeepTheirCodes() {
    fails(ErrorCode.UNDEFINED_TABLE, () -> count("SELECT n FROM nowhere", ScanContext.UNBOUNDED));
    fails(
        ErrorCode.UNDEFINED_COLUMN,
        () -> count("SELECT nothing FROM numbers(1)", ScanContext.UNBOUNDED));
    fails(ErrorCode.UNDEFINED_FUNCTION, () -> count("SELECT nofunction(1)", ScanContext.UNBOUNDED));
  }

  @Test
  void busyPoolIsSaid() {
    try (ClickHouseSource small =
            new ClickHouseSource(
                new ClickHouseConfig(
                    "w",
                    server.jdbcUrl(),
                    server.user(),
                    server::password,
                    List.of(),
                    1,
                    Duration.ofMillis(500)));
        BatchReader reader =
            small
                .query("SELECT number FROM numbers(100000000000)", schema(ScalarType.INT64))
                .open(0, ScanContext.UNBOUNDED)) {
      assertThat(reader.next()).isNotNull();
      fails(
          ErrorCode.TOO_MANY_CONNECTIONS,
          () ->
              BatchReaders.rows(
                  small
                      .query("SELECT 1", schema(ScalarType.INT32))
                      .open(0, ScanContext.UNBOUNDED)));
    }
  }

  @Test
  void nothingWraps() {
    DataType wide = new DecimalType(38, 0);
    assertThat(
            TestServer.rows(source, "SELECT 18446744073709551615", ScalarType.TEXT)
                .getFirst()
                .getFirst())
        .isEqualTo("18446744073709551615");
    fails(
        ErrorCode.NUMERIC_OUT_OF_RANGE,
        () -> TestServer.rows(source, "SELECT 18446744073709551615", ScalarType.INT64));
    fails(
        ErrorCode.NUMERIC_OUT_OF_RANGE,
        () -> TestServer.rows(source, "SELECT 40000", ScalarType.INT16));
    fails(
        ErrorCode.NUMERIC_OUT_OF_RANGE,
        () ->
            BatchReaders.rows(
                source
                    .query("SELECT toInt256('" + "9".repeat(39) + "')", schema(wide))
                    .open(0, ScanContext.UNBOUNDED)));
    assertThat(
            BatchReaders.rows(
                source
                    .query("SELECT toInt256('-" + "9".repeat(38) + "')", schema(wide))
                    .open(0, ScanContext.UNBOUNDED)))
        .isEqualTo(List.of(List.of(new BigDecimal("-" + "9".repeat(38)))));
  }

  @Test
  void foreignTablesAreReadAsTheyAre() {
    run("CREATE DATABASE IF NOT EXISTS other");
    run("DROP TABLE IF EXISTS other.zoo");
    run(
        "CREATE TABLE other.zoo (id UInt32, u8 UInt8, u64 UInt64, lc LowCardinality(String), lcn LowCardinality(Nullable(String)),"
            + " e Enum8('a b' = -1, 'it\\'s' = 2), en Nullable(Enum16('x' = 1000, 'y' = -5)), fs FixedString(4), dt DateTime, dtz DateTime('Europe/Berlin'),"
            + " d16 Date, ip IPv4, ip6 Nullable(IPv6), arr Array(Nullable(Int32)), arrs Array(String), i128 Int128, d256 Decimal(60, 3), bf BFloat16,"
            + " m Map(String, Int32), tup Tuple(a Int32), j JSON, saf SimpleAggregateFunction(sum, Int64), al Int64 ALIAS id + 1, bo Bool)"
            + " ENGINE = MergeTree ORDER BY (id) COMMENT 'animals'");
    run(
        "INSERT INTO other.zoo (id, u8, u64, lc, lcn, e, en, fs, dt, dtz, d16, ip, ip6, arr, arrs, i128, d256, bf, m, tup, j, saf, bo) SELECT number, number % 200, 18446744073709551615 - number, ['red','green'][number % 2 + 1],"
            + " if(number % 3 = 0, NULL, 'w' || toString(number % 5)), if(number % 2 = 0, 'a b', 'it\\'s'), if(number % 4 = 0, NULL, 'y'), 'ab',"
            + " toDateTime('2024-05-06 07:08:09', 'UTC') + number, toDateTime('2024-05-06 07:08:09', 'UTC'), toDate('2024-01-01') + number, '10.0.0.1', NULL, [1, NULL, 3], ['é'],"
            + " toInt128('170141183460469231731687303'), '1234567890.125', 1.5, map('k', 1), tuple(1), '{\"a\":1}', number, number % 2 = 0 FROM numbers(100000)");
    Relation zoo =
        source.discover().stream()
            .filter(r -> r.name().equals(new RelationName("other", "zoo")))
            .findFirst()
            .orElseThrow();
    assertThat(zoo.comment()).isEqualTo("animals");
    assertThat(zoo.primaryKey()).isEmpty();
    List<String> names = zoo.columns().fields().stream().map(Field::name).toList();
    assertThat(names).doesNotContain("m", "tup").contains("al", "j", "ip");
    List<List<Object>> rows =
        BatchReaders.rows(
            source.scan(ScanRequest.of(zoo.name(), names)).open(0, ScanContext.UNBOUNDED));
    assertThat(rows).hasSize(100_000);
    List<Object> row = rows.stream().filter(r -> r.getFirst().equals(5L)).findFirst().orElseThrow();
    assertThat(row.get(names.indexOf("u64"))).isEqualTo(new BigDecimal("18446744073709551610"));
    assertThat(row.get(names.indexOf("lc"))).isEqualTo("green");
    assertThat(row.get(names.indexOf("lcn"))).isEqualTo("w0");
    assertThat(row.get(names.indexOf("e"))).isEqualTo("it's");
    assertThat(row.get(names.indexOf("en"))).isEqualTo("y");
    assertThat(row.get(names.indexOf("fs"))).isEqualTo("ab");
    assertThat(row.get(names.indexOf("dt"))).isEqualTo(LocalDateTime.of(2024, 5, 6, 7, 8, 14));
    assertThat(row.get(names.indexOf("dtz"))).isEqualTo(Instant.parse("2024-05-06T07:08:09Z"));
    assertThat(row.get(names.indexOf("d16"))).isEqualTo(LocalDate.of(2024, 1, 6));
    assertThat(row.get(names.indexOf("ip"))).isEqualTo("10.0.0.1");
    assertThat(row.get(names.indexOf("ip6"))).isNull();
    assertThat(row.get(names.indexOf("arr"))).isEqualTo(Arrays.asList(1, null, 3));
    assertThat(row.get(names.indexOf("arrs"))).isEqualTo(List.of("é"));
    assertThat(row.get(names.indexOf("i128")))
        .isEqualTo(new BigDecimal("170141183460469231731687303"));
    assertThat(row.get(names.indexOf("d256"))).isEqualTo(new BigDecimal("1234567890.125"));
    assertThat(row.get(names.indexOf("bf"))).isEqualTo(1.5f);
    assertThat(row.get(names.indexOf("al"))).isEqualTo(6L);
    assertThat(row.get(names.indexOf("j")).toString()).contains("\"a\"");
    for (Predicate predicate :
        List.of(
            new Predicate.Compare("lc", Predicate.Operator.EQ, "red"),
            new Predicate.Compare("e", Predicate.Operator.LT, "b"),
            new Predicate.In("e", List.of("a b", "nothing")),
            new Predicate.Like("e", "a%", false),
            new Predicate.Compare("bo", Predicate.Operator.EQ, true))) {
      List<List<Object>> found =
          BatchReaders.rows(
              source
                  .scan(ScanRequest.of(zoo.name(), List.of("id")).withFilter(predicate))
                  .open(0, ScanContext.UNBOUNDED));
      assertThat(found).as(predicate.toString()).hasSize(50_000);
    }
    try (BatchReader reader =
        source
            .scan(ScanRequest.of(zoo.name(), List.of("lcn", "e", "en")))
            .open(0, ScanContext.UNBOUNDED)) {
      Batch batch = reader.next();
      assertThat(batch.columns()).allMatch(DictionaryVector.class::isInstance);
    }
    Aggregation grouped =
        new Aggregation(
            List.of("e", "lcn"),
            List.of(
                new Call(Function.SUM, "u64", false),
                new Call(Function.MAX, "fs", false),
                new Call(Function.MIN, "en", false)));
    assertThat(
            BatchReaders.rows(
                source
                    .scan(ScanRequest.of(zoo.name(), List.of()).withAggregation(grouped))
                    .open(0, ScanContext.UNBOUNDED)))
        .hasSize(12);
    assertThat(source.statistics(zoo.name()).rowCount()).isEqualTo(100_000);
    run("DROP DATABASE other");
  }

  @Test
  void writtenArraysAndBytesComeBack() {
    RelationName name = new RelationName("default", "own types");
    Schema columns =
        Schema.of(
            Field.required("id", ScalarType.UUID),
            Field.required("a", new ArrayType(new DecimalType(30, 2))),
            Field.nullable("y", ScalarType.BYTES),
            Field.nullable("j", ScalarType.JSON));
    source.drop(name);
    source.create(Relation.of(name, columns), WriteOptions.DEFAULT);
    assertThat(
            source.discover().stream()
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElseThrow()
                .columns())
        .isEqualTo(
            Schema.of(columns.field(0), columns.field(1), columns.field(2), columns.field(3)));
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      List<Object> list = new ArrayList<>();
      for (int k = 0; k < i % 4; k++) {
        list.add(k == 1 ? null : new BigDecimal(i).movePointLeft(2).setScale(2));
      }
      rows.add(
          Arrays.asList(
              new UUID(i, -i),
              list,
              i % 3 == 0 ? null : new byte[] {(byte) i, 0},
              "{\"n\": " + i + "}"));
    }
    try (Sink sink = source.write(name, WriteOptions.DEFAULT)) {
      sink.write(BatchReaders.batch(columns, rows));
      assertThatThrownBy(() ->
              sink.write(
                  BatchReaders.batch(
                      columns, List.of(Arrays.asList(new UUID(0, 0), null, null, null)))))
          .isInstanceOf(ThermoclineException.class);
      assertThat(sink.commit()).isEqualTo(5000);
    }
    List<List<Object>> back =
        BatchReaders.rows(
            source
                .scan(ScanRequest.of(name, List.of("id", "a", "y", "j")))
                .open(0, ScanContext.UNBOUNDED));
    back.sort(java.util.Comparator.comparing(row -> ((UUID) row.get(0)).getMostSignificantBits()));
    for (int i = 0; i < rows.size(); i++) {
      assertThat(back.get(i).subList(0, 2)).isEqualTo(rows.get(i).subList(0, 2));
      assertThat((byte[]) back.get(i).get(2)).isEqualTo((byte[]) rows.get(i).get(2));
    }
    source.drop(name);
  }

  @Test
  void commitOverManyPartitionsIsOneStep() {
    RelationName name = new RelationName("default", "sorted");
    Schema columns =
        Schema.of(Field.nullable("d", ScalarType.DATE), Field.required("n", ScalarType.INT64));
    source.drop(name);
    source.create(Relation.of(name, columns), new WriteOptions(List.of("d"), List.of("n")));
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 8000; i++) {
      rows.add(Arrays.asList(i % 100 == 0 ? null : LocalDate.of(2000, 1, 1).plusDays(i), (long) i));
    }
    try (Sink sink = source.write(name, WriteOptions.DEFAULT)) {
      sink.write(BatchReaders.batch(columns, rows));
      sink.commit();
    }
    assertThat(
            TestServer.rows(
                    source, "SELECT uniqExact(_partition_id) FROM default.sorted", ScalarType.INT64)
                .getFirst()
                .getFirst())
        .isEqualTo(264L);
    assertThat(
            TestServer.rows(
                source,
                "SELECT count() FROM system.tables WHERE startsWith(name, '.thermocline')",
                ScalarType.INT64))
        .isEqualTo(List.of(List.of(0L)));
    fails(
        ErrorCode.DATETIME_OUT_OF_RANGE,
        () -> {
          try (Sink sink = source.write(name, WriteOptions.DEFAULT)) {
            sink.write(
                BatchReaders.batch(columns, List.of(List.of(LocalDate.of(1066, 10, 14), 1L))));
          }
        });
    source.drop(name);
  }

  @Test
  void joinsAndEmptyAggregatesGiveNulls() {
    assertThat(
            TestServer.rows(
                source,
                "SELECT a.number, b.number FROM numbers(2) a LEFT JOIN (SELECT number FROM numbers(1)) b ON a.number = b.number ORDER BY 1",
                ScalarType.INT64,
                ScalarType.INT64))
        .isEqualTo(List.of(List.of(0L, 0L), Arrays.asList(1L, null)));
    assertThat(
            TestServer.rows(
                source,
                "SELECT sum(number), count() FROM numbers(0)",
                ScalarType.INT64,
                ScalarType.INT64))
        .isEqualTo(List.of(Arrays.asList(null, 0L)));
  }
}
