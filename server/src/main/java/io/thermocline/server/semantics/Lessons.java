package io.thermocline.server.semantics;

import io.thermocline.nl.semantics.RejectedReading;
import io.thermocline.nl.semantics.Synonym;
import io.thermocline.nl.semantics.VerifiedQuestion;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that was taught, oldest first. Immutable.
public final class Lessons {
  /// Nothing yet.
  public static final Lessons NONE = new Lessons(List.of());

  private final Map<String, Lesson> byKey;

  /// These lessons; a later one replaces an earlier one of the same key.
  public Lessons(Collection<? extends Lesson> lessons) {
    Map<String, Lesson> map = new LinkedHashMap<>();
    lessons.forEach(lesson -> map.put(lesson.key(), lesson));
    this.byKey = Collections.unmodifiableMap(map);
  }

  /// All of them.
  public List<Lesson> all() {
    return List.copyOf(byKey.values());
  }

  /// The lesson of a key.
  public Optional<Lesson> find(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /// With one more.
  Lessons plus(Lesson lesson) {
    Map<String, Lesson> map = new LinkedHashMap<>(byKey);
    map.remove(lesson.key());
    map.put(lesson.key(), lesson);
    return new Lessons(map.values());
  }

  /// Without the lesson of a key.
  Lessons without(String key) {
    return new Lessons(
        byKey.values().stream().filter(lesson -> !lesson.key().equals(key)).toList());
  }

  /// The lessons of one kind.
  <T extends Lesson> List<T> of(Class<T> kind) {
    return byKey.values().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /// The synonyms of a schema.
  public List<Synonym> synonyms(String schema) {
    return of(Lesson.Synonym.class).stream()
        .filter(lesson -> lesson.schema().equals(schema))
        .map(Lesson.Synonym::forTranslator)
        .toList();
  }

  /// The verified questions of a schema.
  public List<VerifiedQuestion> verified(String schema) {
    return of(Lesson.Verified.class).stream()
        .filter(lesson -> lesson.schema().equals(schema))
        .map(Lesson.Verified::forTranslator)
        .toList();
  }

  /// The wrong readings of all schemas.
  public List<RejectedReading> rejected() {
    return of(Lesson.Rejected.class).stream()
        .map(lesson -> new RejectedReading(lesson.schema(), lesson.question(), lesson.sketch()))
        .toList();
  }
}
