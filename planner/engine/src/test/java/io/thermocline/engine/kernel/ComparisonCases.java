package io.thermocline.engine.kernel;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.expr.FunctionId;
import java.util.List;

/// Comparisons, logic, and choices among values, with what PostgreSQL makes of them in
/// `functions.tsv`.
final class ComparisonCases extends FunctionLiterals {
  private ComparisonCases() {}

  static List<Expression> all() {
    ComparisonCases c = new ComparisonCases();
    c.comparisons();
    c.logic();
    c.choice();
    return c.cases;
  }

  private void comparisons() {
    List<List<Expression>> pairs =
        List.of(
            List.of(i(1), i(2)),
            List.of(l(5L), i(5)),
            List.of(i(3), d("2.99")),
            List.of(d("1.50"), d("1.5")),
            List.of(d("12345678901234567890.5"), d("12345678901234567890.50")),
            List.of(f(Double.NaN), f(Double.NaN)),
            List.of(f(Double.NaN), f(Double.POSITIVE_INFINITY)),
            List.of(f(-0.0), f(0.0)),
            List.of(f(0.1), d("0.1")),
            List.of(t("a"), t("B")),
            List.of(t("abc"), t("abcd")),
            List.of(t("é"), t("z")),
            List.of(t(""), t("a")),
            List.of(b(false), b(true)),
            List.of(date("2024-01-01"), ts("2024-01-01T00:00:00")),
            List.of(date("2024-07-01"), tz("2024-06-30T22:00:00Z")),
            List.of(ts("2024-07-01T00:00"), tz("2024-06-30T22:00:00Z")),
            List.of(interval(1, 0, 0), interval(0, 30, 0)),
            List.of(interval(0, 1, 0), interval(0, 0, 3_600_000_000L)),
            List.of(time("10:00"), time("09:59:59.5")),
            List.of(i(null), i(1)),
            List.of(t(null), t(null)));
    for (List<Expression> pair : pairs) {
      for (FunctionId function :
          List.of(
              FunctionId.EQUAL,
              FunctionId.NOT_EQUAL,
              FunctionId.LESS,
              FunctionId.LESS_OR_EQUAL,
              FunctionId.GREATER,
              FunctionId.GREATER_OR_EQUAL,
              FunctionId.IS_DISTINCT_FROM,
              FunctionId.IS_NOT_DISTINCT_FROM)) {
        add(function, BOOL, pair.get(0), pair.get(1));
        add(function, BOOL, pair.get(1), pair.get(0));
      }
    }
    add(FunctionId.BETWEEN, BOOL, i(5), i(1), i(5));
    add(FunctionId.BETWEEN, BOOL, i(5), i(6), i(null));
    add(FunctionId.BETWEEN, BOOL, i(5), i(1), i(null));
  }

  private void logic() {
    for (Boolean x : new Boolean[] {true, false, null}) {
      for (Boolean y : new Boolean[] {true, false, null}) {
        add(FunctionId.AND, BOOL, b(x), b(y));
        add(FunctionId.OR, BOOL, b(x), b(y));
      }
      add(FunctionId.NOT, BOOL, b(x));
      add(FunctionId.IS_NULL, BOOL, b(x));
      add(FunctionId.IS_NOT_NULL, BOOL, b(x));
      add(FunctionId.IS_TRUE, BOOL, b(x));
      add(FunctionId.IS_NOT_TRUE, BOOL, b(x));
      add(FunctionId.IS_FALSE, BOOL, b(x));
      add(FunctionId.IS_NOT_FALSE, BOOL, b(x));
    }
    for (boolean negated : new boolean[] {false, true}) {
      cases.add(new Expression.InList(i(2), List.of(i(1), i(2)), negated));
      cases.add(new Expression.InList(i(3), List.of(i(1), i(2)), negated));
      cases.add(new Expression.InList(i(3), List.of(i(1), i(null)), negated));
      cases.add(new Expression.InList(i(1), List.of(i(1), i(null)), negated));
      cases.add(new Expression.InList(i(null), List.of(i(1)), negated));
      cases.add(new Expression.InList(t("b"), List.of(t("a"), t("b"), t("c")), negated));
      cases.add(new Expression.InList(t("x"), List.of(t("a"), t(null)), negated));
      cases.add(new Expression.InList(i(2), List.of(d("2.0"), d("3.5")), negated));
      cases.add(new Expression.InList(f(Double.NaN), List.of(f(1.0), f(Double.NaN)), negated));
      cases.add(new Expression.InList(date("2024-01-01"), List.of(date("2024-01-01")), negated));
      cases.add(
          new Expression.InList(
              d("12345678901234567890"), List.of(d("12345678901234567890.0"), i(2)), negated));
      cases.add(new Expression.InList(interval(1, 0, 0), List.of(interval(0, 30, 0)), negated));
    }
  }

  private void choice() {
    add(FunctionId.COALESCE, INT, i(null), i(2), i(3));
    add(FunctionId.COALESCE, TEXT, t(null), t(null));
    add(FunctionId.COALESCE, dec(10, 2), d("1.50"), i(2));
    add(FunctionId.NULLIF, INT, i(1), i(1));
    add(FunctionId.NULLIF, INT, i(1), i(2));
    add(FunctionId.NULLIF, INT, i(1), i(null));
    add(FunctionId.GREATEST, INT, i(1), i(null), i(3));
    add(FunctionId.LEAST, TEXT, t("b"), t("a"), t(null));
    add(FunctionId.GREATEST, DOUBLE, f(1.0), f(Double.NaN));
    add(FunctionId.LEAST, INT, i(null), i(null));
    Expression division = new Expression.Call(FunctionId.DIVIDE, List.of(i(1), i(0)), INT);
    cases.add(
        new Expression.Case(
            List.of(
                new Expression.Branch(b(false), division),
                new Expression.Branch(b(null), i(7)),
                new Expression.Branch(b(true), i(8))),
            i(9),
            INT));
    cases.add(new Expression.Case(List.of(new Expression.Branch(b(false), i(1))), null, INT));
    add(FunctionId.COALESCE, INT, i(1), division);
  }
}
