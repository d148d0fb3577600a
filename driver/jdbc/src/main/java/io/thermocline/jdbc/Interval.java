package io.thermocline.jdbc;

import java.time.Duration;
import java.time.Period;

/**
 * A span of calendar months and of microseconds, each with its own sign: the value of an {@code
 * interval} column.
 */
public record Interval(long months, long micros) {
  private static final long MICROS_PER_SECOND = 1_000_000L;

  /** The months as a period. */
  public Period toPeriod() {
    return Period.ofMonths(Math.toIntExact(months)).normalized();
  }

  /** The microseconds as a duration. */
  public Duration toDuration() {
    return Duration.ofSeconds(
        Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * 1000);
  }

  /** ISO 8601, for instance {@code P1Y2M} or {@code P1MT3H}. */
  @Override
  public String toString() {
    if (micros == 0) {
      return months == 0 ? "PT0S" : toPeriod().toString();
    }
    String time = toDuration().toString();
    return months == 0 ? time : toPeriod() + time.substring(1);
  }
}
