package io.thermocline.engine.kernel;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.expr.FunctionId;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.util.List;

/// Expressions whose values PostgreSQL has stated.
final class FunctionCases extends FunctionLiterals {
  private FunctionCases() {}

  static List<Expression> all() {
    FunctionCases c = new FunctionCases();
    c.comparisons();
    c.logic();
    c.arithmetic();
    c.decimals();
    c.math();
    c.choice();
    c.text();
    c.patterns();
    c.dates();
    c.formats();
    c.casts();
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

  private void arithmetic() {
    int[][] pairs = {
      {7, 2},
      {-7, 2},
      {7, -2},
      {-7, -2},
      {0, 5},
      {Integer.MAX_VALUE, 1},
      {Integer.MIN_VALUE, -1},
      {5, 0}
    };
    for (int[] p : pairs) {
      for (FunctionId function :
          List.of(
              FunctionId.ADD,
              FunctionId.SUBTRACT,
              FunctionId.MULTIPLY,
              FunctionId.DIVIDE,
              FunctionId.MODULO)) {
        add(function, INT, i(p[0]), i(p[1]));
        add(function, LONG, l((long) p[0]), l((long) p[1]));
        if (function != FunctionId.MODULO) {
          add(function, DOUBLE, f((double) p[0]), f((double) Math.max(p[1], 1)));
        }
        // PostgreSQL's quotients have only as many digits as it thinks useful.
        add(
            function,
            dec(38, function == FunctionId.DIVIDE ? 6 : 10),
            d(p[0] + ".25"),
            d(p[1] + ".50"));
      }
    }
    for (FunctionId function :
        List.of(
            FunctionId.ADD,
            FunctionId.SUBTRACT,
            FunctionId.MULTIPLY,
            FunctionId.DIVIDE,
            FunctionId.MODULO)) {
      add(function, LONG, l(Long.MAX_VALUE), l(-1L));
      add(function, LONG, l(Long.MIN_VALUE), l(-1L));
      add(function, LONG, l(Long.MAX_VALUE), l(2L));
      add(function, LONG, l(null), l(2L));
      add(function, LONG, l(4L), i(3));
      if (function != FunctionId.MODULO) {
        add(function, DOUBLE, i(4), f(2.5));
      }
    }
    add(
        FunctionId.ADD,
        ScalarType.INT16,
        lit(ScalarType.INT16, (short) 32767),
        lit(ScalarType.INT16, (short) 1));
    add(FunctionId.MULTIPLY, DOUBLE, f(1e200), f(1e200));
    add(FunctionId.DIVIDE, DOUBLE, f(1.0), f(0.0));
    add(FunctionId.NEGATE, INT, i(Integer.MIN_VALUE));
    add(FunctionId.NEGATE, INT, i(5));
    add(FunctionId.NEGATE, DOUBLE, f(5.5));
    add(FunctionId.NEGATE, dec(5, 2), d("5.50"));
    add(FunctionId.NEGATE, INTERVAL, interval(1, 2, 3_000_000));
  }

  private void decimals() {
    add(FunctionId.ADD, dec(12, 2), d("99999999.99"), d("0.01"));
    add(FunctionId.ADD, dec(38, 4), d("1234567890123456789012345.1234"), d("0.0001"));
    add(FunctionId.SUBTRACT, dec(38, 4), d("-1234567890123456789012345.1234"), d("0.9999"));
    add(FunctionId.ADD, dec(38, 0), d("99999999999999999999999999999999999999"), d("1"));
    add(FunctionId.MULTIPLY, dec(30, 4), d("1234567890123.45"), d("0.07"));
    add(FunctionId.MULTIPLY, dec(38, 6), d("123456789012345678.1234"), d("-1.05"));
    add(FunctionId.MULTIPLY, dec(38, 2), d("12345678901234567890.12"), d("98765.4321"));
    add(FunctionId.MULTIPLY, dec(38, 0), d("99999999999999999999"), d("99999999999999999999"));
    add(FunctionId.MULTIPLY, dec(10, 2), d("1.005"), d("1.0"));
    add(FunctionId.MULTIPLY, dec(10, 2), d("-1.005"), d("1.0"));
    add(FunctionId.DIVIDE, dec(38, 16), d("1.00"), d("3"));
    add(FunctionId.DIVIDE, dec(38, 16), d("2.00"), d("-3.000"));
    add(FunctionId.DIVIDE, dec(10, 2), d("1"), d("8.00"));
    add(FunctionId.DIVIDE, dec(38, 20), i(1), d("7"));
    add(FunctionId.DIVIDE, dec(38, 10), d("1.5"), d("0.0"));
    add(FunctionId.DIVIDE, dec(38, 2), d("99999999999999999999999999999.99"), d("7.3"));
    add(FunctionId.MODULO, dec(38, 4), d("10.75"), d("3.2"));
    add(FunctionId.MODULO, dec(38, 4), d("-10.75"), d("3.2"));
    add(FunctionId.ADD, dec(38, 2), i(3), d("2.25"));
    add(FunctionId.ADD, dec(38, 2), l(Long.MAX_VALUE), d("0.01"));
    add(FunctionId.MULTIPLY, dec(38, 2), i(3), d("2.25"));
  }

  private void math() {
    for (FunctionId function :
        List.of(
            FunctionId.ABS,
            FunctionId.CEIL,
            FunctionId.FLOOR,
            FunctionId.ROUND,
            FunctionId.TRUNC,
            FunctionId.SIGN)) {
      for (String value :
          List.of("2.5", "-2.5", "3.5", "0.49", "-0.51", "0.0", "12345678901234567890.75")) {
        add(function, dec(38, 2), d(value));
        if (value.length() < 10) {
          add(function, DOUBLE, f(Double.parseDouble(value)));
        }
      }
    }
    add(FunctionId.ABS, INT, i(-5));
    add(FunctionId.ABS, INT, i(Integer.MIN_VALUE));
    add(FunctionId.ABS, LONG, l(Long.MIN_VALUE));
    for (int digits : new int[] {0, 1, 2, -1, -2, 5}) {
      add(FunctionId.ROUND, dec(20, 6), d("1234.56785"), i(digits));
      add(FunctionId.ROUND, dec(20, 6), d("-155.555"), i(digits));
      add(FunctionId.TRUNC, dec(20, 6), d("-155.555"), i(digits));
    }
    add(FunctionId.SQRT, DOUBLE, f(2.0));
    add(FunctionId.SQRT, DOUBLE, f(-2.0));
    add(FunctionId.SQRT, dec(20, 15), d("2"));
    add(FunctionId.CBRT, DOUBLE, f(-27.0));
    add(FunctionId.POWER, DOUBLE, f(2.0), f(0.5));
    add(FunctionId.POWER, DOUBLE, f(0.0), f(-1.0));
    add(FunctionId.POWER, DOUBLE, f(-8.0), f(0.5));
    add(FunctionId.POWER, DOUBLE, f(10.0), f(400.0));
    add(FunctionId.POWER, dec(38, 4), d("1.05"), d("3"));
    add(FunctionId.POWER, dec(38, 10), d("2"), d("-2"));
    add(FunctionId.EXP, DOUBLE, f(1.0));
    add(FunctionId.LN, DOUBLE, f(10.0));
    add(FunctionId.LN, DOUBLE, f(0.0));
    add(FunctionId.LN, DOUBLE, f(-1.0));
    add(FunctionId.LOG10, DOUBLE, f(1000.0));
    add(FunctionId.SIN, DOUBLE, f(1.0));
    add(FunctionId.COS, DOUBLE, f(1.0));
    add(FunctionId.TAN, DOUBLE, f(1.0));
    add(FunctionId.ASIN, DOUBLE, f(1.0));
    add(FunctionId.ASIN, DOUBLE, f(2.0));
    add(FunctionId.ACOS, DOUBLE, f(0.5));
    add(FunctionId.ATAN, DOUBLE, f(1.0));
    add(FunctionId.ATAN2, DOUBLE, f(1.0), f(2.0));
    add(FunctionId.DEGREES, DOUBLE, f(0.5));
    add(FunctionId.RADIANS, DOUBLE, f(45.0));
    add(FunctionId.PI, DOUBLE);
    for (double x : new double[] {-1, 0, 5.35, 10, 11}) {
      add(FunctionId.WIDTH_BUCKET, INT, f(x), f(0.024), f(10.06), i(5));
      add(FunctionId.WIDTH_BUCKET, INT, f(x), f(10.0), f(0.0), i(5));
    }
    add(FunctionId.WIDTH_BUCKET, INT, f(1.0), f(0.0), f(1.0), i(0));
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

  private void text() {
    for (String value :
        List.of("Hello World", "", "ÀÉÎ straße", "naïve 日本語 Text", "o'neil-smith x2y")) {
      for (FunctionId function :
          List.of(
              FunctionId.LOWER,
              FunctionId.UPPER,
              FunctionId.INITCAP,
              FunctionId.REVERSE,
              FunctionId.MD5)) {
        add(function, TEXT, t(value));
      }
      for (FunctionId function :
          List.of(FunctionId.LENGTH, FunctionId.OCTET_LENGTH, FunctionId.ASCII)) {
        add(function, INT, t(value));
      }
      for (int n : new int[] {3, 0, -3, 100, -100}) {
        add(FunctionId.LEFT, TEXT, t(value), i(n));
        add(FunctionId.RIGHT, TEXT, t(value), i(n));
        add(FunctionId.SUBSTRING, TEXT, t(value), i(n));
        add(FunctionId.SUBSTRING, TEXT, t(value), i(n), i(4));
        add(FunctionId.LPAD, TEXT, t(value), i(n + 5), t("xy"));
        add(FunctionId.RPAD, TEXT, t(value), i(n + 5));
      }
    }
    add(FunctionId.SUBSTRING, TEXT, t("abc"), i(1), i(-1));
    add(FunctionId.SUBSTRING, TEXT, t("abc"), i(-2147483648), i(2147483647));
    add(FunctionId.TRIM, TEXT, t("  a b  "));
    add(FunctionId.LTRIM, TEXT, t("  a b  "));
    add(FunctionId.RTRIM, TEXT, t("  a b  "));
    add(FunctionId.TRIM, TEXT, t("xyaxyx"), t("yx"));
    add(FunctionId.LTRIM, TEXT, t("éèa"), t("é"));
    add(FunctionId.RTRIM, TEXT, t("abcé"), t("éc"));
    add(FunctionId.POSITION, INT, t("lo"), t("hello"));
    add(FunctionId.POSITION, INT, t("本"), t("日本語"));
    add(FunctionId.POSITION, INT, t(""), t("abc"));
    add(FunctionId.POSITION, INT, t("z"), t("abc"));
    add(FunctionId.REPLACE, TEXT, t("banana"), t("an"), t("AN"));
    add(FunctionId.REPLACE, TEXT, t("banana"), t(""), t("x"));
    add(FunctionId.TRANSLATE, TEXT, t("12345"), t("143"), t("ax"));
    add(FunctionId.OVERLAY, TEXT, t("Txxxxas"), t("hom"), i(2), i(4));
    add(FunctionId.OVERLAY, TEXT, t("abcdef"), t("XY"), i(3));
    add(FunctionId.REPEAT, TEXT, t("ab"), i(3));
    add(FunctionId.REPEAT, TEXT, t("ab"), i(-1));
    for (int n : new int[] {1, 2, 3, 4, -1, -3, -4, 0}) {
      add(FunctionId.SPLIT_PART, TEXT, t("a,b,c"), t(","), i(n));
    }
    add(FunctionId.SPLIT_PART, TEXT, t("abc"), t(""), i(1));
    add(FunctionId.SPLIT_PART, TEXT, t("abc"), t(""), i(2));
    add(FunctionId.STARTS_WITH, BOOL, t("alphabet"), t("alph"));
    add(FunctionId.STARTS_WITH, BOOL, t("a"), t("alph"));
    add(FunctionId.CHR, TEXT, i(233));
    add(FunctionId.CHR, TEXT, i(0));
    add(FunctionId.CONCAT_OPERATOR, TEXT, t("a"), t("b"), t("c"));
    add(FunctionId.CONCAT_OPERATOR, TEXT, t("a"), t(null));
    add(FunctionId.CONCAT_OPERATOR, TEXT, t("n="), i(5));
    add(FunctionId.CONCAT, TEXT, t("a"), t(null), i(5), d("1.50"));
    add(FunctionId.CONCAT_WS, TEXT, t("-"), t("a"), t(null), t("b"));
    add(FunctionId.CONCAT_WS, TEXT, t(null), t("a"));
    add(FunctionId.UPPER, TEXT, t(null));
  }

  private void patterns() {
    for (String text :
        List.of("hello", "", "h_llo", "50%", "special case", "HELLO", "日本", "a\\b")) {
      for (String pattern :
          List.of(
              "h%",
              "%o", "%ll%", "h_l%o", "", "%", "_%", "hello", "%s%c%e", "__", "50\\%", "h\\_%",
              "a\\\\b", "%%")) {
        add(FunctionId.LIKE, BOOL, t(text), t(pattern));
        add(FunctionId.ILIKE, BOOL, t(text), t(pattern));
      }
    }
    add(FunctionId.LIKE, BOOL, t("50%"), t("50!%"), t("!"));
    add(FunctionId.LIKE, BOOL, t("a\\b"), t("a\\b"), t(""));
    add(FunctionId.LIKE, BOOL, t("ab"), t("a\\"));
    add(FunctionId.LIKE, BOOL, t("a"), t("a"), t("xy"));
    for (String pattern : List.of("abc", "a", "%(b|d)%", "(b|c)%", "[a-c]+", "a_c", "a.c", "%c")) {
      add(FunctionId.SIMILAR_TO, BOOL, t("abc"), t(pattern));
    }
    for (String pattern :
        List.of("^a", "b", "c$", "^b", "[[:digit:]]", "a.c", "B", "\\mabc\\M", "(", "a|x")) {
      add(FunctionId.REGEX_MATCH, BOOL, t("abc"), t(pattern));
      add(FunctionId.REGEX_MATCH_IGNORE_CASE, BOOL, t("ABC"), t(pattern));
    }
    add(FunctionId.REGEXP_REPLACE, TEXT, t("foobarbaz"), t("b.."), t("X"));
    add(FunctionId.REGEXP_REPLACE, TEXT, t("foobarbaz"), t("b(..)"), t("X\\1Y"), t("g"));
    add(FunctionId.REGEXP_REPLACE, TEXT, t("Foo foo"), t("f"), t("$1&"), t("gi"));
    add(FunctionId.REGEXP_SUBSTR, TEXT, t("foobarbaz"), t("b.."));
    add(FunctionId.REGEXP_SUBSTR, TEXT, t("foobarbaz"), t("x"));
  }

  private void dates() {
    List<Expression> times =
        List.of(
            date("2024-02-29"),
            date("2021-01-03"),
            date("1999-12-31"),
            ts("2024-12-30T23:59:59.123456"),
            ts("1969-07-20T20:17:40"),
            tz("2024-07-01T10:20:30.5Z"),
            tz("2000-12-31T23:30:00Z"));
    for (Expression time : times) {
      for (String part :
          List.of(
              "year",
              "quarter",
              "month",
              "week",
              "day",
              "dow",
              "isodow",
              "doy",
              "epoch",
              "decade",
              "century",
              "millennium",
              "isoyear")) {
        add(FunctionId.EXTRACT, dec(20, 6), t(part), time);
      }
      for (String unit :
          List.of("day", "week", "month", "quarter", "year", "decade", "century", "millennium")) {
        add(FunctionId.DATE_TRUNC, time.type() == TS ? TS : TZ, t(unit), time);
      }
      if (time.type() != DATE) {
        for (String part : List.of("hour", "minute", "second", "milliseconds", "microseconds")) {
          add(FunctionId.EXTRACT, dec(20, 6), t(part), time);
          add(FunctionId.DATE_TRUNC, time.type(), t(part), time);
        }
      }
      DataType sum = time.type() == TZ ? TZ : TS;
      for (Expression interval :
          List.of(
              interval(1, 0, 0),
              interval(-13, 0, 0),
              interval(0, 0, 5_400_000_000L),
              interval(12, 3, 1_000_000))) {
        add(FunctionId.ADD, sum, time, interval);
        add(FunctionId.SUBTRACT, sum, time, interval);
      }
    }
    add(FunctionId.EXTRACT, dec(20, 6), t("timezone"), tz("2024-07-01T10:20:30Z"));
    add(FunctionId.EXTRACT, dec(20, 6), t("hour"), time("10:20:30.25"));
    add(FunctionId.EXTRACT, dec(20, 6), t("second"), time("10:20:30.25"));
    for (String part :
        List.of("year", "month", "quarter", "day", "hour", "minute", "second", "epoch")) {
      add(FunctionId.EXTRACT, dec(20, 6), t(part), interval(27, 3, 3_723_500_000L));
      add(FunctionId.EXTRACT, dec(20, 6), t(part), interval(-27, -3, -3_723_500_000L));
    }
    for (String unit : List.of("year", "quarter", "month", "day", "hour", "minute", "second")) {
      add(FunctionId.DATE_TRUNC, INTERVAL, t(unit), interval(27, 3, 3_723_500_000L));
    }
    add(FunctionId.DATE_TRUNC, TZ, t("day"), tz("2024-07-01T03:00:00Z"), t("America/New_York"));
    add(FunctionId.ADD, DATE, date("2024-02-28"), i(2));
    add(FunctionId.SUBTRACT, DATE, date("2024-03-01"), i(2));
    add(FunctionId.SUBTRACT, INT, date("2024-03-01"), date("2023-03-01"));
    add(FunctionId.SUBTRACT, INTERVAL, ts("2024-03-01T12:00"), ts("2024-02-28T13:30"));
    add(FunctionId.SUBTRACT, INTERVAL, tz("2024-03-01T12:00:00Z"), tz("2024-03-01T13:30:00Z"));
    add(FunctionId.ADD, INTERVAL, interval(1, 0, 0), interval(0, 5, 1_000_000));
    add(FunctionId.ADD, ScalarType.TIME, time("23:30"), interval(0, 0, 3_600_000_000L));
    add(FunctionId.SUBTRACT, INTERVAL, time("10:00"), time("12:30"));
    add(FunctionId.MULTIPLY, INTERVAL, interval(1, 0, 3_600_000_000L), i(3));
    add(FunctionId.MULTIPLY, INTERVAL, f(1.5), interval(0, 0, 3_600_000_000L));
    add(FunctionId.DIVIDE, INTERVAL, interval(0, 0, 3_600_000_000L), i(4));
    add(FunctionId.AT_TIME_ZONE, TZ, ts("2024-07-01T12:00"), t("America/New_York"));
    add(FunctionId.AT_TIME_ZONE, TS, tz("2024-07-01T12:00:00Z"), t("Asia/Tokyo"));
    add(FunctionId.AT_TIME_ZONE, TS, tz("2024-07-01T12:00:00Z"), t("Nowhere/Land"));
    add(FunctionId.AT_TIME_ZONE, TZ, ts("2024-03-31T02:30"), t("Europe/Paris"));
    add(FunctionId.AT_TIME_ZONE, TZ, ts("2024-10-27T02:30"), t("Europe/Paris"));
    add(FunctionId.MAKE_DATE, DATE, i(2024), i(2), i(29));
    add(FunctionId.MAKE_DATE, DATE, i(2023), i(2), i(29));
    add(FunctionId.MAKE_TIMESTAMP, TS, i(2024), i(2), i(29), i(12), i(30), f(15.5));
    add(FunctionId.MAKE_INTERVAL, INTERVAL, i(1), i(2), i(0), i(4), i(5), i(6), f(7.5));
    add(FunctionId.AGE, INTERVAL, ts("2001-04-10T00:00"), ts("1957-06-13T00:00"));
    add(FunctionId.AGE, INTERVAL, ts("1957-06-13T10:00"), ts("2001-04-10T00:00"));
    add(FunctionId.AGE, INTERVAL, ts("2024-03-01T00:00"), ts("2024-02-28T12:00"));
  }

  private void formats() {
    List<Expression> times =
        List.of(
            ts("2024-02-09T05:06:07.089012"),
            ts("2021-12-31T23:59:59"),
            date("1987-11-02"),
            tz("2024-07-01T22:30:00Z"));
    for (Expression time : times) {
      for (String pattern :
          List.of(
              "YYYY-MM",
              "YYYY-MM-DD HH24:MI:SS",
              "YYYY\"W\"IW",
              "Mon DD, YYYY",
              "Month",
              "FMMonth FMDD, YYYY",
              "DAY",
              "Dy",
              "FMDay",
              "Q",
              "\"Q\"Q YYYY",
              "HH12:MI AM",
              "hh:mi pm",
              "DDD",
              "D",
              "ID",
              "WW",
              "CC",
              "J",
              "MS",
              "US",
              "YY",
              "Y",
              "IYYY-IW",
              "FMDDth",
              "DDTH",
              "mon",
              "MON",
              "month",
              "W",
              "SSSSS",
              "RM",
              "HH24MISS",
              "YYYYMMDD",
              "Y,YYY",
              "FF3")) {
        add(FunctionId.TO_CHAR, TEXT, time, t(pattern));
      }
    }
    add(FunctionId.TO_CHAR, TEXT, tz("2024-07-01T22:30:00Z"), t("OF"));
    add(FunctionId.TO_CHAR, TEXT, tz("2024-07-01T22:30:00Z"), t("TZH:TZM"));
    add(FunctionId.TO_CHAR, TEXT, interval(0, 0, 5_400_000_000L), t("HH24:MI:SS"));
    for (String value : List.of("1234.5", "-1234.567", "0.5", "0", "12345678.9", "-0.004", "42")) {
      for (String pattern :
          List.of(
              "9999.99",
              "FM9999.99",
              "0000.00",
              "9,999.9",
              "FM9,999,990.00",
              "S9999",
              "9999MI",
              "9999PR",
              "FM999",
              "99.9",
              "FM0.00",
              "9G999D99")) {
        add(FunctionId.TO_CHAR, TEXT, d(value), t(pattern));
      }
    }
    add(FunctionId.TO_CHAR, TEXT, i(485), t("999"));
    add(FunctionId.TO_CHAR, TEXT, i(-485), t("999S"));
    add(FunctionId.TO_DATE, DATE, t("2024-02-29"), t("YYYY-MM-DD"));
    add(FunctionId.TO_DATE, DATE, t("29 Feb 2024"), t("DD Mon YYYY"));
    add(FunctionId.TO_DATE, DATE, t("20240229"), t("YYYYMMDD"));
    add(FunctionId.TO_DATE, DATE, t("03/15/99"), t("MM/DD/YY"));
    add(FunctionId.TO_DATE, DATE, t("2023-02-30"), t("YYYY-MM-DD"));
    add(FunctionId.TO_DATE, DATE, t("February 3, 2001"), t("Month DD, YYYY"));
    add(FunctionId.TO_TIMESTAMP, TZ, t("2024-07-01 13:45:10"), t("YYYY-MM-DD HH24:MI:SS"));
    add(FunctionId.TO_TIMESTAMP, TZ, t("05 Dec 2000 09:30 PM"), t("DD Mon YYYY HH12:MI PM"));
    add(FunctionId.TO_TIMESTAMP, TZ, f(1720000000.25));
  }

  private void casts() {
    for (Expression value :
        List.of(
            i(42),
            l(-9L),
            d("1.50"),
            d("-0.05"),
            d("12345678901234567890.10"),
            b(true),
            b(false),
            date("2024-02-29"),
            ts("2024-02-29T12:34:56.789"),
            ts("2024-02-29T00:00"),
            tz("2024-07-01T10:20:30.5Z"),
            tz("2024-01-01T00:00:00Z"),
            time("01:02:03"),
            time("01:02:03.004500"),
            interval(0, 0, 0),
            interval(14, 3, 3_723_500_000L),
            interval(-14, 0, 0),
            interval(-14, 0, 3_600_000_000L),
            interval(0, -3, 0),
            interval(1, 1, 0))) {
      cast(value, TEXT);
    }
    for (double value :
        new double[] {
          0,
          -0.0,
          1.5,
          100000,
          1e14,
          1e15,
          123456789012345678.0,
          1e-4,
          1e-5,
          1.0 / 3,
          1e300,
          -2.5e-10,
          Double.NaN,
          Double.POSITIVE_INFINITY
        }) {
      cast(f(value), TEXT);
      cast(f(value), ScalarType.FLOAT32);
      cast(new Expression.Cast(f(value), ScalarType.FLOAT32, false), TEXT);
      cast(f(value), INT);
      cast(f(value), LONG);
      if (!Double.isNaN(value)) {
        cast(f(value), dec(20, 4));
      }
    }
    for (double value : new double[] {0.5, 1.5, 2.5, -0.5, -1.5, 2147483647.4, 2147483647.6}) {
      cast(f(value), INT);
    }
    for (String value : List.of("0.5", "1.5", "2.5", "-0.5", "99999.995", "123456789012.5")) {
      cast(d(value), INT);
      cast(d(value), LONG);
      cast(d(value), DOUBLE);
      cast(d(value), dec(7, 2));
      cast(d(value), dec(38, 10));
    }
    cast(i(70000), ScalarType.INT16);
    cast(l(5_000_000_000L), INT);
    cast(i(1), BOOL);
    cast(b(true), INT);
    for (String text :
        List.of(
            "42",
            " 42 ",
            "-7",
            "abc",
            "",
            "99999999999",
            "1.5",
            "1e3",
            "NaN",
            "t",
            "yes",
            "off",
            "maybe",
            "Infinity",
            "0x10",
            "-0b101",
            "0o17",
            "1_000",
            "1__0")) {
      cast(t(text), INT);
      cast(t(text), LONG);
      if (!text.equals("0x10")) {
        cast(t(text), DOUBLE);
      }
      cast(t(text), BOOL);
      if (!text.equals("NaN") && !text.equals("Infinity")) {
        cast(t(text), dec(20, 3));
      }
    }
    for (String text :
        List.of(
            "2024-02-29",
            "20240229",
            "2023-02-29",
            "2024-13-01",
            "nonsense",
            "2024-02-29 12:34:56",
            "2024-02-29T12:34:56.789",
            "2024-02-29 12:34:56+05:30",
            "2024-02-29 12:34:56Z",
            "2024-02-29 12:34",
            " 2024-02-29 ",
            "0044-03-15 BC",
            "0044-03-15 10:00 BC",
            "2024/02/29")) {
      cast(t(text), DATE);
      cast(t(text), TS);
      cast(t(text), TZ);
    }
    for (String text : List.of("12:34", "12:34:56.5", "24:00:00", "25:00", "11:05 PM", "x")) {
      cast(t(text), ScalarType.TIME);
    }
    for (String text :
        List.of(
            "1 day",
            "1 year 2 mons 3 days 04:05:06",
            "-1 month",
            "P1Y2M3DT4H5M6S",
            "1.5 hours",
            "2 weeks",
            "3 days ago",
            "04:05",
            "junk",
            "1 mon -1 day",
            "100 seconds")) {
      cast(t(text), INTERVAL);
    }
    cast(t("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"), ScalarType.UUID);
    cast(t("{A0EEBC999C0B4EF8BB6D6BB9BD380A11}"), ScalarType.UUID);
    cast(t("xyz"), ScalarType.UUID);
    cast(t("\\x4142ff"), ScalarType.BYTES);
    cast(date("2024-07-01"), TS);
    cast(date("2024-07-01"), TZ);
    cast(ts("2024-07-01T12:34:56"), DATE);
    cast(ts("1960-07-01T12:34:56"), DATE);
    cast(ts("2024-07-01T12:34:56"), ScalarType.TIME);
    cast(ts("2024-07-01T12:34:56"), TZ);
    cast(tz("2024-07-01T22:34:56Z"), TS);
    cast(tz("2024-07-01T22:34:56Z"), DATE);
    cast(tz("2024-07-01T22:34:56Z"), ScalarType.TIME);
    cast(time("12:34:56"), INTERVAL);
    cast(interval(1, 1, 3_600_000_000L), ScalarType.TIME);
  }
}
