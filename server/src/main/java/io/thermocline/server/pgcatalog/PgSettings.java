package io.thermocline.server.pgcatalog;

import io.thermocline.server.query.SessionContext;
import io.thermocline.server.query.SessionSettings;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// PostgreSQL's settings as a session of this gateway has them. Some are the gateway's own under
/// another name; some have one value that the gateway works with, and refuse others; the rest are
/// remembered and change nothing. The gateway's own settings can be set by their names, also with
/// the prefix `thermocline.`.
public final class PgSettings {
  /// The version that clients are told, which they take PostgreSQL's features from.
  public static final String SERVER_VERSION = "16.9 (Thermocline)";

  private static final String PREFIX = "postgres.";
  private static final String OWN_PREFIX = "thermocline.";

  /// A zone as POSIX writes it, with the sign the other way round.
  private static final Pattern POSIX_ZONE =
      Pattern.compile("(?i)(?:UTC|GMT)([+-])(\\d{1,2})(?::?(\\d{2}))?");

  private static final Pattern NUMERIC_ZONE = Pattern.compile("([+-]?)(\\d{1,2})(?:\\.5)?");
  private static final Map<String, Setting> SETTINGS = new TreeMap<>();

  /// A setting.
  ///
  /// @param name as it is reported, which may have upper-case letters
  /// @param reported whether clients are told of each change
  /// @param read what a given value becomes; throws when it is none
  private record Setting(
      String name,
      String standard,
      boolean reported,
      String description,
      UnaryOperator<String> read) {}

  /// A setting with its present value.
  public record Shown(String name, String value, String description) {}

  static {
    fixed("server_version", SERVER_VERSION, true, "The version that this server speaks like.");
    fixed("server_version_num", "160009", false, "The same as a number.");
    fixed("server_encoding", "UTF8", true, "The encoding of stored text.");
    fixed("integer_datetimes", "on", true, "Whether timestamps are integers.");
    fixed("is_superuser", "off", true, "Whether the user may do everything.");
    fixed("in_hot_standby", "off", true, "Whether this is a standby.");
    fixed("max_identifier_length", "63", false, "The longest name.");
    fixed("max_index_keys", "32", false, "The most columns of an index.");
    fixed("block_size", "8192", false, "Bytes of a page.");
    fixed("lc_collate", "C", false, "How text is ordered.");
    fixed("lc_ctype", "C", false, "How characters are classed.");
    fixed("transaction_read_only", "on", false, "Whether the transaction changes nothing.");
    fixed("wal_level", "minimal", false, "There is no log.");
    oneOf("client_encoding", "UTF8", true, "UTF8", "UTF-8", "UNICODE");
    oneOf("standard_conforming_strings", "on", true, "on", "true", "1");
    oneOf("bytea_output", "hex", false, "hex");
    oneOf("IntervalStyle", "postgres", true, "postgres");
    oneOf("escape_string_warning", "on", false, "on", "off");
    oneOf("default_transaction_read_only", "on", true, "on", "off", "true", "false");
    put(
        new Setting(
            "DateStyle", "ISO, MDY", true, "How dates are printed.", PgSettings::dateStyle));
    for (String name :
        List.of(
            "client_min_messages=notice",
            "extra_float_digits=1",
            "statement_timeout=0",
            "lock_timeout=0",
            "idle_in_transaction_session_timeout=0",
            "default_transaction_isolation=read committed",
            "transaction_isolation=read committed",
            "default_transaction_deferrable=off",
            "row_security=on",
            "session_replication_role=origin",
            "synchronous_commit=on",
            "jit=off",
            "geqo=on",
            "work_mem=4MB",
            "maintenance_work_mem=64MB",
            "search_path=\"$user\", public",
            "TimeZone=UTC",
            "application_name=",
            "session_authorization=",
            "role=none",
            "lc_messages=C",
            "lc_monetary=C",
            "lc_numeric=C",
            "lc_time=C",
            "check_function_bodies=on",
            "default_table_access_method=heap",
            "default_tablespace=",
            "default_with_oids=off",
            "backslash_quote=safe_encoding",
            "quote_all_identifiers=off",
            "xmloption=content",
            "log_statement=none",
            "max_parallel_workers_per_gather=0",
            "enable_seqscan=on",
            "enable_nestloop=on",
            "enable_hashjoin=on",
            "enable_mergejoin=on")) {
      int equals = name.indexOf('=');
      String bare = name.substring(0, equals);
      boolean reported =
          Set.of("TimeZone", "application_name", "session_authorization").contains(bare);
      put(new Setting(bare, name.substring(equals + 1), reported, "", UnaryOperator.identity()));
    }
  }

  private PgSettings() {}

  private static void put(Setting setting) {
    SETTINGS.put(setting.name().toLowerCase(Locale.ROOT), setting);
  }

  private static void fixed(String name, String value, boolean reported, String description) {
    put(
        new Setting(
            name,
            value,
            reported,
            description,
            given -> {
              if (given.equalsIgnoreCase(value)) {
                return value;
              }
              throw new ThermoclineException(
                  ErrorCode.INVALID_PARAMETER, "parameter \"" + name + "\" cannot be changed");
            }));
  }

  private static void oneOf(String name, String value, boolean reported, String... allowed) {
    put(
        new Setting(
            name,
            value,
            reported,
            "",
            given -> {
              for (String one : allowed) {
                if (one.equalsIgnoreCase(given)) {
                  return value;
                }
              }
              throw new ThermoclineException(
                  ErrorCode.INVALID_PARAMETER,
                  "parameter \""
                      + name
                      + "\" is "
                      + value
                      + " here, not '"
                      + shortened(given)
                      + "'");
            }));
  }

  private static String shortened(String text) {
    return text.length() > 64 ? text.substring(0, 64) + "…" : text;
  }

  private static String dateStyle(String value) {
    String order = "MDY";
    for (String part : value.split("[,\\s]+")) {
      switch (part.toUpperCase(Locale.ROOT)) {
        case "ISO" -> {
          // what is printed anyway
        }
        case "MDY", "US", "NONEURO" -> order = "MDY";
        case "DMY", "EURO", "EUROPEAN" -> order = "DMY";
        case "YMD" -> order = "YMD";
        default ->
            throw new ThermoclineException(
                ErrorCode.INVALID_PARAMETER,
                "parameter \"DateStyle\" is ISO here, not '" + shortened(value) + "'");
      }
    }
    return "ISO, " + order;
  }

  /// Whether `SET` and `SHOW` know a name, in lower case.
  public static boolean isKnown(String name) {
    return SETTINGS.containsKey(name) || SessionSettings.isKnown(own(name));
  }

  private static String own(String name) {
    return name.startsWith(OWN_PREFIX) ? name.substring(OWN_PREFIX.length()) : name;
  }

  /// Changes a setting; an empty value resets it.
  ///
  /// @param name in lower case
  /// @throws ThermoclineException UNDEFINED_DEFINITION when there is no such setting,
  ///   INVALID_PARAMETER when it does not take the value
  public static void set(SessionContext session, String name, String value) {
    switch (name) {
      case "timezone" ->
          SessionSettings.set(
              session, SessionSettings.TIME_ZONE, value.isEmpty() ? "" : zone(value));
      case "statement_timeout" ->
          SessionSettings.set(
              session, SessionSettings.QUERY_TIMEOUT, value.isEmpty() ? "" : millis(value));
      case "search_path" -> {
        session.set(PREFIX + name, value);
        SessionSettings.set(session, SessionSettings.SEARCH_PATH, firstSchema(value));
      }
      case "application_name" ->
          SessionSettings.set(session, SessionSettings.APPLICATION_NAME, value);
      default -> {
        Setting setting = SETTINGS.get(name);
        if (setting != null) {
          session.set(PREFIX + name, value.isEmpty() ? "" : setting.read().apply(value));
        } else if (SessionSettings.isKnown(own(name))) {
          SessionSettings.set(session, own(name), value);
        } else if (name.indexOf('.') > 0) {
          session.set(PREFIX + name, value);
        } else {
          throw new ThermoclineException(
              ErrorCode.UNDEFINED_DEFINITION,
              "unrecognized configuration parameter \"" + shortened(name) + "\"");
        }
      }
    }
  }

  /// Puts every setting back that a client may change.
  public static void resetAll(SessionContext session) {
    for (Map.Entry<String, Setting> entry : SETTINGS.entrySet()) {
      set(session, entry.getKey(), "");
    }
    for (String name : SessionSettings.names()) {
      SessionSettings.set(session, name, "");
    }
  }

  private static String zone(String value) {
    Matcher posix = POSIX_ZONE.matcher(value);
    if (posix.matches()) {
      String minutes = posix.group(3) == null ? "00" : posix.group(3);
      String hours = posix.group(2).length() == 1 ? "0" + posix.group(2) : posix.group(2);
      return (posix.group(1).equals("+") ? "-" : "+") + hours + ":" + minutes;
    }
    Matcher numeric = NUMERIC_ZONE.matcher(value);
    if (numeric.matches()) {
      String hours = numeric.group(2).length() == 1 ? "0" + numeric.group(2) : numeric.group(2);
      return (numeric.group(1).equals("-") ? "-" : "+")
          + hours
          + (value.endsWith(".5") ? ":30" : ":00");
    }
    try {
      return ZoneId.of(value).getId();
    } catch (DateTimeException e) {
      for (String id : ZoneId.getAvailableZoneIds()) {
        if (id.equalsIgnoreCase(value)) {
          return id;
        }
      }
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "invalid value for parameter \"TimeZone\": \"" + shortened(value) + "\"",
          e);
    }
  }

  private static String millis(String value) {
    Matcher parts =
        Pattern.compile("(\\d{1,9})\\s*(us|ms|s|min|h|d)?").matcher(value.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "invalid value for parameter \"statement_timeout\": \"" + shortened(value) + "\"");
    }
    long number = Long.parseLong(parts.group(1));
    String unit = parts.group(2) == null ? "ms" : parts.group(2);
    long millis =
        switch (unit) {
          case "us" -> number / 1000;
          case "s" -> number * 1000;
          case "min" -> number * 60_000;
          case "h" -> number * 3_600_000;
          case "d" -> number * 86_400_000;
          default -> number;
        };
    return Long.toString(Math.min(millis, Integer.MAX_VALUE));
  }

  /// The first schema of a search path that may hold tables; empty when it names none.
  private static String firstSchema(String path) {
    for (String part : path.split(",")) {
      String name = part.strip();
      name =
          name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")
              ? name.substring(1, name.length() - 1)
              : name;
      if (!Set.of("", "$user", "public", "pg_catalog").contains(name)) {
        return name;
      }
    }
    return "";
  }

  /// The present value of a setting.
  ///
  /// @param name in lower case
  public static Optional<String> show(SessionContext session, String name) {
    return switch (name) {
      case "timezone" -> Optional.of(session.setting(SessionSettings.TIME_ZONE).orElse("UTC"));
      case "statement_timeout" ->
          Optional.of(session.setting(SessionSettings.QUERY_TIMEOUT).orElse("0"));
      case "application_name" ->
          Optional.of(session.setting(SessionSettings.APPLICATION_NAME).orElse(""));
      case "session_authorization" -> Optional.of(session.user());
      case "search_path" ->
          Optional.of(
              session
                  .setting(PREFIX + name)
                  .or(() -> session.setting(SessionSettings.SEARCH_PATH))
                  .orElse(session.catalog().isEmpty() ? "\"$user\", public" : session.catalog()));
      default -> {
        Setting setting = SETTINGS.get(name);
        Optional<String> own = session.setting(PREFIX + name);
        yield own.isPresent() || setting != null
            ? Optional.of(own.orElse(setting == null ? "" : setting.standard()))
            : SessionSettings.isKnown(own(name))
                ? Optional.of(SessionSettings.show(session, own(name)))
                : Optional.empty();
      }
    };
  }

  /// All settings, by name.
  public static List<Shown> all(SessionContext session) {
    List<Shown> shown = new ArrayList<>();
    SETTINGS.forEach((name, setting) ->
        shown.add(
            new Shown(setting.name(), show(session, name).orElse(""), setting.description())));
    return shown;
  }

  /// The settings of which clients are told, with their present values, by the name that is told.
  public static Map<String, String> reported(SessionContext session) {
    Map<String, String> values = new TreeMap<>();
    SETTINGS.forEach((name, setting) -> {
      if (setting.reported()) {
        values.put(setting.name(), show(session, name).orElse(""));
      }
    });
    return values;
  }
}
