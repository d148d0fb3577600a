package io.thermocline.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Aggregation;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.ForeignKey;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PostgresSourceTest {
  @TempDir static Path folder;
  private static TestPostgres postgres;
  private static PostgresSource source;

  @BeforeAll
  static void start() throws Exception {
    postgres = new TestPostgres(folder);
    postgres.execute(
        "CREATE SCHEMA shop",
        "CREATE SCHEMA hidden",
        "CREATE TABLE hidden.secret (a int)",
        "CREATE TYPE shop.mood AS ENUM ('sad', 'glad')",
        "CREATE DOMAIN shop.cents AS numeric(10,2)",
        "CREATE DOMAIN shop.positive AS shop.cents CHECK (VALUE > 0)",
        "CREATE TYPE shop.pair AS (a int, b int)",
        """
        CREATE TABLE shop.kinds (
          a_bool bool, a_int2 int2, a_int4 int4, a_int8 int8, a_float4 float4, a_float8 float8,
          a_numeric numeric, a_numeric12 numeric(12,2), a_numeric50 numeric(50,4), a_negative numeric(5,-2), a_small numeric(2,4),
          a_text text, a_varchar varchar(10), a_char char(5), a_name name, a_bytea bytea, a_date date, a_time time, a_timestamp timestamp,
          a_timestamptz timestamptz, a_interval interval, a_uuid uuid, a_json json, a_jsonb jsonb, a_mood shop.mood, a_cents shop.cents,
          a_positive shop.positive, a_inet inet, a_xml xml, a_oid oid, a_pair shop.pair, a_point point, a_range int4range,
          a_ints int4[], a_texts varchar(3)[], a_moods shop.mood[], a_numerics numeric(6,2)[], a_jsonbs jsonb[],
          dropped int, "Odd \"\"name\"\"" int GENERATED ALWAYS AS (1) STORED)
        """,
        "ALTER TABLE shop.kinds DROP COLUMN dropped",
        """
        INSERT INTO shop.kinds VALUES (
          true, 1, 2, 3, 1.5, 2.5, 12345.67890123456, 1.10, 99.12345, 12345, 0.0012, 'text', 'varchar', 'ch', 'name', '\\x0102',
          '2024-02-29', '12:34:56.789', '2024-02-29 12:34:56.789', '2024-02-29 12:34:56.789+02', '1 year 2 days 03:04:05',
          '123e4567-e89b-12d3-a456-426614174000', '{"a" : 1}', '{"a" : 1}', 'glad', 1.5, 2.5, '10.0.0.1/8', '<a/>', 4000000000, (1,2),
          '(1,2)', '[1,2)', '{1,NULL,3}', '{abc,de}', '{sad,glad}', '{1.5,NULL}', '{"{\\"x\\": 1}"}')
        """,
        "CREATE TABLE shop.customers (id int8 PRIMARY KEY, email text UNIQUE, region int)",
        "COMMENT ON TABLE shop.customers IS 'who buys'",
        "COMMENT ON COLUMN shop.customers.region IS 'where'",
        "CREATE UNIQUE INDEX ON shop.customers (region, email)",
        "CREATE UNIQUE INDEX ON shop.customers (lower(email))",
        "CREATE UNIQUE INDEX ON shop.customers (region) WHERE region > 5",
        "CREATE TABLE shop.orders (id int8, customer int8 REFERENCES shop.customers, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day)",
        "CREATE TABLE shop.orders_2023 PARTITION OF shop.orders FOR VALUES FROM ('2023-01-01') TO ('2024-01-01')",
        "CREATE TABLE shop.orders_2024 PARTITION OF shop.orders FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
        "INSERT INTO shop.customers SELECT i, 'c' || i, CASE WHEN i % 10 = 0 THEN NULL ELSE i % 3 END FROM generate_series(1, 1000) i",
        "INSERT INTO shop.orders SELECT i, i % 1000 + 1, date '2023-01-01' + i % 700 FROM generate_series(1, 5000) i",
        "CREATE VIEW shop.recent AS SELECT * FROM shop.orders WHERE day > '2024-06-01'",
        "CREATE MATERIALIZED VIEW shop.counts AS SELECT customer, count(*) AS n FROM shop.orders GROUP BY customer",
        "CREATE TABLE shop.numbers (i int4, big int8, f float8, t text)",
        "INSERT INTO shop.numbers VALUES (0, 9223372036854775807, 'infinity', 'x'), (1, 1, 1, 'y')",
        "CREATE TABLE shop.infinite (d date, t timestamp)",
        "INSERT INTO shop.infinite VALUES ('infinity', '-infinity')",
        "ANALYZE");
    source = new PostgresSource(postgres.config("shop").withSchemas(List.of("shop")));
  }

  @AfterAll
  static void stop() {
    source.close();
    postgres.close();
  }

  private static Relation relation(String name) {
    return source.discover().stream()
        .filter(r -> r.name().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static RelationName name(String name) {
    return new RelationName("shop", name);
  }

  private static List<List<@Nullable Object>> query(String sql, Field... fields) {
    return BatchReaders.rows(source.query(sql, Schema.of(fields)).open(0, ScanContext.UNBOUNDED));
  }

  private static void assertFails(ErrorCode code, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }

  @Test
  void discoveryListsTablesAndViewsOfTheExposedSchemasInOrder() {
    assertThat(source.discover().stream().map(r -> r.name().toString()))
        .containsExactly(
            "shop.counts",
            "shop.customers",
            "shop.infinite",
            "shop.kinds",
            "shop.numbers",
            "shop.orders",
            "shop.recent");
    assertFails(
        ErrorCode.UNDEFINED_TABLE,
        () -> source.scan(ScanRequest.of(new RelationName("hidden", "secret"), List.of("a"))));
    assertFails(
        ErrorCode.UNDEFINED_TABLE,
        () ->
            source.scan(
                ScanRequest.of(new RelationName("pg_catalog", "pg_class"), List.of("oid"))));
  }

  @Test
  void discoveryFindsKeys() {
    Relation customers = relation("customers");
    assertThat(customers.comment()).isEqualTo("who buys");
    assertThat(customers.columnComments()).isEqualTo(Arrays.asList(null, null, "where"));
    assertThat(customers.primaryKey()).containsExactly("id");
    assertThat(customers.uniqueKeys())
        .containsExactly(List.of("email"), List.of("region", "email"));
    Relation orders = relation("orders");
    assertThat(orders.primaryKey()).containsExactly("id", "day");
    assertThat(orders.foreignKeys())
        .containsExactly(new ForeignKey(List.of("customer"), name("customers"), List.of("id")));
    assertThat(relation("recent").primaryKey()).isEmpty();
  }

  @Test
  void typesAreMapped() {
    Schema kinds = relation("kinds").columns();
    DecimalType decimal = new DecimalType(10, 2);
    assertThat(type(kinds, "a_numeric")).isEqualTo(new DecimalType(38, 10));
    assertThat(type(kinds, "a_numeric12")).isEqualTo(new DecimalType(12, 2));
    assertThat(type(kinds, "a_numeric50")).isEqualTo(new DecimalType(38, 4));
    assertThat(type(kinds, "a_negative")).isEqualTo(new DecimalType(7, 0));
    assertThat(type(kinds, "a_small")).isEqualTo(new DecimalType(4, 4));
    assertThat(type(kinds, "a_char")).isEqualTo(ScalarType.TEXT);
    assertThat(type(kinds, "a_jsonb")).isEqualTo(ScalarType.JSON);
    assertThat(type(kinds, "a_mood")).isEqualTo(ScalarType.TEXT);
    assertThat(type(kinds, "a_cents")).isEqualTo(decimal);
    assertThat(type(kinds, "a_positive")).isEqualTo(decimal);
    assertThat(type(kinds, "a_numerics")).isEqualTo(new ArrayType(new DecimalType(6, 2)));
    assertThat(type(kinds, "Odd \"name\"")).isEqualTo(ScalarType.INT32);
    assertThat(kinds.indexOf("a_pair")).isEqualTo(-1);
    assertThat(kinds.indexOf("a_point")).isEqualTo(-1);
    assertThat(kinds.indexOf("dropped")).isEqualTo(-1);
  }

  private static DataType type(Schema schema, String column) {
    return schema.field(schema.indexOf(column)).type();
  }

  @Test
  void everyKindOfColumnIsRead() {
    Schema kinds = relation("kinds").columns();
    List<String> columns = kinds.fields().stream().map(Field::name).toList();
    List<@Nullable Object> row =
        BatchReaders.rows(
                source.scan(ScanRequest.of(name("kinds"), columns)).open(0, ScanContext.UNBOUNDED))
            .getFirst();
    assertThat(row.get(columns.indexOf("a_numeric"))).isEqualTo(new BigDecimal("12345.6789012346"));
    assertThat(row.get(columns.indexOf("a_numeric50"))).isEqualTo(new BigDecimal("99.1235"));
    assertThat(row.get(columns.indexOf("a_negative"))).isEqualTo(new BigDecimal("12300"));
    assertThat(row.get(columns.indexOf("a_small"))).isEqualTo(new BigDecimal("0.0012"));
    assertThat(row.get(columns.indexOf("a_char"))).isEqualTo("ch");
    assertThat(row.get(columns.indexOf("a_json"))).isEqualTo("{\"a\" : 1}");
    assertThat(row.get(columns.indexOf("a_jsonb"))).isEqualTo("{\"a\": 1}");
    assertThat(row.get(columns.indexOf("a_mood"))).isEqualTo("glad");
    assertThat(row.get(columns.indexOf("a_positive"))).isEqualTo(new BigDecimal("2.50"));
    assertThat(row.get(columns.indexOf("a_inet"))).isEqualTo("10.0.0.1/8");
    assertThat(row.get(columns.indexOf("a_oid"))).isEqualTo(4_000_000_000L);
    assertThat(row.get(columns.indexOf("a_interval")))
        .isEqualTo(new Interval(12, (2 * 86_400L + 3 * 3600 + 4 * 60 + 5) * 1_000_000));
    assertThat(row.get(columns.indexOf("a_timestamptz")))
        .isEqualTo(Instant.parse("2024-02-29T10:34:56.789Z"));
    assertThat(row.get(columns.indexOf("a_ints"))).isEqualTo(Arrays.asList(1, null, 3));
    assertThat(row.get(columns.indexOf("a_texts"))).isEqualTo(List.of("abc", "de"));
    assertThat(row.get(columns.indexOf("a_moods"))).isEqualTo(List.of("sad", "glad"));
    assertThat(row.get(columns.indexOf("a_numerics")))
        .isEqualTo(Arrays.asList(new BigDecimal("1.50"), null));
    assertThat(row.get(columns.indexOf("a_jsonbs"))).isEqualTo(List.of("{\"x\": 1}"));
    assertThat(row.get(columns.indexOf("Odd \"name\""))).isEqualTo(1);
  }

  @Test
  void everyKindOfColumnIsFilteredAndAggregated() {
    Schema kinds = relation("kinds").columns();
    List<String> columns = kinds.fields().stream().map(Field::name).toList();
    List<@Nullable Object> row =
        BatchReaders.rows(
                source.scan(ScanRequest.of(name("kinds"), columns)).open(0, ScanContext.UNBOUNDED))
            .getFirst();
    for (int i = 0; i < columns.size(); i++) {
      Object value = Objects.requireNonNull(row.get(i));
      String column = columns.get(i);
      ScanRequest request = ScanRequest.of(name("kinds"), List.of(column));
      for (Predicate predicate :
          List.of(
              new Predicate.Compare(column, Predicate.Operator.EQ, value),
              new Predicate.Compare(column, Predicate.Operator.GE, value),
              new Predicate.Not(new Predicate.Compare(column, Predicate.Operator.LT, value)),
              new Predicate.In(column, List.of(value)))) {
        if (!(predicate instanceof Predicate.In && value instanceof List)) {
          assertThat(
                  BatchReaders.rows(
                      source.scan(request.withFilter(predicate)).open(0, ScanContext.UNBOUNDED)))
              .as("%s", predicate)
              .hasSize(1);
        }
      }
      Aggregation extremes =
          new Aggregation(
              List.of(column),
              List.of(
                  new Aggregation.Call(Aggregation.Function.MIN, column, false),
                  new Aggregation.Call(Aggregation.Function.MAX, column, false),
                  new Aggregation.Call(Aggregation.Function.COUNT, column, true)));
      List<@Nullable Object> aggregates =
          BatchReaders.rows(
                  source.scan(request.withAggregation(extremes)).open(0, ScanContext.UNBOUNDED))
              .getFirst();
      if (!(value instanceof byte[])) {
        assertThat(aggregates).as(column).containsExactly(value, value, value, 1L);
      }
    }
  }

  @Test
  void statisticsComeFromTheServer() {
    RelationStatistics customers = source.statistics(name("customers"));
    assertThat(customers.rowCount()).isEqualTo(1000);
    assertThat(customers.totalBytes()).isPositive();
    RelationStatistics.Column region = Objects.requireNonNull(customers.columns().get("region"));
    assertThat(region.nullFraction()).isBetween(0.09, 0.11);
    assertThat(region.distinctCount()).isEqualTo(3);
    assertThat(region.minimum()).isEqualTo(0);
    assertThat(region.maximum()).isEqualTo(2);
    assertThat(region.mostCommon())
        .hasSize(3)
        .allSatisfy(f -> assertThat(f.fraction()).isBetween(0.25, 0.35));
    RelationStatistics.Column id = Objects.requireNonNull(customers.columns().get("id"));
    assertThat(id.minimum()).isEqualTo(1L);
    assertThat(id.maximum()).isEqualTo(1000L);
    assertThat(id.distinctCount()).isEqualTo(1000);
    RelationStatistics orders = source.statistics(name("orders"));
    assertThat(orders.rowCount()).isEqualTo(5000);
    assertThat(Objects.requireNonNull(orders.columns().get("day")).minimum())
        .isEqualTo(LocalDate.of(2023, 1, 1));
    assertThat(source.statistics(name("recent"))).isEqualTo(RelationStatistics.UNKNOWN);
    assertThat(source.statistics(name("kinds")).rowCount()).isEqualTo(1);
  }

  @Test
  void errorsOfStatementsKeepTheirCodes() {
    Field n = Field.nullable("n", ScalarType.INT64);
    assertFails(ErrorCode.DIVISION_BY_ZERO, () -> query("SELECT 1 / i FROM shop.numbers", n));
    assertFails(ErrorCode.NUMERIC_OUT_OF_RANGE, () -> query("SELECT big + 1 FROM shop.numbers", n));
    assertFails(
        ErrorCode.NUMERIC_OUT_OF_RANGE,
        () -> query("SELECT big FROM shop.numbers", Field.nullable("n", new DecimalType(5, 0))));
    assertFails(ErrorCode.INVALID_TEXT, () -> query("SELECT t::int FROM shop.numbers", n));
    assertFails(
        ErrorCode.DATETIME_OUT_OF_RANGE,
        () -> query("SELECT make_date(2024, 13, 1)", Field.nullable("d", ScalarType.DATE)));
    assertFails(
        ErrorCode.CARDINALITY_VIOLATION, () -> query("SELECT (SELECT i FROM shop.numbers)", n));
    assertFails(ErrorCode.UNDEFINED_TABLE, () -> query("SELECT 1 FROM shop.nowhere", n));
    assertFails(ErrorCode.SOURCE_FAILED, () -> query("SELECT 1 FROM FROM", n));
    assertFails(
        ErrorCode.DATETIME_OUT_OF_RANGE,
        () -> query("SELECT d FROM shop.infinite", Field.nullable("d", ScalarType.DATE)));
    assertFails(
        ErrorCode.DATETIME_OUT_OF_RANGE,
        () -> query("SELECT t FROM shop.infinite", Field.nullable("t", ScalarType.TIMESTAMP)));
    assertThat(query("SELECT 7", n)).containsExactly(List.of(7L));
  }

  @Test
  void statementsCannotWrite() throws Exception {
    postgres.execute(
        "CREATE OR REPLACE FUNCTION shop.sneak() RETURNS int LANGUAGE sql AS 'INSERT INTO shop.numbers VALUES (9) RETURNING 1'");
    assertFails(
        ErrorCode.SOURCE_FAILED,
        () -> query("SELECT shop.sneak()", Field.nullable("n", ScalarType.INT64)));
    assertThat(postgres.number("SELECT count(*) FROM shop.numbers WHERE i = 9")).isZero();
  }

  @Test
  void questionMarksInStatementsAreNoParameters() {
    assertThat(
            query(
                "SELECT a_jsonb ? 'a', '?' FROM shop.kinds -- ?",
                Field.nullable("has", ScalarType.BOOLEAN),
                Field.nullable("mark", ScalarType.TEXT)))
        .containsExactly(List.of(true, "?"));
  }

  @Test
  void literalsAreSafelyQuoted() {
    for (String value :
        List.of(
            "'",
            "''",
            "\\",
            "\\'",
            "'; DROP TABLE shop.numbers; --",
            "$$",
            "$1",
            "?",
            "\"",
            "{",
            "}",
            "NULL",
            "a,b",
            " ",
            "\n")) {
      ScanRequest request = ScanRequest.of(name("numbers"), List.of("t"));
      for (Predicate predicate :
          List.of(
              new Predicate.Compare("t", Predicate.Operator.EQ, value),
              new Predicate.In("t", List.of(value, value + "x")),
              new Predicate.Like("t", value.replace("\\", "\\\\"), true))) {
        assertThat(
                BatchReaders.rows(
                    source.scan(request.withFilter(predicate)).open(0, ScanContext.UNBOUNDED)))
            .as("%s", predicate)
            .isEmpty();
      }
    }
    assertFails(
        ErrorCode.INVALID_TEXT,
        () ->
            source.scan(
                ScanRequest.of(name("numbers"), List.of("t"))
                    .withFilter(new Predicate.Compare("t", Predicate.Operator.EQ, "a\0b"))));
    assertThat(postgres.number("SELECT count(*) FROM shop.numbers")).isPositive();
  }

  @Test
  void likeAndSumCheckTypes() {
    assertFails(
        ErrorCode.TYPE_MISMATCH,
        () ->
            source.scan(
                ScanRequest.of(name("numbers"), List.of("i"))
                    .withFilter(new Predicate.Like("i", "1%", false))));
    assertFails(
        ErrorCode.TYPE_MISMATCH,
        () ->
            source.scan(
                ScanRequest.of(name("numbers"), List.of())
                    .withAggregation(
                        new Aggregation(
                            List.of(),
                            List.of(new Aggregation.Call(Aggregation.Function.SUM, "t", false))))));
  }

  @Test
  void wrongPasswordIsAnAuthenticationError() {
    PostgresConfig config = postgres.config("wrong");
    try (PostgresSource wrong =
        new PostgresSource(
            new PostgresConfig("wrong", config.jdbcUrl(), config.user(), () -> "wrong"))) {
      long start = System.nanoTime();
      assertThatThrownBy(wrong::ping)
          .isInstanceOfSatisfying(
              ThermoclineException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_AUTHENTICATION);
                assertThat(e.getMessage()).contains("'wrong'").doesNotContain("password=");
              });
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    }
  }

  @Test
  void rightsAreRespected() throws Exception {
    postgres.execute(
        "CREATE ROLE reader LOGIN PASSWORD 'reader'",
        "GRANT USAGE ON SCHEMA shop TO reader",
        "GRANT SELECT (id, region) ON shop.customers TO reader");
    try (PostgresSource reader =
        new PostgresSource(
            new PostgresConfig("reader", postgres.server().jdbcUrl(), "reader", () -> "reader"))) {
      assertThat(reader.discover()).hasSize(1);
      assertThat(reader.discover().getFirst().columns().fields().stream().map(Field::name))
          .containsExactly("id", "region");
      assertFails(
          ErrorCode.SOURCE_FAILED,
          () ->
              BatchReaders.rows(
                  reader
                      .query(
                          "SELECT email FROM shop.customers",
                          Schema.of(Field.nullable("e", ScalarType.TEXT)))
                      .open(0, ScanContext.UNBOUNDED)));
      assertThatThrownBy(() ->
              reader.create(
                  Relation.of(
                      new RelationName("forbidden", "t"),
                      Schema.of(Field.nullable("a", ScalarType.INT32))),
                  io.thermocline.spi.source.WriteOptions.DEFAULT))
          .isInstanceOf(ThermoclineException.class);
    }
  }

  @Test
  void collationsThatIgnoreCaseDoNotShow() throws Exception {
    postgres.execute(
        "CREATE COLLATION shop.caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
        "CREATE TABLE shop.caseless (t text COLLATE shop.caseless)",
        "INSERT INTO shop.caseless VALUES ('a'), ('A'), ('b')");
    ScanRequest all = ScanRequest.of(name("caseless"), List.of("t"));
    assertThat(
            BatchReaders.rows(
                source
                    .scan(all.withFilter(new Predicate.Compare("t", Predicate.Operator.EQ, "a")))
                    .open(0, ScanContext.UNBOUNDED)))
        .containsExactly(List.of("a"));
    assertThat(
            BatchReaders.rows(
                source
                    .scan(all.withFilter(new Predicate.In("t", List.of("A", "B"))))
                    .open(0, ScanContext.UNBOUNDED)))
        .containsExactly(List.of("A"));
    assertThat(
            BatchReaders.rows(
                source
                    .scan(all.withFilter(new Predicate.Like("t", "a%", true)))
                    .open(0, ScanContext.UNBOUNDED)))
        .hasSize(2);
    assertThat(
            BatchReaders.rows(
                source
                    .scan(all.withAggregation(new Aggregation(List.of("t"), List.of())))
                    .open(0, ScanContext.UNBOUNDED)))
        .hasSize(3);
    assertThat(
            BatchReaders.rows(
                source
                    .scan(
                        all.withAggregation(
                            new Aggregation(
                                List.of(),
                                List.of(
                                    new Aggregation.Call(Aggregation.Function.COUNT, "t", true)))))
                    .open(0, ScanContext.UNBOUNDED)))
        .containsExactly(List.of(3L));
    postgres.execute("DROP TABLE shop.caseless");
  }

  @Test
  void columnsAlteredSinceDiscoveryAreReadAsTheirNewValues() throws Exception {
    postgres.execute(
        "CREATE TABLE shop.altered (a int4, b int4)", "INSERT INTO shop.altered VALUES (7, 8)");
    ScanRequest request = ScanRequest.of(name("altered"), List.of("a"));
    assertThat(BatchReaders.rows(source.scan(request).open(0, ScanContext.UNBOUNDED)))
        .containsExactly(List.of(7));
    postgres.execute("ALTER TABLE shop.altered ALTER a TYPE float8, ALTER b TYPE int8");
    assertThat(BatchReaders.rows(source.scan(request).open(0, ScanContext.UNBOUNDED)))
        .containsExactly(List.of(7));
    assertThat(
            BatchReaders.rows(
                source
                    .scan(
                        request.withAggregation(
                            new Aggregation(
                                List.of("b"),
                                List.of(
                                    new Aggregation.Call(Aggregation.Function.MAX, "a", false)))))
                    .open(0, ScanContext.UNBOUNDED)))
        .containsExactly(List.of(8, 7));
    postgres.execute("ALTER TABLE shop.altered RENAME a TO c");
    assertFails(
        ErrorCode.UNDEFINED_COLUMN,
        () -> BatchReaders.rows(source.scan(request).open(0, ScanContext.UNBOUNDED)));
    assertFails(ErrorCode.UNDEFINED_COLUMN, () -> source.scan(request));
    assertThat(
            BatchReaders.rows(
                source
                    .scan(ScanRequest.of(name("altered"), List.of("c")))
                    .open(0, ScanContext.UNBOUNDED)))
        .containsExactly(List.of(7.0));
    postgres.execute("DROP TABLE shop.altered");
    assertFails(
        ErrorCode.UNDEFINED_TABLE,
        () ->
            BatchReaders.rows(
                source
                    .scan(ScanRequest.of(name("altered"), List.of("c")))
                    .open(0, ScanContext.UNBOUNDED)));
    assertFails(
        ErrorCode.UNDEFINED_TABLE,
        () -> source.scan(ScanRequest.of(name("altered"), List.of("c"))));
  }

  @Test
  void busyConnectionsAreAnswerEnoughForPing() {
    PostgresConfig one = postgres.config("one").withPoolSize(1);
    try (PostgresSource busy = new PostgresSource(one);
        io.thermocline.spi.batch.BatchReader reader =
            busy.query(
                    "SELECT generate_series(1, 1000000)",
                    Schema.of(Field.nullable("n", ScalarType.INT64)))
                .open(0, ScanContext.UNBOUNDED)) {
      assertThat(reader.next()).isNotNull();
      long start = System.nanoTime();
      busy.ping();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      assertFails(
          ErrorCode.TIMED_OUT,
          () ->
              BatchReaders.rows(
                  busy.query("SELECT 1", Schema.of(Field.nullable("n", ScalarType.INT64)))
                      .open(
                          0,
                          new io.thermocline.tck.contract.ControlledContext(
                              Duration.ofMillis(200)))));
    }
  }

  @Test
  void constructionDoesNotConnectAndCloseIsIdempotent() {
    PostgresSource idle =
        new PostgresSource(
            new PostgresConfig("idle", "jdbc:postgresql://127.0.0.1:1/x", "u", () -> "p"));
    assertThat(idle.capabilities()).contains(Capability.SQL, Capability.WRITE);
    idle.close();
    idle.close();
    assertFails(ErrorCode.SHUTTING_DOWN, idle::ping);
  }

  @Test
  void describeShowsTheStatement() {
    assertThat(
            source
                .scan(
                    ScanRequest.of(name("numbers"), List.of("t"))
                        .withFilter(new Predicate.Compare("t", Predicate.Operator.LT, "b"))
                        .withLimit(3))
                .describe())
        .isEqualTo(
            "SELECT \"t\"::text FROM \"shop\".\"numbers\" WHERE (\"t\" < 'b'::text) LIMIT 3");
  }
}
