package io.thermocline.nl.semantics;

import io.thermocline.nl.link.SchemaIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The verified questions of one schema, ready to be found. Immutable and thread-safe.
public final class VerifiedQuestions {
  private final SchemaIndex index;
  private final Predicate<String> isPeriod;
  private final List<QuestionPattern> patterns = new ArrayList<>();

  /// Indexes questions; later ones win over earlier ones.
  ///
  /// @param isPeriod whether words name a date or a period
  public VerifiedQuestions(
      List<VerifiedQuestion> questions, SchemaIndex index, Predicate<String> isPeriod) {
    this.index = index;
    this.isPeriod = isPeriod;
    for (VerifiedQuestion question : questions.reversed()) {
      patterns.add(new QuestionPattern(question, index, isPeriod));
    }
  }

  /// A question's text without case, punctuation and plural endings.
  public static String key(String question) {
    return QuestionWords.key(question);
  }

  /// Whether two texts count as the same question.
  public static boolean isSame(String question, String other) {
    return key(question).equals(key(other));
  }

  /// The verified question that answers a question best: the same one, one that differs in values,
  /// or the most likely of those that are worded alike.
  public Optional<Recall> find(String question) {
    if (patterns.isEmpty()) {
      return Optional.empty();
    }
    AskedQuestion asked = AskedQuestion.of(question, index, isPeriod);
    Optional<Recall> same =
        patterns.stream()
            .sorted(Comparator.comparingInt(pattern -> -pattern.fixedWords()))
            .flatMap(pattern -> pattern.match(asked).stream())
            .max(Comparator.comparingDouble(Recall::probability));
    return same.isPresent()
        ? same
        : patterns.stream()
            .flatMap(pattern -> pattern.alike(asked).stream())
            .max(Comparator.comparingDouble(Recall::probability));
  }
}
