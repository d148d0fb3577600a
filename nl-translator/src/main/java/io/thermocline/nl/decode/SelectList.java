package io.thermocline.nl.decode;

import io.thermocline.nl.sketch.Grammar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The select list of a block while it is written. Immutable.
///
/// @param end the automaton's stack below the list
/// @param done the finished items, each as its action ids
/// @param open the ids of the item that is being written; empty between items
/// @param width how many items there must be, because the blocks before in a set operation have so
///   many; -1 for any number
/// @param repeated whether an item is there twice
record SelectList(
    Grammar.@Nullable Stack end,
    List<List<Integer>> done,
    List<Integer> open,
    int width,
    boolean repeated) {

  SelectList plus(int actionId, boolean finished) {
    List<Integer> longer = new ArrayList<>(open);
    longer.add(actionId);
    if (!finished) {
      return new SelectList(end, done, List.copyOf(longer), width, repeated);
    }
    List<List<Integer>> more = new ArrayList<>(done);
    more.add(List.copyOf(longer));
    return new SelectList(
        end, List.copyOf(more), List.of(), width, repeated || done.contains(longer));
  }

  /// Whether an item has just ended, so that the list may go on or end.
  boolean isBetween() {
    return open.isEmpty() && !done.isEmpty();
  }

  boolean mayGoOn() {
    return !isBetween() || width < 0 || done.size() < width;
  }

  boolean mayEnd() {
    return !isBetween() || width < 0 || done.size() == width;
  }
}
