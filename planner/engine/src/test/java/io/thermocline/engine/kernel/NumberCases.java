package io.thermocline.engine.kernel;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.expr.FunctionId;
import io.thermocline.spi.type.ScalarType;
import java.util.List;

/// Arithmetic and mathematics, with what PostgreSQL makes of them in `functions.tsv`.
final class NumberCases extends FunctionLiterals {
  private NumberCases() {}

  static List<Expression> all() {
    NumberCases c = new NumberCases();
    c.arithmetic();
    c.decimals();
    c.math();
    return c.cases;
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
}
