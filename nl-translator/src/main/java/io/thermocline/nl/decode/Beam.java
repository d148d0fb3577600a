package io.thermocline.nl.decode;

import io.thermocline.nl.sketch.Action;
import io.thermocline.nl.sketch.Grammar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A sequence of actions in the making: a link to the one it extends, the automaton's state, and
/// what the masks remember.
///
/// @param row the beam's row in the last step of the scorer
/// @param stack null when the sketch is complete
/// @param span the first word of an open span
record Beam(
    @Nullable Beam parent,
    int row,
    int actionId,
    Action action,
    double score,
    Grammar.@Nullable Stack stack,
    @Nullable Frame frame,
    Action.@Nullable WordNode span) {

  /// Whether its select list has an item twice.
  boolean repeatsItem() {
    SelectList list = frame == null ? null : frame.list();
    return list != null && list.repeated();
  }

  List<Action> actions() {
    List<Action> actions = new ArrayList<>();
    for (Beam at = this; at.parent != null; at = at.parent) {
      actions.add(at.action);
    }
    return actions.reversed();
  }

  /// The lowest log probability of an action, 0 at the start.
  double weakest() {
    double weakest = 0;
    for (Beam at = this; at.parent != null; at = at.parent) {
      weakest = Math.min(weakest, at.score - at.parent.score);
    }
    return weakest;
  }

  /// The action before the last one, null at the start.
  @Nullable Action previous() {
    return parent == null ? null : parent.action;
  }
}
