package io.thermocline.server.demo;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Segment;
import io.thermocline.catalog.SegmentRange;
import io.thermocline.catalog.TableSemantics;
import io.thermocline.catalog.TableSemantics.ComputedColumn;
import io.thermocline.catalog.Tier;
import io.thermocline.spi.source.RelationName;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The catalog of the demo: which tier holds what, and what people mean by it.
///
/// @param hot the name of the Postgres source
/// @param warm the name of the ClickHouse source
/// @param cold the name of the Parquet source
public record ShopCatalog(ShopSpec spec, String hot, String warm, String cold) {

  /// The logical tables.
  public Catalog catalog() {
    return new Catalog(
        1,
        List.of(
            table(
                ShopTables.CUSTOMERS,
                null,
                List.of(segment(hot, Tier.HOT, "customers", null, null)),
                new TableSemantics(
                    "customers",
                    List.of("clients", "buyers", "shoppers"),
                    Map.of("signed_up_on", "sign-up date"),
                    Map.of(
                        "signed_up_on",
                        List.of("registered", "signed up", "joined"),
                        "city",
                        List.of("town")),
                    List.of())),
            table(
                ShopTables.PRODUCTS,
                null,
                List.of(segment(hot, Tier.HOT, "products", null, null)),
                new TableSemantics(
                    "products",
                    List.of("articles", "goods"),
                    Map.of("list_price", "list price"),
                    Map.of(
                        "list_price",
                        List.of("price", "cost"),
                        "launched_on",
                        List.of("launch date", "released")),
                    List.of())),
            table(
                ShopTables.ORDERS,
                "ordered_at",
                tiered("orders"),
                new TableSemantics(
                    "orders",
                    List.of("purchases"),
                    Map.of(
                        "ordered_at",
                        "order date",
                        "total_amount",
                        "amount",
                        "coupon_code",
                        "coupon code"),
                    Map.of(
                        "ordered_at", List.of("placed", "ordered", "bought"),
                        "total_amount",
                            List.of("order value", "order total", "amount spent", "spending"),
                        "coupon_code", List.of("coupon", "voucher"),
                        "channel", List.of("sales channel")),
                    List.of())),
            table(
                ShopTables.ORDER_ITEMS,
                "ordered_at",
                tiered("order_items"),
                new TableSemantics(
                    "order items",
                    List.of("items", "order lines", "items sold"),
                    Map.of("ordered_at", "order date", "unit_price", "unit price"),
                    Map.of(
                        "quantity",
                        List.of("units", "pieces", "units sold"),
                        "ordered_at",
                        List.of("sold", "ordered")),
                    List.of(
                        new ComputedColumn(
                            "revenue",
                            "quantity * unit_price - discount",
                            "What the customer paid for the line.")))),
            table(
                ShopTables.REFUNDS,
                null,
                List.of(segment(hot, Tier.HOT, "refunds", null, null)),
                new TableSemantics(
                    "refunds",
                    List.of("returns", "money back"),
                    Map.of("refunded_at", "refund date", "amount", "refund amount"),
                    Map.of("amount", List.of("refunded amount")),
                    List.of())),
            table(
                ShopTables.PAGE_VIEWS,
                "viewed_at",
                List.of(
                    segment(warm, Tier.WARM, "page_views", spec.viewsWarmFrom(), null),
                    segment(cold, Tier.COLD, "page_views", null, spec.viewsWarmFrom())),
                new TableSemantics(
                    "page views",
                    List.of("visits", "views", "page hits"),
                    Map.of("viewed_at", "view date", "seconds", "seconds on page"),
                    Map.of(
                        "viewed_at",
                        List.of("visited", "viewed"),
                        "seconds",
                        List.of("time on page", "duration")),
                    List.of()))));
  }

  private static LogicalTable table(
      ShopTables.Table table,
      @Nullable String tieringKey,
      List<Segment> segments,
      TableSemantics semantics) {
    return new LogicalTable(
        ShopTables.SCHEMA,
        table.name(),
        table.schema(),
        table.comment(),
        table.columnComments(),
        table.primaryKey(),
        table.foreignKeys(),
        tieringKey,
        segments,
        semantics);
  }

  private List<Segment> tiered(String table) {
    return List.of(
        segment(hot, Tier.HOT, table, spec.hotFrom(), null),
        segment(warm, Tier.WARM, table, spec.warmFrom(), spec.hotFrom()),
        segment(cold, Tier.COLD, table, null, spec.warmFrom()));
  }

  private static Segment segment(
      String source, Tier tier, String table, @Nullable LocalDate from, @Nullable LocalDate to) {
    return new Segment(
        source,
        new RelationName(ShopTables.SCHEMA, table),
        tier,
        new SegmentRange(
            from == null ? null : from.atStartOfDay(), to == null ? null : to.atStartOfDay()),
        true);
  }
}
