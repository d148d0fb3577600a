package io.thermocline.nl.decode;

import io.thermocline.nl.sketch.Action;
import io.thermocline.nl.sketch.Grammar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Scores finished sequences against another encoding of the same question, such as one with the
/// tables in another order: sequences that are likely both ways are right more often.
public final class SecondLook {
  private final Grammar grammar;

  /// A second look at sequences of a grammar.
  public SecondLook(Grammar grammar) {
    this.grammar = grammar;
  }

  /// The sequences with the means of both scores, most likely first. Those that point to what the
  /// other encoding lacks keep theirs.
  ///
  /// @param scorer of the other encoding, before its first step
  /// @param nodes of the other encoding
  public List<Candidate> look(
      ActionScorer scorer, List<Action.Pointer> nodes, List<Candidate> candidates) {
    Map<Action, Integer> places = new HashMap<>();
    for (int node = 0; node < nodes.size(); node++) {
      places.put(nodes.get(node), grammar.tokenCount() + node);
    }
    List<Candidate> seen = new ArrayList<>();
    List<int[]> sequences = new ArrayList<>();
    List<Candidate> result = new ArrayList<>();
    for (Candidate candidate : candidates) {
      int[] ids = candidate.actions().stream().mapToInt(a -> id(a, places)).toArray();
      if (Arrays.stream(ids).allMatch(id -> id >= 0)) {
        seen.add(candidate);
        sequences.add(ids);
      } else {
        result.add(candidate);
      }
    }
    if (!seen.isEmpty()) {
      result.addAll(scored(scorer, seen, sequences));
    }
    result.sort(Comparator.comparingDouble(candidate -> -candidate.logProbability()));
    return List.copyOf(result);
  }

  private int id(Action action, Map<Action, Integer> places) {
    return action instanceof Action.Token token
        ? grammar.symbol(token.name())
        : places.getOrDefault(action, -1);
  }

  private List<Candidate> scored(
      ActionScorer scorer, List<Candidate> candidates, List<int[]> sequences) {
    int rows = sequences.size();
    double[] sums = new double[rows];
    double[] weakest = new double[rows];
    int[] parents = new int[rows];
    int[] last = new int[rows];
    Arrays.fill(last, grammar.symbol("START"));
    int longest = sequences.stream().mapToInt(ids -> ids.length).max().orElse(0);
    for (int position = 0; position < longest; position++) {
      float[][] scores = scorer.step(parents, last);
      for (int row = 0; row < rows; row++) {
        int[] ids = sequences.get(row);
        if (position < ids.length) {
          last[row] = ids[position];
          sums[row] += scores[row][ids[position]];
          weakest[row] = Math.min(weakest[row], scores[row][ids[position]]);
        }
        parents[row] = row;
      }
    }
    List<Candidate> result = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      Candidate candidate = candidates.get(row);
      result.add(
          new Candidate(
              candidate.actions(),
              (candidate.logProbability() + sums[row]) / 2,
              Math.min(candidate.weakest(), weakest[row])));
    }
    return result;
  }
}
