package io.thermocline.nl.semantics;

import io.thermocline.nl.link.ColumnValues;
import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.NumberWords;
import io.thermocline.nl.link.SchemaIndex;
import io.thermocline.nl.link.Word;
import io.thermocline.nl.link.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// A verified question with slots in the places of its values. Immutable.
final class QuestionPattern {
  private static final int MAX_SLOT_WORDS = 8;
  private static final int MAX_FREE_WORDS = 5;

  /// Questions with fewer words in common are never taken for one another.
  private static final double LEAST_ALIKE = 0.2;

  /// A text with one of these may be a further condition.
  private static final Set<String> CONDITIONS =
      Set.of(
          "and", "or", "not", "no", "without", "than", "but", "except", "who", "which", "that",
          "per", "by", "since", "before", "after", "between", "with", "whose", "where");

  private final VerifiedQuestion question;
  private final SchemaIndex index;
  private final Predicate<String> isPeriod;
  private final List<String> stems;
  private final List<Slot> slots = new ArrayList<>();
  private final QuestionSimilarity similarity;

  /// A run of words that are a value.
  private record Slot(
      int first,
      int last,
      String text,
      List<ColumnView> columns,
      List<StatementLiterals.Literal> literals) {}

  /// What stands in a slot: the place of its first word among all words of the question, and the
  /// text.
  private record Filling(int word, String text) {}

  QuestionPattern(VerifiedQuestion question, SchemaIndex index, Predicate<String> isPeriod) {
    this.question = question;
    this.index = index;
    this.isPeriod = isPeriod;
    List<Word> words = QuestionWords.wordLike(question.question());
    this.stems = StatementLiterals.stems(words);
    Map<Integer, Slot> byPlace = new TreeMap<>();
    for (StatementLiterals.Literal literal : StatementLiterals.of(question, words)) {
      Slot known = byPlace.get(literal.first());
      boolean overlaps =
          byPlace.values().stream()
              .anyMatch(slot -> slot.first() <= literal.last() && literal.first() <= slot.last());
      if (known != null && known.last() == literal.last()) {
        known.literals().add(literal);
      } else if (!overlaps) {
        Slot slot =
            new Slot(
                literal.first(),
                literal.last(),
                literal.text(),
                columnsOf(literal.text()),
                new ArrayList<>(List.of(literal)));
        byPlace.put(literal.first(), slot);
      }
    }
    slots.addAll(byPlace.values());
    Set<Integer> values = new HashSet<>();
    slots.forEach(slot -> addRange(values, slot.first(), slot.last()));
    this.similarity = new QuestionSimilarity(QuestionWords.canonical(words, values));
  }

  VerifiedQuestion question() {
    return question;
  }

  /// How many words are not values.
  int fixedWords() {
    return stems.size() - slots.stream().mapToInt(s -> s.last() - s.first() + 1).sum();
  }

  private static void addRange(Set<Integer> places, int first, int last) {
    for (int i = first; i <= last; i++) {
      places.add(i);
    }
  }

  /// The columns that hold a text.
  private List<ColumnView> columnsOf(String text) {
    return index.schema().columns().stream()
        .filter(column -> index.values(column).holds(text))
        .toList();
  }

  /// The statement for a question that is the same but for values.
  Optional<Recall> match(AskedQuestion asked) {
    List<Filling> fillings = new ArrayList<>();
    if (!match(asked, 0, 0, 0, fillings)) {
      return Optional.empty();
    }
    List<String> replaced = replaced(fillings);
    Recall.How how = replaced.isEmpty() ? Recall.How.SAME : Recall.How.SAME_BUT_VALUES;
    return Optional.of(
        new Recall(question, statement(fillings), how, replaced.isEmpty() ? 1 : 0.97, replaced));
  }

  /// Matches the words from `own` on with those of the question from `other` on.
  private boolean match(AskedQuestion asked, int own, int other, int slot, List<Filling> fillings) {
    List<String> theirs = asked.stems();
    if (own == stems.size()) {
      return other == theirs.size();
    }
    if (slot < slots.size() && slots.get(slot).first() == own) {
      int most = Math.min(theirs.size() - other, MAX_SLOT_WORDS);
      for (int length = 1; length <= most; length++) {
        String text = asked.text(other, other + length - 1);
        if (!accepts(slots.get(slot), text)) {
          continue;
        }
        fillings.add(new Filling(asked.place(other), text));
        if (match(asked, slots.get(slot).last() + 1, other + length, slot + 1, fillings)) {
          return true;
        }
        fillings.removeLast();
      }
      return false;
    }
    return other < theirs.size()
        && stems.get(own).equals(theirs.get(other))
        && match(asked, own + 1, other + 1, slot, fillings);
  }

  /// Whether another text can stand in a slot: a number for a number, a period for a period, a
  /// stored value for one of the same column, and any short text for a text that is not stored.
  private boolean accepts(Slot slot, String text) {
    if (Words.stemAll(text).equals(Words.stemAll(slot.text()))) {
      return true;
    }
    boolean sketch = question.form() == VerifiedQuestion.Form.SKETCH;
    if (sketch && isPeriod.test(slot.text()) && isPeriod.test(text)) {
      return true;
    }
    if (NumberWords.parse(slot.text()).isPresent()) {
      return NumberWords.parse(text).isPresent();
    }
    if (!slot.columns().isEmpty()) {
      return stored(slot, text).isPresent();
    }
    List<String> words = StatementLiterals.stems(QuestionWords.wordLike(text));
    return words.size() <= MAX_FREE_WORDS && words.stream().noneMatch(CONDITIONS::contains);
  }

  private Optional<String> stored(Slot slot, String text) {
    for (ColumnView column : slot.columns()) {
      ColumnValues.Resolution found = index.values(column).resolve(text);
      if (found.match().isSure()) {
        return Optional.of(found.value());
      }
    }
    return Optional.empty();
  }

  /// The statement for a question that is worded alike and has values for all slots and no others.
  Optional<Alike> alike(AskedQuestion asked) {
    Set<Integer> used = new HashSet<>();
    List<Filling> fillings = new ArrayList<>();
    for (Slot slot : slots) {
      Optional<int[]> place = place(slot, asked, used);
      if (place.isEmpty()) {
        return Optional.empty();
      }
      int[] found = place.get();
      addRange(used, found[0], found[1]);
      fillings.add(new Filling(asked.place(found[0]), asked.text(found[0], found[1])));
    }
    boolean more =
        asked.values().stream()
            .filter(value -> !used.contains(value.first()) && !used.contains(value.last()))
            .anyMatch(value ->
                !stems.containsAll(asked.stems().subList(value.first(), value.last() + 1)));
    if (more) {
      return Optional.empty();
    }
    double words =
        similarity.to(new QuestionSimilarity(QuestionWords.canonical(asked.words(), used)));
    return words < LEAST_ALIKE
        ? Optional.empty()
        : Optional.of(new Alike(this, statement(fillings), words, replaced(fillings)));
  }

  /// A question that is worded alike, with the statement for it.
  ///
  /// @param words how alike the words are, from 0 to 1
  record Alike(QuestionPattern pattern, String statement, double words, List<String> replaced) {
    Recall recall(double probability) {
      return new Recall(pattern.question, statement, Recall.How.ALIKE, probability, replaced);
    }
  }

  /// Where a question has the slot's value, or else another one of its kind.
  private Optional<int[]> place(Slot slot, AskedQuestion asked, Set<Integer> used) {
    Optional<int[]> same = StatementLiterals.textPlace(asked.words(), slot.text());
    if (same.isEmpty()) {
      same =
          NumberWords.parse(slot.text())
              .flatMap(number -> StatementLiterals.numberPlace(asked.words(), number))
              .map(place -> new int[] {place, place});
    }
    if (same.isPresent() && !used.contains(same.get()[0])) {
      return same;
    }
    return asked.values().stream()
        .filter(value -> !used.contains(value.first()))
        .filter(value -> !slot.columns().isEmpty() || value.number() || value.period())
        .filter(value -> accepts(slot, asked.text(value.first(), value.last())))
        .map(value -> new int[] {value.first(), value.last()})
        .findFirst();
  }

  private List<String> replaced(List<Filling> fillings) {
    List<String> replaced = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      String text = fillings.get(i).text();
      if (!Words.stemAll(text).equals(Words.stemAll(slots.get(i).text()))) {
        replaced.add(slots.get(i).text() + " → " + text);
      }
    }
    return replaced;
  }

  private String statement(List<Filling> fillings) {
    Map<Integer, String> texts = new TreeMap<>();
    Map<Integer, Integer> ends = new TreeMap<>();
    for (int i = 0; i < slots.size(); i++) {
      for (StatementLiterals.Literal literal : slots.get(i).literals()) {
        texts.put(literal.start(), written(slots.get(i), literal, fillings.get(i)));
        ends.put(literal.start(), literal.end());
      }
    }
    StringBuilder out = new StringBuilder();
    int copied = 0;
    for (Map.Entry<Integer, String> entry : texts.entrySet()) {
      out.append(question.statement(), copied, entry.getKey()).append(entry.getValue());
      copied = ends.getOrDefault(entry.getKey(), copied);
    }
    return out.append(question.statement().substring(copied)).toString();
  }

  private String written(Slot slot, StatementLiterals.Literal literal, Filling filling) {
    if (question.form() == VerifiedQuestion.Form.SKETCH) {
      return "«" + filling.text().replace("»", "»»") + "»:" + filling.word();
    }
    if (Words.stemAll(filling.text()).equals(Words.stemAll(slot.text()))) {
      return question.statement().substring(literal.start(), literal.end());
    }
    boolean quoted = literal.pattern().startsWith("'");
    String text = filling.text();
    if (NumberWords.parse(slot.text()).isPresent()) {
      String number = NumberWords.parse(text).orElseThrow().toPlainString();
      return quoted ? literal.pattern().replace("?", number) : number;
    }
    String value = stored(slot, text).orElse(text);
    return literal.pattern().replace("?", value.replace("'", "''"));
  }
}
