package io.thermocline.engine.operator;

import static io.thermocline.engine.operator.Harness.call;
import static io.thermocline.engine.operator.Harness.column;
import static io.thermocline.engine.operator.Harness.literal;
import static io.thermocline.engine.operator.Harness.test;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.expr.FunctionId;
import io.thermocline.engine.plan.AggregateCall;
import io.thermocline.engine.plan.AggregateFunction;
import io.thermocline.engine.plan.JoinKey;
import io.thermocline.engine.plan.JoinType;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.plan.SortKey;
import io.thermocline.engine.plan.WindowCall;
import io.thermocline.engine.plan.WindowFrame;
import io.thermocline.engine.plan.WindowGroup;
import io.thermocline.engine.run.Engine;
import io.thermocline.engine.run.EngineConfig;
import io.thermocline.engine.run.QueryContext;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.BytesVector;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Prints the time of each operator over a few million rows in memory, next to DuckDB's over its
/// own table with as many threads. Arguments: rows in millions, workers.
final class Throughput {
  private static final int BATCH = 8192;
  private static final DataType PRICE = new DecimalType(15, 2);

  private final int rows;
  private final EngineConfig config;
  private final PhysicalNode items;
  private final PhysicalNode orders;

  private Throughput(int rows, int workers) {
    this.rows = rows;
    this.config = new EngineConfig(workers, 8, BATCH, 4L << 30, 5L << 30, 4);
    MemorySource source = new MemorySource();
    this.items = TestData.scan(source, "items", items(rows));
    this.orders = TestData.scan(source, "orders", orders(rows / 4));
  }

  public static void main(String[] args) throws SQLException {
    int rows = Integer.parseInt(args[0]) * 1_000_000;
    int workers = Integer.parseInt(args[1]);
    new Throughput(rows, workers).run(workers);
  }

  private static Vector longs(
      DataType type, int size, java.util.function.IntToLongFunction values) {
    long[] array = new long[size];
    for (int i = 0; i < size; i++) {
      array[i] = values.applyAsLong(i);
    }
    return new LongVector(type, size, array, null);
  }

  private static Vector dictionary(String... values) {
    VectorBuilder builder = new VectorBuilder(ScalarType.TEXT, values.length);
    for (String value : values) {
      builder.appendValue(value);
    }
    return builder.build();
  }

  private static Vector texts(int start, int size) {
    byte[] data = new byte[size * 24];
    int[] offsets = new int[size + 1];
    int at = 0;
    for (int i = 0; i < size; i++) {
      String text =
          ((start + i) % 97 == 0 ? "special " : "comment ")
              + (long) (start + i) * 2654435761L % 100000;
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      System.arraycopy(bytes, 0, data, at, bytes.length);
      at += bytes.length;
      offsets[i + 1] = at;
    }
    return new BytesVector(ScalarType.TEXT, size, data, offsets, null);
  }

  private static MemorySource.Table items(int rows) {
    Schema schema =
        Schema.of(
            Field.required("orderkey", ScalarType.INT64),
            Field.required("quantity", PRICE),
            Field.required("price", PRICE),
            Field.required("discount", PRICE),
            Field.required("flag", ScalarType.TEXT),
            Field.required("status", ScalarType.TEXT),
            Field.required("shipped", ScalarType.DATE),
            Field.required("comment", ScalarType.TEXT));
    Vector flags = dictionary("A", "N", "R");
    Vector statuses = dictionary("F", "O");
    Random random = new Random(1);
    List<List<Batch>> partitions = new ArrayList<>();
    for (int p = 0; p < 8; p++) {
      partitions.add(new ArrayList<>());
    }
    for (int start = 0; start < rows; start += BATCH) {
      int first = start;
      int size = Math.min(BATCH, rows - start);
      int[] flagCodes = random.ints(size, 0, 3).toArray();
      int[] statusCodes = random.ints(size, 0, 2).toArray();
      partitions
          .get(start / BATCH % 8)
          .add(
              new Batch(
                  List.of(
                      longs(ScalarType.INT64, size, i -> (first + i) / 4),
                      longs(PRICE, size, i -> 100 * (1 + random.nextInt(50))),
                      longs(PRICE, size, i -> 90000 + random.nextInt(10_000_000)),
                      longs(PRICE, size, i -> random.nextInt(11)),
                      new DictionaryVector(flags, flagCodes, size),
                      new DictionaryVector(statuses, statusCodes, size),
                      longs(ScalarType.DATE, size, i -> 8036 + random.nextInt(2500)),
                      texts(first, size)),
                  size));
    }
    return new MemorySource.Table(schema, partitions);
  }

  private static MemorySource.Table orders(int rows) {
    Schema schema =
        Schema.of(
            Field.required("okey", ScalarType.INT64), Field.required("customer", ScalarType.INT64));
    Random random = new Random(2);
    List<Batch> batches = new ArrayList<>();
    for (int start = 0; start < rows; start += BATCH) {
      int first = start;
      int size = Math.min(BATCH, rows - start);
      batches.add(
          new Batch(
              List.of(
                  longs(ScalarType.INT64, size, i -> first + i),
                  longs(ScalarType.INT64, size, i -> random.nextInt(150_000))),
              size));
    }
    return new MemorySource.Table(schema, List.of(batches));
  }

  private PhysicalNode aggregate(
      PhysicalNode input, List<Expression> keys, AggregateCall... calls) {
    List<Field> fields = new ArrayList<>();
    keys.forEach(key -> fields.add(Field.nullable("k", key.type())));
    for (AggregateCall call : calls) {
      fields.add(Field.nullable("a", call.type()));
    }
    return new PhysicalNode.HashAggregateNode(input, keys, List.of(calls), new Schema(fields));
  }

  private static AggregateCall count() {
    return AggregateCall.of(AggregateFunction.COUNT_STAR, ScalarType.INT64);
  }

  private static AggregateCall sum(Expression value) {
    return AggregateCall.of(
        AggregateFunction.SUM, new DecimalType(38, ((DecimalType) value.type()).scale()), value);
  }

  private void run(int workers) throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute("set threads = " + workers);
      statement.execute(
          "create table items as select i // 4 as orderkey, (1 + (random() * 49)::int)::decimal(15,2) as quantity, "
              + "(900 + random() * 100000)::decimal(15,2) as price, (random() * 0.1)::decimal(15,2) as discount, "
              + "['A','N','R'][1 + (random() * 2.99)::int % 3] as flag, ['F','O'][1 + (random() * 1.99)::int % 2] as status, "
              + "date '1992-01-02' + (random() * 2500)::int as shipped, "
              + "(case when i % 97 = 0 then 'special ' else 'comment ' end) || (i * 2654435761 % 100000) as comment "
              + "from range("
              + rows
              + ") t(i)");
      statement.execute(
          "create table orders as select i as okey, (random() * 150000)::bigint as customer from range("
              + rows / 4
              + ") t(i)");
      queries(statement);
    }
  }

  private void queries(Statement duck) throws SQLException {
    Expression price = column(items, "price");
    Expression discount = column(items, "discount");
    Expression one = literal(PRICE, new BigDecimal("1.00"));
    Expression net =
        call(
            FunctionId.MULTIPLY,
            new DecimalType(31, 4),
            price,
            call(FunctionId.SUBTRACT, new DecimalType(16, 2), one, discount));
    PhysicalNode filtered =
        new PhysicalNode.FilterNode(
            items,
            test(
                FunctionId.AND,
                test(
                    FunctionId.GREATER_OR_EQUAL,
                    column(items, "shipped"),
                    literal(ScalarType.DATE, java.time.LocalDate.of(1994, 1, 1))),
                test(
                    FunctionId.LESS,
                    column(items, "shipped"),
                    literal(ScalarType.DATE, java.time.LocalDate.of(1995, 1, 1))),
                test(
                    FunctionId.LESS,
                    column(items, "quantity"),
                    literal(PRICE, new BigDecimal("24.00")))));
    time(
        "filter + sum(price*discount)",
        aggregate(
            filtered,
            List.of(),
            sum(call(FunctionId.MULTIPLY, new DecimalType(30, 4), price, discount))),
        duck,
        "select sum(price * discount) from items where shipped >= '1994-01-01' and shipped < '1995-01-01' and quantity < 24");
    time(
        "Q1: 6 groups, 5 aggregates",
        aggregate(
            items,
            List.of(column(items, "flag"), column(items, "status")),
            sum(column(items, "quantity")),
            sum(price),
            sum(net),
            AggregateCall.of(AggregateFunction.AVG, new DecimalType(38, 6), discount),
            count()),
        duck,
        "select flag, status, sum(quantity), sum(price), sum(price * (1 - discount)), avg(discount), count(*) from items group by all");
    time(
        "LIKE '%special%'",
        aggregate(
            new PhysicalNode.FilterNode(
                items,
                test(
                    FunctionId.LIKE,
                    column(items, "comment"),
                    literal(ScalarType.TEXT, "%special%"))),
            List.of(),
            count()),
        duck,
        "select count(*) from items where comment like '%special%'");
    time(
        "group by orderkey (rows / 4 groups)",
        aggregate(
            aggregate(items, List.of(column(items, "orderkey")), sum(price)), List.of(), count()),
        duck,
        "select count(*) from (select orderkey, sum(price) from items group by orderkey)");
    time(
        "group by comment (100k texts)",
        aggregate(aggregate(items, List.of(column(items, "comment")), count()), List.of(), count()),
        duck,
        "select count(*) from (select comment, count(*) from items group by comment)");
    time(
        "count(distinct orderkey)",
        aggregate(
            items,
            List.of(),
            AggregateCall.of(AggregateFunction.COUNT, ScalarType.INT64, column(items, "orderkey"))
                .withDistinct()),
        duck,
        "select count(distinct orderkey) from items");
    PhysicalNode join =
        new PhysicalNode.HashJoinNode(
            items,
            orders,
            JoinType.INNER,
            List.of(JoinKey.equal(column(items, "orderkey"), column(orders, "okey"))),
            Harness.concat(items.schema(), orders.schema()));
    time(
        "join + sum",
        aggregate(
            join,
            List.of(),
            sum(price),
            AggregateCall.of(
                AggregateFunction.SUM, new DecimalType(38, 0), column(join, "customer"))),
        duck,
        "select sum(price), sum(customer) from items join orders on orderkey = okey");
    time(
        "top 100",
        PhysicalNode.TopNNode.of(
            items,
            List.of(SortKey.descending(price), SortKey.ascending(column(items, "orderkey"))),
            100),
        duck,
        "select * from items order by price desc, orderkey limit 100");
    PhysicalNode narrow =
        new PhysicalNode.ProjectNode(
            items,
            List.of(price, column(items, "orderkey")),
            Schema.of(
                Field.required("price", PRICE), Field.required("orderkey", ScalarType.INT64)));
    time(
        "sort + max",
        aggregate(
            PhysicalNode.LimitNode.of(
                new PhysicalNode.SortNode(
                    narrow, List.of(SortKey.ascending(column(narrow, "price")))),
                1,
                -1),
            List.of(),
            AggregateCall.of(AggregateFunction.MAX, ScalarType.INT64, column(narrow, "orderkey"))),
        duck,
        "select max(orderkey) from (select price, orderkey from items order by price offset 1)");
    List<Field> windowed = new ArrayList<>(narrow.schema().fields());
    windowed.add(Field.nullable("r", ScalarType.INT64));
    windowed.add(Field.nullable("s", new DecimalType(38, 2)));
    PhysicalNode window =
        new PhysicalNode.WindowNode(
            narrow,
            List.of(
                new WindowGroup(
                    List.of(column(narrow, "orderkey")),
                    List.of(SortKey.ascending(column(narrow, "price"))),
                    List.of(
                        new WindowCall.Ranking(
                            WindowCall.RankingFunction.ROW_NUMBER, List.of(), ScalarType.INT64),
                        new WindowCall.Aggregate(
                            sum(column(narrow, "price")), WindowFrame.UP_TO_CURRENT)))),
            new Schema(windowed));
    time(
        "row_number + running sum",
        aggregate(
            window,
            List.of(),
            AggregateCall.of(AggregateFunction.MAX, ScalarType.INT64, column(window, "r")),
            AggregateCall.of(AggregateFunction.MAX, new DecimalType(38, 2), column(window, "s"))),
        duck,
        "select max(r), max(s) from (select row_number() over w as r, sum(price) over w as s from items window w as (partition by orderkey order by price))");
  }

  private void time(String what, PhysicalNode plan, Statement duck, String sql)
      throws SQLException {
    double ours = Double.MAX_VALUE;
    double theirs = Double.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      try (Engine engine = new Engine(config);
          QueryContext context = engine.open(Harness.OPTIONS);
          BatchReader reader = engine.execute(plan, List.of(), context)) {
        while (reader.next() != null) {
          // Only the time counts.
        }
      }
      ours = Math.min(ours, (System.nanoTime() - start) / 1e6);
      start = System.nanoTime();
      try (ResultSet result = duck.executeQuery(sql)) {
        while (result.next()) {
          result.getObject(1);
        }
      }
      theirs = Math.min(theirs, (System.nanoTime() - start) / 1e6);
    }
    System.out.printf(
        "%-38s %8.1f ms %7.1f M rows/s   DuckDB %8.1f ms   ratio %.2f%n",
        what, ours, rows / ours / 1000, theirs, ours / theirs);
  }
}
