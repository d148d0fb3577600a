package io.thermocline.server.demo;

import io.thermocline.spi.source.ForeignKey;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tables of the data set `shop`: columns, comments and keys.
public final class ShopTables {
  /// The schema in every source and in the catalog.
  public static final String SCHEMA = "shop";

  /// The schema of the copy that holds all rows in one Postgres.
  public static final String REFERENCE_SCHEMA = "shop_reference";

  static final DataType TOTAL = new DecimalType(12, 2);
  static final DataType PRICE = new DecimalType(10, 2);

  static final Table CUSTOMERS =
      new Table("customers", "One row a registered customer.", List.of("customer_id"))
          .column("customer_id", ScalarType.INT32, false, null)
          .column("name", ScalarType.TEXT, false, "Given and family name.")
          .column("email", ScalarType.TEXT, true, null)
          .column("city", ScalarType.TEXT, true, "The city where the customer lives.")
          .column("country", ScalarType.TEXT, false, "The country where the customer lives.")
          .column("segment", ScalarType.TEXT, true, "consumer, small business or enterprise.")
          .column("signed_up_on", ScalarType.DATE, false, "The day of registration.")
          .column("loyalty_points", ScalarType.INT32, true, null)
          .column(
              "newsletter", ScalarType.BOOLEAN, false, "Whether the customer gets the newsletter.");

  static final Table PRODUCTS =
      new Table("products", "One row a product that is or was for sale.", List.of("product_id"))
          .column("product_id", ScalarType.INT32, false, null)
          .column("name", ScalarType.TEXT, false, null)
          .column("category", ScalarType.TEXT, false, null)
          .column("brand", ScalarType.TEXT, true, null)
          .column("list_price", PRICE, false, "Today's price in euros.")
          .column("weight_grams", ScalarType.INT32, true, null)
          .column("launched_on", ScalarType.DATE, false, "The first day of sale.");

  static final Table ORDERS =
      new Table("orders", "One row an order. Amounts are in euros.", List.of("order_id"))
          .column("order_id", ScalarType.INT64, false, null)
          .column("customer_id", ScalarType.INT32, false, null)
          .column("ordered_at", ScalarType.TIMESTAMP, false, "When the order was placed.")
          .column(
              "status", ScalarType.TEXT, false, "paid, shipped, delivered, cancelled or refunded.")
          .column("channel", ScalarType.TEXT, false, "web, app, marketplace, store or phone.")
          .column("currency", ScalarType.TEXT, false, "The currency that the customer paid in.")
          .column("total_amount", TOTAL, false, "What the customer paid, in euros.")
          .column("coupon_code", ScalarType.TEXT, true, null)
          .column("delivered_at", ScalarType.TIMESTAMP, true, null)
          .key("customer_id", "customers", "customer_id");

  static final Table ORDER_ITEMS =
      new Table("order_items", "One row a line of an order.", List.of("order_id", "line_number"))
          .column("order_id", ScalarType.INT64, false, null)
          .column("line_number", ScalarType.INT32, false, null)
          .column("product_id", ScalarType.INT32, false, null)
          .column("quantity", ScalarType.INT32, false, "The number of pieces.")
          .column("unit_price", PRICE, false, "The price of one piece at the time, in euros.")
          .column("discount", PRICE, false, "What was taken off the line, in euros.")
          .column("ordered_at", ScalarType.TIMESTAMP, false, "When the order was placed.")
          .key("order_id", "orders", "order_id")
          .key("product_id", "products", "product_id");

  static final Table REFUNDS =
      new Table("refunds", "One row a refund, in whole or in part.", List.of("refund_id"))
          .column("refund_id", ScalarType.INT64, false, null)
          .column("order_id", ScalarType.INT64, false, null)
          .column("refunded_at", ScalarType.TIMESTAMP, false, null)
          .column("amount", TOTAL, false, "What was paid back, in euros.")
          .column("reason", ScalarType.TEXT, true, null)
          .key("order_id", "orders", "order_id");

  static final Table PAGE_VIEWS =
      new Table("page_views", "One row a page that a visitor looked at.", List.of("view_id"))
          .column("view_id", ScalarType.INT64, false, null)
          .column("viewed_at", ScalarType.TIMESTAMP, false, null)
          .column("customer_id", ScalarType.INT32, true, "Null when the visitor was not logged in.")
          .column("product_id", ScalarType.INT32, true, "The product on the page, if it shows one.")
          .column("page", ScalarType.TEXT, false, "home, search, product, cart, checkout or help.")
          .column("device", ScalarType.TEXT, false, "mobile, desktop or tablet.")
          .column("country", ScalarType.TEXT, false, "The country of the visitor.")
          .column("referrer", ScalarType.TEXT, true, "Where the visitor came from.")
          .column("seconds", ScalarType.INT32, true, "How long the visitor stayed on the page.")
          .key("customer_id", "customers", "customer_id")
          .key("product_id", "products", "product_id");

  static final List<Table> ALL =
      List.of(CUSTOMERS, PRODUCTS, ORDERS, ORDER_ITEMS, REFUNDS, PAGE_VIEWS);

  private ShopTables() {}

  /// A table's definition. Immutable.
  record Table(
      String name,
      String comment,
      List<String> primaryKey,
      List<Field> fields,
      List<@Nullable String> columnComments,
      List<Key> keys) {

    /// A column that holds the key of another table.
    record Key(String column, String table, String target) {}

    Table(String name, String comment, List<String> primaryKey) {
      this(name, comment, primaryKey, List.of(), List.of(), List.of());
    }

    Table column(String column, DataType type, boolean nullable, @Nullable String text) {
      List<Field> newFields = new ArrayList<>(fields);
      newFields.add(new Field(column, type, nullable));
      List<@Nullable String> newComments = new ArrayList<>(columnComments);
      newComments.add(text);
      return new Table(name, comment, primaryKey, newFields, newComments, keys);
    }

    Table key(String column, String table, String target) {
      List<Key> newKeys = new ArrayList<>(keys);
      newKeys.add(new Key(column, table, target));
      return new Table(name, comment, primaryKey, fields, columnComments, newKeys);
    }

    Schema schema() {
      return new Schema(fields);
    }

    /// The relation to create in a source. It declares no foreign keys: rows they point at are
    /// often in another tier.
    Relation relation(String schemaName) {
      return new Relation(
          new RelationName(schemaName, name),
          schema(),
          comment,
          columnComments,
          primaryKey,
          List.of(),
          List.of());
    }

    List<ForeignKey> foreignKeys() {
      return keys.stream()
          .map(key ->
              new ForeignKey(
                  List.of(key.column()),
                  new RelationName(SCHEMA, key.table()),
                  List.of(key.target())))
          .toList();
    }
  }
}
