package io.thermocline.nl.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarStepTest {
  private static final TimePhrases PHRASES =
      new TimePhrases(
          TimeSettings.of(Instant.parse("2026-11-24T10:00:00Z"), ZoneId.of("Europe/Berlin")),
          TimexSource.NONE);

  @Test
  void movedBackIsTheFirstPointThatReachesThePoint() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      LocalDateTime point =
          LocalDateTime.of(2019, 1, 1, 0, 0).plusHours(random.nextInt(24 * 365 * 8));
      CalendarUnit unit = CalendarUnit.values()[random.nextInt(CalendarUnit.values().length)];
      CalendarStep step = new CalendarStep(unit, 1 + random.nextInt(5));
      LocalDateTime back = step.before(point);
      assertThat(step.after(back)).as("%s %s", point, step).isAfterOrEqualTo(point);
      assertThat(step.after(back.minusNanos(1000))).as("%s %s", point, step).isBefore(point);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "last quarter | QUARTER | 1",
        "past 30 days | DAY | 30",
        "last 3 full months | MONTH | 3",
        "year to date | YEAR | 1",
        "so far this month | MONTH | 1",
        "2025 | YEAR | 1",
        "March 2026 | MONTH | 1",
        "yesterday | DAY | 1",
        "Q3 | QUARTER | 1",
        "from March to May 2026 | MONTH | 3",
        "from 2026-03-05 to 2026-03-08 | DAY | 4",
        "last fiscal year | FISCAL_YEAR | 1"
      })
  void aPeriodIsCountedInTheUnitOfItsWords(String words, CalendarUnit unit, long count) {
    assertThat(PHRASES.parse(words).flatMap(Period::length))
        .contains(new CalendarStep(unit, count));
  }

  @ParameterizedTest
  @CsvSource({"since March", "until 2025", "before May 2026"})
  void aPeriodWithoutAnEndHasNoLength(String words) {
    assertThat(PHRASES.parse(words)).isPresent();
    assertThat(PHRASES.parse(words).flatMap(Period::length)).isEmpty();
  }

  @Test
  void aPeriodMovesBackWithBothEnds() {
    CalendarStep month = new CalendarStep(CalendarUnit.MONTH, 1);
    Period march =
        new Period(LocalDateTime.of(2026, 3, 1, 0, 0), LocalDateTime.of(2026, 3, 31, 0, 0));
    assertThat(month.before(march).words()).isEqualTo("2026-02-01 to 2026-02-28");
  }
}
