package io.thermocline.optimizer.sql;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// PostgreSQL's interval text, for instance `1 year 2 months -3 days 04:05:06.7`.
final class IntervalText {
  private static final Pattern PART =
      Pattern.compile(
          "\\s*(?:([+-]?\\d+(?:\\.\\d+)?)\\s*([a-z]+)|([+-]?)(\\d+):(\\d+)(?::(\\d+(?:\\.\\d+)?))?)\\s*");

  private IntervalText() {}

  /// The interval as Calcite's literal, or as a call of `make_interval` when it has months and
  /// shorter units.
  static String toCalcite(String text) {
    BigDecimal months = BigDecimal.ZERO;
    BigDecimal seconds = BigDecimal.ZERO;
    String lower = text.toLowerCase(Locale.ROOT).strip();
    boolean ago = lower.endsWith(" ago");
    Matcher matcher = PART.matcher(ago ? lower.substring(0, lower.length() - 4) : lower);
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      end = matcher.end();
      if (matcher.group(1) != null) {
        BigDecimal count = new BigDecimal(matcher.group(1));
        String unit = matcher.group(2);
        int unitMonths = monthsOf(unit);
        if (unitMonths > 0) {
          months = months.add(count.multiply(BigDecimal.valueOf(unitMonths)));
        } else {
          seconds = seconds.add(count.multiply(secondsOf(unit, text)));
        }
      } else {
        BigDecimal time =
            new BigDecimal(matcher.group(4))
                .multiply(BigDecimal.valueOf(3600))
                .add(new BigDecimal(matcher.group(5)).multiply(BigDecimal.valueOf(60)));
        if (matcher.group(6) != null) {
          time = time.add(new BigDecimal(matcher.group(6)));
        }
        seconds = seconds.add("-".equals(matcher.group(3)) ? time.negate() : time);
      }
    }
    int length = ago ? lower.length() - 4 : lower.length();
    if (end != length || length == 0) {
      throw invalid(text);
    }
    if (ago) {
      months = months.negate();
      seconds = seconds.negate();
    }
    return render(months, seconds, text);
  }

  private static String render(BigDecimal months, BigDecimal seconds, String text) {
    if (months.stripTrailingZeros().scale() > 0) {
      throw invalid(text);
    }
    if (months.signum() == 0) {
      BigDecimal[] days = seconds.divideAndRemainder(BigDecimal.valueOf(86_400));
      if (days[1].signum() == 0) {
        return "interval '" + days[0].toBigInteger() + "' day(9)";
      }
      return "make_interval(0, 0, 0, 0, 0, 0, " + seconds.toPlainString() + ")";
    }
    if (seconds.signum() == 0) {
      return "interval '" + months.toBigInteger() + "' month(9)";
    }
    return "make_interval(0, "
        + months.toBigInteger()
        + ", 0, 0, 0, 0, "
        + seconds.toPlainString()
        + ")";
  }

  private static int monthsOf(String unit) {
    return switch (singular(unit)) {
      case "month", "mon" -> 1;
      case "quarter" -> 3;
      case "year", "yr", "y" -> 12;
      case "decade" -> 120;
      case "century", "centurie" -> 1200;
      default -> 0;
    };
  }

  private static BigDecimal secondsOf(String unit, String text) {
    return switch (singular(unit)) {
      case "week", "w" -> BigDecimal.valueOf(604_800);
      case "day", "d" -> BigDecimal.valueOf(86_400);
      case "hour", "hr", "h" -> BigDecimal.valueOf(3600);
      case "minute", "min", "m" -> BigDecimal.valueOf(60);
      case "second", "sec", "" -> BigDecimal.ONE;
      case "millisecond" -> new BigDecimal("0.001");
      case "microsecond" -> new BigDecimal("0.000001");
      default -> throw invalid(text);
    };
  }

  private static String singular(String unit) {
    return unit.endsWith("s") ? unit.substring(0, unit.length() - 1) : unit;
  }

  private static ThermoclineException invalid(String text) {
    return new ThermoclineException(
        ErrorCode.INVALID_TEXT,
        "'"
            + text
            + "' is not an interval; write for instance interval '1 month' or interval '3 days'");
  }
}
