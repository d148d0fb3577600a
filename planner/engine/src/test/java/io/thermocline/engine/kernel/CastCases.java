package io.thermocline.engine.kernel;

import io.thermocline.engine.expr.Expression;
import io.thermocline.spi.type.ScalarType;
import java.util.List;

/// Casts, with what PostgreSQL makes of them in `functions.tsv`.
final class CastCases extends FunctionLiterals {
  private CastCases() {}

  static List<Expression> all() {
    CastCases c = new CastCases();
    c.casts();
    return c.cases;
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
