package io.thermocline.adapter.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Predicate.Operator;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Schemas, partitions and bounds of Iceberg tables.
class IcebergTableTest extends IcebergFixture {
  static final RelationName NAME = new RelationName("shop", "events");

  private List<List<Object>> rows(List<String> columns, Predicate filter) {
    return Readings.rows(source.scan(ScanRequest.of(NAME, columns).withFilter(filter)));
  }

  private Relation relation() {
    return source.discover().stream()
        .filter(found -> found.name().equals(NAME))
        .findFirst()
        .orElseThrow();
  }

  private Table create(Schema schema, PartitionSpec spec, Map<String, String> properties) {
    return writer.create(NAME.schema(), NAME.name(), schema, spec, properties);
  }

  @Test
  void columnsAreFoundByTheirIds() {
    Table table =
        create(
            new Schema(
                Types.NestedField.required(1, "id", Types.IntegerType.get()),
                Types.NestedField.optional(2, "name", Types.StringType.get()),
                Types.NestedField.optional(3, "price", Types.DecimalType.of(9, 2)),
                Types.NestedField.optional(4, "ratio", Types.FloatType.get()),
                Types.NestedField.optional(5, "gone", Types.StringType.get())),
            PartitionSpec.unpartitioned(),
            Map.of());
    writer.append(
        table,
        List.of(
            IcebergWriter.record(table.schema(), 1, "one", new BigDecimal("1.50"), 0.5f, "old"),
            IcebergWriter.record(table.schema(), 2, null, new BigDecimal("-2.25"), -1f, "old")));
    table
        .updateSchema()
        .renameColumn("name", "title")
        .deleteColumn("gone")
        .updateColumn("id", Types.LongType.get())
        .updateColumn("ratio", Types.DoubleType.get())
        .updateColumn("price", Types.DecimalType.of(25, 2))
        .moveFirst("price")
        .commit();
    table
        .updateSchema()
        .addColumn("name", Types.IntegerType.get())
        .addColumn("gone", Types.StringType.get())
        .commit();
    writer.append(
        table,
        List.of(
            IcebergWriter.record(
                table.schema(),
                new BigDecimal("12345678901234567890.75"),
                5_000_000_000L,
                "three",
                1e300,
                7,
                "new")));

    assertThat(relation().columns().fields())
        .containsExactly(
            Field.nullable("price", new DecimalType(25, 2)),
            Field.required("id", ScalarType.INT64),
            Field.nullable("title", ScalarType.TEXT),
            Field.nullable("ratio", ScalarType.FLOAT64),
            Field.nullable("name", ScalarType.INT32),
            Field.nullable("gone", ScalarType.TEXT));
    assertThat(Readings.all(source, NAME))
        .containsExactlyInAnyOrder(
            Arrays.asList(new BigDecimal("1.50"), 1L, "one", 0.5, null, null),
            Arrays.asList(new BigDecimal("-2.25"), 2L, null, -1.0, null, null),
            Arrays.asList(
                new BigDecimal("12345678901234567890.75"),
                5_000_000_000L,
                "three",
                1e300,
                7,
                "new"));
    assertThat(rows(List.of("id"), new Predicate.Compare("price", Operator.GT, 1)))
        .containsExactlyInAnyOrder(List.of(1L), List.of(5_000_000_000L));
    assertThat(rows(List.of("id"), new Predicate.Compare("id", Operator.LE, 2L))).hasSize(2);
    assertThat(rows(List.of("id"), new Predicate.Compare("ratio", Operator.LT, 0.5)))
        .containsExactly(List.of(2L));
    assertThat(rows(List.of("id"), new Predicate.IsNull("gone")))
        .containsExactlyInAnyOrder(List.of(1L), List.of(2L));
  }

  @Test
  void columnAddedWithADefaultHasItInOlderFiles() {
    Table table =
        create(
            new Schema(Types.NestedField.required(1, "id", Types.LongType.get())),
            PartitionSpec.unpartitioned(),
            Map.of("format-version", "3"));
    writer.append(table, List.of(IcebergWriter.record(table.schema(), 1L)));
    table
        .updateSchema()
        .addColumn("status", Types.StringType.get(), Expressions.lit("unknown"))
        .commit();
    writer.append(table, List.of(IcebergWriter.record(table.schema(), 2L, "paid")));
    assertThat(Readings.all(source, NAME))
        .containsExactlyInAnyOrder(List.of(1L, "unknown"), List.of(2L, "paid"));
    assertThat(rows(List.of("id"), new Predicate.Compare("status", Operator.EQ, "unknown")))
        .containsExactly(List.of(1L));
  }

  @Test
  void commentsAndIdentifierFieldsAreFound() {
    create(
        new Schema(
            List.of(
                Types.NestedField.required(1, "id", Types.LongType.get(), "the number"),
                Types.NestedField.optional(
                    2,
                    "nested",
                    Types.StructType.of(
                        Types.NestedField.optional(3, "inner", Types.LongType.get()))),
                Types.NestedField.optional(
                    4, "tags", Types.ListType.ofOptional(5, Types.StringType.get()))),
            java.util.Set.of(1)),
        PartitionSpec.unpartitioned(),
        Map.of("comment", "what happened"));
    Relation relation = relation();
    assertThat(relation.comment()).isEqualTo("what happened");
    assertThat(relation.columnComments()).containsExactly("the number", null);
    assertThat(relation.primaryKey()).containsExactly("id");
    assertThat(relation.columns().fields().stream().map(Field::name)).containsExactly("id", "tags");
    assertThat(Readings.all(source, NAME)).as("no snapshot yet").isEmpty();
    assertThat(source.statistics(NAME).rowCount()).isZero();
  }

  private static final Schema EVENTS =
      new Schema(
          Types.NestedField.required(1, "id", Types.LongType.get()),
          Types.NestedField.optional(2, "at", Types.TimestampType.withoutZone()),
          Types.NestedField.optional(3, "kind", Types.StringType.get()),
          Types.NestedField.optional(4, "code", Types.UUIDType.get()));

  private static PartitionSpec spec(String transform) {
    PartitionSpec.Builder builder = PartitionSpec.builderFor(EVENTS);
    return switch (transform) {
      case "identity" -> builder.identity("kind").build();
      case "year" -> builder.year("at").build();
      case "month" -> builder.month("at").build();
      case "day" -> builder.day("at").build();
      case "hour" -> builder.hour("at").build();
      case "bucket" -> builder.bucket("id", 64).build();
      case "bucket of uuid" -> builder.bucket("code", 64).build();
      case "truncate" -> builder.truncate("kind", 3).build();
      case "truncate number" -> builder.truncate("id", 10).build();
      default -> throw new IllegalArgumentException(transform);
    };
  }

  private static Record event(Table table, int i) {
    return IcebergWriter.record(
        table.schema(),
        i * 100L,
        LocalDateTime.of(2020 + i, 1 + i, 1 + i, i, 30),
        "abc" + (char) ('p' + i) + "yz",
        new UUID((long) i << 61, i));
  }

  /// Files that a filter rules out are not even opened: they are gone.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "identity",
        "year",
        "month",
        "day",
        "hour",
        "bucket",
        "bucket of uuid",
        "truncate number"
      })
  void partitionsAreRuledOutBeforeFilesAreOpened(String transform) throws IOException {
    Table table = create(EVENTS, spec(transform), Map.of("write.metadata.metrics.default", "none"));
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      files.addAll(writer.append(table, List.of(event(table, i))));
    }
    for (int i = 0; i < 8; i++) {
      if (i != 5) {
        Files.delete(Path.of(files.get(i).location()));
      }
    }
    Predicate filter =
        switch (transform) {
          case "identity" -> new Predicate.Compare("kind", Operator.EQ, "abcuyz");
          case "bucket" -> new Predicate.In("id", List.of(500L));
          case "bucket of uuid" ->
              new Predicate.Compare("code", Operator.EQ, new UUID(5L << 61, 5));
          case "truncate number" -> new Predicate.Compare("id", Operator.EQ, 500L);
          default ->
              new Predicate.And(
                  List.of(
                      new Predicate.Compare("at", Operator.GE, LocalDateTime.of(2025, 6, 6, 5, 0)),
                      new Predicate.Compare(
                          "at", Operator.LT, LocalDateTime.of(2025, 6, 6, 6, 0))));
        };
    assertThat(rows(List.of("id"), filter)).containsExactly(List.of(500L));
    assertThat(source.scan(ScanRequest.of(NAME, List.of("id")).withFilter(filter)).describe())
        .contains("1 of 1 row groups in 1 of 8 files")
        .contains("snapshot " + table.currentSnapshot().snapshotId());
  }

  @Test
  void truncatedTextRulesOutPartitions() throws IOException {
    Table table =
        create(EVENTS, spec("truncate"), Map.of("write.metadata.metrics.default", "none"));
    List<DataFile> files =
        writer.append(
            table,
            List.of(
                IcebergWriter.record(table.schema(), 1L, null, "abcd", null),
                IcebergWriter.record(table.schema(), 2L, null, "xyz", null)));
    assertThat(files).hasSize(2);
    Files.delete(Path.of(files.get(0).location()));
    assertThat(rows(List.of("id"), new Predicate.Like("kind", "xy%", false)))
        .containsExactly(List.of(2L));
    assertThat(rows(List.of("id"), new Predicate.Compare("kind", Operator.GT, "b")))
        .containsExactly(List.of(2L));
  }

  @Test
  void boundsRuleOutFilesBeforeTheyAreOpened() throws IOException {
    Table table = create(EVENTS, PartitionSpec.unpartitioned(), Map.of());
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      files.addAll(writer.append(table, List.of(event(table, i))));
    }
    Files.delete(Path.of(files.get(0).location()));
    Files.delete(Path.of(files.get(3).location()));
    assertThat(
            rows(
                List.of("id"),
                new Predicate.And(
                    List.of(
                        new Predicate.Compare("id", Operator.GE, 50L),
                        new Predicate.Not(new Predicate.Compare("id", Operator.GE, 250L))))))
        .containsExactlyInAnyOrder(List.of(100L), List.of(200L));
  }

  /// The bounds of Iceberg know no NaN, and -0.0 lies below 0.0 in them.
  @Test
  void awkwardNumbersAreNotRuledOut() {
    Table table =
        create(
            new Schema(
                Types.NestedField.required(1, "id", Types.LongType.get()),
                Types.NestedField.optional(2, "x", Types.DoubleType.get())),
            PartitionSpec.unpartitioned(),
            Map.of());
    writer.append(
        table,
        List.of(
            IcebergWriter.record(table.schema(), 1L, 1.0),
            IcebergWriter.record(table.schema(), 2L, Double.NaN)));
    writer.append(table, List.of(IcebergWriter.record(table.schema(), 3L, -0.0)));
    assertThat(rows(List.of("id"), new Predicate.Compare("x", Operator.GT, 5.0)))
        .containsExactly(List.of(2L));
    assertThat(rows(List.of("id"), new Predicate.Compare("x", Operator.EQ, 0.0)))
        .containsExactly(List.of(3L));
    assertThat(rows(List.of("id"), new Predicate.Compare("x", Operator.GE, 0.0))).hasSize(3);
    assertThat(rows(List.of("id"), new Predicate.Compare("x", Operator.NE, 1.0)))
        .containsExactlyInAnyOrder(List.of(2L), List.of(3L));
  }

  /// A table's folder may have moved since its metadata was written.
  @Test
  void movedTableIsRead(@TempDir Path elsewhere) throws IOException {
    Table table =
        new IcebergWriter(elsewhere)
            .create("a", "b", EVENTS, PartitionSpec.unpartitioned(), Map.of());
    new IcebergWriter(elsewhere).append(table, List.of(event(table, 1)));
    Files.createDirectories(root.resolve("shop"));
    Files.move(elsewhere.resolve("a/b"), root.resolve("shop/events"));
    assertThat(rows(List.of("id"), null)).containsExactly(List.of(100L));
  }

  @Test
  void statisticsComeFromManifests() throws IOException {
    Table table = create(EVENTS, PartitionSpec.unpartitioned(), Map.of());
    for (int i = 0; i < 4; i++) {
      writer.append(table, List.of(event(table, i), event(table, i)));
    }
    try (Stream<Path> files = Files.list(root.resolve("shop/events/data"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    RelationStatistics statistics = source.statistics(NAME);
    assertThat(statistics.rowCount()).isEqualTo(8);
    assertThat(statistics.totalBytes()).isPositive();
    RelationStatistics.Column id = Objects.requireNonNull(statistics.columns().get("id"));
    assertThat(id.minimum()).isEqualTo(0L);
    assertThat(id.maximum()).isEqualTo(300L);
    assertThat(id.nullFraction()).isZero();
  }

  /// What a scan shows of itself when only its columns are asked for needs no file.
  @Test
  void columnsOfAScanNeedNoFile() throws IOException {
    Table table = create(EVENTS, PartitionSpec.unpartitioned(), Map.of());
    DataFile file = writer.append(table, List.of(event(table, 1))).getFirst();
    Files.delete(Path.of(file.location()));
    Scan scan = source.scan(ScanRequest.of(NAME, List.of("id", "kind")));
    assertThat(scan.schema().fields().stream().map(Field::name)).containsExactly("id", "kind");
  }
}
