package io.thermocline.nl.time;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Dates that are written like dates and do not exist: `2023-02-30`, `31 June`, `Q5 2024`, `week 54
/// of 2024`. A question with one is refused with that reason, since any other reading of the digits
/// would be wrong.
public final class ImpossibleDates {
  private static final String MONTHS =
      "(january|february|march|april|may|june|july|august|september|october|november|december"
          + "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)";
  private static final String YEAR = "(?:,? +([12][0-9]{3}))?(?![0-9])";
  private static final Pattern ISO =
      Pattern.compile("(?<![0-9-])([12][0-9]{3})-([0-9]{2})-([0-9]{2})(?![0-9-])");
  private static final Pattern MONTH_DAY =
      Pattern.compile("\\b" + MONTHS + "\\.? +([0-9]{1,2})(?:st|nd|rd|th)?" + YEAR);
  private static final Pattern DAY_MONTH =
      Pattern.compile(
          "(?<![0-9.,])([0-9]{1,2})(?:st|nd|rd|th)? +(?:of +)?" + MONTHS + "\\b\\.?" + YEAR);
  private static final Pattern QUARTER =
      Pattern.compile("\\bq([05-9]) *(?:of +)?(?:[12][0-9]{3})(?![0-9])");
  private static final Pattern WEEK =
      Pattern.compile("\\bweek +([0-9]{1,2}) +(?:of +)?([12][0-9]{3})(?![0-9])");
  private static final Pattern ORDINAL = Pattern.compile("[0-9](?:st|nd|rd|th)");
  private static final int LEAP = 2000;

  /// A larger number beside a month is no day: `the top 35 of March`.
  private static final int MOST_DAYS = 31;

  private ImpossibleDates() {}

  /// The first date of a text that does not exist, as it is written.
  public static Optional<String> find(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (Pattern pattern : List.of(ISO, MONTH_DAY, DAY_MONTH, QUARTER, WEEK)) {
      Matcher matcher = pattern.matcher(lower);
      while (matcher.find()) {
        if (!exists(pattern, matcher)) {
          return Optional.of(text.substring(matcher.start(), matcher.end()).strip());
        }
      }
    }
    return Optional.empty();
  }

  private static boolean exists(Pattern pattern, Matcher m) {
    if (pattern == QUARTER) {
      return false;
    }
    try {
      if (pattern == ISO) {
        LocalDate.of(number(m, 1), number(m, 2), number(m, 3));
      } else if (pattern == WEEK) {
        TimexValues.week(number(m, 2), number(m, 1));
      } else {
        boolean monthFirst = pattern == MONTH_DAY;
        Month month = DatePhrases.month(m.group(monthFirst ? 1 : 2)).orElseThrow();
        int day = number(m, monthFirst ? 2 : 1);
        int year = m.group(3) == null ? LEAP : number(m, 3);
        boolean count = day > MOST_DAYS && !ORDINAL.matcher(m.group()).find();
        return count || day >= 1 && day <= month.length(Year.isLeap(year));
      }
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }
}
