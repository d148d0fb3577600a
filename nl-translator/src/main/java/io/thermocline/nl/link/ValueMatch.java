package io.thermocline.nl.link;

/// Words `first` to `last` of a turn, both included, are a stored value of a column.
public record ValueMatch(int column, int turn, int first, int last) {}
