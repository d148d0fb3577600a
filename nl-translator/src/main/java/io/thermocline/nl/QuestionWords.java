package io.thermocline.nl;

import io.thermocline.nl.decode.Ranking;
import io.thermocline.nl.link.AnnotatedText;
import io.thermocline.nl.link.Links;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.link.Word;
import io.thermocline.nl.link.WordRoles;
import io.thermocline.nl.link.Words;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// What the words of a question have to do with the data, before the model reads them.
///
/// @param links what they match
/// @param wanted the runs of words that a reading should use: values, numbers, and points in time
/// @param foreign words that are about something else than the data; then every reading is less
///   likely
/// @param unknown the share of the words of content that nothing in the data is called
record QuestionWords(
    AnnotatedText annotated,
    Links links,
    List<BitSet> wanted,
    List<String> foreign,
    double unknown) {
  /// Copies the lists.
  QuestionWords {
    wanted = List.copyOf(wanted);
    foreign = List.copyOf(foreign);
  }

  static QuestionWords of(AskedQuestion asked, AnnotatedText annotated) {
    WordRoles roles = roles(asked.modelTurns(), annotated);
    Links links = asked.schema().index().link(asked.modelTurns(), roles);
    List<BitSet> times = TimeRuns.find(asked.modelTurns(), annotated, asked.times());
    return new QuestionWords(
        annotated,
        links,
        wanted(asked, links, times),
        foreign(asked, links, times),
        links.unmatched().cardinality() / (double) Math.max(1, roles.content().cardinality()));
  }

  /// The singulars of plural nouns whose stem is another word (`movies`, `children`), and which
  /// words are nouns, names or adjectives.
  private static WordRoles roles(Turns turns, AnnotatedText annotated) {
    Map<Integer, String> singulars = new HashMap<>();
    BitSet content = new BitSet();
    List<Word> words = turns.words().getFirst();
    for (AnnotatedText.Token token : annotated.tokens()) {
      String role = token.partOfSpeech();
      for (int i = 0; i < words.size(); i++) {
        Word word = words.get(i);
        if (word.start() < token.start() || word.end() > token.end()) {
          continue;
        }
        if (role.startsWith("NN") || role.equals("JJ") || role.equals("FW")) {
          content.set(i);
        }
        String lemma = token.lemma().toLowerCase(Locale.ROOT);
        if (role.equals("NNS")
            && word.start() == token.start()
            && word.end() == token.end()
            && !lemma.equals(Words.stem(word.text()))) {
          singulars.put(i, lemma);
        }
      }
    }
    return new WordRoles(singulars, content);
  }

  private static List<BitSet> wanted(AskedQuestion asked, Links links, List<BitSet> times) {
    Set<BitSet> wanted = Ranking.wanted(asked.modelTurns(), links.values());
    if (asked.schema().view().columns().stream().anyMatch(column -> column.kind().isTemporal())) {
      for (BitSet run : times) {
        if (wanted.stream().noneMatch(run::intersects)) {
          wanted.add(run);
        }
      }
    }
    return List.copyOf(wanted);
  }

  /// The words that neither the schema nor the stored values have, when no other word names a table
  /// or a column; none in a conversation, whose words may be about what was asked before.
  private static List<String> foreign(AskedQuestion asked, Links links, List<BitSet> times) {
    List<Word> words = asked.modelTurns().words().getFirst();
    boolean named = IntStream.range(0, words.size()).anyMatch(links::isNamePart);
    if (named || links.unmatched().isEmpty() || asked.isFollowUp()) {
      return List.of();
    }
    BitSet left = (BitSet) links.unmatched().clone();
    times.forEach(left::andNot);
    return left.stream().mapToObj(word -> words.get(word).text()).toList();
  }
}
