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
import io.thermocline.engine.plan.WindowCall;
import io.thermocline.engine.plan.WindowCall.RankingFunction;
import io.thermocline.engine.plan.WindowCall.ValueFunction;
import io.thermocline.engine.plan.WindowFrame;
import io.thermocline.engine.plan.WindowFrame.Bound;
import io.thermocline.engine.plan.WindowFrame.Exclusion;
import io.thermocline.engine.plan.WindowFrame.Unit;
import io.thermocline.engine.plan.WindowGroup;
import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Window functions against DuckDB.
class WindowTest {
  private static final Bound FIRST = new Bound.UnboundedPreceding();
  private static final Bound LAST = new Bound.UnboundedFollowing();
  private static final Bound CURRENT = new Bound.CurrentRow();

  private record Call(WindowCall call, String sql) {}

  private final List<List<Object>> data;
  private final PhysicalNode scan;

  WindowTest() {
    Random random = new Random(21);
    data = TestData.rows(random, 400);
    scan = TestData.scan(new MemorySource(), "t", TestData.table(random, TestData.SCHEMA, data, 3));
  }

  private void check(
      List<Expression> partitions, List<SortKey> order, String over, List<Call> calls) {
    List<Field> fields = new ArrayList<>(scan.schema().fields());
    calls.forEach(call -> fields.add(Field.nullable("x", call.call.type())));
    PhysicalNode plan =
        new PhysicalNode.WindowNode(
            scan,
            List.of(new WindowGroup(partitions, order, calls.stream().map(Call::call).toList())),
            new Schema(fields));
    try (Duck duck = new Duck()) {
      duck.load("t", TestData.SCHEMA, data);
      String sql =
          "select t.*, "
              + String.join(
                  ", ", calls.stream().map(c -> c.sql.replace("OVER", "over (" + over)).toList())
              + " from t";
      Harness.check(sql, plan, duck.query(sql));
    }
  }

  private List<SortKey> byDayAndId() {
    return List.of(
        SortKey.ascending(column(scan, "day")), new SortKey(column(scan, "id"), true, false));
  }

  private static final String DAY_ID = "partition by s order by day nulls last, id desc nulls last";

  private static Call ranking(
      RankingFunction function, DataType type, String sql, Expression... arguments) {
    return new Call(new WindowCall.Ranking(function, List.of(arguments), type), sql);
  }

  private static Call value(
      ValueFunction function,
      boolean ignoreNulls,
      WindowFrame frame,
      DataType type,
      String sql,
      Expression... args) {
    return new Call(new WindowCall.Value(function, List.of(args), ignoreNulls, frame, type), sql);
  }

  private List<Call> aggregates(WindowFrame frame, String sql) {
    List<Call> calls = new ArrayList<>();
    add(calls, frame, sql, AggregateFunction.COUNT_STAR, ScalarType.INT64, "count(*)");
    add(
        calls,
        frame,
        sql,
        AggregateFunction.COUNT,
        ScalarType.INT64,
        "count(f)",
        column(scan, "f"));
    add(
        calls,
        frame,
        sql,
        AggregateFunction.SUM,
        new DecimalType(38, 0),
        "sum(big)",
        column(scan, "big"));
    add(
        calls,
        frame,
        sql,
        AggregateFunction.SUM,
        new DecimalType(38, 2),
        "sum(d)",
        column(scan, "d"));
    add(calls, frame, sql, AggregateFunction.AVG, ScalarType.FLOAT64, "avg(f)", column(scan, "f"));
    add(calls, frame, sql, AggregateFunction.MIN, ScalarType.TEXT, "min(s)", column(scan, "s"));
    add(
        calls,
        frame,
        sql,
        AggregateFunction.MAX,
        new DecimalType(12, 2),
        "max(d)",
        column(scan, "d"));
    add(
        calls,
        frame,
        sql,
        AggregateFunction.BOOL_OR,
        ScalarType.BOOLEAN,
        "bool_or(b)",
        column(scan, "b"));
    add(
        calls,
        frame,
        sql,
        AggregateFunction.VAR_POP,
        ScalarType.FLOAT64,
        "var_pop(f)",
        column(scan, "f"));
    Expression positive = test(FunctionId.GREATER, column(scan, "big"), literal(0));
    AggregateCall filtered =
        AggregateCall.of(AggregateFunction.COUNT_STAR, ScalarType.INT64).withFilter(positive);
    calls.add(
        new Call(
            new WindowCall.Aggregate(filtered, frame),
            "count(*) filter (where big > 0) OVER " + sql + ")"));
    return calls;
  }

  private static void add(
      List<Call> calls,
      WindowFrame frame,
      String frameSql,
      AggregateFunction function,
      DataType type,
      String sql,
      Expression... arguments) {
    calls.add(
        new Call(
            new WindowCall.Aggregate(AggregateCall.of(function, type, arguments), frame),
            sql + " OVER " + frameSql + ")"));
  }

  @Test
  void rankings() {
    List<Call> calls =
        List.of(
            ranking(RankingFunction.RANK, ScalarType.INT64, "rank() OVER)"),
            ranking(RankingFunction.DENSE_RANK, ScalarType.INT64, "dense_rank() OVER)"),
            ranking(RankingFunction.PERCENT_RANK, ScalarType.FLOAT64, "percent_rank() OVER)"),
            ranking(RankingFunction.CUME_DIST, ScalarType.FLOAT64, "cume_dist() OVER)"));
    check(
        List.of(column(scan, "s")),
        List.of(SortKey.descending(column(scan, "k"))),
        "partition by s order by k desc nulls first",
        calls);
    List<Call> exact =
        List.of(
            ranking(RankingFunction.ROW_NUMBER, ScalarType.INT64, "row_number() OVER)"),
            ranking(RankingFunction.NTILE, ScalarType.INT32, "ntile(7) OVER)", literal(7)));
    check(List.of(column(scan, "s")), byDayAndId(), DAY_ID, exact);
    check(List.of(), byDayAndId(), "order by day nulls last, id desc nulls last", exact);
  }

  @Test
  void valuesOfOtherRows() {
    WindowFrame rows =
        new WindowFrame(
            Unit.ROWS,
            new Bound.Preceding(literal(3)),
            new Bound.Following(literal(2)),
            Exclusion.NO_OTHERS);
    WindowFrame others = new WindowFrame(Unit.ROWS, FIRST, LAST, Exclusion.CURRENT_ROW);
    String rowsSql = " rows between 3 preceding and 2 following)";
    String othersSql =
        " rows between unbounded preceding and unbounded following exclude current row)";
    Expression f = column(scan, "f");
    Expression s = column(scan, "s");
    check(
        List.of(column(scan, "s")),
        byDayAndId(),
        DAY_ID,
        List.of(
            value(
                ValueFunction.LAG,
                false,
                WindowFrame.PARTITION,
                ScalarType.FLOAT64,
                "lag(f) OVER)",
                f),
            value(
                ValueFunction.LEAD,
                false,
                WindowFrame.PARTITION,
                ScalarType.FLOAT64,
                "lead(f, 3) OVER)",
                f,
                literal(3)),
            value(
                ValueFunction.LAG,
                false,
                WindowFrame.PARTITION,
                ScalarType.TEXT,
                "lag(s, 2, 'none') OVER)",
                s,
                literal(2),
                literal(ScalarType.TEXT, "none")),
            value(
                ValueFunction.LEAD,
                true,
                WindowFrame.PARTITION,
                ScalarType.FLOAT64,
                "lead(f ignore nulls) OVER)",
                f),
            value(
                ValueFunction.FIRST_VALUE,
                false,
                rows,
                ScalarType.FLOAT64,
                "first_value(f) OVER" + rowsSql,
                f),
            value(
                ValueFunction.LAST_VALUE,
                false,
                rows,
                ScalarType.FLOAT64,
                "last_value(f) OVER" + rowsSql,
                f),
            value(
                ValueFunction.LAST_VALUE,
                true,
                rows,
                ScalarType.FLOAT64,
                "last_value(f ignore nulls) OVER" + rowsSql,
                f),
            value(
                ValueFunction.NTH_VALUE,
                false,
                rows,
                ScalarType.FLOAT64,
                "nth_value(f, 3) OVER" + rowsSql,
                f,
                literal(3)),
            value(
                ValueFunction.FIRST_VALUE,
                true,
                others,
                ScalarType.FLOAT64,
                "first_value(f ignore nulls) OVER" + othersSql,
                f),
            value(
                ValueFunction.LAST_VALUE,
                false,
                others,
                ScalarType.FLOAT64,
                "last_value(f) OVER" + othersSql,
                f)));
  }

  @Test
  void aggregatesOverPartitionsAndRunning() {
    check(
        List.of(column(scan, "s")),
        List.of(),
        "partition by s",
        aggregates(WindowFrame.PARTITION, ""));
    check(List.of(), List.of(), "", aggregates(WindowFrame.PARTITION, ""));
    check(
        List.of(column(scan, "b")),
        List.of(SortKey.ascending(column(scan, "day"))),
        "partition by b order by day nulls last",
        aggregates(WindowFrame.UP_TO_CURRENT, ""));
    check(
        List.of(column(scan, "s")),
        byDayAndId(),
        DAY_ID,
        aggregates(
            new WindowFrame(Unit.ROWS, FIRST, CURRENT, Exclusion.NO_OTHERS),
            "rows between unbounded preceding and current row"));
  }

  @Test
  void aggregatesOverSlidingRowsAndGroups() {
    for (Exclusion exclusion : Exclusion.values()) {
      String exclude =
          exclusion == Exclusion.NO_OTHERS ? "" : " exclude " + exclusion.name().replace('_', ' ');
      check(
          List.of(column(scan, "b")),
          byDayAndId(),
          DAY_ID.replace("partition by s", "partition by b"),
          aggregates(
              new WindowFrame(
                  Unit.ROWS,
                  new Bound.Preceding(literal(40)),
                  new Bound.Following(literal(5)),
                  exclusion),
              "rows between 40 preceding and 5 following" + exclude));
      check(
          List.of(column(scan, "b")),
          List.of(SortKey.ascending(column(scan, "day"))),
          "partition by b order by day nulls last",
          aggregates(
              new WindowFrame(
                  Unit.GROUPS,
                  new Bound.Preceding(literal(2)),
                  new Bound.Following(literal(1)),
                  exclusion),
              "groups between 2 preceding and 1 following" + exclude));
    }
    check(
        List.of(),
        byDayAndId(),
        "order by day nulls last, id desc nulls last",
        aggregates(
            new WindowFrame(Unit.ROWS, CURRENT, LAST, Exclusion.NO_OTHERS),
            "rows between current row and unbounded following"));
    check(
        List.of(),
        byDayAndId(),
        "order by day nulls last, id desc nulls last",
        aggregates(
            new WindowFrame(
                Unit.ROWS,
                new Bound.Following(literal(2)),
                new Bound.Following(literal(4)),
                Exclusion.NO_OTHERS),
            "rows between 2 following and 4 following"));
  }

  @Test
  void aggregatesOverRanges() {
    WindowFrame numbers =
        new WindowFrame(
            Unit.RANGE,
            new Bound.Preceding(literal(3)),
            new Bound.Following(literal(1)),
            Exclusion.NO_OTHERS);
    check(
        List.of(column(scan, "b")),
        List.of(SortKey.ascending(column(scan, "k"))),
        "partition by b order by k nulls last",
        aggregates(numbers, "range between 3 preceding and 1 following"));
    check(
        List.of(column(scan, "b")),
        List.of(SortKey.descending(column(scan, "k"))),
        "partition by b order by k desc nulls first",
        aggregates(numbers, "range between 3 preceding and 1 following"));
    WindowFrame week =
        new WindowFrame(
            Unit.RANGE,
            new Bound.Preceding(literal(ScalarType.INTERVAL, new Interval(0, 7 * 86_400_000_000L))),
            CURRENT,
            Exclusion.NO_OTHERS);
    check(
        List.of(),
        List.of(SortKey.ascending(column(scan, "day"))),
        "order by day nulls last",
        aggregates(week, "range between interval 7 days preceding and current row"));
  }

  @Test
  void textsAreCollectedOverFrames() {
    WindowFrame frame =
        new WindowFrame(Unit.ROWS, new Bound.Preceding(literal(2)), CURRENT, Exclusion.NO_OTHERS);
    List<Call> calls = new ArrayList<>();
    add(
        calls,
        frame,
        "rows between 2 preceding and current row",
        AggregateFunction.STRING_AGG,
        ScalarType.TEXT,
        "string_agg(s, ',')",
        column(scan, "s"),
        literal(ScalarType.TEXT, ","));
    check(
        List.of(column(scan, "b")),
        byDayAndId(),
        DAY_ID.replace("partition by s", "partition by b"),
        calls);
  }
}
