package io.thermocline.server.net;

import io.thermocline.protocol.auth.ScramVerifier;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Who may log in. Called on event loops: implementations answer from memory and are thread-safe.
public interface UserStore {
  /// The verifier of a user's password, if there is such a user and it may log in.
  Optional<ScramVerifier> verifier(String user);

  /// The iterations that most verifiers have; unknown users are given the same, so that nothing
  /// tells them from known ones.
  int usualIterations();

  /// A store of fixed verifiers by user name.
  static UserStore of(Map<String, ScramVerifier> verifiers) {
    Map<String, ScramVerifier> copy = Map.copyOf(verifiers);
    int iterations =
        copy.values().stream()
            .collect(Collectors.groupingBy(ScramVerifier::iterations, Collectors.counting()))
            .entrySet()
            .stream()
            .max(
                Map.Entry.<Integer, Long>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(Map.Entry::getKey)
            .orElse(ScramVerifier.DEFAULT_ITERATIONS);
    return new UserStore() {
      @Override
      public Optional<ScramVerifier> verifier(String user) {
        return Optional.ofNullable(copy.get(user));
      }

      @Override
      public int usualIterations() {
        return iterations;
      }
    };
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
