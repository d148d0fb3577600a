package io.thermocline.engine.kernel;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.expr.FunctionId;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.util.List;

/// Functions of dates and times, and formats, with what PostgreSQL makes of them in
/// `functions.tsv`.
final class TimeCases extends FunctionLiterals {
  private TimeCases() {}

  static List<Expression> all() {
    TimeCases c = new TimeCases();
    c.dates();
    c.formats();
    return c.cases;
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
}
