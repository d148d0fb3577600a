package io.thermocline.engine.kernel;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.ScalarType;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.Locale;

/// A part that EXTRACT takes or a unit that DATE_TRUNC cuts to.
enum DateTimePart {
  MICROSECONDS(0),
  MILLISECONDS(3),
  SECOND(6),
  MINUTE(0),
  HOUR(0),
  DAY(0),
  DOW(0),
  ISODOW(0),
  DOY(0),
  WEEK(0),
  MONTH(0),
  QUARTER(0),
  YEAR(0),
  ISOYEAR(0),
  DECADE(0),
  CENTURY(0),
  MILLENNIUM(0),
  EPOCH(6),
  JULIAN(0),
  TIMEZONE(0),
  TIMEZONE_HOUR(0),
  TIMEZONE_MINUTE(0);

  private static final long JULIAN_OF_1970 = 2_440_588;
  private final int scale;

  DateTimePart(int scale) {
    this.scale = scale;
  }

  /// The part of a name; plurals and the usual abbreviations are known.
  static DateTimePart of(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "us", "usec", "usecs", "microsecond", "microseconds" -> MICROSECONDS;
      case "ms", "msec", "msecs", "millisecond", "milliseconds" -> MILLISECONDS;
      case "s", "sec", "secs", "second", "seconds" -> SECOND;
      case "m", "min", "mins", "minute", "minutes" -> MINUTE;
      case "h", "hr", "hrs", "hour", "hours" -> HOUR;
      case "d", "day", "days" -> DAY;
      case "dow" -> DOW;
      case "isodow" -> ISODOW;
      case "doy" -> DOY;
      case "w", "week", "weeks" -> WEEK;
      case "mon", "mons", "month", "months" -> MONTH;
      case "qtr", "quarter", "quarters" -> QUARTER;
      case "y", "yr", "yrs", "year", "years" -> YEAR;
      case "isoyear" -> ISOYEAR;
      case "dec", "decs", "decade", "decades" -> DECADE;
      case "c", "cent", "century", "centuries" -> CENTURY;
      case "mil", "mils", "millennium", "millennia" -> MILLENNIUM;
      case "epoch" -> EPOCH;
      case "julian" -> JULIAN;
      case "timezone" -> TIMEZONE;
      case "timezone_hour" -> TIMEZONE_HOUR;
      case "timezone_minute" -> TIMEZONE_MINUTE;
      default ->
          throw new ThermoclineException(
              ErrorCode.INVALID_PARAMETER,
              "the date part " + name + " is unknown; use year, month, day, hour or another part");
    };
  }

  /// The digits after the point in what [#extract] gives.
  int scale() {
    return scale;
  }

  /// The part of a value of a date, time or timestamp type, times ten to the power of [#scale].
  long extract(ScalarType type, long value, ZoneId zone) {
    if (type == ScalarType.TIMESTAMP_TZ) {
      if (this == EPOCH) {
        return value;
      }
      long offset = Temporal.offsetSeconds(value, zone);
      return switch (this) {
        case TIMEZONE -> offset;
        case TIMEZONE_HOUR -> offset / 3600;
        case TIMEZONE_MINUTE -> offset / 60 % 60;
        default -> ofLocal(value + offset * Temporal.SECOND);
      };
    }
    if (type == ScalarType.TIME && ordinal() > HOUR.ordinal() && this != EPOCH) {
      throw unsupported(type);
    }
    return ofLocal(type == ScalarType.DATE ? value * Temporal.DAY : value);
  }

  private ThermoclineException unsupported(ScalarType type) {
    return new ThermoclineException(
        ErrorCode.UNSUPPORTED,
        "a " + type.sqlName() + " has no part " + name().toLowerCase(Locale.ROOT));
  }

  private long ofLocal(long micros) {
    long time = Math.floorMod(micros, Temporal.DAY);
    LocalDate date = Temporal.date(micros);
    int year = date.getYear();
    return switch (this) {
      case MICROSECONDS, MILLISECONDS, SECOND -> time % Temporal.MINUTE;
      case MINUTE -> time / Temporal.MINUTE % 60;
      case HOUR -> time / Temporal.HOUR;
      case DAY -> date.getDayOfMonth();
      case DOW -> date.getDayOfWeek().getValue() % 7;
      case ISODOW -> date.getDayOfWeek().getValue();
      case DOY -> date.getDayOfYear();
      case WEEK -> date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case MONTH -> date.getMonthValue();
      case QUARTER -> (date.getMonthValue() + 2) / 3;
      case YEAR -> year > 0 ? year : year - 1;
      case ISOYEAR -> date.get(IsoFields.WEEK_BASED_YEAR);
      case DECADE -> Math.floorDiv(year, 10);
      case CENTURY -> year > 0 ? (year + 99) / 100 : -((99 - (year - 1)) / 100);
      case MILLENNIUM -> year > 0 ? (year + 999) / 1000 : -((999 - (year - 1)) / 1000);
      case EPOCH -> micros;
      case JULIAN -> date.toEpochDay() + JULIAN_OF_1970;
      case TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE -> throw unsupported(ScalarType.TIMESTAMP);
    };
  }

  /// The part of an interval, times ten to the power of [#scale].
  long extractInterval(long months, long micros) {
    long time = micros % Temporal.DAY;
    return switch (this) {
      case MICROSECONDS, MILLISECONDS, SECOND -> time % Temporal.MINUTE;
      case MINUTE -> time / Temporal.MINUTE % 60;
      case HOUR -> time / Temporal.HOUR;
      case DAY -> micros / Temporal.DAY;
      case MONTH -> months % 12;
      case QUARTER -> months % 12 / 3 + 1;
      case YEAR -> months / 12;
      case DECADE -> months / 120;
      case CENTURY -> months / 1200;
      case MILLENNIUM -> months / 12000;
      // PostgreSQL counts 365.25 days for a year and 30 for a further month.
      case EPOCH ->
          months / 12 * 31_557_600L * Temporal.SECOND + months % 12 * 30 * Temporal.DAY + micros;
      default -> throw unsupported(ScalarType.INTERVAL);
    };
  }

  /// A local timestamp cut off to the unit.
  long truncate(long micros) {
    LocalDate date = Temporal.date(micros);
    int year = date.getYear();
    return switch (this) {
      case MICROSECONDS -> micros;
      case MILLISECONDS -> micros - Math.floorMod(micros, 1000L);
      case SECOND -> micros - Math.floorMod(micros, Temporal.SECOND);
      case MINUTE -> micros - Math.floorMod(micros, Temporal.MINUTE);
      case HOUR -> micros - Math.floorMod(micros, Temporal.HOUR);
      case DAY -> micros - Math.floorMod(micros, Temporal.DAY);
      case WEEK -> Temporal.midnight(date.minusDays(date.getDayOfWeek().getValue() - 1));
      case MONTH -> Temporal.midnight(date.withDayOfMonth(1));
      case QUARTER ->
          Temporal.midnight(LocalDate.of(year, (date.getMonthValue() - 1) / 3 * 3 + 1, 1));
      case YEAR -> Temporal.midnight(LocalDate.of(year, 1, 1));
      case DECADE -> Temporal.midnight(LocalDate.of(Math.floorDiv(year, 10) * 10, 1, 1));
      case CENTURY -> Temporal.midnight(LocalDate.of(Math.floorDiv(year - 1, 100) * 100 + 1, 1, 1));
      case MILLENNIUM ->
          Temporal.midnight(LocalDate.of(Math.floorDiv(year - 1, 1000) * 1000 + 1, 1, 1));
      default -> throw notAUnit();
    };
  }

  private ThermoclineException notAUnit() {
    return new ThermoclineException(
        ErrorCode.UNSUPPORTED,
        name().toLowerCase(Locale.ROOT)
            + " is no unit to cut a date to; use microseconds to millennium");
  }

  /// The months of an interval cut off to the unit.
  long truncateMonths(long months) {
    return switch (this) {
      case QUARTER -> months - months % 3;
      case YEAR -> months - months % 12;
      case DECADE -> months - months % 120;
      case CENTURY -> months - months % 1200;
      case MILLENNIUM -> months - months % 12000;
      default -> months;
    };
  }

  /// The microseconds of an interval cut off to the unit.
  long truncateMicros(long micros) {
    return switch (this) {
      case MICROSECONDS -> micros;
      case MILLISECONDS -> micros - micros % 1000;
      case SECOND -> micros - micros % Temporal.SECOND;
      case MINUTE -> micros - micros % Temporal.MINUTE;
      case HOUR -> micros - micros % Temporal.HOUR;
      case DAY -> micros - micros % Temporal.DAY;
      case MONTH, QUARTER, YEAR, DECADE, CENTURY, MILLENNIUM -> 0;
      default -> throw notAUnit();
    };
  }

  /// How many times the unit begins after `from` until `to`, both local.
  long boundaries(long from, long to) {
    return switch (this) {
      case MICROSECONDS -> to - from;
      case MILLISECONDS -> Math.floorDiv(to, 1000) - Math.floorDiv(from, 1000);
      case SECOND -> Math.floorDiv(to, Temporal.SECOND) - Math.floorDiv(from, Temporal.SECOND);
      case MINUTE -> Math.floorDiv(to, Temporal.MINUTE) - Math.floorDiv(from, Temporal.MINUTE);
      case HOUR -> Math.floorDiv(to, Temporal.HOUR) - Math.floorDiv(from, Temporal.HOUR);
      case DAY -> Math.floorDiv(to, Temporal.DAY) - Math.floorDiv(from, Temporal.DAY);
      case WEEK -> (WEEK.truncate(to) - WEEK.truncate(from)) / (7 * Temporal.DAY);
      case MONTH -> months(to) - months(from);
      case QUARTER -> Math.floorDiv(months(to), 3) - Math.floorDiv(months(from), 3);
      case YEAR -> Temporal.date(to).getYear() - Temporal.date(from).getYear();
      case DECADE ->
          Math.floorDiv(Temporal.date(to).getYear(), 10)
              - Math.floorDiv(Temporal.date(from).getYear(), 10);
      default -> throw notAUnit();
    };
  }

  private static long months(long micros) {
    LocalDate date = Temporal.date(micros);
    return date.getYear() * 12L + date.getMonthValue() - 1;
  }
}
