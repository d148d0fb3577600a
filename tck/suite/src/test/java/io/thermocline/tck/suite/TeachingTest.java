package io.thermocline.tck.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What is taught is used at once, by every session.
@ExtendWith(ShopExtension.class)
class TeachingTest {
  private final Shop shop;
  private Connection connection;

  TeachingTest(Shop shop) {
    this.shop = shop;
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = shop.connect();
  }

  @AfterEach
  void forget() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      drop(statement, "select metric_name from system.metrics", "drop metric ");
      drop(
          statement,
          "select synonym from system.synonyms where taught_by <> 'configuration'",
          "drop synonym ");
      drop(statement, "select question from system.verified_questions", "drop verified question ");
    }
    connection.close();
  }

  private static void drop(Statement statement, String query, String command) throws SQLException {
    for (List<String> row : Rows.of(statement, query).values()) {
      statement.execute(command + "'" + String.valueOf(row.getFirst()).replace("'", "''") + "'");
    }
  }

  private void teach(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String text : statements) {
        assertThat(statement.execute(text)).as(text).isFalse();
      }
    }
  }

  /// The SQLSTATE and the message of what must fail.
  private String refusal(String text) {
    SQLException e = catchThrowableOfType(SQLException.class, () -> teach(text));
    assertThat((Throwable) e).as(text).isNotNull();
    return e.getSQLState() + " " + e.getMessage();
  }

  private record Answer(Rows rows, List<String> warnings) {
    String said() {
      return String.join("\n", warnings);
    }
  }

  private Answer ask(String text) throws SQLException {
    try (Connection other = shop.connect();
        Statement statement = other.createStatement();
        ResultSet result = statement.executeQuery(text)) {
      Rows rows = Rows.of(result);
      List<String> warnings = new ArrayList<>();
      for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
        warnings.add(w.getMessage());
      }
      return new Answer(rows, warnings);
    }
  }

  private Rows reference(String sql) throws SQLException {
    try (Connection reference = shop.reference();
        Statement statement = reference.createStatement()) {
      return Rows.of(statement, sql);
    }
  }

  private static final String NET_SALES =
      "describe metric net_sales as sum(quantity * unit_price - discount) on order_items "
          + "where orders.status <> 'cancelled' comment 'What customers paid.'";

  @Test
  void aMetricHasItsValueForEveryGroup() throws SQLException {
    teach(NET_SALES);
    Answer answer = ask("net sales per product category");
    assertThat(answer.rows().sorted())
        .as(answer.said())
        .isEqualTo(
            reference(
                    """
                    select p.category, sum(i.quantity * i.unit_price - i.discount)
                    from order_items i join orders o using (order_id) join products p using (product_id)
                    where o.status <> 'cancelled' group by p.category
                    """)
                .sorted());
    assertThat(answer.said()).contains("net_sales is sum(quantity * unit_price - discount) where");
  }

  @Test
  void aMetricKeepsItsFilterBesideThoseOfTheQuestion() throws SQLException {
    teach(NET_SALES);
    Answer answer = ask("net sales per month in 2025");
    assertThat(answer.rows().sorted())
        .as(answer.said())
        .isEqualTo(
            reference(
                    """
                    select date_trunc('month', i.ordered_at), sum(i.quantity * i.unit_price - i.discount)
                    from order_items i join orders o using (order_id)
                    where o.status <> 'cancelled' and i.ordered_at >= '2025-01-01' and i.ordered_at < '2026-01-01'
                    group by 1
                    """)
                .sorted());
  }

  @Test
  void aRatioIsTheRatioOfTheSums() throws SQLException {
    teach("describe metric items_per_line as sum(quantity) / count(*) on order_items");
    Answer answer = ask("items per line for each product category");
    assertThat(answer.rows().sorted())
        .as(answer.said())
        .isEqualTo(
            reference(
                    """
                    select p.category, sum(i.quantity)::numeric / count(*)
                    from order_items i join products p using (product_id) group by p.category
                    """)
                .sorted());
  }

  @Test
  void aSynonymMeansItsTargetFromThenOn() throws SQLException {
    teach("describe synonym 'gizmos' for products");
    Answer answer = ask("how many gizmos are there");
    assertThat(answer.rows())
        .as(answer.said())
        .isEqualTo(reference("select count(*) from products"));
    assertThat(answer.said()).contains("\"gizmos\" means products.");
  }

  @Test
  void aSynonymOfAStoredValueMeansTheValue() throws SQLException {
    teach("describe synonym 'dead orders' for 'cancelled' of orders.status");
    Answer answer = ask("how many orders are dead orders");
    assertThat(answer.rows())
        .as(answer.said())
        .isEqualTo(reference("select count(*) from orders where status = 'cancelled'"));
  }

  @Test
  void aVerifiedQuestionIsAnsweredByItsOwnReading() throws SQLException {
    ask("/* verified */ how many customers are there");
    Answer again = ask("How many customers are there?");
    assertThat(again.said()).contains("confidence 1.00", "is verified");
    assertThat(again.rows()).isEqualTo(reference("select count(*) from customers"));
  }

  @Test
  void verifiedSqlAnswersItsQuestionWithOtherValues() throws SQLException {
    ask(
        """
        -- question: how much did we lose to cancelled orders
        -- verified
        select sum(total_amount) as lost from orders where status = 'cancelled'
        """);
    Answer same = ask("how much did we lose to cancelled orders?");
    assertThat(same.said()).contains("confidence 1.00");
    assertThat(same.rows())
        .isEqualTo(reference("select sum(total_amount) from orders where status = 'cancelled'"));
    Answer other = ask("how much did we lose to shipped orders");
    assertThat(other.said()).contains("cancelled → shipped");
    assertThat(other.rows())
        .isEqualTo(reference("select sum(total_amount) from orders where status = 'shipped'"));
  }

  @Test
  void whatFailsIsNotVerified() throws SQLException {
    assertThat(
            (Throwable)
                catchThrowableOfType(
                    SQLException.class,
                    () ->
                        ask(
                            "-- question: what is wrong\n-- verified\nselect 1 / (order_id - order_id) from orders")))
        .isNotNull();
    try (Statement statement = connection.createStatement()) {
      assertThat(Rows.of(statement, "show verified questions").values()).isEmpty();
    }
  }

  @Test
  void aVerifiedPeriodIsReplaced() throws SQLException {
    ask("/* verified */ number of orders in 2024");
    Answer other = ask("number of orders in 2025");
    assertThat(other.said()).contains("2024 → 2025");
    assertThat(other.rows())
        .isEqualTo(
            reference(
                "select count(*) from orders where ordered_at >= '2025-01-01' and ordered_at < '2026-01-01'"));
  }

  @Test
  void aWrongReadingIsNotUsedAgain() throws SQLException {
    Answer before = ask("how many customers are there");
    teach("-- wrong: it counts everybody\nhow many customers are there");
    try {
      Answer after = ask("how many customers are there");
      assertThat(after.warnings().getFirst()).isNotEqualTo(before.warnings().getFirst());
    } catch (SQLException e) {
      assertThat(e.getSQLState()).startsWith("TQ");
    }
    try (Statement statement = connection.createStatement()) {
      assertThat(Rows.of(statement, "select question, note from system.wrong_readings").values())
          .containsExactly(List.of("how many customers are there", "it counts everybody"));
      ask("-- question: how many customers are there\n-- verified\nselect count(*) from customers");
    }
    assertThat(ask("how many customers are there").said()).contains("confidence 1.00");
  }

  @Test
  void whatWasTaughtIsShown() throws SQLException {
    teach(NET_SALES, "describe synonym 'gizmos' for products");
    try (Statement statement = connection.createStatement()) {
      assertThat(Rows.of(statement, "show metrics").values())
          .singleElement()
          .satisfies(row ->
              assertThat(row)
                  .contains(
                      "net_sales",
                      "order_items",
                      "sum(quantity * unit_price - discount)",
                      "orders.status <> 'cancelled'",
                      "What customers paid.",
                      Shop.USER));
      assertThat(Rows.of(statement, "select synonym, table_name from system.synonyms").values())
          .contains(List.of("gizmos", "products"), List.of("clients", "customers"));
    }
  }

  @Test
  void contradictionsSayWhatToDo() throws SQLException {
    teach(NET_SALES, "describe synonym 'gizmos' for products");
    assertThat(refusal(NET_SALES)).contains("OR REPLACE").startsWith("42710");
    teach(NET_SALES.replace("describe", "describe or replace"));
    assertThat(refusal("describe synonym 'gizmos' for customers"))
        .contains("means products already")
        .contains("DROP SYNONYM");
    assertThat(refusal("describe synonym 'status' for orders.channel"))
        .contains("is the name of orders.status");
    assertThat(refusal("describe metric quantity as sum(discount) on order_items"))
        .contains("is a column of order_items");
    assertThat(refusal("describe metric broken as quantity * 2 on order_items"))
        .contains("not made of aggregates");
    assertThat(refusal("describe metric broken as sum(refunds.amount) on order_items"))
        .contains("no foreign key leads from order_items to refunds");
    assertThat(refusal("describe metric broken as sum(nothing) on order_items"))
        .startsWith("42703");
    assertThat(refusal("describe synonym 'x' for nowhere")).startsWith("42P01");
    assertThat(refusal("drop metric nothing")).contains("SHOW METRICS").startsWith("42704");
    assertThat(refusal("describe metric broken sum(quantity)"))
        .contains("DESCRIBE METRIC name AS expression ON table");
    assertThat(refusal("-- verified\nselect count(*) from orders")).contains("-- question:");
  }
}
