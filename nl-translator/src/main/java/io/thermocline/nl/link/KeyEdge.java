package io.thermocline.nl.link;

import java.util.List;

/// A foreign key between two tables of a view, or a guess at one.
///
/// @param left the table that holds the key, `right` the table that it points to
/// @param pairs the columns that are equal
/// @param guessed whether it follows from names only
public record KeyEdge(int left, int right, List<Pair> pairs, boolean guessed) {
  /// Copies the list.
  public KeyEdge {
    pairs = List.copyOf(pairs);
  }

  /// Columns by index over the whole view.
  public record Pair(int left, int right) {}
}
