package io.thermocline.nl.link;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/// Looks for stored values among the words of one question; see docs/reference/sketch.md, "Words,
/// pieces and matches". What is less sure is only looked for where nothing surer was found.
final class ValueMatcher {
  private static final int MAX_PLACE_WORDS = 4;
  private static final int MAX_PART_WORDS = 3;

  /// A few words that are parts of values in more columns than this mean none of them.
  private static final int MAX_PART_COLUMNS = 6;

  private static final int SHORTEST_PART = 3;

  /// From so many words on, all in capitals, capitals say nothing.
  private static final int LEAST_SHOUTED = 3;

  /// A word of a query up to this length, such as `us`, is no stored code in capitals.
  private static final int LONGEST_CODE = 3;

  private final ValueKeys keys;
  private final InputConstants constants;
  private final Predicate<String> common;
  private final Turns turns;
  private final WordRoles roles;
  private final List<ValueMatch> found = new ArrayList<>();

  /// @param common whether a word is so common that it is not a misspelt one
  ValueMatcher(
      ValueKeys keys,
      InputConstants constants,
      Predicate<String> common,
      Turns turns,
      WordRoles roles) {
    this.keys = keys;
    this.constants = constants;
    this.common = common;
    this.turns = turns;
    this.roles = roles;
  }

  /// All matches, in order of turn, first and last word, guesses behind.
  ///
  /// @param named whether a word of the question is part of a name of the schema
  List<ValueMatch> find(IntPredicate named) {
    for (int turn = 0; turn < turns.words().size(); turn++) {
      findSure(turn);
    }
    BitSet free = new BitSet();
    for (int i = 0; i < turns.words().getFirst().size(); i++) {
      free.set(i, isFree(i) && !named.test(i));
    }
    Map<Integer, List<String>> corrections = corrections(free);
    corrections.forEach((word, meant) -> addWhole(word, meant, free));
    findParts(free);
    corrections.forEach((word, meant) -> {
      if (free.get(word) && meant.size() == 1) {
        add(keys.parts(meant.getFirst()), word, word, ColumnValues.Match.SIMILAR, free);
      }
    });
    return found;
  }

  private void findSure(int turn) {
    List<Word> words = turns.words().get(turn);
    String text = turns.texts().get(turn);
    boolean shouting = words.size() >= LEAST_SHOUTED && text.equals(text.toUpperCase(Locale.ROOT));
    for (int first = 0; first < words.size(); first++) {
      int end = Math.min(first + constants.maxValueWords(), words.size());
      boolean wordLike = false;
      for (int last = first; last < end; last++) {
        String lastWord = words.get(last).text();
        wordLike |= Words.isWordLike(lastWord);
        if (!wordLike || first == last && isStop(lastWord) && !isCode(lastWord, shouting)) {
          continue;
        }
        Set<Integer> columns = new TreeSet<>();
        String run = turns.text(turn, first, last);
        String before = text.substring(words.get(first).start(), words.get(last).start());
        if (first != last || !isStop(lastWord)) {
          keys.addSame(columns, run);
          keys.addSame(columns, before + Words.stem(lastWord));
          String singular = turn == 0 ? roles.singulars().get(last) : null;
          if (singular != null) {
            keys.addSame(columns, before + singular);
          }
          if (first == last) {
            columns.removeIf(column -> isAnotherCode(column, lastWord));
          }
          for (int column : columns) {
            found.add(new ValueMatch(column, turn, first, last));
          }
        }
        boolean edges = isContent(words.get(first).text()) && isContent(lastWord);
        if (edges || isCode(lastWord, shouting) || last - first > 0) {
          String spoken = shouting ? run.toLowerCase(Locale.ROOT) : run;
          addOthers(columns, turn, first, last, spoken, edges);
        }
      }
    }
  }

  /// Columns with the run in another form or under another name.
  private void addOthers(
      Set<Integer> same, int turn, int first, int last, String run, boolean edges) {
    Set<Integer> columns = new TreeSet<>();
    if (edges) {
      keys.addForms(columns, run);
    }
    if (last - first < MAX_PLACE_WORDS) {
      keys.addPlaces(columns, run);
    }
    columns.removeAll(same);
    for (int column : columns) {
      ColumnValues.Match match = keys.values(column).find(run).match();
      if (match.isSure() && (match != ColumnValues.Match.SAME || first == last)) {
        found.add(new ValueMatch(column, turn, first, last, match));
      }
    }
  }

  /// Whether a short word of a query is stored in other letters only: `us` is not the country `US`.
  private boolean isAnotherCode(int column, String word) {
    return word.length() <= LONGEST_CODE
        && QueryWords.contains(word)
        && !keys.values(column).find(word).value().equals(word);
  }

  private boolean isStop(String word) {
    return constants.stopWords().contains(Words.stem(word))
        || constants.stopWords().contains(word.toLowerCase(Locale.ROOT));
  }

  /// `IN` and `OR` may be states when a question is not all in capitals.
  private static boolean isCode(String word, boolean shouting) {
    return !shouting && word.length() > 1 && ColumnValues.isInitials(word);
  }

  private boolean isContent(String word) {
    return Words.isWordLike(word) && !isStop(word) && !QueryWords.contains(word);
  }

  /// Whether a word of the question may stand for data and is no surer match.
  private boolean isFree(int word) {
    String text = turns.words().getFirst().get(word).text();
    return roles.content().get(word)
        && isContent(text)
        && Character.isLetter(text.charAt(0))
        && NumberWords.parse(text).isEmpty()
        && found.stream().noneMatch(match -> covers(match, word));
  }

  private static boolean covers(ValueMatch match, int word) {
    return match.turn() == 0 && match.first() <= word && word <= match.last();
  }

  /// Runs that are a few words of longer values, the longest first.
  private void findParts(BitSet free) {
    for (int length = MAX_PART_WORDS; length > 0; length--) {
      for (int first = 0; first + length <= turns.words().getFirst().size(); first++) {
        int last = first + length - 1;
        int next = free.nextSetBit(first);
        if (next < 0 || next > last || !allContent(first, last)) {
          continue;
        }
        String run = turns.text(0, first, last);
        Set<Integer> columns = keys.parts(run);
        if (run.length() >= SHORTEST_PART && columns.size() <= MAX_PART_COLUMNS) {
          add(columns, first, last, ColumnValues.Match.PART, free);
        }
      }
    }
  }

  private void add(
      Set<Integer> columns, int first, int last, ColumnValues.Match match, BitSet free) {
    for (int column : columns) {
      found.add(new ValueMatch(column, 0, first, last, match));
    }
    if (!columns.isEmpty()) {
      free.clear(first, last + 1);
    }
  }

  private boolean allContent(int first, int last) {
    return turns.words().getFirst().subList(first, last + 1).stream()
        .allMatch(word -> isContent(word.text()));
  }

  /// The words that may have been meant by each misspelt one, by its place.
  private Map<Integer, List<String>> corrections(BitSet free) {
    Map<Integer, List<String>> corrections = new TreeMap<>();
    for (int word = free.nextSetBit(0); word >= 0; word = free.nextSetBit(word + 1)) {
      String text = Words.normalise(turns.words().getFirst().get(word).text());
      if (Edits.allowed(text) == 0 || common.test(text) || keys.knowsWord(text)) {
        continue;
      }
      Map<String, String> byStem = new LinkedHashMap<>();
      Misspellings.each(
          text,
          candidate -> {
            if (keys.knowsWord(candidate)) {
              byStem.putIfAbsent(Words.stem(candidate), candidate);
            }
          });
      corrections.put(word, List.copyOf(byStem.values()));
    }
    return corrections;
  }

  /// The longest run around a misspelt word that is a whole value when the word is corrected.
  private void addWhole(int word, List<String> corrections, BitSet free) {
    List<Word> words = turns.words().getFirst();
    String text = turns.texts().getFirst();
    for (int length = MAX_PART_WORDS; length > 0; length--) {
      for (int first = Math.max(0, word - length + 1); first <= word; first++) {
        int last = first + length - 1;
        if (last >= words.size()) {
          continue;
        }
        Set<Integer> columns = new TreeSet<>();
        for (String correction : corrections) {
          String run =
              text.substring(words.get(first).start(), words.get(word).start())
                  + correction
                  + text.substring(words.get(word).end(), words.get(last).end());
          keys.addSame(columns, run);
          Set<Integer> more = new TreeSet<>();
          keys.addForms(more, run);
          more.removeIf(c -> keys.values(c).find(run).match() != ColumnValues.Match.FORM);
          columns.addAll(more);
        }
        if (!columns.isEmpty()) {
          add(columns, first, last, ColumnValues.Match.SIMILAR, free);
          return;
        }
      }
    }
  }
}
