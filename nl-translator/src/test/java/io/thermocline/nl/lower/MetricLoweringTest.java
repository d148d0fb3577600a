package io.thermocline.nl.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.TableSemantics;
import io.thermocline.catalog.TableSemantics.Metric;
import io.thermocline.nl.Fixtures;
import io.thermocline.nl.Shop;
import io.thermocline.nl.link.SchemaIndex;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.SchemaViews;
import io.thermocline.nl.sketch.Paraphrase;
import io.thermocline.nl.sketch.Sketch;
import io.thermocline.nl.sketch.SketchText;
import io.thermocline.nl.time.TimePhrases;
import io.thermocline.nl.time.TimexSource;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.error.ThermoclineException;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.junit.jupiter.api.Test;

class MetricLoweringTest {
  private static final Catalog CATALOG =
      new Catalog(2, Shop.CATALOG.tables().stream().map(MetricLoweringTest::taught).toList());
  private static final RelTrees TREES = Shop.context(CATALOG).trees();

  private final SchemaView schema =
      SchemaViews.of(
          CATALOG,
          "shop",
          (table, name) ->
              table.semantics().metrics().stream().anyMatch(m -> m.name().equals(name))
                  ? Types.toData(TREES.metric(table, name).value().getType())
                  : null);
  private final LoweringContext context =
      new LoweringContext(
          TREES,
          new SchemaIndex(schema, Shop.STORED, Fixtures.model().constants()),
          view -> CATALOG.table(view.schema(), view.name()).orElseThrow(),
          new TimePhrases(Shop.TIME, TimexSource.NONE),
          Shop.TIME,
          Map.of());

  private static LogicalTable taught(LogicalTable table) {
    List<Metric> metrics =
        switch (table.name()) {
          case "order_items" ->
              List.of(
                  new Metric(
                      "sales", "sum(quantity * unit_price)", "orders.status <> 'cancelled'", ""),
                  new Metric("item_price", "sum(quantity * unit_price) / sum(quantity)", "", ""),
                  new Metric("kinds", "count(distinct product_id)", "quantity > 0", ""));
          case "orders" -> List.of(new Metric("turnover", "sum(amount)", "", ""));
          default -> List.of();
        };
    return new LogicalTable(
        table.schema(),
        table.name(),
        table.columns(),
        table.comment(),
        table.columnComments(),
        table.primaryKey(),
        table.foreignKeys(),
        table.tieringKey(),
        table.segments(),
        new TableSemantics(
            table.semantics().displayName(),
            table.semantics().synonyms(),
            Map.of(),
            Map.of(),
            List.of(),
            metrics));
  }

  private Sketch.Query expand(String text) {
    return MetricSketches.expand((Sketch.Query) SketchText.parse(text, schema), context);
  }

  private String plan(String text) {
    return RelOptUtil.toString(Lowering.lower(expand(text), context).rel());
  }

  @Test
  void aBareMetricIsGroupedByWhatStandsBesideIt() {
    assertThat(
            SketchText.print(
                expand("SELECT products.category order_items.sales FROM products order_items END")))
        .isEqualTo(
            "SELECT products.category SUM order_items.sales GROUP products.category FROM products order_items orders END");
  }

  @Test
  void everyAggregateOfAMetricIsTheMetric() {
    assertThat(
            SketchText.print(
                expand(
                    "SELECT AVG order_items.item_price DESC SUM order_items.item_price FROM order_items END")))
        .isEqualTo(
            "SELECT SUM order_items.item_price DESC SUM order_items.item_price FROM order_items END");
  }

  @Test
  void aConditionOnAMetricIsOneOnGroups() {
    assertThat(
            SketchText.print(
                expand(
                    "SELECT customers.city WHERE AND EQ customers.country «Germany» GT orders.turnover «10» FROM customers orders END")))
        .isEqualTo(
            "SELECT customers.city WHERE EQ customers.country «Germany» GROUP customers.city HAVING GT SUM orders.turnover «10» FROM customers orders END");
  }

  @Test
  void theFilterOfTheOnlyMetricIsTheFilterOfTheRows() {
    String plan = plan("SELECT SUM order_items.sales FROM order_items END");
    assertThat(plan).contains("LogicalFilter").doesNotContain("CASE");
  }

  @Test
  void besideOtherAggregatesAMetricLeavesOutRowsForItself() {
    String plan = plan("SELECT COUNT STAR SUM order_items.sales FROM order_items END");
    assertThat(plan).contains("CASE").doesNotContain("LogicalFilter");
  }

  @Test
  void aRatioIsOneOfSumsAndNeverDividesByZero() {
    String plan =
        plan("SELECT products.category order_items.item_price FROM products order_items END");
    assertThat(plan)
        .contains("m0=[SUM(", "m1=[SUM(")
        .containsPattern("/\\(\\$1, CASE\\(=\\(\\$2, 0\\), null");
  }

  @Test
  void rowsAreNeverCountedTwice() {
    assertThatThrownBy(() ->
            expand("SELECT products.category orders.turnover FROM products order_items orders END"))
        .isInstanceOf(ThermoclineException.class)
        .hasMessageContaining("several times");
    expand("SELECT customers.city order_items.kinds FROM customers orders order_items END");
  }

  @Test
  void aMetricIsComparedWithWhatItWasEarlier() {
    String text =
        "SELECT products.category GROWTH PRIOR_YEAR order_items.sales PRIOR_YEAR order_items.item_price"
            + " WHERE DURING orders.order_date «last year» GROUP products.category"
            + " FROM products order_items orders END";
    assertThat(SketchText.print(expand(text)))
        .contains(
            "GROWTH PRIOR_YEAR SUM order_items.sales", "PRIOR_YEAR SUM order_items.item_price");
    assertThat(plan(text))
        .contains("Sarg[[2025-01-01..2026-01-01)]", "Sarg[[2024-01-01..2025-01-01)]")
        .containsOnlyOnce("LogicalJoin(condition=[IS NOT DISTINCT FROM");
    assertThat(Lowering.lower(expand(text), context).columnNames())
        .containsExactly("category", "growth", "item_price_a_year_earlier");
  }

  @Test
  void theReadingNamesTheMetric() {
    Sketch.Query sketch =
        expand("SELECT products.category order_items.sales FROM products order_items END");
    assertThat(Paraphrase.plain(schema).of(sketch))
        .startsWith("order_items.sales ")
        .contains("products.category");
    Lowered lowered = Lowering.lower(sketch, context);
    assertThat(lowered.columnNames()).containsExactly("category", "sales");
    assertThat(lowered.assumptions())
        .containsExactly("sales is sum(quantity * unit_price) where orders.status <> 'cancelled'.");
  }
}
