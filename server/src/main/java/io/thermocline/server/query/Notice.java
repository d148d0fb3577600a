package io.thermocline.server.query;

import org.jspecify.annotations.Nullable;

/// Something that a client should know beside the rows: a SQLWarning over JDBC.
///
/// @param kind what it is about
/// @param text for people, one sentence or line
/// @param value for programs: the confidence as a number between 0 and 1, the tiers' names
///   separated by commas; null when the text is all
public record Notice(Kind kind, String text, @Nullable String value) {
  /// Kinds of notices, each with its SQLSTATE of the warning class.
  public enum Kind {
    /// The reading of the question in words.
    INTERPRETATION("01T01"),
    /// How likely the reading is, between 0 and 1.
    CONFIDENCE("01T02"),
    /// Something that the translation took for granted.
    ASSUMPTION("01T03"),
    /// The tiers and sources that were read.
    TIERS("01T04"),
    /// A true observation about the rows.
    INSIGHT("01T05"),
    /// Anything else.
    WARNING("01000");

    private final String sqlState;

    Kind(String sqlState) {
      this.sqlState = sqlState;
    }

    /// The warning's SQLSTATE.
    public String sqlState() {
      return sqlState;
    }
  }
}
