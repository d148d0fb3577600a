package io.thermocline.nl.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The known distinct texts of one column, and which of them a span of a question means.
/// Thread-safe.
///
/// Look-ups follow docs/reference/sketch.md, "Spans to literals": equal, equal when normalised,
/// equal when stemmed, one-letter codes, the only value that has the span's words in a row, and the
/// most similar value by trigrams.
public final class ColumnValues {
  /// No value is known.
  public static final ColumnValues EMPTY = new ColumnValues(List.of());

  private static final double LEAST_SIMILARITY = 0.55;
  private static final int LEAST_CONTAINED = 3;
  private static final List<String> TRUE_WORDS = List.of("true", "yes", "y", "t", "1");
  private static final List<String> FALSE_WORDS = List.of("false", "no", "n", "f", "0");

  private final List<String> values;
  private final Set<String> exact;
  private final Map<String, String> byNormal;
  private volatile @Nullable Fuzzy fuzzy;

  /// Values in the order of preference: of two that look alike, the first one wins.
  public ColumnValues(List<String> values) {
    this.values = List.copyOf(new LinkedHashSet<>(values));
    this.exact = new HashSet<>(this.values);
    this.byNormal = new HashMap<>();
    for (String value : this.values) {
      byNormal.putIfAbsent(Words.normalise(value), value);
    }
  }

  /// The values in order.
  public List<String> values() {
    return values;
  }

  /// The normal forms of all values.
  public Set<String> normalForms() {
    return byNormal.keySet();
  }

  /// About how many bytes the values and the maps over them take.
  public long retainedBytes() {
    long bytes = 0;
    for (String value : values) {
      bytes += 200 + 6L * value.length();
    }
    return bytes;
  }

  /// Whether every known value reads as a number; false when none is known.
  public boolean allNumbers() {
    return !values.isEmpty()
        && values.stream().allMatch(v -> v.matches("[+-]?[0-9]+(?:\\.[0-9]+)?"));
  }

  /// How a span was matched to a stored value.
  public enum Match {
    /// The same text, but for case, accents and outer white space.
    SAME,
    /// The same words in singular or plural, or a code of one letter.
    FORM,
    /// The only value with these words, or the most similar one.
    SIMILAR,
    /// No stored value fits.
    NONE
  }

  /// A stored value, or the span itself when none fits.
  public record Resolution(String value, Match match) {}

  /// The stored value that a span means.
  public Resolution resolve(String span) {
    if (values.isEmpty()) {
      return new Resolution(span, Match.NONE);
    }
    if (exact.contains(span)) {
      return new Resolution(span, Match.SAME);
    }
    String found = byNormal.get(Words.normalise(span));
    if (found != null) {
      return new Resolution(found, Match.SAME);
    }
    Fuzzy index = fuzzy();
    String stemmed = Words.stemAll(span);
    found = index.byStem.get(stemmed);
    if (found == null) {
      found = letter(span);
    }
    if (found != null) {
      return new Resolution(found, Match.FORM);
    }
    if (span.codePoints().anyMatch(Character::isDigit)) {
      return new Resolution(span, Match.NONE);
    }
    found = index.containing(stemmed);
    if (found == null) {
      found = index.mostSimilar(span, values);
    }
    return found == null ? new Resolution(span, Match.NONE) : new Resolution(found, Match.SIMILAR);
  }

  /// The values that have the words of a span in a row, by normal form; none for a span without a
  /// letter or digit.
  public List<String> containing(String span) {
    String wanted = " " + spaced(span) + " ";
    if (wanted.isBlank()) {
      return List.of();
    }
    return values.stream().filter(value -> (" " + spaced(value) + " ").contains(wanted)).toList();
  }

  private static String spaced(String text) {
    return Words.split(Words.normalise(text)).stream()
        .map(Word::text)
        .filter(Words::isWordLike)
        .collect(Collectors.joining(" "));
  }

  /// The stored value for true or false, such as `Y` or `no`.
  public Optional<String> truth(boolean wanted) {
    Map<String, String> known = new HashMap<>();
    for (String value : values) {
      known.put(value.toLowerCase(Locale.ROOT), value);
    }
    return (wanted ? TRUE_WORDS : FALSE_WORDS)
        .stream().filter(known::containsKey).map(known::get).findFirst();
  }

  private @Nullable String letter(String span) {
    if (span.isEmpty()) {
      return null;
    }
    String first = span.substring(0, 1).toLowerCase(Locale.ROOT);
    for (String value : values) {
      if (value.length() == 1
          && Character.isLetter(value.charAt(0))
          && value.toLowerCase(Locale.ROOT).equals(first)) {
        return value;
      }
    }
    return null;
  }

  private Fuzzy fuzzy() {
    Fuzzy known = fuzzy;
    if (known == null) {
      known = new Fuzzy(values);
      fuzzy = known;
    }
    return known;
  }

  /// Stems and trigrams of all values, made at the first look-up that needs them.
  private static final class Fuzzy {
    final Map<String, String> byStem = new LinkedHashMap<>();
    private final Map<Long, int[]> valuesByGram;
    private final int[] gramCounts;

    Fuzzy(List<String> values) {
      Map<Long, List<Integer>> lists = new HashMap<>();
      gramCounts = new int[values.size()];
      for (int i = 0; i < values.size(); i++) {
        byStem.putIfAbsent(Words.stemAll(values.get(i)), values.get(i));
        Trigrams grams = Trigrams.of(values.get(i));
        gramCounts[i] = grams.size();
        for (int j = 0; j < grams.size(); j++) {
          lists.computeIfAbsent(grams.at(j), k -> new ArrayList<>()).add(i);
        }
      }
      valuesByGram = HashMap.newHashMap(lists.size());
      lists.forEach((gram, list) ->
          valuesByGram.put(gram, list.stream().mapToInt(Integer::intValue).toArray()));
    }

    @Nullable String containing(String stemmed) {
      if (stemmed.length() < LEAST_CONTAINED) {
        return null;
      }
      String wanted = " " + stemmed + " ";
      String found = null;
      for (Map.Entry<String, String> entry : byStem.entrySet()) {
        if ((" " + entry.getKey() + " ").contains(wanted)) {
          if (found != null) {
            return null;
          }
          found = entry.getValue();
        }
      }
      return found;
    }

    @Nullable String mostSimilar(String span, List<String> values) {
      Trigrams grams = Trigrams.of(span);
      int[] common = new int[gramCounts.length];
      for (int i = 0; i < grams.size(); i++) {
        for (int value : valuesByGram.getOrDefault(grams.at(i), new int[0])) {
          common[value]++;
        }
      }
      int best = -1;
      double highest = 0;
      for (int i = 0; i < common.length; i++) {
        double similarity = 2.0 * common[i] / (grams.size() + gramCounts[i]);
        if (similarity > highest) {
          highest = similarity;
          best = i;
        }
      }
      return highest >= LEAST_SIMILARITY ? values.get(best) : null;
    }
  }
}
