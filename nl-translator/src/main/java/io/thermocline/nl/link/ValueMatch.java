package io.thermocline.nl.link;

/// Words `first` to `last` of a turn, both included, mean a stored value of a column.
public record ValueMatch(int column, int turn, int first, int last, ColumnValues.Match match) {
  /// The words are the stored value.
  public ValueMatch(int column, int turn, int first, int last) {
    this(column, turn, first, last, ColumnValues.Match.SAME);
  }
}
