package io.thermocline.nl.link;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The known distinct texts of one column, and which of them a span of a question means. Immutable
/// and thread-safe; about 50 bytes a short value.
///
/// Look-ups follow docs/reference/sketch.md, "Spans to literals".
public final class ColumnValues {
  /// No value is known.
  public static final ColumnValues EMPTY = new ColumnValues(List.of());

  /// Salt of the hashes of initials among the forms.
  static final int INITIALS = 1;

  /// Salt of the hashes of places among the forms.
  static final int PLACE = 2;

  private static final double LEAST_SIMILARITY = 0.55;
  private static final int LEAST_CONTAINED = 3;
  private static final int MOST_COMPARED = 100;

  /// Columns whose values have more words than this on average hold prose: nobody says a few words
  /// of a comment and means the comment.
  private static final double MOST_WORDS = 8;

  private static final List<String> TRUE_WORDS = List.of("true", "yes", "y", "t", "1");
  private static final List<String> FALSE_WORDS = List.of("false", "no", "n", "f", "0");

  private final TextPool values;
  private final KeyTable forms;
  private final KeyTable words;
  private final boolean prose;
  private final PlaceValues places;
  private volatile long @Nullable [] signatures;

  /// Values in the order of preference: of two that look alike, the first one wins.
  public ColumnValues(List<String> values) {
    this.values = new TextPool(new LinkedHashSet<>(values));
    KeyTable.Builder keys = new KeyTable.Builder();
    KeyTable.Builder parts = new KeyTable.Builder();
    long wordCount = 0;
    for (int i = 0; i < this.values.size(); i++) {
      String value = this.values.get(i);
      keys.add(KeyTable.hash(Words.normalise(value), 0), i);
      addForm(keys, TextForms.loose(value), i);
      addForm(keys, TextForms.umlauts(value), i);
      String initials = TextForms.initials(value);
      if (!initials.isEmpty()) {
        keys.add(KeyTable.hash(initials, INITIALS), i);
      }
      List<String> own = TextForms.words(value);
      wordCount += own.size();
      for (String word : own) {
        parts.add(KeyTable.hash(word, 0), i);
      }
    }
    this.prose = wordCount > MOST_WORDS * this.values.size();
    this.words = prose ? KeyTable.EMPTY : parts.build();
    this.places = PlaceValues.of(this.values);
    this.places.eachPlace(place -> keys.add(KeyTable.hash(Integer.toString(place), PLACE), 0));
    this.forms = keys.build();
  }

  private static void addForm(KeyTable.Builder keys, @Nullable String form, int value) {
    if (form != null && !form.isEmpty()) {
      keys.add(KeyTable.hash(form, 0), value);
    }
  }

  /// The values in order.
  public List<String> values() {
    return values;
  }

  /// About how many bytes the values and the tables over them take.
  public long retainedBytes() {
    return values.retainedBytes() + forms.retainedBytes() + words.retainedBytes() + 128;
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
    /// The same words in singular or plural, abbreviated or spelled otherwise, or a code of one
    /// letter.
    FORM,
    /// Another name of the same thing: a city in another language, a code or the people of a
    /// country, initials.
    ALIAS,
    /// A few words of a longer value.
    PART,
    /// The most similar value: the span is misspelt.
    SIMILAR,
    /// No stored value fits.
    NONE;

    /// Whether the span surely means a stored value.
    public boolean isSure() {
      return this == SAME || this == FORM || this == ALIAS;
    }
  }

  /// A stored value, or the span itself when none fits.
  public record Resolution(String value, Match match) {}

  /// The stored value that a span means.
  public Resolution resolve(String span) {
    Resolution known = find(span);
    if (known.match() != Match.NONE) {
      return known;
    }
    Integer letter = letter(span);
    if (letter != null) {
      return new Resolution(values.get(letter), Match.FORM);
    }
    String stemmed = Words.stemAll(span);
    if (values.isEmpty() || span.codePoints().anyMatch(Character::isDigit)) {
      return known;
    }
    if (stemmed.length() >= LEAST_CONTAINED) {
      List<Integer> holding = holding(stemmed, 2);
      if (!holding.isEmpty()) {
        return holding.size() == 1
            ? new Resolution(values.get(holding.getFirst()), Match.PART)
            : known;
      }
    }
    Integer similar = mostSimilar(span);
    if (similar == null) {
      similar = misspelt(span);
    }
    return similar == null ? known : new Resolution(values.get(similar), Match.SIMILAR);
  }

  /// Whether a value equals a text, but for case, accents and outer white space.
  public boolean holds(String text) {
    String normal = Words.normalise(text);
    return first(
            forms.find(KeyTable.hash(normal, 0)),
            i -> Words.normalise(values.get(i)).equals(normal))
        != null;
  }

  /// The stored value that is a span in another form or under another name; never a guess.
  Resolution find(String span) {
    if (values.isEmpty()) {
      return new Resolution(span, Match.NONE);
    }
    String normal = Words.normalise(span);
    int[] alike = forms.find(KeyTable.hash(normal, 0));
    Integer same = first(alike, i -> values.get(i).equals(span));
    if (same == null) {
      same = first(alike, i -> Words.normalise(values.get(i)).equals(normal));
    }
    if (same != null) {
      return new Resolution(values.get(same), Match.SAME);
    }
    String loose = TextForms.loose(span);
    int[] near = loose.isEmpty() ? alike : forms.find(KeyTable.hash(loose, 0));
    String stemmed = Words.stemAll(span);
    Integer form = first(near, i -> Words.stemAll(values.get(i)).equals(stemmed));
    if (form == null) {
      form = first(near, i -> isLoose(values.get(i), loose));
    }
    if (form != null) {
      return new Resolution(values.get(form), Match.FORM);
    }
    Integer alias = places.find(span);
    if (alias == null) {
      alias = abbreviated(span, loose);
    }
    return alias == null
        ? new Resolution(span, Match.NONE)
        : new Resolution(values.get(alias), Match.ALIAS);
  }

  private static boolean isLoose(String value, String loose) {
    return TextForms.loose(value).equals(loose) || loose.equals(TextForms.umlauts(value));
  }

  /// The value whose initials the span is, or that is the initials of the span.
  private @Nullable Integer abbreviated(String span, String loose) {
    if (isInitials(span)) {
      Integer found =
          first(
              forms.find(KeyTable.hash(loose, INITIALS)),
              i -> TextForms.initials(values.get(i)).equals(loose));
      if (found != null) {
        return found;
      }
    }
    String initials = TextForms.initials(span);
    return initials.isEmpty()
        ? null
        : first(
            forms.find(KeyTable.hash(initials, 0)),
            i -> isInitials(values.get(i)) && TextForms.loose(values.get(i)).equals(initials));
  }

  /// Whether a text may be initials: a few letters, all capitals.
  static boolean isInitials(String text) {
    long letters = text.chars().filter(Character::isLetter).count();
    return letters >= 2
        && letters <= 6
        && text.equals(text.toUpperCase(Locale.ROOT))
        && text.chars().noneMatch(Character::isWhitespace)
        && text.chars().noneMatch(Character::isDigit);
  }

  private static @Nullable Integer first(int[] candidates, IntPredicate fits) {
    for (int candidate : candidates) {
      if (fits.test(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  /// The values that have the words of a span in a row, by normal form; none for a span without a
  /// letter or digit.
  public List<String> containing(String span) {
    String wanted = " " + spaced(span) + " ";
    if (wanted.isBlank()) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    eachWith(
        span,
        i -> {
          String value = values.get(i);
          if ((" " + spaced(value) + " ").contains(wanted)) {
            found.add(value);
          }
          return true;
        });
    return found;
  }

  /// Whether some value of a column of short texts has the words of a span in a row, stemmed.
  boolean hasPart(String span) {
    String wanted = " " + String.join(" ", TextForms.words(span)) + " ";
    boolean[] found = {false};
    if (!prose && !wanted.isBlank()) {
      eachWith(
          span,
          i -> {
            String own = " " + String.join(" ", TextForms.words(values.get(i))) + " ";
            found[0] = own.contains(wanted);
            return !found[0];
          });
    }
    return found[0];
  }

  /// Goes over the values that have all words of a span, in any order, until told to stop.
  private void eachWith(String span, IntPredicate goesOn) {
    int[] candidates = null;
    for (String word : prose ? List.<String>of() : TextForms.words(span)) {
      int[] more = words.find(KeyTable.hash(word, 0));
      candidates = candidates == null ? more : common(candidates, more);
    }
    int count = candidates == null ? values.size() : candidates.length;
    for (int i = 0; i < count; i++) {
      if (!goesOn.test(candidates == null ? i : candidates[i])) {
        return;
      }
    }
  }

  private static int[] common(int[] a, int[] b) {
    int[] both = new int[Math.min(a.length, b.length)];
    int count = 0;
    for (int i = 0, j = 0; i < a.length && j < b.length; ) {
      if (a[i] == b[j]) {
        both[count++] = a[i];
        i++;
        j++;
      } else if (a[i] < b[j]) {
        i++;
      } else {
        j++;
      }
    }
    return Arrays.copyOf(both, count);
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

  private @Nullable Integer letter(String span) {
    if (span.isEmpty()) {
      return null;
    }
    String first = Words.normalise(span.substring(0, 1));
    return first(
        forms.find(KeyTable.hash(first, 0)),
        i -> {
          String value = values.get(i);
          return value.length() == 1
              && Character.isLetter(value.charAt(0))
              && value.equalsIgnoreCase(span.substring(0, 1));
        });
  }

  /// Values that have the stemmed words in a row, the first one of each that is another after
  /// stemming, up to so many.
  private List<Integer> holding(String stemmed, int most) {
    String wanted = " " + stemmed + " ";
    Set<String> stems = new HashSet<>();
    List<Integer> found = new ArrayList<>();
    eachWith(
        stemmed,
        i -> {
          String own = Words.stemAll(values.get(i));
          if ((" " + own + " ").contains(wanted) && stems.add(own)) {
            found.add(i);
          }
          return found.size() < most;
        });
    return found;
  }

  /// How several values write the words of a span, to be looked for in them: the span, or its
  /// singular when that is in more of them. Empty when fewer than two values have the words.
  public Optional<String> part(String span) {
    List<Integer> holding = holding(Words.stemAll(span), MOST_COMPARED);
    if (holding.size() < 2) {
      return Optional.empty();
    }
    List<Word> own = Words.split(span);
    Word last = own.getLast();
    String singular =
        span.substring(own.getFirst().start(), last.start()) + Words.stem(last.text());
    long written = count(holding, span);
    return Optional.of(count(holding, singular) > written ? singular : span);
  }

  private long count(List<Integer> among, String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return among.stream()
        .filter(i -> values.get(i).toLowerCase(Locale.ROOT).contains(wanted))
        .count();
  }

  /// The value with the most trigrams in common. A value's signature has a bit for each trigram, so
  /// that most values need not be compared.
  private @Nullable Integer mostSimilar(String span) {
    Trigrams grams = Trigrams.of(span);
    long[] known = signatures();
    int best = -1;
    double highest = 0;
    for (int i = 0; i < known.length; i++) {
      int common = 0;
      for (int j = 0; j < grams.size(); j++) {
        common += (known[i] & bit(grams.at(j))) != 0 ? 1 : 0;
      }
      int least = Math.max(common, Long.bitCount(known[i]));
      if (2.0 * common / (grams.size() + least) < Math.max(LEAST_SIMILARITY, highest)) {
        continue;
      }
      double similarity = grams.similarity(Trigrams.of(values.get(i)));
      if (similarity > highest) {
        highest = similarity;
        best = i;
      }
    }
    return highest >= LEAST_SIMILARITY ? best : null;
  }

  private static long bit(long gram) {
    return 1L << (gram * 0x9E3779B97F4A7C15L >>> 58);
  }

  private long[] signatures() {
    long[] known = signatures;
    if (known == null) {
      known = new long[values.size()];
      for (int i = 0; i < known.length; i++) {
        Trigrams grams = Trigrams.of(values.get(i));
        for (int j = 0; j < grams.size(); j++) {
          known[i] |= bit(grams.at(j));
        }
      }
      signatures = known;
    }
    return known;
  }

  /// The only value that differs by a letter or two: short words have few trigrams.
  private @Nullable Integer misspelt(String span) {
    String normal = Words.normalise(span);
    int allowed = Edits.allowed(normal);
    Integer found = null;
    for (int i = 0; i < values.size() && allowed > 0; i++) {
      if (Edits.within(normal, Words.normalise(values.get(i)), allowed)) {
        if (found != null) {
          return null;
        }
        found = i;
      }
    }
    return found;
  }

  /// The keys of all forms.
  KeyTable forms() {
    return forms;
  }

  /// The keys of all words.
  KeyTable words() {
    return words;
  }
}
