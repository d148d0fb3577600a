package io.thermocline.nl.semantics;

/// A question whose answer somebody has vouched for.
///
/// @param schema the default schema in which it was asked
/// @param form what `statement` is
/// @param statement a sketch in text form, or SQL
public record VerifiedQuestion(String schema, String question, Form form, String statement) {
  /// How the answer is written down.
  public enum Form {
    /// [io.thermocline.nl.sketch.SketchText].
    SKETCH,
    /// SQL.
    SQL
  }
}
