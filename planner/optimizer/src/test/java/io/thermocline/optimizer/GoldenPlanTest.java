package io.thermocline.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Segment;
import io.thermocline.catalog.SegmentRange;
import io.thermocline.catalog.TableSemantics;
import io.thermocline.catalog.Tier;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Plans as text. `-Dgolden.accept=true` rewrites the files.
final class GoldenPlanTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden");
  private static final SessionParameters SESSION =
      new SessionParameters("shop", ZoneOffset.UTC, Instant.parse("2024-06-15T10:00:00Z"));

  private final MemorySource lake =
      new MemorySource("lake", Set.of(Capability.PROJECTION, Capability.FILTER));
  private final List<LogicalTable> tables = new ArrayList<>();

  private GoldenPlanTest() {
    Schema orders =
        Schema.of(
            Field.required("id", ScalarType.INT64),
            Field.nullable("customer_id", ScalarType.INT32),
            Field.required("ordered_at", ScalarType.TIMESTAMP),
            Field.nullable("status", ScalarType.TEXT),
            Field.nullable("amount", new DecimalType(12, 2)),
            Field.nullable("weight", ScalarType.FLOAT64));
    lake.add(new RelationName("", "orders"), orders, List.of());
    LocalDateTime warm = LocalDateTime.of(2024, 4, 1, 0, 0);
    LocalDateTime cold = LocalDateTime.of(2023, 7, 1, 0, 0);
    add(
        "orders",
        orders,
        "ordered_at",
        new Segment(
            "pg",
            new RelationName("public", "orders"),
            Tier.HOT,
            new SegmentRange(warm, null),
            true),
        new Segment(
            "ch",
            new RelationName("shop", "orders"),
            Tier.WARM,
            new SegmentRange(cold, warm),
            true),
        new Segment(
            "lake",
            new RelationName("", "orders"),
            Tier.COLD,
            new SegmentRange(null, cold),
            false));
    Schema customers =
        Schema.of(
            Field.required("id", ScalarType.INT32),
            Field.required("name", ScalarType.TEXT),
            Field.nullable("city", ScalarType.TEXT),
            Field.nullable("born", ScalarType.DATE));
    add(
        "customers",
        customers,
        null,
        new Segment(
            "pg", new RelationName("public", "customers"), Tier.HOT, SegmentRange.ALL, true));
    Schema visits =
        Schema.of(
            Field.required("customer_id", ScalarType.INT32),
            Field.required("at", ScalarType.TIMESTAMP),
            Field.nullable("page", ScalarType.TEXT),
            Field.nullable("seconds", ScalarType.INT64),
            Field.nullable("ratio", ScalarType.FLOAT64));
    add(
        "visits",
        visits,
        null,
        new Segment("ch", new RelationName("shop", "visits"), Tier.WARM, SegmentRange.ALL, true));
    Schema pages =
        Schema.of(
            Field.required("page", ScalarType.TEXT), Field.nullable("section", ScalarType.TEXT));
    add(
        "pages",
        pages,
        null,
        new Segment("ch", new RelationName("shop", "pages"), Tier.WARM, SegmentRange.ALL, true));
  }

  private void add(
      String name,
      Schema schema,
      @org.jspecify.annotations.Nullable String key,
      Segment... segments) {
    tables.add(
        new LogicalTable(
            "shop",
            name,
            schema,
            null,
            Collections.nCopies(schema.size(), null),
            schema.indexOf("id") == 0 ? List.of("id") : List.of(),
            List.of(),
            key,
            List.of(segments),
            TableSemantics.NONE));
  }

  private static RelationStatistics statistics(String source, RelationName relation) {
    double rows =
        switch (relation.name()) {
          case "orders" -> source.equals("pg") ? 1e5 : 1e7;
          case "customers" -> 5000;
          case "visits" -> 1e8;
          default -> 100;
        };
    RelationStatistics.Column few =
        new RelationStatistics.Column(0.01, 8, 6, null, null, List.of());
    RelationStatistics.Column many =
        new RelationStatistics.Column(0, 5000, 4, null, null, List.of());
    return new RelationStatistics(
        rows, -1, Map.of("status", few, "customer_id", many, "city", few));
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void planStaysAsAccepted(Path file) throws IOException {
    Catalog catalog = new Catalog(1, tables);
    Planner planner =
        new Planner(
            () -> catalog,
            SourceRegistry.of(
                new TextSource("pg", "postgres"), new TextSource("ch", "clickhouse"), lake),
            GoldenPlanTest::statistics,
            PlannerConfig.DEFAULT);
    StringBuilder actual = new StringBuilder();
    String text = Files.readString(file);
    for (String block : text.split("(?m)^=== ?\\n")) {
      String sql = block.split("(?m)^---\\n")[0].strip();
      if (!sql.isEmpty()) {
        actual.append("===\n").append(sql).append("\n---\n").append(explain(planner, catalog, sql));
      }
    }
    if (Boolean.getBoolean("golden.accept")) {
      Files.writeString(file, actual.toString());
    }
    assertThat(actual.toString()).isEqualTo(Files.readString(file));
  }

  private static String explain(Planner planner, Catalog catalog, String sql) {
    try {
      ValidatedStatement statement = planner.parse(sql, catalog, SESSION);
      return planner.plan(statement, catalog, SESSION, List.of()).explain();
    } catch (ThermoclineException e) {
      return e.code() + ": " + e.getMessage() + "\n";
    }
  }
}
