package io.thermocline.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Aggregation;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What scans and statements give, and how they fail.
@Timeout(60)
class PostgresSourceTest extends PostgresFixture {
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
