package io.thermocline.nl.semantics;

import io.thermocline.nl.link.Links;
import io.thermocline.nl.link.NumberWords;
import io.thermocline.nl.link.SchemaIndex;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.link.ValueMatch;
import io.thermocline.nl.link.Word;
import io.thermocline.nl.link.WordRoles;
import io.thermocline.nl.link.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A question as it is compared with verified ones: its words, and those that are values.
///
/// @param text the question
/// @param words its words that begin with a letter or digit
/// @param stems their stems
/// @param values runs of words that are values, none inside another, in order
record AskedQuestion(String text, List<Word> words, List<String> stems, List<Value> values) {
  private static final int MAX_WORDS = 200;
  private static final int MAX_PERIOD_WORDS = 4;

  /// Copies the lists.
  AskedQuestion {
    words = List.copyOf(words);
    stems = List.copyOf(stems);
    values = List.copyOf(values);
  }

  /// Words `first` to `last`, both included.
  record Value(int first, int last, boolean number, boolean period) {}

  static AskedQuestion of(String text, SchemaIndex index, Predicate<String> isPeriod) {
    List<Word> words = QuestionWords.wordLike(text);
    Turns turns = Turns.of(List.of(text), List.of(MAX_WORDS));
    List<Word> all = turns.words().getFirst();
    Links links = index.link(turns, WordRoles.NONE);
    List<Value> found = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      for (int last = Math.min(words.size(), i + MAX_PERIOD_WORDS) - 1; last >= i; last--) {
        String phrase = text.substring(words.get(i).start(), words.get(last).end());
        boolean number =
            last == i && startsWithDigit(phrase) && NumberWords.parse(phrase).isPresent();
        if (number || isPeriod.test(phrase)) {
          found.add(new Value(i, last, number, !number));
          break;
        }
      }
    }
    for (ValueMatch match : links.values()) {
      boolean named = true;
      for (int word = match.first(); word <= match.last(); word++) {
        named &= links.isNamePart(word);
      }
      if (!named) {
        Word first = all.get(match.first());
        Word last = all.get(match.last());
        int from = 0;
        while (from < words.size() && words.get(from).start() < first.start()) {
          from++;
        }
        int to = words.size() - 1;
        while (to >= 0 && words.get(to).end() > last.end()) {
          to--;
        }
        if (from <= to) {
          found.add(new Value(from, to, false, false));
        }
      }
    }
    return new AskedQuestion(text, words, StatementLiterals.stems(words), longest(found));
  }

  private static boolean startsWithDigit(String text) {
    return Character.isDigit(text.charAt(0));
  }

  private static List<Value> longest(List<Value> found) {
    List<Value> sorted = new ArrayList<>(found);
    sorted.sort((a, b) -> {
      int longer = Integer.compare(b.last() - b.first(), a.last() - a.first());
      return longer != 0 ? longer : Integer.compare(a.first(), b.first());
    });
    List<Value> kept = new ArrayList<>();
    for (Value value : sorted) {
      if (kept.stream().noneMatch(k -> k.first() <= value.last() && value.first() <= k.last())) {
        kept.add(value);
      }
    }
    kept.sort((a, b) -> Integer.compare(a.first(), b.first()));
    return kept;
  }

  /// The text from the start of one word to the end of another.
  String text(int first, int last) {
    return text.substring(words.get(first).start(), words.get(last).end());
  }

  /// The place of a word among all words, punctuation included.
  int place(int word) {
    List<Word> all = Words.split(text);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).start() == words.get(word).start()) {
        return i;
      }
    }
    throw new IndexOutOfBoundsException("word " + word);
  }
}
