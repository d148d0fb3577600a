package io.thermocline.server.session;

import io.thermocline.server.query.SessionContext;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// The options that a client may set, checked before the session sees them.
enum SessionOptions {
  /// Time zone of the session: an identifier such as `Europe/Berlin`, or an offset.
  TIME_ZONE,
  /// A fixed current time as an ISO instant.
  NOW,
  /// Below this confidence, between 0 and 1, a question fails instead of being answered.
  CONFIDENCE_THRESHOLD,
  /// Tiers that are not read, separated by commas.
  TIERS_OFF,
  /// Milliseconds after which statements fail; 0 means the server's limit.
  QUERY_TIMEOUT,
  /// The default schema for unqualified names.
  SEARCH_PATH,
  /// The client's own name, for logs.
  APPLICATION_NAME;

  String optionName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Checks an option and sets it.
  static void set(SessionContext context, String name, String value) {
    SessionOptions option =
        Arrays.stream(values())
            .filter(o -> o.optionName().equals(name))
            .findFirst()
            .orElseThrow(() ->
                new ThermoclineException(
                    ErrorCode.INVALID_PARAMETER,
                    "there is no session option "
                        + quoted(name)
                        + "; there are "
                        + Arrays.stream(values())
                            .map(SessionOptions::optionName)
                            .collect(Collectors.joining(", "))));
    if (!value.isEmpty()) {
      option.check(value);
    }
    context.set(name, value);
  }

  private void check(String value) {
    switch (this) {
      case TIME_ZONE -> {
        try {
          ZoneId.of(value);
        } catch (DateTimeException e) {
          throw invalid(value, "a time zone such as Europe/Berlin or +02:00", e);
        }
      }
      case NOW -> {
        try {
          Instant.parse(value);
        } catch (DateTimeException e) {
          throw invalid(value, "an instant such as 2026-01-31T12:00:00Z", e);
        }
      }
      case CONFIDENCE_THRESHOLD -> {
        try {
          double threshold = Double.parseDouble(value);
          if (!(threshold >= 0 && threshold <= 1)) {
            throw new NumberFormatException("out of range");
          }
        } catch (NumberFormatException e) {
          throw invalid(value, "a number from 0 to 1", e);
        }
      }
      case QUERY_TIMEOUT -> {
        try {
          if (Integer.parseInt(value) < 0) {
            throw new NumberFormatException("negative");
          }
        } catch (NumberFormatException e) {
          throw invalid(value, "a number of milliseconds", e);
        }
      }
      case TIERS_OFF, SEARCH_PATH, APPLICATION_NAME -> {
        // any text; the query service knows tiers and schemas
      }
    }
  }

  private ThermoclineException invalid(String value, String wanted, Exception cause) {
    return new ThermoclineException(
        ErrorCode.INVALID_PARAMETER,
        "session option " + optionName() + " takes " + wanted + ", not " + quoted(value),
        cause);
  }

  private static String quoted(String text) {
    return "'" + (text.length() > 64 ? text.substring(0, 64) + "…" : text) + "'";
  }

  /// The time-out that applies: the message's own, else the session's, else the server's.
  static Duration timeout(SessionContext context, int timeoutMillis, Duration serverDefault) {
    if (timeoutMillis > 0) {
      return Duration.ofMillis(timeoutMillis);
    }
    return context
        .setting(QUERY_TIMEOUT.optionName())
        .map(value -> Duration.ofMillis(Integer.parseInt(value)))
        .filter(timeout -> !timeout.isZero())
        .orElse(serverDefault);
  }
}
