package io.thermocline.nl;

import io.thermocline.nl.decode.Candidate;
import io.thermocline.nl.link.NumberWords;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.link.ValueMatch;
import io.thermocline.nl.link.Word;
import io.thermocline.nl.sketch.Action;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/// Spans take in the words beside them that belong to the same number or time: of "2 grand" the
/// model often points to the digits only, of "Mondays in 2024" to the Mondays. And they let go of a
/// second value: of "São Paulo or Lima" the model may point to all.
final class WholeSpans {
  private static final Set<String> BEHIND =
      Set.of(
          "hundred",
          "thousand",
          "grand",
          "million",
          "mio",
          "mln",
          "mn",
          "billion",
          "bn",
          "bln",
          "trillion",
          "lakh",
          "crore",
          "percent",
          "pct",
          "%");

  /// Only right behind the digits: `5k`, `3m`.
  private static final Set<String> TIGHT = Set.of("k", "m", "mm");

  private static final Set<String> LEADS =
      Set.of("of", "in", "on", "for", "during", "at", "over", "the", "within", "only");

  private static final Set<String> CONNECTIVES = Set.of("or", "and", "nor", ",", "&", "/", "|");

  private static final int MAX_MORE = 4;

  private final Turns turns;
  private final SchemaView schema;
  private final List<ValueMatch> values;
  private final Predicate<String> time;

  /// @param values the stored values among the words
  /// @param time whether words name a time
  WholeSpans(Turns turns, SchemaView schema, List<ValueMatch> values, Predicate<String> time) {
    this.turns = turns;
    this.schema = schema;
    this.values = values;
    this.time = time;
  }

  /// The candidates with such spans made longer or shorter.
  List<Candidate> apply(List<Candidate> candidates) {
    return candidates.stream().map(this::apply).toList();
  }

  private Candidate apply(Candidate candidate) {
    List<Action> actions = new ArrayList<>(candidate.actions());
    for (int i = 2; i < actions.size(); i++) {
      if (actions.get(i - 1) instanceof Action.WordNode first
          && actions.get(i) instanceof Action.WordNode last) {
        if (isTimeSpan(actions, i - 1)) {
          extendTime(actions, i, first, last);
        } else {
          int end =
              actions.get(i - 2) instanceof Action.ColumnNode column
                  ? firstValueEnd(column.column(), first, last)
                  : last.word();
          actions.set(
              i,
              new Action.WordNode(last.turn(), end < last.word() ? end : numberEnd(first, last)));
        }
        i++;
      }
    }
    return new Candidate(actions, candidate.logProbability(), candidate.weakest());
  }

  /// The end of the value that a span begins with when "or" or the like follows inside the span,
  /// and the whole span is no value; else its last word.
  private int firstValueEnd(int column, Action.WordNode first, Action.WordNode last) {
    int end = last.word();
    for (ValueMatch value : values) {
      if (value.column() == column
          && value.turn() == first.turn()
          && value.first() == first.word()
          && value.match().isSure()) {
        if (value.last() == last.word()) {
          return last.word();
        }
        if (value.last() < last.word() && isConnective(first.turn(), value.last() + 1)) {
          end = value.last();
        }
      }
    }
    return end;
  }

  private boolean isConnective(int turn, int word) {
    return CONNECTIVES.contains(turns.words().get(turn).get(word).text().toLowerCase(Locale.ROOT));
  }

  private int numberEnd(Action.WordNode first, Action.WordNode last) {
    List<Word> words = turns.words().get(last.turn());
    int end = last.word();
    while (end + 1 < words.size()
        && goesOn(words.get(end), words.get(end + 1))
        && NumberWords.parse(turns.text(first.turn(), first.word(), end + 1)).isPresent()) {
      end++;
    }
    return end;
  }

  private static boolean goesOn(Word before, Word word) {
    String text = word.text().toLowerCase(Locale.ROOT);
    return BEHIND.contains(text) || TIGHT.contains(text) && before.end() == word.start();
  }

  /// Whether a span says when: it stands behind a date and `DURING` or `EQ`.
  private boolean isTimeSpan(List<Action> actions, int first) {
    return first > 1
        && actions.get(first - 1) instanceof Action.ColumnNode column
        && schema.columns().get(column.column()).kind().isTemporal()
        && actions.get(first - 2) instanceof Action.Token token
        && (token.name().equals("DURING") || token.name().equals("EQ"));
  }

  /// The longest run around the span that is a time and has no word of another span.
  private void extendTime(
      List<Action> actions, int place, Action.WordNode first, Action.WordNode last) {
    BitSet taken = taken(actions, place, first.turn());
    int from = taken.previousSetBit(first.word()) + 1;
    int next = taken.nextSetBit(last.word());
    int end = Math.min(next < 0 ? Integer.MAX_VALUE : next, turns.words().get(first.turn()).size());
    int earliest = Math.max(from, first.word() - MAX_MORE);
    int latest = Math.min(end - 1, last.word() + MAX_MORE);
    for (int more = latest - earliest - (last.word() - first.word()); more > 0; more--) {
      for (int before = 0; before <= more; before++) {
        int start = first.word() - before;
        int stop = last.word() + more - before;
        if (start >= earliest
            && stop <= latest
            && (before == 0 || !isLead(first.turn(), start))
            && time.test(turns.text(first.turn(), start, stop))) {
          actions.set(place - 1, new Action.WordNode(first.turn(), start));
          actions.set(place, new Action.WordNode(first.turn(), stop));
          return;
        }
      }
    }
  }

  /// Whether a word stands before times without a meaning of its own.
  private boolean isLead(int turn, int word) {
    return LEADS.contains(turns.words().get(turn).get(word).text().toLowerCase(Locale.ROOT));
  }

  /// The words of all other spans of a turn.
  private static BitSet taken(List<Action> actions, int place, int turn) {
    BitSet taken = new BitSet();
    for (int i = 1; i < actions.size(); i++) {
      if (actions.get(i - 1) instanceof Action.WordNode first
          && actions.get(i) instanceof Action.WordNode last) {
        if (i != place && first.turn() == turn) {
          taken.set(first.word(), last.word() + 1);
        }
        i++;
      }
    }
    return taken;
  }
}
