package io.thermocline.server.insight;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Points in time that are the starts of years, quarters, months, weeks, days or hours.
///
/// @param unit the longest unit whose starts all of them are
record TimeBuckets(Unit unit) {
  /// Units of buckets, longest first.
  enum Unit {
    YEAR,
    QUARTER,
    MONTH,
    WEEK,
    DAY,
    HOUR;

    private boolean isStart(LocalDateTime time) {
      boolean midnight = time.equals(time.truncatedTo(ChronoUnit.DAYS));
      return switch (this) {
        case YEAR -> midnight && time.getDayOfYear() == 1;
        case QUARTER ->
            midnight && time.getDayOfMonth() == 1 && (time.getMonthValue() - 1) % 3 == 0;
        case MONTH -> midnight && time.getDayOfMonth() == 1;
        case WEEK -> midnight && time.getDayOfWeek() == DayOfWeek.MONDAY;
        case DAY -> midnight;
        case HOUR -> time.equals(time.truncatedTo(ChronoUnit.HOURS));
      };
    }

    LocalDateTime next(LocalDateTime start) {
      return switch (this) {
        case YEAR -> start.plusYears(1);
        case QUARTER -> start.plusMonths(3);
        case MONTH -> start.plusMonths(1);
        case WEEK -> start.plusWeeks(1);
        case DAY -> start.plusDays(1);
        case HOUR -> start.plusHours(1);
      };
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The buckets of ascending points; empty when they are no starts of a unit, or when two are
  /// closer than it.
  static Optional<TimeBuckets> of(List<LocalDateTime> ascending) {
    for (Unit unit : Unit.values()) {
      boolean fits = ascending.stream().allMatch(unit::isStart);
      for (int i = 1; fits && i < ascending.size(); i++) {
        fits = !ascending.get(i).isBefore(unit.next(ascending.get(i - 1)));
      }
      if (fits) {
        return Optional.of(new TimeBuckets(unit));
      }
    }
    return Optional.empty();
  }

  /// Whether a bucket has not ended yet.
  boolean isRunning(LocalDateTime start, Instant now, ZoneId zone) {
    return unit.next(start).isAfter(LocalDateTime.ofInstant(now, zone));
  }

  /// Whether no bucket is missing between the first and the last.
  boolean isUnbroken(List<LocalDateTime> ascending) {
    for (int i = 1; i < ascending.size(); i++) {
      if (!ascending.get(i).equals(unit.next(ascending.get(i - 1)))) {
        return false;
      }
    }
    return true;
  }

  /// A bucket in words: `2025`, `2025 Q3`, `2025-08`, `2025-08-11`.
  String words(LocalDateTime start) {
    return switch (unit) {
      case YEAR -> String.valueOf(start.getYear());
      case QUARTER -> start.getYear() + " Q" + ((start.getMonthValue() - 1) / 3 + 1);
      case MONTH -> start.toString().substring(0, 7);
      case WEEK, DAY -> start.toLocalDate().toString();
      case HOUR -> start.toString();
    };
  }

  /// A value of a date or timestamp column as a local point in time; null for anything else.
  static @Nullable LocalDateTime point(@Nullable Object value, ZoneId zone) {
    return switch (value) {
      case LocalDate d -> d.atStartOfDay();
      case LocalDateTime t -> t;
      case Instant i -> LocalDateTime.ofInstant(i, zone);
      case null, default -> null;
    };
  }
}
