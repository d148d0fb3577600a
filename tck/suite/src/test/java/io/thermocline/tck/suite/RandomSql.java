package io.thermocline.tck.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Seeded random queries over the shop's tables that mean the same in Postgres and in the gateway.
/// A query with a limit orders by all of its columns, so that its result is unique.
final class RandomSql {
  private final Random random;
  private int aliases;

  RandomSql(long seed) {
    this.random = new Random(seed);
  }

  private record Column(String name, Kind kind, List<String> literals) {}

  private enum Kind {
    NUMBER,
    TEXT,
    TIME,
    DATE
  }

  private record Table(String name, List<Column> columns, List<Join> joins) {}

  private record Join(String column, String table, String target) {}

  private static Column number(String name, String... literals) {
    return new Column(name, Kind.NUMBER, List.of(literals));
  }

  private static Column text(String name, String... literals) {
    return new Column(name, Kind.TEXT, List.of(literals));
  }

  private static final String[] TIMES = {
    "timestamp '2024-03-01 00:00:00'",
    "timestamp '2026-04-15 12:30:00'",
    "date '2022-12-31'",
    "date '2026-03-17'",
    "timestamp '2024-03-17 00:00:00'",
    "timestamp '2025-07-01 00:00:00'"
  };

  private static Column time(String name) {
    return new Column(name, Kind.TIME, List.of(TIMES));
  }

  private static final List<Table> TABLES =
      List.of(
          new Table(
              "orders",
              List.of(
                  number("order_id", "17", "2500", "5999"),
                  number("customer_id", "3", "250", "77"),
                  time("ordered_at"),
                  text("status", "'paid'", "'delivered'", "'refunded'", "'nothing'"),
                  text("channel", "'web'", "'app'", "'store'"),
                  text("currency", "'EUR'", "'CHF'", "'USD'"),
                  number("total_amount", "100", "49.99", "1000.5"),
                  text("coupon_code", "'WELCOME10'", "'x'"),
                  time("delivered_at")),
              List.of(new Join("customer_id", "customers", "customer_id"))),
          new Table(
              "order_items",
              List.of(
                  number("order_id", "17", "2500", "5999"),
                  number("line_number", "1", "2"),
                  number("product_id", "5", "60", "100"),
                  number("quantity", "1", "2", "3"),
                  number("unit_price", "20", "99.5"),
                  number("discount", "0", "1.5"),
                  time("ordered_at")),
              List.of(
                  new Join("order_id", "orders", "order_id"),
                  new Join("product_id", "products", "product_id"))),
          new Table(
              "customers",
              List.of(
                  number("customer_id", "3", "250"),
                  text("city", "'München'", "'Zürich'", "'Paris'"),
                  text("country", "'Germany'", "'Japan'", "'Brazil'"),
                  text("segment", "'consumer'", "'enterprise'"),
                  new Column(
                      "signed_up_on", Kind.DATE, List.of("date '2023-01-01'", "date '2025-06-30'")),
                  number("loyalty_points", "0", "120")),
              List.of()),
          new Table(
              "products",
              List.of(
                  number("product_id", "5", "60"),
                  text("category", "'Books'", "'Toys'"),
                  text("brand", "'Nordlicht'", "'Aster'"),
                  number("list_price", "20", "150"),
                  number("weight_grams", "500", "2000"),
                  new Column(
                      "launched_on", Kind.DATE, List.of("date '2022-01-01'", "date '2024-06-30'"))),
              List.of()),
          new Table(
              "refunds",
              List.of(
                  number("refund_id", "3", "50"),
                  number("order_id", "17", "2500"),
                  time("refunded_at"),
                  number("amount", "20", "100"),
                  text("reason", "'damaged'", "'late'")),
              List.of(new Join("order_id", "orders", "order_id"))),
          new Table(
              "page_views",
              List.of(
                  number("view_id", "100", "7999"),
                  time("viewed_at"),
                  number("customer_id", "3", "250"),
                  number("product_id", "5", "60"),
                  text("page", "'home'", "'product'"),
                  text("device", "'mobile'", "'tablet'"),
                  text("country", "'Germany'", "'Japan'"),
                  text("referrer", "'search'", "'newsletter'"),
                  number("seconds", "10", "60")),
              List.of(
                  new Join("customer_id", "customers", "customer_id"),
                  new Join("product_id", "products", "product_id"))));

  private record Scope(String alias, Table table) {
    String column(Column column) {
      return alias + "." + column.name();
    }
  }

  private <T> T pick(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  String next() {
    aliases = 0;
    if (chance(8)) {
      String operator = pick(List.of("union", "union all", "intersect", "except"));
      Table table = pick(TABLES);
      Column column = pick(table.columns());
      return single(table, column) + " " + operator + " " + single(table, column);
    }
    return query();
  }

  private String single(Table table, Column column) {
    Scope scope = new Scope("t" + aliases++, table);
    return "select "
        + scope.column(column)
        + " from "
        + table.name()
        + " "
        + scope.alias()
        + where(List.of(scope));
  }

  private String query() {
    List<Scope> scopes = new ArrayList<>();
    StringBuilder from = new StringBuilder();
    Scope first = new Scope("t" + aliases++, pick(TABLES));
    scopes.add(first);
    from.append(first.table().name()).append(' ').append(first.alias());
    while (scopes.size() < 3 && chance(45)) {
      Scope left = pick(scopes);
      if (left.table().joins().isEmpty()) {
        break;
      }
      Join join = pick(left.table().joins());
      Table target =
          TABLES.stream().filter(t -> t.name().equals(join.table())).findFirst().orElseThrow();
      Scope right = new Scope("t" + aliases++, target);
      from.append(chance(25) ? " left join " : " join ")
          .append(target.name())
          .append(' ')
          .append(right.alias())
          .append(" on ")
          .append(left.alias())
          .append('.')
          .append(join.column())
          .append(" = ")
          .append(right.alias())
          .append('.')
          .append(join.target());
      scopes.add(right);
    }
    return chance(50) ? grouped(scopes, from.toString()) : plain(scopes, from.toString());
  }

  private String plain(List<Scope> scopes, String from) {
    List<String> items = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      items.add(expression(pick(scopes)));
    }
    String distinct = chance(20) ? "distinct " : "";
    String sql = "select " + distinct + aliased(items) + " from " + from + where(scopes);
    return chance(50) ? sql + orderAndLimit(items.size()) : sql;
  }

  private String grouped(List<Scope> scopes, String from) {
    List<String> keys = new ArrayList<>();
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      keys.add(expression(pick(scopes)));
    }
    List<String> items = new ArrayList<>(keys);
    int aggregates = 1 + random.nextInt(3);
    for (int i = 0; i < aggregates; i++) {
      items.add(aggregate(pick(scopes)));
    }
    String sql = "select " + aliased(items) + " from " + from + where(scopes);
    if (!keys.isEmpty()) {
      sql += " group by " + String.join(", ", keys);
      if (chance(25)) {
        sql += " having count(*) > " + random.nextInt(4);
      }
    }
    return chance(40) ? sql + orderAndLimit(items.size()) : sql;
  }

  private static String aliased(List<String> items) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < items.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(items.get(i)).append(" as c").append(i + 1);
    }
    return text.toString();
  }

  private String orderAndLimit(int columns) {
    List<String> keys = new ArrayList<>();
    for (int i = 1; i <= columns; i++) {
      keys.add(i + pick(List.of("", " desc", " nulls first", " desc nulls last")));
    }
    java.util.Collections.shuffle(keys, random);
    String limit =
        chance(60) ? " limit " + (1 + random.nextInt(20)) + (chance(20) ? " offset 3" : "") : "";
    return " order by " + String.join(", ", keys) + limit;
  }

  private String expression(Scope scope) {
    Column column = pick(scope.table().columns());
    String name = scope.column(column);
    int choice = random.nextInt(10);
    return switch (column.kind()) {
      case NUMBER -> choice < 7 ? name : choice < 8 ? name + " + 1" : "coalesce(" + name + ", 0)";
      case TEXT ->
          choice < 7 ? name : choice < 8 ? "upper(" + name + ")" : "coalesce(" + name + ", 'none')";
      case TIME, DATE ->
          choice < 4
              ? name
              : choice < 7 && column.kind() == Kind.TIME
                  ? "date_trunc('"
                      + pick(List.of("month", "year", "quarter", "day"))
                      + "', "
                      + name
                      + ")"
                  : "extract(" + pick(List.of("year", "month", "dow")) + " from " + name + ")";
    };
  }

  private String aggregate(Scope scope) {
    Column column = pick(scope.table().columns());
    String name = scope.column(column);
    List<String> functions =
        column.kind() == Kind.NUMBER
            ? List.of(
                "sum(%s)",
                "avg(%s)", "min(%s)", "max(%s)", "count(%s)", "count(distinct %s)", "count(*)")
            : List.of("min(%s)", "max(%s)", "count(%s)", "count(distinct %s)", "count(*)");
    return String.format(pick(functions), name);
  }

  private String where(List<Scope> scopes) {
    if (chance(25)) {
      return "";
    }
    StringBuilder text = new StringBuilder(" where ").append(condition(pick(scopes)));
    while (chance(35)) {
      text.append(chance(75) ? " and " : " or ").append(condition(pick(scopes)));
    }
    return text.toString();
  }

  private String condition(Scope scope) {
    Column column = pick(scope.table().columns());
    String name = scope.column(column);
    int choice = random.nextInt(12);
    if (choice == 0) {
      return name + " is null";
    }
    if (choice == 1) {
      return name + " is not null";
    }
    if (choice == 2) {
      return name + " in (" + String.join(", ", column.literals()) + ")";
    }
    if (choice == 3) {
      return "not (" + name + " < " + pick(column.literals()) + ")";
    }
    if (choice == 4 && column.kind() == Kind.TEXT) {
      return name + pick(List.of(" like '%e%'", " ilike 'P%'", " not like '%a'"));
    }
    if (choice == 5) {
      return name
          + " between "
          + column.literals().getFirst()
          + " and "
          + column.literals().getLast();
    }
    if (choice == 6 && !scope.table().joins().isEmpty()) {
      Join join = pick(scope.table().joins());
      Table target =
          TABLES.stream().filter(t -> t.name().equals(join.table())).findFirst().orElseThrow();
      Scope inner = new Scope("t" + aliases++, target);
      Column filter = pick(target.columns());
      return scope.alias()
          + "."
          + join.column()
          + (chance(30) ? " not in (select " : " in (select ")
          + inner.alias()
          + "."
          + join.target()
          + " from "
          + target.name()
          + " "
          + inner.alias()
          + " where "
          + inner.column(filter)
          + " >= "
          + pick(filter.literals())
          + ")";
    }
    return name
        + pick(List.of(" = ", " <> ", " < ", " >= ", " > ", " <= "))
        + pick(column.literals());
  }
}
