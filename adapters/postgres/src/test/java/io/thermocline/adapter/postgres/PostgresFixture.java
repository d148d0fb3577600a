package io.thermocline.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.Schema;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// A Postgres with a small shop and a table with a column of every type, and a source over it.
abstract class PostgresFixture {
  @TempDir static Path folder;

  static TestPostgres postgres;

  static PostgresSource source;

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

  static Relation relation(String name) {
    return source.discover().stream()
        .filter(r -> r.name().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static RelationName name(String name) {
    return new RelationName("shop", name);
  }

  static List<List<@Nullable Object>> query(String sql, Field... fields) {
    return BatchReaders.rows(source.query(sql, Schema.of(fields)).open(0, ScanContext.UNBOUNDED));
  }

  static void assertFails(ErrorCode code, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }
}
