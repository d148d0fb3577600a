package io.thermocline.optimizer;

import io.thermocline.optimizer.policy.RelPolicy;
import java.time.Instant;
import java.time.ZoneId;

/// What a statement's meaning depends on besides its text and the catalog.
///
/// @param defaultSchema the schema of unqualified table names; empty to look in all schemas, in
///   catalog order
/// @param zone the session's time zone
/// @param now the statement's start: `now()`, `current_date` and their relatives
/// @param policy what the caller may see
public record SessionParameters(String defaultSchema, ZoneId zone, Instant now, RelPolicy policy) {
  /// A session without restrictions.
  public SessionParameters(String defaultSchema, ZoneId zone, Instant now) {
    this(defaultSchema, zone, now, RelPolicy.NONE);
  }
}
