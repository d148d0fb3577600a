package io.thermocline.tck.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// SQL over tables that lie in three stores gives the rows of one Postgres that holds everything.
@ExtendWith(ShopExtension.class)
class SqlAnswersTest {
  private static final int RANDOM_QUERIES = 400;
  private static final long SEED = 20_261_124L;

  private final Shop shop;

  SqlAnswersTest(Shop shop) {
    this.shop = shop;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select count(*) from orders",
        "select status, count(*), sum(total_amount), avg(total_amount), min(ordered_at), max(ordered_at) from orders group by status",
        "select date_trunc('month', ordered_at) as m, sum(total_amount) from orders group by 1 order by 1",
        "select extract(year from ordered_at) as y, channel, count(distinct customer_id) from orders group by 1, 2 order by 1, 2",
        "select c.country, sum(i.quantity * i.unit_price - i.discount) as revenue from order_items i join orders o on o.order_id = i.order_id join customers c on c.customer_id = o.customer_id group by c.country order by revenue desc limit 5",
        "select p.name, sum(i.quantity) from order_items i join products p on p.product_id = i.product_id group by p.product_id, p.name order by 2 desc, 1 limit 10",
        "select p.name from products p where p.product_id not in (select product_id from order_items) order by 1",
        "select name from customers c where not exists (select 1 from orders o where o.customer_id = c.customer_id) order by name",
        "select order_id, total_amount from orders order by total_amount desc, order_id limit 10 offset 5",
        "select order_id, ordered_at, rank() over (partition by status order by total_amount desc, order_id) as r from orders where total_amount > 900 order by 1",
        "select status, total_amount from orders where ordered_at >= timestamp '2026-03-10 00:00:00' and ordered_at < timestamp '2026-03-25 00:00:00'",
        "select coupon_code, count(*) from orders group by coupon_code order by 2 desc, 1 nulls last",
        "select o.status, r.reason, count(*) from orders o left join refunds r on r.order_id = o.order_id group by 1, 2",
        "select c.name, o.order_id from customers c left join orders o on o.customer_id = c.customer_id and o.total_amount > 1500 where c.country = 'Japan'",
        "select country from customers union select country from page_views",
        "select country from customers intersect select country from page_views",
        "select customer_id from customers except select customer_id from orders",
        "with big as (select customer_id, sum(total_amount) as t from orders group by customer_id having sum(total_amount) > 2000) select c.name, b.t from big b join customers c on c.customer_id = b.customer_id",
        "select city, count(*) filter (where segment = 'enterprise') as e, count(*) as n from customers group by city having count(*) > 3",
        "select max(total_amount) - min(total_amount), count(distinct status), sum(case when status = 'paid' then 1 else 0 end) from orders",
        "select name, list_price, list_price > (select avg(list_price) from products) as dear from products",
        "select device, avg(seconds), count(seconds), count(*) from page_views group by device",
        "select upper(city), length(city), left(city, 2) from customers where city like 'M%'",
        "select order_id, extract(epoch from delivered_at - ordered_at) from orders where delivered_at is not null and order_id < 40",
        "select to_char(ordered_at, 'YYYY-MM') as m, count(*) from orders where ordered_at >= date '2025-01-01' group by 1",
        "select lpad(status, 12, '*'), rpad(status, 3, '*'), substr(status, 2, 3), timestamp '2024-02-29 23:59:59.123456' from orders where ordered_at >= timestamp '2024-03-01 00:00:00.000001'",
        "select order_id / 7, order_id % 7, 7 / 2, -7 / 2, -7 % 2, round(total_amount / 3, 4) from orders where order_id < 20",
        "select status from orders where 1 = 0",
        "select o.customer_id, o.total_amount from orders o where o.total_amount = (select max(x.total_amount) from orders x where x.customer_id = o.customer_id)",
        "select date '2026-01-31' + interval '1 month', timestamp '2026-03-01 00:00:00' - interval '1 day'",
        "select c.segment, p.category, count(*) from order_items i join orders o on i.order_id = o.order_id join customers c on o.customer_id = c.customer_id join products p on p.product_id = i.product_id where i.ordered_at >= date '2023-01-01' group by 1, 2",
        "select a.order_id from orders a join orders b on a.customer_id = b.customer_id and a.order_id < b.order_id where a.total_amount > 1800 and b.total_amount > 1800"
      })
  void sqlGivesTheRowsOfOnePostgres(String sql) throws SQLException {
    assertThat(compare(sql)).isNull();
  }

  @Test
  void randomSqlGivesTheRowsOfOnePostgres() {
    RandomSql generator = new RandomSql(SEED);
    List<String> differences = new ArrayList<>();
    int rows = 0;
    for (int i = 0; i < RANDOM_QUERIES; i++) {
      String sql = generator.next();
      try {
        String difference = compare(sql);
        if (difference != null) {
          differences.add("#" + i + " " + sql + "\n    " + difference);
        }
        rows++;
      } catch (SQLException e) {
        differences.add("#" + i + " " + sql + "\n    " + e.getSQLState() + " " + e.getMessage());
      }
    }
    assertThat(differences).as("of %d queries, seed %d", RANDOM_QUERIES, SEED).isEmpty();
    assertThat(rows).isEqualTo(RANDOM_QUERIES);
  }

  /// Null when both agree.
  private @org.jspecify.annotations.Nullable String compare(String sql) throws SQLException {
    Rows expected;
    try (Connection reference = shop.reference();
        Statement statement = reference.createStatement()) {
      expected = Rows.of(statement, sql);
    }
    Rows actual;
    try (Connection gateway = shop.connect();
        Statement statement = gateway.createStatement()) {
      statement.setQueryTimeout(60);
      actual = Rows.of(statement, sql);
    }
    boolean ordered =
        sql.contains(" order by ") && sql.lastIndexOf(" order by ") > sql.lastIndexOf(')');
    Rows e = ordered ? expected : expected.sorted();
    Rows a = ordered ? actual : actual.sorted();
    if (e.equals(a)) {
      return null;
    }
    for (int i = 0; i < Math.max(e.values().size(), a.values().size()); i++) {
      Object wanted = i < e.values().size() ? e.values().get(i) : "nothing";
      Object got = i < a.values().size() ? a.values().get(i) : "nothing";
      if (!wanted.equals(got)) {
        return e.values().size()
            + " rows wanted, "
            + a.values().size()
            + " came; first difference at row "
            + i
            + ": wanted "
            + wanted
            + ", got "
            + got;
      }
    }
    return "different";
  }
}
