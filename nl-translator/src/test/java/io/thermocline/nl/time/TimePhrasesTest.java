package io.thermocline.nl.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// It is a Tuesday, 24 November 2026, 10:00 in Berlin.
class TimePhrasesTest {
  private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final TimePhrases PHRASES =
      new TimePhrases(TimeSettings.of(NOW, BERLIN), TimexSource.NONE);

  private static String words(TimePhrases phrases, String text) {
    return phrases.parse(text).map(Period::words).orElse("none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          today | 2026-11-24
          yesterday | 2026-11-23
          the day before yesterday | 2026-11-22
          tomorrow | 2026-11-25
          this week | 2026-11-23 to 2026-11-29
          last week | 2026-11-16 to 2026-11-22
          this month | 2026-11-01 to 2026-11-30
          last month | 2026-10-01 to 2026-10-31
          next month | 2026-12-01 to 2026-12-31
          this quarter | 2026-10-01 to 2026-12-31
          last quarter | 2026-07-01 to 2026-09-30
          the previous quarter | 2026-07-01 to 2026-09-30
          this year | 2026-01-01 to 2026-12-31
          last year | 2025-01-01 to 2025-12-31
          in the last decade | 2010-01-01 to 2019-12-31
          past 30 days | 2026-10-25 to 2026-11-24
          last 7 days | 2026-11-17 to 2026-11-24
          the last three years | 2023-11-24 to 2026-11-24
          during the past year | 2025-11-24 to 2026-11-24
          last 2 full quarters | 2026-04-01 to 2026-09-30
          last 24 hours | 2026-11-23 10:00 until 2026-11-24 10:00
          next two weeks | 2026-11-25 to 2026-12-08
          last couple of months | 2026-09-24 to 2026-11-24
          two weeks ago | 2026-11-09 to 2026-11-15
          3 days ago | 2026-11-21
          a year ago | 2025-01-01 to 2025-12-31
          more than 2 years ago | before 2024-11-24
          older than 30 days | before 2026-10-25
          less than a month ago | 2026-10-24 to 2026-11-24
          last monday | 2026-11-23
          last tuesday | 2026-11-17
          on Friday | 2026-11-20
          this friday | 2026-11-27
          the year before last | 2024-01-01 to 2024-12-31
          a fortnight ago | 2026-11-09 to 2026-11-15
          last fortnight | 2026-11-10 to 2026-11-24
          last full month | 2026-10-01 to 2026-10-31
          last weekend | 2026-11-21 to 2026-11-22
          this weekend | 2026-11-28 to 2026-11-29
          next weekend | 2026-12-05 to 2026-12-06
          this morning | 2026-11-24 06:00 until 2026-11-24 12:00
          tonight | 2026-11-24 18:00 until 2026-11-24 22:00
          yesterday at 5 pm | 2026-11-23 17:00 until 2026-11-23 18:00
          yesterday after 18:30 | 2026-11-23 18:30 until 2026-11-24
          monday night | 2026-11-23 22:00 until 2026-11-24 06:00
          next Friday | 2026-11-27
          """)
  void relativeToNow(String text, String expected) {
    assertThat(words(PHRASES, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          in 2023 | 2023-01-01 to 2023-12-31
          the year 2023 | 2023-01-01 to 2023-12-31
          March | 2026-03-01 to 2026-03-31
          December | 2025-12-01 to 2025-12-31
          last december | 2025-12-01 to 2025-12-31
          in January 2023 | 2023-01-01 to 2023-01-31
          Jan of 2023 | 2023-01-01 to 2023-01-31
          March of last year | 2025-03-01 to 2025-03-31
          March last year | 2025-03-01 to 2025-03-31
          March 5 | 2026-03-05
          5th of March | 2026-03-05
          March 5th, 2023 | 2023-03-05
          7 March 2023 | 2023-03-07
          Q3 | 2026-07-01 to 2026-09-30
          Q3 2024 | 2024-07-01 to 2024-09-30
          2024 Q3 | 2024-07-01 to 2024-09-30
          third quarter of last year | 2025-07-01 to 2025-09-30
          last year's Q3 | 2025-07-01 to 2025-09-30
          the first half of 2024 | 2024-01-01 to 2024-06-30
          H2 2024 | 2024-07-01 to 2024-12-31
          week 12 of 2024 | 2024-03-18 to 2024-03-24
          second week of March 2023 | 2023-03-08 to 2023-03-14
          last week of 2023 | 2023-12-25 to 2023-12-31
          the 90s | 1990-01-01 to 1999-12-31
          2024-03-05 | 2024-03-05
          2024-03 | 2024-03-01 to 2024-03-31
          2024/03/05 | 2024-03-05
          3/5/2024 | 2024-03-05
          25/3/2024 | 2024-03-25
          5.3.2024 | 2024-03-05
          3/2024 | 2024-03-01 to 2024-03-31
          2024-03-05 14:30 | 2024-03-05 14:30 until 2024-03-05 14:31
          end of last month | 2026-10-31
          q3 23 | 2023-07-01 to 2023-09-30
          Q3 '23 | 2023-07-01 to 2023-09-30
          Q3/2024 | 2024-07-01 to 2024-09-30
          2024-Q3 | 2024-07-01 to 2024-09-30
          3Q24 | 2024-07-01 to 2024-09-30
          1H24 | 2024-01-01 to 2024-06-30
          H1 of last year | 2025-01-01 to 2025-06-30
          the 1990s | 1990-01-01 to 1999-12-31
          the '80s | 1980-01-01 to 1989-12-31
          2010's | 2010-01-01 to 2019-12-31
          the 20th century | 1900-01-01 to 1999-12-31
          March '23 | 2023-03-01 to 2023-03-31
          2023/24 | 2023-01-01 to 2024-12-31
          20240305 | 2024-03-05
          3/5/24 | 2024-03-05
          5.3.24 | 2024-03-05
          the 15th | 2026-11-15
          the 30th | 2026-10-30
          week 32 | 2026-08-03 to 2026-08-09
          CW 32 2025 | 2025-08-04 to 2025-08-10
          2020-W53 | 2020-12-28 to 2021-01-03
          early 2024 | 2024-01-01 to 2024-04-30
          mid-2024 | 2024-05-01 to 2024-08-31
          late last year | 2025-09-01 to 2025-12-31
          the middle of March | 2026-03-11 to 2026-03-20
          late February 2024 | 2024-02-21 to 2024-02-29
          early 2010s | 2010-01-01 to 2013-12-31
          late this quarter | 2026-12-01 to 2026-12-31
          summer 2024 | 2024-06-01 to 2024-08-31
          last summer | 2026-06-01 to 2026-08-31
          winter 2023 | 2023-12-01 to 2024-02-29
          fall | 2026-09-01 to 2026-11-30
          christmas 2024 | 2024-12-25
          Christmas | 2025-12-25
          next Christmas | 2026-12-25
          easter 2024 | 2024-03-31
          Good Friday 2025 | 2025-04-18
          Black Friday last year | 2025-11-28
          thanksgiving 2025 | 2025-11-27
          New Year's Eve | 2025-12-31
          first 3 months of 2024 | 2024-01-01 to 2024-03-31
          last two weeks of March | 2026-03-18 to 2026-03-31
          first Friday of May 2024 | 2024-05-03
          last Friday of last month | 2026-10-30
                    the beginning of 2024 | 2024-01-01
          """)
  void absolute(String text, String expected) {
    assertThat(words(PHRASES, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          since March | from 2026-03-01 on
          since yesterday | from 2026-11-23 on
          since the beginning of the year | from 2026-01-01 on
          from March 2024 on | from 2024-03-01 on
          after March 2021 | from 2021-04-01 on
          after 2020-05-06 | from 2020-05-07 on
          before 2020 | before 2020-01-01
          earlier than May 2019 | before 2019-05-01
          until June | before 2026-07-01
          by the end of 2022 | before 2023-01-01
          up to last month | before 2026-11-01
          year to date | 2026-01-01 to 2026-11-24
          YTD | 2026-01-01 to 2026-11-24
          quarter to date | 2026-10-01 to 2026-11-24
          this month so far | 2026-11-01 to 2026-11-24
          so far this year | 2026-01-01 to 2026-11-24
          between March and May 2023 | 2023-03-01 to 2023-05-31
          from January to March | 2026-01-01 to 2026-03-31
          between 2020-01-01 and 2020-03-31 | 2020-01-01 to 2020-03-31
          2019 to 2021 | 2019-01-01 to 2021-12-31
          2019-2021 | 2019-01-01 to 2021-12-31
          October 2023 through January 2024 | 2023-10-01 to 2024-01-31
          March 15 to March 20 | 2026-03-15 to 2026-03-20
          Q1 and Q2 of 2023 | 2023-01-01 to 2023-06-30
          2023 or 2024 | 2023-01-01 to 2024-12-31
          between 3 May and June 10 | 2026-05-03 to 2026-06-10
          between 2019 and 2021 | 2019-01-01 to 2021-12-31
          from 2023-01 to 2023-06 | 2023-01-01 to 2023-06-30
          q3 23 to q1 24 | 2023-07-01 to 2024-03-31
          mtd | 2026-11-01 to 2026-11-24
          qtd | 2026-10-01 to 2026-11-24
          this week so far | 2026-11-23 to 2026-11-24
          starting in March 2024 | from 2024-03-01 on
          as of 2024-06-30 | from 2024-06-30 on
          in or after 2020 | from 2020-01-01 on
          2020 or later | from 2020-01-01 on
          on or before 2020-05-06 | before 2020-05-07
          no later than June | before 2026-07-01
          not before March | from 2026-03-01 on
          prior to 2020 | before 2020-01-01
          """)
  void ranges(String text, String expected) {
    assertThat(words(PHRASES, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          last fiscal year | 2025-04-01 to 2026-03-31
          this fiscal year | 2026-04-01 to 2027-03-31
          fiscal year 2025 | 2024-04-01 to 2025-03-31
          FY25 | 2024-04-01 to 2025-03-31
          fiscal Q2 2025 | 2024-07-01 to 2024-09-30
          this fiscal quarter | 2026-10-01 to 2026-12-31
          FY2024 | 2023-04-01 to 2024-03-31
          fy 24 | 2023-04-01 to 2024-03-31
          FQ2 | 2026-07-01 to 2026-09-30
          FQ4 | 2026-01-01 to 2026-03-31
          Q2 FY24 | 2023-07-01 to 2023-09-30
          FYTD | 2026-04-01 to 2026-11-24
          2023/24 | 2023-04-01 to 2024-03-31
          03/04/2024 | 2024-04-03
          3/4/24 | 2024-04-03
          03/25/2024 | 2024-03-25
          this year | 2026-01-01 to 2026-12-31
          this week | 2026-11-22 to 2026-11-28
          """)
  void fiscalYearAndWeekAreSettings(String text, String expected) {
    TimeSettings settings =
        new TimeSettings(NOW, BERLIN, DayOfWeek.SUNDAY, Month.APRIL, DateOrder.DAY_FIRST);
    assertThat(words(new TimePhrases(settings, TimexSource.NONE), text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "paid",
    "2023-13-45",
    "February 30 2023",
    "last",
    "between",
    "the",
    "''",
    "99999999 days ago",
    "?",
    "31 June 2023",
    "Q5 2024",
    "week 54 of 2024",
    "2023-W53",
    "2019 and 2021",
    "first 15 months of 2024",
    "sixth friday of may 2024",
    "weekends",
    "after 6 pm",
    "mondays"
  })
  void otherWordsAreNoPeriod(String text) {
    assertThat(PHRASES.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          weekends | Saturdays and Sundays
          on the weekend | Saturdays and Sundays
          on weekdays | Mondays to Fridays
          Mondays | Mondays
          every Friday | Fridays
          Mondays, Wednesdays and Fridays | Mondays, Wednesdays and Fridays
          in the morning | 06:00 until 12:00 of any day
          evenings | 18:00 until 22:00 of any day
          at night | 22:00 until 06:00 of any day
          after 6 pm | 18:00 until midnight of any day
          before 9 a.m. | 00:00 until 09:00 of any day
          between 9 and 5 pm | 09:00 until 17:00 of any day
          between 9:30 and 17:00 | 09:30 until 17:00 of any day
          from 10 pm to 2 am | 22:00 until 02:00 of any day
          at 5 o'clock | 05:00 until 06:00 of any day
          at noon | 12:00 until 13:00 of any day
          Friday nights | 22:00 until 06:00 on Fridays
          weekday mornings | 06:00 until 12:00 on Mondays to Fridays
          business hours | 09:00 until 17:00 on Mondays to Fridays
          weekends last month | Saturdays and Sundays, 2026-10-01 to 2026-10-31
          Mondays in 2024 | Mondays, 2024-01-01 to 2024-12-31
          mornings this week | 06:00 until 12:00 of any day, 2026-11-23 to 2026-11-29
          """)
  void timesThatComeAgain(String text, String expected) {
    assertThat(PHRASES.parse(text)).isEmpty();
    assertThat(PHRASES.recurrence(text).map(Recurrence::words)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "paid",
        "last week",
        "yesterday morning",
        "25 pm",
        "after 13 pm",
        "at 25:00",
        "the",
        "monday",
        "2024",
        "between 9 and 5"
      })
  void otherWordsDoNotComeAgain(String text) {
    assertThat(PHRASES.recurrence(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          orders on 2023-02-30 | 2023-02-30
          orders since February 30, 2023 | February 30, 2023
          sales of 31 June | 31 June
          what happened on the 29th of February 2023 | 29th of February 2023
          revenue until June 31 | June 31
          orders of the 32nd of May | 32nd of May
          revenue in Q5 2024 | Q5 2024
          revenue in week 53 of 2023 | week 53 of 2023
          """)
  void datesThatDoNotExistAreFound(String text, String expected) {
    assertThat(ImpossibleDates.find(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders on 2024-02-29",
        "February 29 2024",
        "May 31",
        "the 40 march products",
        "March 2024",
        "March 50",
        "week 53 of 2020",
        "Q4 2024",
        "10 may 2024",
        "phone 555-2023-99-99",
        "top 35 of march 2024"
      })
  void otherDatesAreLeftAlone(String text) {
    assertThat(ImpossibleDates.find(text)).isEmpty();
  }

  @Test
  void onlyDatesWithSlashesCanBeAmbiguous() {
    assertThat(TimePhrases.isAmbiguous("since 03/04/2024")).isTrue();
    assertThat(TimePhrases.isAmbiguous("3/4/24")).isTrue();
    assertThat(TimePhrases.isAmbiguous("03/03/2024")).isFalse();
    assertThat(TimePhrases.isAmbiguous("03/25/2024")).isFalse();
    assertThat(TimePhrases.isAmbiguous("2024-03-04")).isFalse();
  }

  @Test
  void theZoneDecidesWhatTodayIs() {
    Instant lateEvening = Instant.parse("2026-11-24T23:30:00Z");
    assertThat(
            words(new TimePhrases(TimeSettings.of(lateEvening, BERLIN), TimexSource.NONE), "today"))
        .isEqualTo("2026-11-25");
    assertThat(
            words(
                new TimePhrases(
                    TimeSettings.of(lateEvening, ZoneId.of("America/New_York")), TimexSource.NONE),
                "today"))
        .isEqualTo("2026-11-24");
  }

  @Test
  void theSecondReaderIsAskedLast() {
    TimePhrases phrases =
        new TimePhrases(TimeSettings.of(NOW, BERLIN), (text, now) -> Optional.of("2023-SU"));
    assertThat(words(phrases, "the summer of 2023")).isEqualTo("2023-06-01 to 2023-08-31");
    assertThat(words(phrases, "2024")).isEqualTo("2024-01-01 to 2024-12-31");
  }

  @Test
  void randomWordsNeverFail() {
    String[] words =
        ("weekends after 6 pm between on mondays ' early christmas 2024-q3 fy24 53 every night 1990's last past this next 3 two of in the year years month Q3 2024 march 5th since between and to - , fiscal week days ago"
                + " half first end start until before 2024-02-30 99999 monday 90 s h1 now full date so far")
            .split(" ");
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(7); j >= 0; j--) {
        text.append(words[random.nextInt(words.length)]).append(' ');
      }
      assertThat(PHRASES.parse(text.toString())).as("seed 7, text %s", text).isNotNull();
      assertThat(PHRASES.recurrence(text.toString())).as("seed 7, text %s", text).isNotNull();
    }
  }
}
