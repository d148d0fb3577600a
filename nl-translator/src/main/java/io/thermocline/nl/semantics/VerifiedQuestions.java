package io.thermocline.nl.semantics;

import io.thermocline.nl.link.SchemaIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Predicate;

/// The verified questions of one schema, ready to be found. Immutable and thread-safe.
public final class VerifiedQuestions {
  /// How many verified questions the model compares with a question.
  private static final int MAX_COMPARED = 8;

  private final SchemaIndex index;
  private final Predicate<String> isPeriod;
  private final Function<String, float[]> vectors;
  private final List<QuestionPattern> patterns = new ArrayList<>();

  /// The vectors of verified questions, made when they are first needed.
  private final ConcurrentMap<String, float[]> known = new ConcurrentHashMap<>();

  /// Indexes questions; later ones win over earlier ones.
  ///
  /// @param isPeriod whether words name a date or a period
  /// @param vectors what the model makes of a question, as a vector of length 1
  public VerifiedQuestions(
      List<VerifiedQuestion> questions,
      SchemaIndex index,
      Predicate<String> isPeriod,
      Function<String, float[]> vectors) {
    this.index = index;
    this.vectors = vectors;
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
    return same.isPresent() ? same : alike(asked);
  }

  /// The likeliest of those whose words are most alike.
  private Optional<Recall> alike(AskedQuestion asked) {
    List<QuestionPattern.Alike> alike =
        patterns.stream()
            .flatMap(pattern -> pattern.alike(asked).stream())
            .sorted(Comparator.comparingDouble(found -> -found.words()))
            .limit(MAX_COMPARED)
            .toList();
    if (alike.isEmpty()) {
      return Optional.empty();
    }
    float[] own = vectors.apply(asked.text());
    return alike.stream()
        .map(found -> {
          float[] other = vector(found.pattern().question().question());
          return found.recall(
              QuestionSimilarity.probability(
                  found.words(), QuestionSimilarity.meaning(own, other)));
        })
        .max(Comparator.comparingDouble(Recall::probability));
  }

  private float[] vector(String verified) {
    float[] before = known.get(verified);
    if (before != null) {
      return before;
    }
    float[] made = vectors.apply(verified);
    known.put(verified, made);
    return made;
  }
}
