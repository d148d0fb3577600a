package io.thermocline.nl.decode;

/// Scores the next action of several beams at once.
public interface ActionScorer {
  /// Takes one step.
  ///
  /// @param parents for each beam, its row in the previous step; ignored at the first step
  /// @param lastActions for each beam, its last action id; START at the first step
  /// @return log probabilities: one row a beam, one column an action id
  float[][] step(int[] parents, int[] lastActions);
}
