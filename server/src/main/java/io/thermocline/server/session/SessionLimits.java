package io.thermocline.server.session;

import java.time.Duration;

/// The limits of one session.
///
/// @param statements that may be prepared at once
/// @param portals that may be open at once
/// @param mailboxMessages that may wait before the connection stops reading
/// @param frameBytes that result frames aim for
/// @param defaultTimeout of statements whose client sets none; zero means the query service's own
///   limit
public record SessionLimits(
    int statements, int portals, int mailboxMessages, int frameBytes, Duration defaultTimeout) {
  /// What the gateway uses unless configured.
  public static final SessionLimits DEFAULT =
      new SessionLimits(1024, 64, 128, 256 << 10, Duration.ZERO);

  /// Checks the bounds.
  public SessionLimits {
    if (statements < 1
        || portals < 1
        || mailboxMessages < 1
        || frameBytes < 1024
        || defaultTimeout.isNegative()) {
      throw new IllegalArgumentException("session limits must be positive");
    }
  }
}
