package io.thermocline.nl.model;

import java.util.LinkedHashMap;
import java.util.Map;

/// What speaks for and against the best reading of a question. The weights that make a confidence
/// of it are fitted on databases that the model has not seen.
///
/// @param logProbability of all sketches with the reading's plan
/// @param margin by how much that is above the most likely other reading, at most [#FAR]
/// @param weakest the lowest log probability of one action of the sketch
/// @param actions the length of the sketch
/// @param agreement the mean log likelihood, by the model's second opinion, of what the sketch uses
///   and leaves unused
/// @param doubt how likely it is that the schema has no answer, from 0 to 1
/// @param missed values, numbers and dates of the question that the sketch does not use
/// @param uncovered words of the names of tables and columns that the sketch does not use
/// @param idle tables that it joins although nothing asks for them
/// @param unknown the share of the question's words of content that name nothing in the schema
/// @param tables the number of tables that the sketch joins
/// @param nested whether it has subqueries or set operations
/// @param empty whether the reading finds no rows
/// @param readings how many other readings there are
/// @param followUp whether it builds on an earlier question
public record Evidence(
    double logProbability,
    double margin,
    double weakest,
    int actions,
    double agreement,
    double doubt,
    int missed,
    int uncovered,
    int idle,
    double unknown,
    int tables,
    boolean nested,
    boolean empty,
    int readings,
    boolean followUp) {
  /// A difference of log probabilities above which a reading is no rival.
  public static final double FAR = 8;

  /// The evidence as numbers by name, in a fixed order.
  public Map<String, Double> numbers() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("logProbability", Math.max(-FAR, logProbability));
    numbers.put("probability", Math.exp(logProbability));
    numbers.put("margin", Math.min(FAR, margin));
    numbers.put("weakest", Math.max(-FAR, weakest));
    numbers.put("actions", Math.log(actions));
    numbers.put("agreement", Math.max(-2, agreement));
    numbers.put("doubt", doubt);
    numbers.put("missed", (double) Math.min(3, missed));
    numbers.put("uncovered", (double) Math.min(4, uncovered));
    numbers.put("idle", (double) Math.min(2, idle));
    numbers.put("unknown", unknown);
    numbers.put("tables", (double) Math.min(4, tables));
    numbers.put("nested", nested ? 1.0 : 0.0);
    numbers.put("empty", empty ? 1.0 : 0.0);
    numbers.put("readings", (double) Math.min(5, readings));
    numbers.put("followUp", followUp ? 1.0 : 0.0);
    return numbers;
  }
}
