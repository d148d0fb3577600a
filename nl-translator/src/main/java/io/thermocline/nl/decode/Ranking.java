package io.thermocline.nl.decode;

import io.thermocline.nl.link.Turns;
import io.thermocline.nl.link.ValueMatch;
import io.thermocline.nl.sketch.Action;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The order of finished sketches: likelihood by length, agreement with the model's opinion on
/// tables and columns, and what of the question is left out; see docs/reference/sketch.md,
/// "Decoding".
public final class Ranking {
  private final List<Action.Pointer> nodes;
  private final float[] use;
  private final List<BitSet> wanted;
  private final Mentions mentions;
  private final Weights weights;

  /// What counts how much in the rank of a sketch.
  ///
  /// @param use the model's opinion on tables and columns
  /// @param missed a value of the question that is left out
  /// @param uncovered a word of a name that is left out
  /// @param idle a table that is joined for nothing
  public record Weights(double use, double missed, double uncovered, double idle) {}

  /// A ranking for one question.
  ///
  /// @param use for each node, the logit that the sketch uses it
  /// @param wanted the runs of words that a sketch should use
  public Ranking(
      List<Action.Pointer> nodes,
      float[] use,
      List<BitSet> wanted,
      Mentions mentions,
      Weights weights) {
    this.nodes = nodes;
    this.use = use;
    this.wanted = List.copyOf(wanted);
    this.mentions = mentions;
    this.weights = weights;
  }

  /// The runs of words of the question that surely are stored values or begin with a digit, each
  /// once.
  public static Set<BitSet> wanted(Turns turns, List<ValueMatch> values) {
    Set<BitSet> runs = new LinkedHashSet<>();
    for (ValueMatch value : values) {
      if (value.turn() == 0 && value.match().isSure()) {
        runs.add(run(value.first(), value.last()));
      }
    }
    for (int i = 0; i < turns.words().getFirst().size(); i++) {
      char first = turns.words().getFirst().get(i).text().charAt(0);
      if (first >= '0' && first <= '9') {
        runs.add(run(i, i));
      }
    }
    return runs;
  }

  /// Words `first` to `last`, both included.
  public static BitSet run(int first, int last) {
    BitSet words = new BitSet();
    words.set(first, last + 1);
    return words;
  }

  /// The candidates in rank order, best first; among equals in the order given.
  public List<Candidate> order(List<Candidate> candidates) {
    record Ranked(Candidate candidate, double rank) {}
    List<Ranked> ranked = new ArrayList<>();
    for (Candidate candidate : candidates) {
      ranked.add(new Ranked(candidate, rank(candidate)));
    }
    ranked.sort(Comparator.comparingDouble(entry -> -entry.rank()));
    return ranked.stream().map(Ranked::candidate).toList();
  }

  /// The rank of a candidate; higher is better.
  public double rank(Candidate candidate) {
    Set<Action> pointed = new HashSet<>(candidate.actions());
    BitSet values = values(candidate);
    return candidate.logProbability() / Math.sqrt(candidate.actions().size())
        + weights.use() * sum(pointed)
        - weights.missed() * wanted.stream().filter(run -> !run.intersects(values)).count()
        - weights.uncovered() * mentions.uncovered(pointed, values)
        - weights.idle() * mentions.idle(pointed);
  }

  /// The mean log likelihood, by the model's opinion on tables and columns, of what a candidate
  /// uses and leaves unused.
  public double agreement(Candidate candidate) {
    long items =
        nodes.stream()
            .filter(n -> n instanceof Action.TableNode || n instanceof Action.ColumnNode)
            .count();
    return sum(new HashSet<>(candidate.actions())) / Math.max(1, items);
  }

  private double sum(Set<Action> pointed) {
    double sum = 0;
    for (int node = 0; node < nodes.size(); node++) {
      Action.Pointer pointer = nodes.get(node);
      if (pointer instanceof Action.TableNode || pointer instanceof Action.ColumnNode) {
        sum -= Math.log1p(Math.exp(pointed.contains(pointer) ? -use[node] : use[node]));
      }
    }
    return sum;
  }

  /// How many words of names a candidate leaves out.
  public int uncovered(Candidate candidate) {
    return mentions.uncovered(new HashSet<>(candidate.actions()), values(candidate));
  }

  /// How many tables a candidate joins for nothing.
  public int idle(Candidate candidate) {
    return mentions.idle(new HashSet<>(candidate.actions()));
  }

  /// The wanted runs of which no word is inside a span of a candidate.
  public List<BitSet> missed(Candidate candidate) {
    BitSet values = values(candidate);
    return wanted.stream().filter(run -> !run.intersects(values)).toList();
  }

  /// The words of the question inside the spans of a candidate.
  private static BitSet values(Candidate candidate) {
    BitSet covered = new BitSet();
    Action.WordNode first = null;
    for (Action action : candidate.actions()) {
      if (action instanceof Action.WordNode word) {
        if (first == null) {
          first = word;
        } else {
          if (word.turn() == 0) {
            covered.set(first.word(), word.word() + 1);
          }
          first = null;
        }
      }
    }
    return covered;
  }
}
