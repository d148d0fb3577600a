package io.thermocline.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Aggregation;
import io.thermocline.spi.source.ForeignKey;
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
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is found of relations, their types and statistics.
@Timeout(60)
class PostgresDiscoveryTest extends PostgresFixture {
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
}
