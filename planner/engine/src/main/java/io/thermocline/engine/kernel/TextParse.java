package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Text read as values, in the formats that PostgreSQL takes. Surrounding white space is ignored.
final class TextParse {
  private static final Pattern DATE =
      Pattern.compile(
          "(\\d{4,6})-(\\d{1,2})-(\\d{1,2})(\\s+BC)?|(\\d{4})(\\d{2})(\\d{2})|(\\d{4})/(\\d{1,2})/(\\d{1,2})");
  private static final Pattern TIME =
      Pattern.compile("(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?\\s*([AaPp][Mm])?");
  private static final Pattern ZONE =
      Pattern.compile(
          "(.*?)\\s*(?:([+-]\\d{1,2})(?::?(\\d{2}))?(?::?(\\d{2}))?|([Zz])|\\s([A-Za-z][A-Za-z_/]+))");
  private static final Pattern INTERVAL_PART =
      Pattern.compile("\\G\\s*([+-]?\\d+(?:\\.\\d*)?|[+-]?\\.\\d+)\\s*([A-Za-z]+)");
  private static final Pattern INTERVAL_TIME =
      Pattern.compile("\\s*([+-])?(\\d+):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{1,9}))?)?\\s*");
  private static final Pattern ISO_PART = Pattern.compile("\\G([+-]?\\d+(?:\\.\\d+)?)([YMWDHS])");
  private static final Pattern RADIX = Pattern.compile("([+-]?)0([xXoObB])([0-9a-fA-F]+)");
  private static final Pattern UNDERSCORE = Pattern.compile("(?<=[0-9a-fA-F])_(?=[0-9a-fA-F])");
  private static final int MAX_NUMBER_LENGTH = 1000;

  private TextParse() {}

  static ThermoclineException invalid(DataType type) {
    return new ThermoclineException(
        ErrorCode.INVALID_TEXT,
        "a text is no valid " + type.sqlName() + "; correct it or leave such rows out");
  }

  static BigDecimal number(String text, DataType type) {
    String stripped = text.strip();
    if (stripped.length() > MAX_NUMBER_LENGTH) {
      throw invalid(type);
    }
    if (stripped.indexOf('_') >= 0) {
      stripped = UNDERSCORE.matcher(stripped).replaceAll("");
    }
    try {
      Matcher radix = RADIX.matcher(stripped);
      if (radix.matches()) {
        char letter = Character.toLowerCase(radix.group(2).charAt(0));
        BigInteger digits =
            new BigInteger(radix.group(3), letter == 'x' ? 16 : letter == 'o' ? 8 : 2);
        return new BigDecimal("-".equals(radix.group(1)) ? digits.negate() : digits);
      }
      BigDecimal value = new BigDecimal(stripped);
      if (Math.abs((long) value.scale()) > MAX_NUMBER_LENGTH) {
        throw Int128Math.outOfRange(type.sqlName());
      }
      return value;
    } catch (NumberFormatException e) {
      throw invalid(type);
    }
  }

  static long integer(String text, DataType type) {
    BigDecimal value = number(text, type);
    if (value.scale() != 0 || text.indexOf('.') >= 0) {
      throw invalid(type);
    }
    if (value.unscaledValue().bitLength() > 63) {
      throw Int128Math.outOfRange(type.sqlName());
    }
    return value.longValue();
  }

  static double floating(String text, DataType type) {
    String stripped = text.strip();
    switch (stripped.toLowerCase(Locale.ROOT)) {
      case "nan" -> {
        return Double.NaN;
      }
      case "infinity", "+infinity", "inf", "+inf" -> {
        return Double.POSITIVE_INFINITY;
      }
      case "-infinity", "-inf" -> {
        return Double.NEGATIVE_INFINITY;
      }
      default -> {}
    }
    try {
      char last = stripped.isEmpty() ? 'x' : stripped.charAt(stripped.length() - 1);
      if (!Character.isDigit(last) && last != '.') {
        throw invalid(type);
      }
      double value =
          type == ScalarType.FLOAT32 ? Float.parseFloat(stripped) : Double.parseDouble(stripped);
      if (Double.isInfinite(value)) {
        throw Int128Math.outOfRange(type.sqlName());
      }
      return value;
    } catch (NumberFormatException e) {
      throw invalid(type);
    }
  }

  static boolean bool(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (!lower.isEmpty()) {
      if ("true".startsWith(lower)
          || "yes".startsWith(lower)
          || lower.equals("on")
          || lower.equals("1")) {
        return true;
      }
      if ("false".startsWith(lower)
          || "no".startsWith(lower)
          || lower.equals("off")
          || lower.equals("of")
          || lower.equals("0")) {
        return false;
      }
    }
    throw invalid(ScalarType.BOOLEAN);
  }

  static UUID uuid(String text) {
    String digits = text.strip().replace("-", "").replace("{", "").replace("}", "");
    if (digits.length() != 32) {
      throw invalid(ScalarType.UUID);
    }
    try {
      return new UUID(
          HexFormat.fromHexDigitsToLong(digits, 0, 16),
          HexFormat.fromHexDigitsToLong(digits, 16, 32));
    } catch (IllegalArgumentException e) {
      throw invalid(ScalarType.UUID);
    }
  }

  static byte[] bytes(String text) {
    if (!text.startsWith("\\x")) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return HexFormat.of().parseHex(text, 2, text.length());
    } catch (IllegalArgumentException e) {
      throw invalid(ScalarType.BYTES);
    }
  }

  static LocalDate date(String text) {
    String stripped = text.strip();
    Matcher matcher = DATE.matcher(stripped);
    if (!matcher.matches()) {
      int split = timeStart(stripped);
      if (split > 0) {
        timestamp(stripped, ScalarType.DATE);
        return date(stripped.substring(0, split) + (stripped.endsWith(" BC") ? " BC" : ""));
      }
      throw invalid(ScalarType.DATE);
    }
    int first = matcher.group(1) != null ? 1 : matcher.group(5) != null ? 5 : 8;
    try {
      int year = Integer.parseInt(matcher.group(first));
      return LocalDate.of(
          matcher.group(4) != null ? 1 - year : year,
          Integer.parseInt(matcher.group(first == 1 ? 2 : first + 1)),
          Integer.parseInt(matcher.group(first == 1 ? 3 : first + 2)));
    } catch (DateTimeException e) {
      throw DateTimeFormat.invalid("date", e);
    }
  }

  private static int timeStart(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 'T' || c == 't' || Character.isWhitespace(c)) {
        return i;
      }
    }
    return -1;
  }

  static long time(String text, DataType type) {
    Matcher matcher = TIME.matcher(text.strip());
    if (!matcher.matches()) {
      throw invalid(type);
    }
    long hour = Long.parseLong(matcher.group(1));
    long minute = Long.parseLong(matcher.group(2));
    long second = matcher.group(3) == null ? 0 : Long.parseLong(matcher.group(3));
    if (matcher.group(5) != null) {
      hour = hour % 12 + (Character.toLowerCase(matcher.group(5).charAt(0)) == 'p' ? 12 : 0);
    }
    long fraction = fraction(matcher.group(4));
    if (hour > 24 || minute > 59 || second > 60 || hour == 24 && minute + second + fraction > 0) {
      throw DateTimeFormat.invalid("time", new DateTimeException("time of day"));
    }
    return hour * Temporal.HOUR + minute * Temporal.MINUTE + second * Temporal.SECOND + fraction;
  }

  private static long fraction(@Nullable String digits) {
    return digits == null ? 0 : Math.round(Double.parseDouble("0." + digits) * Temporal.SECOND);
  }

  /// Local microseconds; a zone in the text is ignored, as PostgreSQL does for a timestamp without
  /// one.
  static long timestamp(String text, DataType type) {
    return local(withoutZone(text.strip()), type);
  }

  private static String withoutZone(String text) {
    int split = timeStart(text);
    if (split < 0 || text.endsWith(" BC")) {
      return text;
    }
    Matcher zone = ZONE.matcher(text.substring(split));
    return zone.matches() && !zone.group(1).isBlank()
        ? text.substring(0, split) + zone.group(1)
        : text;
  }

  private static long local(String text, DataType type) {
    int split = timeStart(text);
    if (split < 0 || DATE.matcher(text).matches()) {
      return Temporal.midnight(date(text));
    }
    if (text.endsWith(" BC")) {
      return local(text.substring(0, split) + " BC", type)
          + time(text.substring(split + 1, text.length() - 3), type);
    }
    return Temporal.midnight(date(text.substring(0, split)))
        + time(text.substring(split + 1), type);
  }

  /// The instant; without a zone in the text the local time of `zone`.
  static long timestampWithZone(String text, ZoneId zone) {
    String stripped = text.strip();
    int split = timeStart(stripped);
    if (split >= 0 && !stripped.endsWith(" BC")) {
      Matcher matcher = ZONE.matcher(stripped.substring(split));
      if (matcher.matches() && !matcher.group(1).isBlank()) {
        long local =
            local(stripped.substring(0, split) + matcher.group(1), ScalarType.TIMESTAMP_TZ);
        if (matcher.group(2) != null) {
          long hours = Long.parseLong(matcher.group(2));
          long rest = seconds(matcher.group(3)) * 60 + seconds(matcher.group(4));
          long offset = hours * 3600 + (matcher.group(2).startsWith("-") ? -rest : rest);
          return local - offset * Temporal.SECOND;
        }
        String name = matcher.group(6);
        if (name == null) {
          return local;
        }
        if (!name.equalsIgnoreCase("am") && !name.equalsIgnoreCase("pm")) {
          return Temporal.toInstant(local, Temporal.zone(name));
        }
      }
    }
    return Temporal.toInstant(local(stripped, ScalarType.TIMESTAMP_TZ), zone);
  }

  private static long seconds(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  static Interval interval(String text) {
    String stripped = text.strip();
    boolean ago = stripped.toLowerCase(Locale.ROOT).endsWith("ago");
    String body = ago ? stripped.substring(0, stripped.length() - 3).strip() : stripped;
    IntervalSum sum = new IntervalSum();
    if (body.startsWith("P") || body.startsWith("p")) {
      isoInterval(body.toUpperCase(Locale.ROOT).substring(1), sum);
    } else if (body.startsWith("@")) {
      verboseInterval(body.substring(1), sum);
    } else {
      verboseInterval(body, sum);
    }
    return sum.interval(ago);
  }

  private static void verboseInterval(String text, IntervalSum sum) {
    Matcher part = INTERVAL_PART.matcher(text);
    int end = 0;
    while (part.find()) {
      sum.add(Double.parseDouble(part.group(1)), DateTimePart.of(part.group(2)));
      end = part.end();
    }
    String rest = text.substring(end);
    if (rest.isBlank() && end > 0) {
      return;
    }
    Matcher time = INTERVAL_TIME.matcher(rest);
    if (!time.matches()) {
      if (end == 0 && rest.strip().matches("[+-]?\\d+(\\.\\d+)?")) {
        sum.add(Double.parseDouble(rest.strip()), DateTimePart.SECOND);
        return;
      }
      throw invalid(ScalarType.INTERVAL);
    }
    long sign = "-".equals(time.group(1)) ? -1 : 1;
    sum.micros +=
        sign
            * (Long.parseLong(time.group(2)) * Temporal.HOUR
                + Long.parseLong(time.group(3)) * Temporal.MINUTE
                + seconds(time.group(4)) * Temporal.SECOND
                + fraction(time.group(5)));
  }

  private static void isoInterval(String text, IntervalSum sum) {
    int split = text.indexOf('T');
    isoParts(split < 0 ? text : text.substring(0, split), "YMWD", sum, false);
    if (split >= 0) {
      isoParts(text.substring(split + 1), "HMS", sum, true);
    }
  }

  private static void isoParts(String text, String units, IntervalSum sum, boolean time) {
    Matcher part = ISO_PART.matcher(text);
    int end = 0;
    while (part.find()) {
      char unit = part.group(2).charAt(0);
      if (units.indexOf(unit) < 0) {
        throw invalid(ScalarType.INTERVAL);
      }
      sum.add(
          Double.parseDouble(part.group(1)),
          switch (unit) {
            case 'Y' -> DateTimePart.YEAR;
            case 'W' -> DateTimePart.WEEK;
            case 'D' -> DateTimePart.DAY;
            case 'H' -> DateTimePart.HOUR;
            case 'S' -> DateTimePart.SECOND;
            default -> time ? DateTimePart.MINUTE : DateTimePart.MONTH;
          });
      end = part.end();
    }
    if (end != text.length()) {
      throw invalid(ScalarType.INTERVAL);
    }
  }

  /// Adds up units of an interval.
  private static final class IntervalSum {
    private long months;
    private long micros;

    void add(double amount, DateTimePart unit) {
      switch (unit) {
        case MILLENNIUM -> addMonths(amount * 12000);
        case CENTURY -> addMonths(amount * 1200);
        case DECADE -> addMonths(amount * 120);
        case YEAR -> addMonths(Math.rint(amount * 12));
        case MONTH -> addMonths(amount);
        case WEEK -> addMicros(amount * 7 * Temporal.DAY);
        case DAY -> addMicros(amount * Temporal.DAY);
        case HOUR -> addMicros(amount * Temporal.HOUR);
        case MINUTE -> addMicros(amount * Temporal.MINUTE);
        case SECOND -> addMicros(amount * Temporal.SECOND);
        case MILLISECONDS -> addMicros(amount * 1000);
        case MICROSECONDS -> addMicros(amount);
        default -> throw invalid(ScalarType.INTERVAL);
      }
    }

    private void addMonths(double amount) {
      long whole = (long) amount;
      months += whole;
      addMicros((amount - whole) * 30 * Temporal.DAY);
    }

    private void addMicros(double amount) {
      if (!(Math.abs(amount) < 9.2e18)) {
        throw Temporal.outOfRange(new ArithmeticException("interval"));
      }
      micros += Math.round(amount);
    }

    Interval interval(boolean negated) {
      return negated ? new Interval(-months, -micros) : new Interval(months, micros);
    }
  }
}
