package io.thermocline.nl.semantics;

/// A reading of a question that somebody called wrong.
///
/// @param schema the default schema in which it was asked
/// @param sketch the reading in text form
public record RejectedReading(String schema, String question, String sketch) {}
