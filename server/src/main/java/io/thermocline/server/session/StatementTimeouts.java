package io.thermocline.server.session;

import io.thermocline.server.query.SessionContext;
import io.thermocline.server.query.SessionSettings;
import java.time.Duration;

/// Which time-out applies to a statement.
public final class StatementTimeouts {
  private StatementTimeouts() {}

  /// The message's own, else the session's, else the server's; zero means none.
  public static Duration timeout(
      SessionContext context, int timeoutMillis, Duration serverDefault) {
    if (timeoutMillis > 0) {
      return Duration.ofMillis(timeoutMillis);
    }
    return context
        .setting(SessionSettings.QUERY_TIMEOUT)
        .map(value -> Duration.ofMillis(Integer.parseInt(value)))
        .filter(timeout -> !timeout.isZero())
        .orElse(serverDefault);
  }
}
