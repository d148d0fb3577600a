package io.thermocline.server.query;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// What a session knows: who it is, its settings, and the conversation so far. One thread at a time
/// changes it.
public final class SessionContext {
  private final String id;
  private final String user;
  private final String catalog;
  private final ConcurrentMap<String, String> settings = new ConcurrentHashMap<>();
  private @Nullable Object conversation;

  /// A new session of an authenticated user.
  public SessionContext(String id, String user, String catalog) {
    this.id = id;
    this.user = user;
    this.catalog = catalog;
  }

  /// A unique identifier for logs.
  public String id() {
    return id;
  }

  /// The authenticated user.
  public String user() {
    return user;
  }

  /// The catalog that the client connected to: the default schema for questions and unqualified
  /// names; empty for all.
  public String catalog() {
    return catalog;
  }

  /// A setting of this session, by lower-case name: `time_zone`, `now`, `confidence_threshold`,
  /// `search_path`, …
  public Optional<String> setting(String name) {
    return Optional.ofNullable(settings.get(name));
  }

  /// Changes a setting; an empty value resets it.
  public void set(String name, String value) {
    if (value.isEmpty()) {
      settings.remove(name);
    } else {
      settings.put(name, value);
    }
  }

  /// The session's time zone, UTC unless set.
  public ZoneId timeZone() {
    return ZoneId.of(setting("time_zone").orElse("UTC"));
  }

  /// A fixed current time for relative dates, when set as an ISO instant.
  public Optional<Instant> fixedNow() {
    return setting("now").map(Instant::parse);
  }

  /// What the translator remembers of earlier questions; owned by the query service.
  public @Nullable Object conversation() {
    return conversation;
  }

  /// Replaces what the translator remembers.
  public void conversation(@Nullable Object value) {
    this.conversation = value;
  }
}
