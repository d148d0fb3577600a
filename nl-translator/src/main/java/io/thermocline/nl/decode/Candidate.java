package io.thermocline.nl.decode;

import io.thermocline.nl.sketch.Action;
import java.util.List;

/// A finished sequence of actions, `END` included.
///
/// @param logProbability the sum of the actions' log probabilities
/// @param weakest the lowest of them
public record Candidate(List<Action> actions, double logProbability, double weakest) {
  /// Copies the list.
  public Candidate {
    actions = List.copyOf(actions);
  }

  /// Whether it says that the schema cannot answer the question.
  public boolean isNone() {
    return actions.getFirst().equals(new Action.Token("NONE"));
  }
}
