package io.thermocline.nl;

import io.thermocline.nl.link.AnnotatedText;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.link.Word;
import io.thermocline.nl.time.TimePhrases;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The runs of words of a question that name a period: those that SUTime finds, and those of our
/// own grammar that begin with a word such as `last` or `since`.
final class TimeRuns {
  private static final int MAX_WORDS = 5;
  private static final Set<String> FIRST =
      Set.of(
          "last",
          "past",
          "previous",
          "this",
          "next",
          "since",
          "year",
          "quarter",
          "month",
          "ytd",
          "qtd",
          "mtd",
          "wtd",
          "fytd",
          "fy",
          "fq",
          "q",
          "h",
          "early",
          "mid",
          "late",
          "christmas",
          "easter",
          "weekend",
          "weekends",
          "weekday",
          "weekdays",
          "mondays",
          "tuesdays",
          "wednesdays",
          "thursdays",
          "fridays",
          "saturdays",
          "sundays",
          "mornings",
          "afternoons",
          "evenings",
          "nights",
          "yesterday",
          "today",
          "tomorrow");

  private TimeRuns() {}

  static List<BitSet> find(Turns turns, AnnotatedText annotated, TimePhrases times) {
    List<Word> words = turns.words().getFirst();
    List<BitSet> runs = new ArrayList<>();
    for (AnnotatedText.TimeExpression time : annotated.times()) {
      BitSet run = new BitSet();
      for (int i = 0; i < words.size(); i++) {
        run.set(i, words.get(i).start() < time.end() && words.get(i).end() > time.start());
      }
      boolean dated = times.isTime(turns.texts().getFirst().substring(time.start(), time.end()));
      if (dated && !run.isEmpty()) {
        runs.add(run);
      }
    }
    for (int first = 0; first < words.size(); first++) {
      if (!FIRST.contains(words.get(first).text().toLowerCase(Locale.ROOT))) {
        continue;
      }
      for (int last = Math.min(first + MAX_WORDS, words.size()) - 1; last >= first; last--) {
        BitSet run = new BitSet();
        run.set(first, last + 1);
        if (runs.stream().noneMatch(run::intersects) && times.isTime(turns.text(0, first, last))) {
          runs.add(run);
          break;
        }
      }
    }
    return runs;
  }
}
