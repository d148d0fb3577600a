package io.thermocline.nl;

import io.thermocline.nl.decode.Candidate;
import java.util.BitSet;
import java.util.List;

/// A reading that could be lowered; `probability` is that of all sketches with the same plan.
///
/// @param candidate the likeliest of these sketches
/// @param agreement of the model's second opinion with it
/// @param missed runs of words that should have been used
/// @param uncovered words of names that it leaves out
/// @param idle tables that it joins for nothing
record LikelyReading(
    Candidate candidate,
    LoweredSketch lowered,
    double probability,
    double agreement,
    List<BitSet> missed,
    int uncovered,
    int idle,
    CandidateChecker.Verdict verdict) {
  /// Copies the list.
  LikelyReading {
    missed = List.copyOf(missed);
  }

  boolean isGood() {
    return verdict == CandidateChecker.Verdict.GOOD;
  }

  /// The same reading with the probability of a further sketch.
  LikelyReading plus(double more) {
    return new LikelyReading(
        candidate, lowered, probability + more, agreement, missed, uncovered, idle, verdict);
  }
}
