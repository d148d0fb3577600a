package io.thermocline.server.query;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The settings of a session that clients may change, by `SET` or by the protocol, each with the
/// check of its value.
public final class SessionSettings {
  /// Time zone: an identifier such as `Europe/Berlin`, or an offset.
  public static final String TIME_ZONE = "time_zone";

  /// A fixed current time as an ISO instant.
  public static final String NOW = "now";

  /// Below this confidence, between 0 and 1, a question fails instead of being answered.
  public static final String CONFIDENCE_THRESHOLD = "confidence_threshold";

  /// Milliseconds after which statements fail; 0 means the server's limit.
  public static final String QUERY_TIMEOUT = "query_timeout";

  /// The default schema for questions and unqualified names.
  public static final String SEARCH_PATH = "search_path";

  /// The client's own name, for logs.
  public static final String APPLICATION_NAME = "application_name";

  /// Changing it forgets the questions asked so far.
  public static final String CONVERSATION = "conversation";

  /// Whether answers to questions come with observations about their rows.
  public static final String INSIGHTS = "insights";

  /// The first day of a week in questions, such as `monday`.
  public static final String WEEK_START = "week_start";

  /// The first month of a fiscal year in questions, from 1.
  public static final String FISCAL_YEAR_START = "fiscal_year_start";

  /// How questions mean `03/04/2024`: `mdy` or `dmy`.
  public static final String DATE_ORDER = "date_order";

  private static final Map<String, Setting> SETTINGS = new TreeMap<>();

  private record Setting(String wanted, String standard, Consumer<String> check) {}

  static {
    SETTINGS.put(
        TIME_ZONE, new Setting("a time zone such as Europe/Berlin or +02:00", "UTC", ZoneId::of));
    SETTINGS.put(NOW, new Setting("an instant such as 2026-01-31T12:00:00Z", "", Instant::parse));
    SETTINGS.put(
        CONFIDENCE_THRESHOLD,
        new Setting(
            "a number from 0 to 1",
            "",
            value -> check(Double.parseDouble(value) >= 0 && Double.parseDouble(value) <= 1)));
    SETTINGS.put(
        QUERY_TIMEOUT,
        new Setting("a number of milliseconds", "0", value -> check(Integer.parseInt(value) >= 0)));
    SETTINGS.put(
        INSIGHTS,
        new Setting("on or off", "off", value -> check(value.matches("(?i)on|off|true|false"))));
    SETTINGS.put(
        WEEK_START,
        new Setting(
            "a day such as monday", "", value -> check(DateSettings.day(value).isPresent())));
    SETTINGS.put(
        FISCAL_YEAR_START,
        new Setting(
            "a month from 1 to 12",
            "",
            value -> check(Integer.parseInt(value) >= 1 && Integer.parseInt(value) <= 12)));
    SETTINGS.put(
        DATE_ORDER,
        new Setting("mdy or dmy", "", value -> check(DateSettings.order(value).isPresent())));
    SETTINGS.put(SEARCH_PATH, new Setting("a schema", "", value -> {}));
    SETTINGS.put(APPLICATION_NAME, new Setting("any text", "", value -> {}));
    SETTINGS.put(CONVERSATION, new Setting("any text", "", value -> {}));
  }

  private SessionSettings() {}

  private static void check(boolean ok) {
    if (!ok) {
      throw new NumberFormatException("out of range");
    }
  }

  /// Whether a session wants observations about rows.
  static boolean insights(SessionContext session) {
    return session.setting(INSIGHTS).map(value -> value.matches("(?i)on|true")).orElse(false);
  }

  /// Whether there is a setting of that name.
  public static boolean isKnown(String name) {
    return SETTINGS.containsKey(name);
  }

  /// The names of all settings.
  public static Set<String> names() {
    return Set.copyOf(SETTINGS.keySet());
  }

  /// Checks and stores a setting; an empty value resets it.
  ///
  /// @throws ThermoclineException INVALID_PARAMETER when there is no such setting, or the value is
  ///   none of its values
  public static void set(SessionContext session, String name, String value) {
    Setting setting = SETTINGS.get(name);
    if (setting == null) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "there is no session setting "
              + quoted(name)
              + "; there are "
              + String.join(", ", SETTINGS.keySet()));
    }
    if (!value.isEmpty()) {
      try {
        setting.check().accept(value);
      } catch (DateTimeException | NumberFormatException e) {
        throw new ThermoclineException(
            ErrorCode.INVALID_PARAMETER,
            "the session setting " + name + " takes " + setting.wanted() + ", not " + quoted(value),
            e);
      }
    }
    if (name.equals(CONVERSATION)) {
      session.conversation(null);
    } else {
      session.set(name, value);
    }
  }

  /// The value of a known setting as `SHOW` prints it.
  public static String show(SessionContext session, String name) {
    Setting setting = SETTINGS.get(name);
    return session.setting(name).orElse(setting == null ? "" : setting.standard());
  }

  private static String quoted(String text) {
    return "'" + (text.length() > 64 ? text.substring(0, 64) + "…" : text) + "'";
  }
}
