package io.thermocline.engine.operator;

import static io.thermocline.engine.operator.Harness.column;
import static io.thermocline.engine.operator.Harness.literal;
import static io.thermocline.engine.operator.Harness.test;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.expr.FunctionId;
import io.thermocline.engine.plan.AggregateCall;
import io.thermocline.engine.plan.AggregateFunction;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.plan.SortKey;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Aggregation against DuckDB.
class AggregateTest {
  private static final DataType BIG_SUM = new DecimalType(38, 0);

  private record Call(AggregateCall call, String sql) {}

  private static void check(
      long seed,
      int rows,
      List<String> keys,
      List<List<Integer>> sets,
      String groupBy,
      CallSource calls) {
    Random random = new Random(seed);
    List<List<Object>> data = TestData.rows(random, rows);
    MemorySource source = new MemorySource();
    PhysicalNode scan =
        TestData.scan(
            source, "t", TestData.table(random, TestData.SCHEMA, data, 1 + random.nextInt(5)));
    List<Call> list = calls.of(scan);
    List<Field> fields = new ArrayList<>();
    List<Expression> keyExpressions = new ArrayList<>();
    for (String key : keys) {
      keyExpressions.add(column(scan, key));
      fields.add(Field.nullable(key, column(scan, key).type()));
    }
    list.forEach(call -> fields.add(Field.nullable("x", call.call.type())));
    PhysicalNode plan =
        new PhysicalNode.HashAggregateNode(
            scan, keyExpressions, sets, list.stream().map(Call::call).toList(), new Schema(fields));
    try (Duck duck = new Duck()) {
      duck.load("t", TestData.SCHEMA, data);
      List<String> select = new ArrayList<>(keys);
      list.forEach(call -> select.add(call.sql));
      String sql = "select " + String.join(", ", select) + " from t" + groupBy;
      Harness.check("seed " + seed + ": " + sql, plan, duck.query(sql));
    }
  }

  private interface CallSource {
    List<Call> of(PhysicalNode input);
  }

  private static Call call(
      AggregateFunction function, DataType type, String sql, Expression... arguments) {
    return new Call(AggregateCall.of(function, type, arguments), sql);
  }

  private static List<Call> basic(PhysicalNode in) {
    Expression positive = test(FunctionId.GREATER, column(in, "big"), literal(0));
    return List.of(
        call(AggregateFunction.COUNT_STAR, ScalarType.INT64, "count(*)"),
        call(AggregateFunction.COUNT, ScalarType.INT64, "count(s)", column(in, "s")),
        call(AggregateFunction.SUM, ScalarType.INT64, "sum(k)", column(in, "k")),
        call(AggregateFunction.SUM, BIG_SUM, "sum(big)", column(in, "big")),
        call(AggregateFunction.SUM, new DecimalType(38, 2), "sum(d)", column(in, "d")),
        call(AggregateFunction.SUM, new DecimalType(38, 4), "sum(w)", column(in, "w")),
        call(AggregateFunction.SUM, ScalarType.FLOAT64, "sum(f)", column(in, "f")),
        call(AggregateFunction.AVG, ScalarType.FLOAT64, "avg(k)", column(in, "k")),
        call(AggregateFunction.AVG, ScalarType.FLOAT64, "avg(f)", column(in, "f")),
        call(AggregateFunction.MIN, ScalarType.TEXT, "min(s)", column(in, "s")),
        call(AggregateFunction.MAX, ScalarType.TEXT, "max(s)", column(in, "s")),
        call(AggregateFunction.MIN, ScalarType.INT32, "min(k)", column(in, "k")),
        call(AggregateFunction.MAX, new DecimalType(12, 2), "max(d)", column(in, "d")),
        call(AggregateFunction.MIN, new DecimalType(30, 4), "min(w)", column(in, "w")),
        call(AggregateFunction.MAX, ScalarType.FLOAT64, "max(f)", column(in, "f")),
        call(AggregateFunction.MAX, ScalarType.DATE, "max(day)", column(in, "day")),
        call(AggregateFunction.BOOL_AND, ScalarType.BOOLEAN, "bool_and(b)", column(in, "b")),
        call(AggregateFunction.BOOL_OR, ScalarType.BOOLEAN, "bool_or(b)", column(in, "b")),
        call(AggregateFunction.STDDEV_SAMP, ScalarType.FLOAT64, "stddev_samp(f)", column(in, "f")),
        call(AggregateFunction.STDDEV_POP, ScalarType.FLOAT64, "stddev_pop(f)", column(in, "f")),
        call(AggregateFunction.VAR_SAMP, ScalarType.FLOAT64, "var_samp(d)", column(in, "d")),
        call(AggregateFunction.VAR_POP, ScalarType.FLOAT64, "var_pop(big)", column(in, "big")),
        new Call(
            AggregateCall.of(AggregateFunction.COUNT_STAR, ScalarType.INT64).withFilter(positive),
            "count(*) filter (where big > 0)"),
        new Call(
            AggregateCall.of(AggregateFunction.SUM, BIG_SUM, column(in, "big"))
                .withFilter(positive),
            "sum(big) filter (where big > 0)"));
  }

  private static List<Call> advanced(PhysicalNode in) {
    return List.of(
        new Call(
            AggregateCall.of(AggregateFunction.COUNT, ScalarType.INT64, column(in, "s"))
                .withDistinct(),
            "count(distinct s)"),
        new Call(
            AggregateCall.of(AggregateFunction.SUM, ScalarType.INT64, column(in, "k"))
                .withDistinct(),
            "sum(distinct k)"),
        new Call(
            AggregateCall.of(AggregateFunction.COUNT, ScalarType.INT64, column(in, "day"))
                .withDistinct()
                .withFilter(column(in, "b")),
            "count(distinct day) filter (where b)"),
        call(
            AggregateFunction.PERCENTILE_CONT,
            ScalarType.FLOAT64,
            "quantile_cont(f, 0.5)",
            column(in, "f"),
            literal(ScalarType.FLOAT64, 0.5)),
        call(
            AggregateFunction.PERCENTILE_DISC,
            ScalarType.INT64,
            "quantile_disc(big, 0.25)",
            column(in, "big"),
            literal(ScalarType.FLOAT64, 0.25)),
        new Call(
            new AggregateCall(
                AggregateFunction.STRING_AGG,
                List.of(column(in, "s"), literal(ScalarType.TEXT, "; ")),
                false,
                null,
                List.of(SortKey.ascending(column(in, "s")), SortKey.descending(column(in, "id"))),
                ScalarType.TEXT),
            "string_agg(s, '; ' order by s, id desc)"),
        call(
            AggregateFunction.CORR,
            ScalarType.FLOAT64,
            "case when isnan(corr(f, d)) then null else corr(f, d) end",
            column(in, "f"),
            column(in, "d")),
        call(
            AggregateFunction.COVAR_SAMP,
            ScalarType.FLOAT64,
            "covar_samp(f, d)",
            column(in, "f"),
            column(in, "d")));
  }

  @Test
  void oneRowWithoutKeys() {
    check(1, 1000, List.of(), List.of(), "", AggregateTest::basic);
    check(2, 0, List.of(), List.of(), "", AggregateTest::basic);
    check(3, 700, List.of(), List.of(), "", AggregateTest::advanced);
    check(4, 0, List.of(), List.of(), "", AggregateTest::advanced);
  }

  @Test
  void oneKey() {
    for (String key : List.of("k", "s", "d", "w", "f", "day", "b")) {
      check(7, 800, List.of(key), List.of(), " group by " + key, AggregateTest::basic);
    }
    check(8, 800, List.of("k"), List.of(), " group by k", AggregateTest::advanced);
    check(9, 0, List.of("k"), List.of(), " group by k", AggregateTest::basic);
  }

  @Test
  void severalKeys() {
    for (long seed = 1; seed <= 3; seed++) {
      check(seed, 1500, List.of("s", "b"), List.of(), " group by s, b", AggregateTest::basic);
      check(
          seed,
          1500,
          List.of("k", "s", "day"),
          List.of(),
          " group by k, s, day",
          AggregateTest::advanced);
    }
  }

  @Test
  void groupingSetsWithGrouping() {
    check(
        11,
        600,
        List.of("s", "b"),
        List.of(List.of(0, 1), List.of(0), List.of(1), List.of()),
        " group by cube (s, b)",
        in ->
            List.of(
                call(AggregateFunction.COUNT_STAR, ScalarType.INT64, "count(*)"),
                call(AggregateFunction.SUM, ScalarType.INT64, "sum(k)", column(in, "k")),
                call(
                    AggregateFunction.GROUPING,
                    ScalarType.INT64,
                    "grouping(s, b)",
                    column(in, "s"),
                    column(in, "b"))));
  }

  @Test
  void manyGroups() {
    check(12, 6000, List.of("id"), List.of(), " group by id", AggregateTest::basic);
    check(13, 6000, List.of("id", "s"), List.of(), " group by id, s", AggregateTest::advanced);
    check(
        14,
        5000,
        List.of("id", "s"),
        List.of(List.of(0), List.of(1), List.of()),
        " group by grouping sets ((id), (s), ())",
        AggregateTest::advanced);
  }
}
