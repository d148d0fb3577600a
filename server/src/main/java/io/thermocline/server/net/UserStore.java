package io.thermocline.server.net;

import io.thermocline.protocol.auth.ScramVerifier;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Who may log in. Called on event loops: implementations answer from memory and are thread-safe.
@FunctionalInterface
public interface UserStore {
  /// The verifier of a user's password, if there is such a user and it may log in.
  Optional<ScramVerifier> verifier(String user);

  /// A store of fixed verifiers by user name.
  static UserStore of(Map<String, ScramVerifier> verifiers) {
    Map<String, ScramVerifier> copy = Map.copyOf(verifiers);
    return user -> Optional.ofNullable(copy.get(user));
  }

  /// A store of verifiers in text form (`SCRAM-SHA-256$…`), as configuration holds them.
  ///
  /// @throws IllegalArgumentException naming the user whose verifier is malformed
  static UserStore parse(Map<String, String> verifiers) {
    Map<String, ScramVerifier> parsed = new HashMap<>();
    verifiers.forEach((user, text) -> {
      try {
        parsed.put(user, ScramVerifier.parse(text));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "the verifier of user " + user + " is malformed: " + e.getMessage(), e);
      }
    });
    return of(parsed);
  }

  /// The text form of a password's verifier, for configuration files.
  static String hash(char[] password) {
    return ScramVerifier.of(password, new SecureRandom()).encode();
  }
}
