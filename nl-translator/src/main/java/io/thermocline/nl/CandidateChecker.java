package io.thermocline.nl;

import io.thermocline.nl.lower.Lowered;

/// Tries a reading before it is chosen, for instance by planning it or by running it for one row.
/// Called on a translation thread.
@FunctionalInterface
public interface CandidateChecker {
  /// Takes every reading.
  CandidateChecker NONE = candidate -> Verdict.GOOD;

  /// Judges a reading.
  Verdict check(Lowered candidate);

  /// What became of a reading.
  enum Verdict {
    /// It can run, and has rows as far as is known.
    GOOD,
    /// It can run but has no rows; a less likely reading that has some is preferred.
    EMPTY,
    /// It cannot run.
    BROKEN
  }
}
