package io.thermocline.nl;

import io.thermocline.nl.decode.Answerability;
import io.thermocline.nl.link.Word;
import io.thermocline.nl.model.Evidence;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/// What becomes of a question by its readings: the best one answers when it is likely, else several
/// are offered, and none when it is likelier that nothing in the tables is meant.
final class Choice {
  /// A question without a known word needs a reading as likely as this.
  private static final double UNLINKED_CONFIDENCE = 0.6;

  private static final int MAX_SHOWN = 3;

  private final AskedQuestion asked;
  private final QuestionWords words;
  private final Answerability answerability;
  private final Confidence confidence;
  private final NearestNames nearest;
  private final Answers answers;

  Choice(
      AskedQuestion asked,
      QuestionWords words,
      Answerability answerability,
      Confidence confidence,
      NearestNames nearest) {
    this.asked = asked;
    this.words = words;
    this.answerability = answerability;
    this.confidence = confidence;
    this.nearest = nearest;
    this.answers = new Answers(asked);
  }

  /// The outcome.
  ///
  /// @param readings best first
  Translation among(List<LikelyReading> readings) {
    if (answerability.isUnanswerable()) {
      List<String> missing =
          MissingWords.of(asked.modelTurns(), words.annotated(), words.links(), words.wanted());
      return unlikely(MissingWords.sentence(missing), nearest.tablesAndColumns(), readings);
    }
    if (readings.isEmpty()) {
      return new Translation.Refused(
          "The question cannot be read as a query over the tables.", nearest.tables());
    }
    LikelyReading best =
        readings.stream().filter(LikelyReading::isGood).findFirst().orElse(readings.getFirst());
    Thresholds thresholds = asked.context().thresholds();
    Evidence evidence = confidence.evidence(best, readings);
    double likely = confidence.of(evidence);
    if (!isLinked() && likely < UNLINKED_CONFIDENCE && thresholds.refuse() > 0) {
      return new Translation.Refused(
          "No word of the question is a table, a column or a value.", nearest.tables());
    }
    if (likely >= thresholds.answer()) {
      return answers.answer(best.lowered(), likely, evidence.numbers(), assumptions(best));
    }
    if (likely < thresholds.refuse()) {
      return unlikely(
          "No reading of the question over the tables is likely.", nearest.tables(), readings);
    }
    List<LikelyReading> sorted = new ArrayList<>(readings);
    sorted.sort(
        Comparator.comparingDouble(reading -> reading == best ? -1 : -reading.probability()));
    return new Translation.Ambiguous(shown(sorted));
  }

  private boolean isLinked() {
    return words.links().anyInFirst(asked.turns().words().getFirst().size()) || asked.isFollowUp();
  }

  private Translation unlikely(String reason, List<String> names, List<LikelyReading> readings) {
    return new Translation.Refused(reason, names, answerability.doubt(), shown(readings));
  }

  private List<Translation.Reading> shown(List<LikelyReading> readings) {
    return readings.stream()
        .limit(MAX_SHOWN)
        .map(reading ->
            new Translation.Reading(
                answers.words(reading.lowered()),
                reading.lowered().sketch(),
                confidence.of(confidence.evidence(reading, readings))))
        .toList();
  }

  /// What of the question a reading leaves out.
  private List<String> assumptions(LikelyReading reading) {
    List<String> assumptions = new ArrayList<>();
    List<Word> all = asked.turns().words().getFirst();
    for (BitSet run : reading.missed()) {
      String unused =
          asked
              .text()
              .substring(all.get(run.nextSetBit(0)).start(), all.get(run.length() - 1).end());
      assumptions.add("\"" + unused + "\" is not used.");
    }
    for (String word : words.foreign()) {
      assumptions.add("Nothing in the data is called \"" + word + "\".");
    }
    return assumptions;
  }
}
