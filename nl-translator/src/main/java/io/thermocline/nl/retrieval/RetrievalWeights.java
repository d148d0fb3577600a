package io.thermocline.nl.retrieval;

/// How much each sign counts that a table is needed.
///
/// @param table a word of a table's name, `column` of a column's name, `comment` of a comment
/// @param value a word of a stored value, `part` of a longer one
/// @param queryWord factor of a word with which questions are asked, such as `list`
/// @param partial factor of a word of a name of which no other word is meant
/// @param similar factor of a word that only looks like one of a name, times the similarity
/// @param leastSimilar the least similarity of words that look alike
/// @param abbreviated the similarity of an abbreviation
/// @param neighbour the share that a table gets of what the tables have that keys join to it,
///   `second` of what those next to these have
/// @param earlierTurn factor of a word of the question before
/// @param wide how much less a column counts in a wide table
/// @param key factor of a column that points to another table
public record RetrievalWeights(
    double table,
    double column,
    double comment,
    double value,
    double part,
    double queryWord,
    double partial,
    double similar,
    double leastSimilar,
    double abbreviated,
    double neighbour,
    double second,
    double earlierTurn,
    double wide,
    double key) {
  /// Fitted to questions over hundreds of tables; see docs/design.
  public static final RetrievalWeights DEFAULT =
      new RetrievalWeights(
          1, 1.3, 0.4, 0.2, 0.27, 0.56, 0.42, 0.7, 0.4, 0.55, 0.8, 0.28, 0.5, 0.14, 0.6);
}
