package io.thermocline.optimizer;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Segment;
import io.thermocline.catalog.SegmentRange;
import io.thermocline.catalog.TableSemantics;
import io.thermocline.catalog.Tier;
import io.thermocline.engine.run.Engine;
import io.thermocline.engine.run.EngineConfig;
import io.thermocline.engine.run.QueryContext;
import io.thermocline.engine.run.QueryOptions;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.source.Aggregation;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A small shop whose orders lie in three tiers, in several layouts over the same rows, and DuckDB
/// as oracle.
final class World implements AutoCloseable {
  static final SessionParameters SESSION =
      new SessionParameters("shop", ZoneOffset.UTC, Instant.parse("2024-06-15T10:00:00Z"));
  static final LocalDateTime WARM_END = LocalDateTime.of(2024, 4, 1, 0, 0);
  static final LocalDateTime COLD_END = LocalDateTime.of(2023, 7, 1, 0, 0);

  final DuckSource oracle = new DuckSource("oracle");
  private final DuckSource hot = new DuckSource("pg");
  private final MemorySource warm =
      new MemorySource(
          "warehouse",
          Set.of(Capability.PROJECTION, Capability.FILTER, Capability.AGGREGATE, Capability.LIMIT));
  final MemorySource cold =
      new MemorySource(
          "lake", Set.of(Capability.PROJECTION, Capability.FILTER), World::answeredByStatistics);
  private final MemorySource plain = new MemorySource("plain", Set.of(Capability.PROJECTION));
  final Map<String, Schema> schemas = new HashMap<>();
  final Map<String, List<List<@Nullable Object>>> data = new HashMap<>();
  final Engine engine = new Engine(EngineConfig.forMachine(2, 1L << 30));

  /// Where the rows lie.
  enum Layout {
    /// Everything in one source that only reads columns.
    PLAIN,
    /// Orders and items over three sources, ranges overlapping in two of them.
    SEGMENTED,
    /// The same without any push-down.
    SEGMENTED_NO_PUSH_DOWN,
    /// Everything in one SQL source.
    SQL
  }

  World() {
    define(
        "customers",
        Schema.of(
            Field.required("id", ScalarType.INT32),
            Field.required("name", ScalarType.TEXT),
            Field.nullable("city", ScalarType.TEXT),
            Field.nullable("credit", new DecimalType(12, 2)),
            Field.nullable("born", ScalarType.DATE),
            Field.required("active", ScalarType.BOOLEAN)));
    define(
        "products",
        Schema.of(
            Field.required("id", ScalarType.INT32),
            Field.required("title", ScalarType.TEXT),
            Field.nullable("category", ScalarType.TEXT),
            Field.required("price", new DecimalType(10, 2)),
            Field.nullable("weight", ScalarType.FLOAT64)));
    define(
        "orders",
        Schema.of(
            Field.required("id", ScalarType.INT64),
            Field.nullable("customer_id", ScalarType.INT32),
            Field.required("ordered_at", ScalarType.TIMESTAMP),
            Field.nullable("status", ScalarType.TEXT),
            Field.nullable("amount", new DecimalType(12, 2)),
            Field.nullable("priority", ScalarType.INT16)));
    define(
        "items",
        Schema.of(
            Field.required("order_id", ScalarType.INT64),
            Field.required("line", ScalarType.INT32),
            Field.required("product_id", ScalarType.INT32),
            Field.required("quantity", ScalarType.INT32),
            Field.nullable("discount", new DecimalType(4, 2)),
            Field.required("shipped", ScalarType.DATE)));
    fill();
    data.forEach((table, rows) -> load(oracle, table, rows));
    data.forEach((table, rows) -> load(hot, table, rows));
    data.forEach((table, rows) -> plain.add(relation(table), schemas.get(table), rows));
    segment("orders", 2, COLD_END, WARM_END);
    segment("items", 5, COLD_END.toLocalDate(), WARM_END.toLocalDate());
  }

  /// Counts and extremes of a whole relation, as a store of files knows them.
  private static boolean answeredByStatistics(ScanRequest request) {
    Aggregation aggregation = request.aggregation();
    return aggregation != null
        && aggregation.keys().isEmpty()
        && aggregation.calls().stream()
            .allMatch(call -> call.function() != Aggregation.Function.SUM && !call.distinct());
  }

  private void define(String table, Schema schema) {
    schemas.put(table, schema);
    data.put(table, new ArrayList<>());
  }

  static RelationName relation(String table) {
    return new RelationName("shop", table);
  }

  private void fill() {
    Random random = new Random(7);
    String[] cities = {"Berlin", "Paris", "Zürich", "Rome", "berlin", "Oslo"};
    for (int i = 1; i <= 60; i++) {
      row(
          "customers",
          i,
          "Customer " + (char) ('A' + i % 26) + i,
          i % 11 == 0 ? null : cities[random.nextInt(cities.length)],
          i % 7 == 0 ? null : BigDecimal.valueOf(random.nextInt(1_000_000), 2),
          i % 9 == 0
              ? null
              : LocalDate.of(
                  1950 + random.nextInt(50), 1 + random.nextInt(12), 1 + random.nextInt(28)),
          i % 3 != 0);
    }
    String[] categories = {"toys", "books", "food", "tools"};
    for (int i = 1; i <= 40; i++) {
      row(
          "products",
          i,
          "Product_" + i + (i % 5 == 0 ? "%" : ""),
          i % 10 == 0 ? null : categories[random.nextInt(4)],
          BigDecimal.valueOf(100 + random.nextInt(50_000), 2),
          i % 6 == 0 ? null : random.nextInt(1000) / 8.0);
    }
    String[] states = {"paid", "open", "sent", "returned"};
    for (int i = 1; i <= 1500; i++) {
      LocalDateTime at =
          LocalDateTime.of(2023, 1, 1, 0, 0)
              .plusMinutes(random.nextInt(60 * 24 * 530))
              .plusNanos(random.nextInt(1_000_000) * 1000L);
      row(
          "orders",
          (long) i,
          i % 13 == 0 ? null : 1 + random.nextInt(65),
          at,
          i % 17 == 0 ? null : states[random.nextInt(4)],
          i % 19 == 0 ? null : BigDecimal.valueOf(random.nextInt(200_000) - 5_000, 2),
          i % 5 == 0 ? null : (short) random.nextInt(4));
      for (int line = 1; line <= 1 + random.nextInt(3); line++) {
        row(
            "items",
            (long) i,
            line,
            1 + random.nextInt(40),
            1 + random.nextInt(9),
            random.nextInt(4) == 0 ? null : BigDecimal.valueOf(random.nextInt(50), 2),
            at.toLocalDate().plusDays(random.nextInt(20)));
      }
    }
  }

  private void row(String table, @Nullable Object... values) {
    data.get(table).add(new ArrayList<>(java.util.Arrays.asList(values)));
  }

  private void load(DuckSource duck, String table, List<List<@Nullable Object>> rows) {
    duck.run("create schema if not exists shop");
    List<String> columns = new ArrayList<>();
    for (Field field : schemas.get(table).fields()) {
      columns.add(field.name() + " " + field.type().sqlName());
    }
    duck.run("create or replace table shop." + table + " (" + String.join(", ", columns) + ")");
    StringBuilder insert = new StringBuilder("insert into shop." + table + " values ");
    for (int i = 0; i < rows.size(); i++) {
      List<String> values = rows.get(i).stream().map(World::literal).toList();
      insert.append(i == 0 ? "(" : ", (").append(String.join(", ", values)).append(')');
    }
    if (!rows.isEmpty()) {
      duck.run(insert.toString());
    }
    duck.run("set schema = 'shop'");
  }

  private static String literal(@Nullable Object value) {
    return value == null
        ? "null"
        : value instanceof Number || value instanceof Boolean
            ? value.toString()
            : "'" + value + "'";
  }

  /// Splits a table: hot exactly, warm and cold with a few rows of their neighbours that must not
  /// be seen twice.
  private <T extends Comparable<? super T>> void segment(
      String table, int key, T coldEnd, T warmEnd) {
    List<List<@Nullable Object>> hotRows = new ArrayList<>();
    List<List<@Nullable Object>> warmRows = new ArrayList<>();
    List<List<@Nullable Object>> coldRows = new ArrayList<>();
    int number = 0;
    for (List<@Nullable Object> row : data.get(table)) {
      @SuppressWarnings("unchecked")
      T value = (T) row.get(key);
      boolean stray = number++ % 10 == 0;
      if (value.compareTo(warmEnd) >= 0) {
        hotRows.add(row);
      } else if (value.compareTo(coldEnd) >= 0) {
        warmRows.add(row);
      } else {
        coldRows.add(row);
      }
      if (stray) {
        warmRows.add(row);
        coldRows.add(row);
      }
    }
    List<List<@Nullable Object>> warmUnique =
        new ArrayList<>(new java.util.LinkedHashSet<>(warmRows));
    List<List<@Nullable Object>> coldUnique =
        new ArrayList<>(new java.util.LinkedHashSet<>(coldRows));
    load(hot, table + "_hot", hotRows, table);
    warm.add(relation(table), schemas.get(table), warmUnique);
    cold.add(relation(table), schemas.get(table), coldUnique);
  }

  private void load(DuckSource duck, String name, List<List<@Nullable Object>> rows, String like) {
    schemas.put(name, schemas.get(like));
    load(duck, name, rows);
  }

  Catalog catalog(Layout layout) {
    List<LogicalTable> tables = new ArrayList<>();
    for (String table : List.of("customers", "products", "orders", "items")) {
      boolean tiered = table.equals("orders") || table.equals("items");
      String key = table.equals("orders") ? "ordered_at" : "shipped";
      String only =
          layout == Layout.SQL
              ? "pg"
              : layout == Layout.PLAIN ? "plain" : table.equals("customers") ? "pg" : "plain";
      List<Segment> segments =
          tiered && (layout == Layout.SEGMENTED || layout == Layout.SEGMENTED_NO_PUSH_DOWN)
              ? segments(table)
              : List.of(new Segment(only, relation(table), Tier.HOT, SegmentRange.ALL, true));
      Schema schema = schemas.get(table);
      tables.add(
          new LogicalTable(
              "shop",
              table,
              schema,
              null,
              java.util.Collections.nCopies(schema.size(), null),
              table.equals("items") ? List.of("order_id", "line") : List.of("id"),
              List.of(),
              tiered ? key : null,
              segments,
              new TableSemantics(
                  "",
                  List.of(),
                  Map.of(),
                  Map.of(),
                  table.equals("items")
                      ? List.of(
                          new TableSemantics.ComputedColumn(
                              "net", "quantity * (1 - coalesce(discount, 0))", ""))
                      : List.of())));
    }
    return new Catalog(1, tables);
  }

  private static List<Segment> segments(String table) {
    boolean orders = table.equals("orders");
    Object coldEnd = orders ? COLD_END : COLD_END.toLocalDate();
    Object warmEnd = orders ? WARM_END : WARM_END.toLocalDate();
    return List.of(
        new Segment(
            "pg", relation(table + "_hot"), Tier.HOT, new SegmentRange(warmEnd, null), true),
        new Segment(
            "warehouse", relation(table), Tier.WARM, new SegmentRange(coldEnd, warmEnd), false),
        new Segment("lake", relation(table), Tier.COLD, new SegmentRange(null, coldEnd), false));
  }

  SourceRegistry sources() {
    Source[] sources = {hot, warm, cold, plain};
    return SourceRegistry.of(sources);
  }

  Planner planner(Layout layout) {
    Catalog catalog = catalog(layout);
    return new Planner(
        () -> catalog,
        sources(),
        (source, relation) ->
            new RelationStatistics(
                relation.name().startsWith("orders")
                    ? 500
                    : relation.name().startsWith("items") ? 1000 : 50,
                -1,
                Map.of()),
        PlannerConfig.DEFAULT.withPushDown(layout != Layout.SEGMENTED_NO_PUSH_DOWN));
  }

  PlannedQuery plan(Planner planner, String sql, List<? extends @Nullable Object> parameters) {
    return planner.plan(
        planner.parse(sql, planner.catalog(), SESSION), planner.catalog(), SESSION, parameters);
  }

  List<List<@Nullable Object>> run(PlannedQuery query) {
    try (QueryContext context =
        engine.open(new QueryOptions(Duration.ofSeconds(60), SESSION.zone(), SESSION.now()))) {
      return BatchReaders.rows(engine.execute(query.root(), List.of(), context));
    }
  }

  static DataType type(String sqlName) {
    String name = sqlName.toLowerCase(Locale.ROOT);
    if (name.startsWith("decimal(")) {
      String[] parts = name.substring(8, name.length() - 1).split(",");
      return new DecimalType(
          Integer.parseInt(parts[0].strip()), Integer.parseInt(parts[1].strip()));
    }
    return switch (name) {
      case "smallint" -> ScalarType.INT16;
      case "integer" -> ScalarType.INT32;
      case "bigint" -> ScalarType.INT64;
      case "double" -> ScalarType.FLOAT64;
      case "boolean" -> ScalarType.BOOLEAN;
      case "date" -> ScalarType.DATE;
      case "timestamp" -> ScalarType.TIMESTAMP;
      default -> ScalarType.TEXT;
    };
  }

  @Override
  public void close() {
    engine.close();
    oracle.close();
    hot.close();
  }
}
