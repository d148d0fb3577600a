package io.thermocline.nl;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Segment;
import io.thermocline.catalog.SegmentRange;
import io.thermocline.catalog.TableSemantics;
import io.thermocline.catalog.Tier;
import io.thermocline.nl.link.ColumnValues;
import io.thermocline.nl.link.StoredValues;
import io.thermocline.nl.lower.RelTrees;
import io.thermocline.nl.time.TimeSettings;
import io.thermocline.optimizer.Planner;
import io.thermocline.optimizer.PlannerConfig;
import io.thermocline.optimizer.SessionParameters;
import io.thermocline.optimizer.StatisticsProvider;
import io.thermocline.spi.source.ForeignKey;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A small shop: customers, orders, order items, products, and a table of visits without declared
/// keys.
public final class Shop {
  public static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  public static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  public static final TimeSettings TIME = TimeSettings.of(NOW, ZONE);
  public static final Catalog CATALOG =
      new Catalog(
          1,
          List.of(
              table(
                  "customers",
                  new Schema(
                      List.of(
                          Field.required("id", ScalarType.INT64),
                          Field.required("name", ScalarType.TEXT),
                          Field.nullable("city", ScalarType.TEXT),
                          Field.nullable("country", ScalarType.TEXT),
                          Field.nullable("birthday", ScalarType.DATE),
                          Field.nullable("active", ScalarType.BOOLEAN))),
                  List.of("id"),
                  List.of(),
                  TableSemantics.NONE),
              table(
                  "orders",
                  new Schema(
                      List.of(
                          Field.required("id", ScalarType.INT64),
                          Field.required("customer_id", ScalarType.INT64),
                          Field.required("status", ScalarType.TEXT),
                          Field.required("order_date", ScalarType.DATE),
                          Field.nullable("shipped_at", ScalarType.TIMESTAMP_TZ),
                          Field.nullable("amount", new DecimalType(12, 2)))),
                  List.of("id"),
                  List.of(key("customer_id", "customers")),
                  TableSemantics.NONE),
              table(
                  "products",
                  new Schema(
                      List.of(
                          Field.required("id", ScalarType.INT64),
                          Field.required("name", ScalarType.TEXT),
                          Field.nullable("category", ScalarType.TEXT),
                          Field.nullable("price", new DecimalType(10, 2)),
                          Field.nullable("size", ScalarType.TEXT))),
                  List.of("id"),
                  List.of(),
                  TableSemantics.NONE),
              table(
                  "order_items",
                  new Schema(
                      List.of(
                          Field.required("order_id", ScalarType.INT64),
                          Field.required("product_id", ScalarType.INT64),
                          Field.required("quantity", ScalarType.INT32),
                          Field.required("unit_price", new DecimalType(10, 2)))),
                  List.of("order_id", "product_id"),
                  List.of(key("order_id", "orders"), key("product_id", "products")),
                  new TableSemantics(
                      "order items",
                      List.of("line items"),
                      Map.of(),
                      Map.of("quantity", List.of("pieces")),
                      List.of(
                          new TableSemantics.ComputedColumn(
                              "revenue", "quantity * unit_price", "what was paid")))),
              table(
                  "visits",
                  new Schema(
                      List.of(
                          Field.required("visit_number", ScalarType.INT64),
                          Field.nullable("customer_id", ScalarType.INT64),
                          Field.required("started_at", ScalarType.TIMESTAMP),
                          Field.nullable("page", ScalarType.TEXT),
                          Field.nullable("opens_at", ScalarType.TIME))),
                  List.of(),
                  List.of(),
                  TableSemantics.NONE)));

  static final Map<String, List<String>> VALUES =
      Map.of(
          "customers.name", List.of("Anna Öberg", "Bert Maier", "Zoë Kravitz"),
          "customers.city", List.of("Berlin", "München", "New York", "San Francisco"),
          "customers.country", List.of("Germany", "United States"),
          "orders.status", List.of("paid", "shipped", "cancelled", "open"),
          "products.category", List.of("Books", "Boots", "Toys", "Type 2", "Size 2"),
          "products.size", List.of("38", "40", "42"),
          "visits.page", List.of("/home", "/cart_50%"));

  public static final StoredValues STORED = stored(VALUES);
  public static final TranslationContext CONTEXT = context(CATALOG);
  public static final RelTrees TREES = CONTEXT.trees();

  /// The standard limits, but for time, of which a busy machine may need more.
  static final TranslatorConfig PATIENT =
      new TranslatorConfig(
          TranslatorConfig.DEFAULT.maxQuestionChars(),
          TranslatorConfig.DEFAULT.beamWidth(),
          TranslatorConfig.DEFAULT.maxReadings(),
          TranslatorConfig.DEFAULT.threads(),
          TranslatorConfig.DEFAULT.queueCapacity(),
          Duration.ofMinutes(5),
          TranslatorConfig.DEFAULT.schemasKept());

  private Shop() {}

  /// Asks about a catalog with the schema `shop`; every reading is likely enough.
  public static TranslationContext context(Catalog catalog) {
    Planner planner =
        new Planner(
            () -> catalog,
            name -> Optional.empty(),
            StatisticsProvider.NONE,
            PlannerConfig.DEFAULT);
    RelTrees trees = RelTrees.of(planner, catalog, new SessionParameters("shop", ZONE, NOW));
    return new TranslationContext(catalog, "shop", TIME, new Thresholds(0, 0), trees);
  }

  /// Stored texts by `table.column`.
  static StoredValues stored(Map<String, List<String>> texts) {
    Map<String, ColumnValues> values =
        texts.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> new ColumnValues(e.getValue())));
    return new StoredValues() {
      @Override
      public ColumnValues values(String schema, String table, String column) {
        return values.getOrDefault(table + "." + column, ColumnValues.EMPTY);
      }

      @Override
      public long version() {
        return 1;
      }
    };
  }

  private static LogicalTable table(
      String name,
      Schema columns,
      List<String> key,
      List<ForeignKey> foreignKeys,
      TableSemantics semantics) {
    List<@Nullable String> comments = Collections.nCopies(columns.size(), null);
    Segment segment =
        new Segment("pg", new RelationName("public", name), Tier.HOT, SegmentRange.ALL, true);
    return new LogicalTable(
        "shop", name, columns, null, comments, key, foreignKeys, null, List.of(segment), semantics);
  }

  private static ForeignKey key(String column, String target) {
    return new ForeignKey(List.of(column), new RelationName("shop", target), List.of("id"));
  }
}
