package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;

/// Days and microseconds of dates and timestamps, as vectors hold them.
final class Temporal {
  static final long SECOND = 1_000_000L;
  static final long MINUTE = 60 * SECOND;
  static final long HOUR = 60 * MINUTE;
  static final long DAY = 24 * HOUR;

  private Temporal() {}

  /// The date that a local timestamp is on.
  static LocalDate date(long micros) {
    return LocalDate.ofEpochDay(Math.floorDiv(micros, DAY));
  }

  /// The midnight of a date.
  static long midnight(LocalDate date) {
    return date.toEpochDay() * DAY;
  }

  /// Local microseconds as a date and time.
  static LocalDateTime dateTime(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, SECOND), (int) Math.floorMod(micros, SECOND) * 1000, ZoneOffset.UTC);
  }

  /// Microseconds of a date and time, cut off below a microsecond.
  static long micros(LocalDateTime dateTime) {
    return Math.addExact(
        Math.multiplyExact(dateTime.toEpochSecond(ZoneOffset.UTC), SECOND),
        dateTime.getNano() / 1000);
  }

  /// The local time of an instant in a zone.
  static long toLocal(long instantMicros, ZoneId zone) {
    return instantMicros + offsetSeconds(instantMicros, zone) * SECOND;
  }

  /// The zone's offset from UTC at an instant.
  static long offsetSeconds(long instantMicros, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    return rules
        .getOffset(Instant.ofEpochSecond(Math.floorDiv(instantMicros, SECOND)))
        .getTotalSeconds();
  }

  /// The instant of a local time in a zone; in a gap the time before the clocks changed, as in
  /// PostgreSQL.
  static long toInstant(long localMicros, ZoneId zone) {
    LocalDateTime local = dateTime(localMicros);
    ZoneRules rules = zone.getRules();
    var offsets = rules.getValidOffsets(local);
    ZoneOffset offset =
        offsets.size() == 1
            ? offsets.getFirst()
            : offsets.isEmpty() ? rules.getTransition(local).getOffsetBefore() : offsets.getLast();
    return localMicros - offset.getTotalSeconds() * SECOND;
  }

  /// A local timestamp moved by months; a day that the month lacks becomes its last.
  static long plusMonths(long micros, long months) {
    if (months == 0) {
      return micros;
    }
    try {
      long day = Math.floorDiv(micros, DAY);
      return Math.addExact(
          Math.multiplyExact(LocalDate.ofEpochDay(day).plusMonths(months).toEpochDay(), DAY),
          micros - day * DAY);
    } catch (DateTimeException | ArithmeticException e) {
      throw outOfRange(e);
    }
  }

  /// A local timestamp moved by an interval, months first.
  static long plus(long micros, long months, long intervalMicros) {
    try {
      return Math.addExact(plusMonths(micros, months), intervalMicros);
    } catch (ArithmeticException e) {
      throw outOfRange(e);
    }
  }

  /// The time from `b` to `a` in months, days and time, as PostgreSQL's `age` counts.
  static Interval age(long a, long b) {
    if (a < b) {
      Interval reverse = ageForward(b, a);
      return new Interval(-reverse.months(), -reverse.micros());
    }
    return ageForward(a, b);
  }

  private static Interval ageForward(long a, long b) {
    LocalDate later = date(a);
    LocalDate earlier = date(b);
    long months =
        (later.getYear() - earlier.getYear()) * 12L
            + later.getMonthValue()
            - earlier.getMonthValue();
    long days = later.getDayOfMonth() - earlier.getDayOfMonth();
    long time = Math.floorMod(a, DAY) - Math.floorMod(b, DAY);
    if (time < 0) {
      time += DAY;
      days--;
    }
    if (days < 0) {
      days += earlier.lengthOfMonth();
      months--;
    }
    return new Interval(months, days * DAY + time);
  }

  /// The error for a date or time that its type cannot hold.
  static ThermoclineException outOfRange(RuntimeException cause) {
    return new ThermoclineException(
        ErrorCode.DATETIME_OUT_OF_RANGE,
        "a date or time is out of range; check the operands",
        cause);
  }

  /// A time zone by name, abbreviation or offset.
  static ZoneId zone(String name) {
    try {
      return ZoneId.of(name.strip(), ZoneId.SHORT_IDS);
    } catch (DateTimeException e) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "the time zone " + name + " is unknown; use a name such as Europe/Paris or UTC",
          e);
    }
  }
}
