package io.thermocline.nl.retrieval;

import io.thermocline.nl.link.Edits;
import io.thermocline.nl.link.KeyTable;
import io.thermocline.nl.link.Trigrams;
import io.thermocline.nl.link.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/// The words of all names of a schema: which names hold a word, and which words look like one. A
/// name is whatever a table or a column is called. Immutable.
final class NameIndex {
  /// Shorter words look like too many others.
  private static final int SHORTEST_SIMILAR = 4;

  /// Words with fewer common trigrams are not compared letter by letter.
  private static final double LEAST_COMPARED = 0.3;

  private static final int SHORTEST_ABBREVIATION = 3;
  private static final int LONGEST_ABBREVIATION = 5;

  private final Map<String, Integer> stems;
  private final List<String> texts;
  private final List<Trigrams> trigrams;
  private final KeyTable grams;
  private final KeyTable shortStems;
  private final int[] starts;
  private final int[] postings;
  private final List<Name> names;

  /// Where a name comes from.
  enum Field {
    TABLE,
    COLUMN,
    TABLE_COMMENT,
    COLUMN_COMMENT
  }

  /// A name with the distinct words in it.
  ///
  /// @param column its index, -1 for the name of a table
  private record Name(Field field, int table, int column, int[] stems) {}

  private NameIndex(Builder builder) {
    this.stems = Map.copyOf(builder.stems);
    this.texts = List.copyOf(builder.texts);
    this.names = List.copyOf(builder.names);
    this.trigrams = texts.stream().map(Trigrams::of).toList();
    KeyTable.Builder allGrams = new KeyTable.Builder();
    KeyTable.Builder allShort = new KeyTable.Builder();
    for (int stem = 0; stem < texts.size(); stem++) {
      Trigrams own = trigrams.get(stem);
      for (int i = 0; i < own.size(); i++) {
        allGrams.add(Long.hashCode(own.at(i)), stem);
      }
      allShort.add(texts.get(stem).charAt(0), stem);
    }
    this.grams = allGrams.build();
    this.shortStems = allShort.build();
    this.starts = new int[texts.size() + 1];
    names.forEach(name -> Arrays.stream(name.stems()).forEach(stem -> starts[stem + 1]++));
    for (int stem = 0; stem < texts.size(); stem++) {
      starts[stem + 1] += starts[stem];
    }
    int[] next = starts.clone();
    this.postings = new int[starts[texts.size()]];
    for (int name = 0; name < names.size(); name++) {
      for (int stem : names.get(name).stems()) {
        postings[next[stem]++] = name;
      }
    }
  }

  int stemCount() {
    return texts.size();
  }

  int nameCount() {
    return names.size();
  }

  Field field(int name) {
    return names.get(name).field();
  }

  int table(int name) {
    return names.get(name).table();
  }

  int column(int name) {
    return names.get(name).column();
  }

  int[] stems(int name) {
    return names.get(name).stems();
  }

  /// Calls back with each name that holds a word.
  void each(int stem, IntConsumer found) {
    for (int i = starts[stem]; i < starts[stem + 1]; i++) {
      found.accept(postings[i]);
    }
  }

  /// The number of a word, -1 when no name holds it.
  int stem(String text) {
    return stems.getOrDefault(text, -1);
  }

  /// The words of the names that look like a word but are another one, by number, with how alike
  /// they are: above `least`, up to 1. Typing errors, other endings, abbreviations.
  Map<Integer, Double> similar(String text, double least, double abbreviated) {
    Map<Integer, Double> found = new TreeMap<>();
    if (text.length() >= SHORTEST_SIMILAR) {
      Trigrams own = Trigrams.of(text);
      Set<Integer> seen = new HashSet<>();
      for (int i = 0; i < own.size(); i++) {
        grams.each(Long.hashCode(own.at(i)), seen::add);
      }
      for (int stem : seen) {
        String other = texts.get(stem);
        double similarity = own.similarity(trigrams.get(stem));
        if (other.length() < SHORTEST_SIMILAR || similarity < LEAST_COMPARED) {
          continue;
        }
        if (similarity < least && Edits.within(text, other, Edits.allowed(text))) {
          similarity = least;
        }
        if (similarity >= least) {
          found.put(stem, similarity);
        }
      }
    }
    if (!text.isEmpty()) {
      shortStems.each(
          text.charAt(0),
          stem -> {
            String other = texts.get(stem);
            if (isAbbreviation(other, text) || isAbbreviation(text, other)) {
              found.merge(stem, abbreviated, Math::max);
            }
          });
    }
    found.remove(stem(text));
    return found;
  }

  /// Whether a short text is the beginning of a longer one, or some of its consonants: `emp`,
  /// `dept`, `qty`.
  static boolean isAbbreviation(String abbreviation, String text) {
    int length = abbreviation.length();
    if (length < SHORTEST_ABBREVIATION
        || length > LONGEST_ABBREVIATION
        || text.length() < length + 2) {
      return false;
    }
    if (text.startsWith(abbreviation)) {
      return true;
    }
    int place = 0;
    for (int i = 0; i < length; i++) {
      char c = abbreviation.charAt(i);
      if (i > 0 && "aeiou".indexOf(c) >= 0) {
        return false;
      }
      place = text.indexOf(c, place) + 1;
      if (place == 0 || i == 0 && place != 1) {
        return false;
      }
    }
    return true;
  }

  /// About how many bytes it takes.
  long retainedBytes() {
    long bytes = grams.retainedBytes() + shortStems.retainedBytes();
    bytes += 4L * (starts.length + postings.length);
    for (int stem = 0; stem < texts.size(); stem++) {
      bytes += 120 + texts.get(stem).length() + 8L * trigrams.get(stem).size();
    }
    for (Name name : names) {
      bytes += 48 + 4L * name.stems().length;
    }
    return bytes;
  }

  /// An index in the making.
  static final class Builder {
    private final Map<String, Integer> stems = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private final List<Name> names = new ArrayList<>();

    /// Adds a name, of whose words at most so many count.
    void add(Field field, int table, int column, String text, int maxWords) {
      int[] own =
          Words.nameStems(Words.fold(text)).stream()
              .limit(maxWords)
              .mapToInt(this::number)
              .distinct()
              .toArray();
      if (own.length > 0) {
        names.add(new Name(field, table, column, own));
      }
    }

    private int number(String stem) {
      Integer known = stems.putIfAbsent(stem, texts.size());
      if (known == null) {
        texts.add(stem);
        return texts.size() - 1;
      }
      return known;
    }

    NameIndex build() {
      return new NameIndex(this);
    }
  }
}
