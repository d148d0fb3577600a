package io.thermocline.nl.semantics;

import java.util.List;

/// A verified question that answers another one.
///
/// @param statement the verified statement with the values of the question asked
/// @param how how it was found
/// @param probability how likely it answers the question, 1 for the same question
/// @param replaced the values that were replaced, as `old → new`
public record Recall(
    VerifiedQuestion source, String statement, How how, double probability, List<String> replaced) {
  /// Copies the list.
  public Recall {
    replaced = List.copyOf(replaced);
  }

  /// How a verified question was found.
  public enum How {
    /// It is the same question.
    SAME,
    /// It is the same question but for values.
    SAME_BUT_VALUES,
    /// It is worded alike.
    ALIKE
  }
}
