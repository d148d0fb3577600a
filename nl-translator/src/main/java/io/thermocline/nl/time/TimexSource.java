package io.thermocline.nl.time;

import java.time.LocalDateTime;
import java.util.Optional;

/// A second reader of time expressions that gives TIMEX3 values, such as `2024-W12`.
public interface TimexSource {
  /// Reads nothing.
  TimexSource NONE = (text, now) -> Optional.empty();

  /// The TIMEX3 value of the only time expression in a text, relative to `now`.
  Optional<String> find(String text, LocalDateTime now);
}
