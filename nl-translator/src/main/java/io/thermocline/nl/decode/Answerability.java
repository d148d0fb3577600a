package io.thermocline.nl.decode;

import java.util.List;

/// What the finished sequences say about whether the schema can answer at all.
///
/// @param queries the sequences that are queries, in the order given
/// @param doubt how likely it is that the schema cannot answer, against the most likely query: from
///   0 to 1; 0 when no sequence says so
public record Answerability(List<Candidate> queries, double doubt) {
  private static final double REFUSED = 0.9;

  /// Copies the list.
  public Answerability {
    queries = List.copyOf(queries);
  }

  /// Parts the sequence that says that there is no answer from the queries.
  public static Answerability of(List<Candidate> candidates) {
    double none = best(candidates.stream().filter(Candidate::isNone).toList());
    List<Candidate> queries = candidates.stream().filter(candidate -> !candidate.isNone()).toList();
    if (none == Double.NEGATIVE_INFINITY) {
      return new Answerability(queries, 0);
    }
    return new Answerability(queries, 1 / (1 + Math.exp(best(queries) - none)));
  }

  private static double best(List<Candidate> candidates) {
    return candidates.stream()
        .mapToDouble(Candidate::logProbability)
        .max()
        .orElse(Double.NEGATIVE_INFINITY);
  }

  /// Whether it is so likely that there is no answer that the question is not answered. Of
  /// questions about other databases nine in ten are above, of questions that can be answered one
  /// in a hundred.
  public boolean isUnanswerable() {
    return doubt > REFUSED;
  }
}
