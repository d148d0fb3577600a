package io.thermocline.server.net.pgwire;

import io.thermocline.protocol.ProtocolException;
import io.thermocline.server.pgcatalog.PgSettings;
import io.thermocline.server.query.SessionContext;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What a start-up message says.
///
/// @param settings by lower-case name, in the order in which they apply
/// @param extensions of the protocol that the client asks for; none is known
record StartupOptions(
    String user, String database, Map<String, String> settings, List<String> extensions) {
  /// Databases that hold every schema; tools connect to them when they are told of none.
  private static final Set<String> ALL_SCHEMAS = Set.of("thermocline", "postgres");

  private static final String EXTENSION = "_pq_.";

  /// Reads the parameters of a start-up message.
  static StartupOptions of(Map<String, String> parameters) {
    String user = parameters.getOrDefault("user", "");
    if (user.isEmpty()) {
      throw new ProtocolException("no PostgreSQL user name specified in startup packet");
    }
    Map<String, String> settings = new LinkedHashMap<>();
    List<String> extensions = new ArrayList<>();
    parameters.forEach((name, value) -> {
      switch (name) {
        case "user", "database", "options" -> {
          // read by themselves
        }
        case "replication" -> {
          if (!Set.of("false", "off", "no", "0").contains(value)) {
            throw new ThermoclineException(
                ErrorCode.UNSUPPORTED, "the gateway has no log to replicate");
          }
        }
        default -> {
          if (name.startsWith(EXTENSION)) {
            extensions.add(name);
          } else {
            settings.put(name.toLowerCase(Locale.ROOT), value);
          }
        }
      }
    });
    commandLine(parameters.getOrDefault("options", ""), settings);
    return new StartupOptions(
        user, parameters.getOrDefault("database", user), settings, extensions);
  }

  /// `-c name=value` and `--name=value`, with backslashes before blanks that belong to a value.
  private static void commandLine(String options, Map<String, String> settings) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < options.length(); i++) {
      char c = options.charAt(i);
      if (c == '\\' && i + 1 < options.length()) {
        word.append(options.charAt(++i));
      } else if (Character.isWhitespace(c)) {
        words.add(word.toString());
        word.setLength(0);
      } else {
        word.append(c);
      }
    }
    words.add(word.toString());
    for (String option : words) {
      String setting =
          option.startsWith("--")
              ? option.substring(2).replace('-', '_')
              : option.startsWith("-c") ? option.substring(2) : option;
      int equals = setting.indexOf('=');
      if (equals > 0) {
        settings.put(
            setting.substring(0, equals).toLowerCase(Locale.ROOT), setting.substring(equals + 1));
      }
    }
  }

  /// A session with these settings.
  ///
  /// @param schemas that may be named as the database
  /// @throws ThermoclineException UNDEFINED_CATALOG, or what is wrong with a setting
  SessionContext session(String id, List<String> schemas) {
    boolean all = ALL_SCHEMAS.contains(database) && !schemas.contains(database);
    if (!all && !schemas.contains(database)) {
      throw new ThermoclineException(
          ErrorCode.UNDEFINED_CATALOG,
          "database \""
              + database
              + "\" does not exist; each schema is one: "
              + String.join(", ", schemas)
              + ", and thermocline is all of them");
    }
    SessionContext session = new SessionContext(id, user, all ? "" : database);
    settings.forEach((name, value) -> PgSettings.set(session, name, value));
    return session;
  }
}
