package io.thermocline.nl.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.nl.Fixtures;
import io.thermocline.nl.Shop;
import io.thermocline.spi.type.DecimalType;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaViewsTest {
  private final SchemaView schema =
      SchemaViews.of(Shop.CATALOG, "shop", (table, column) -> new DecimalType(12, 2));

  @Test
  void declaredKeysComeBeforeGuessedOnes() {
    assertThat(
            schema.keys().stream()
                .map(key -> name(key) + (key.guessed() ? " guessed" : ""))
                .toList())
        .containsExactly(
            "orders.customer_id = customers.id",
            "order_items.order_id = orders.id",
            "order_items.product_id = products.id",
            "visits.customer_id = customers.id guessed");
  }

  private String name(KeyEdge key) {
    return schema.columns().get(key.pairs().getFirst().left())
        + " = "
        + schema.columns().get(key.pairs().getFirst().right());
  }

  @Test
  void computedColumnsFollowTheStoredOnes() {
    assertThat(schema.table("order_items").orElseThrow().columns())
        .extracting(ColumnView::name)
        .containsExactly("order_id", "product_id", "quantity", "unit_price", "revenue");
    assertThat(schema.column("order_items.revenue").orElseThrow().ordinal()).isEqualTo(-1);
  }

  @Test
  void anUnknownSchemaMeansAllTables() {
    assertThat(SchemaViews.of(Shop.CATALOG, "nowhere", (table, column) -> null).tables())
        .hasSize(5);
  }

  @Test
  void namesBecomeWords() {
    assertThat(DisplayNames.of("order_date")).isEqualTo("order date");
    assertThat(DisplayNames.of("orderDate")).isEqualTo("order date");
    assertThat(DisplayNames.of("HTTPStatus")).isEqualTo("http status");
    assertThat(DisplayNames.of("_")).isEqualTo("_");
  }

  @Test
  void synonymsAndStoredValuesLinkWords() {
    SchemaIndex index = new SchemaIndex(schema, Shop.STORED, Fixtures.model().constants());
    Turns turns =
        Turns.of(
            List.of("pieces of boots in MUNCHEN or new york"),
            Fixtures.model().constants().wordLimits());
    Links links = index.link(turns, WordRoles.NONE);
    int quantity = schema.column("order_items.quantity").orElseThrow().index();
    int city = schema.column("customers.city").orElseThrow().index();
    int category = schema.column("products.category").orElseThrow().index();
    assertThat(links.column(quantity, 0)).isEqualTo(Links.EXACT);
    assertThat(links.column(category, 2)).isEqualTo(Links.VALUE);
    assertThat(links.column(city, 4)).isEqualTo(Links.VALUE);
    assertThat(links.column(city, 5)).isEqualTo(Links.NONE);
    assertThat(links.column(city, 7)).isEqualTo(Links.VALUE);
    assertThat(links.values()).contains(new ValueMatch(city, 0, 6, 7));
  }
}
