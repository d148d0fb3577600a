package io.thermocline.server.query;

import java.time.Duration;

/// Limits of one execution.
///
/// @param timeout after which the statement fails with TIMED_OUT; zero means the server's limit
/// @param maxRows after which the result ends; zero means all rows
public record ExecuteOptions(Duration timeout, long maxRows) {
  /// The server's own limits.
  public static final ExecuteOptions DEFAULT = new ExecuteOptions(Duration.ZERO, 0);
}
