package io.thermocline.nl.link;

/// A word of a text, as written, with its place in UTF-16 code units: `start` inclusive, `end`
/// exclusive.
public record Word(String text, int start, int end) {}
