package io.thermocline.nl;

import io.thermocline.nl.model.Evidence;
import io.thermocline.nl.model.ModelCard;
import io.thermocline.nl.sketch.Action;
import io.thermocline.nl.sketch.SketchWalk;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How likely the readings of one question are right.
///
/// @param fitted the weights of the evidence; null for a model without, which is taken at its word
/// @param words of the question
/// @param doubt how likely it is that the tables cannot answer
/// @param followUp whether there are questions before it
record Confidence(
    ModelCard.@Nullable Confidence fitted, QuestionWords words, double doubt, boolean followUp) {
  /// So much less likely is a question meant for these tables that is about a thing that they do
  /// not have, and names none of the things that they have: the weather in a city of customers.
  private static final double FOREIGN_FACTOR = 0.3;

  /// A reading that leaves out a value or a date is so much less likely to be meant.
  private static final double MISSED_FACTOR = 0.6;

  private static final Action SELECT = new Action.Token("SELECT");

  /// What speaks for and against a reading.
  ///
  /// @param all the readings of the question, among them this one
  Evidence evidence(LikelyReading reading, List<LikelyReading> all) {
    double own = Math.log(Math.min(1, reading.probability()));
    double rival =
        all.stream()
            .filter(other -> other != reading)
            .mapToDouble(other -> Math.log(other.probability()))
            .max()
            .orElse(own - Evidence.FAR);
    List<Action> actions = reading.candidate().actions();
    return new Evidence(
        own,
        Math.max(-Evidence.FAR, Math.min(Evidence.FAR, own - rival)),
        reading.candidate().weakest(),
        actions.size(),
        reading.agreement(),
        doubt,
        reading.missed().size(),
        reading.uncovered(),
        reading.idle(),
        words.unknown(),
        SketchWalk.tables(reading.lowered().sketch()).size(),
        actions.stream().filter(SELECT::equals).count() > 1,
        !reading.isGood(),
        all.size() - 1,
        followUp);
  }

  /// How likely a reading with such evidence is right, from 0 to 1.
  double of(Evidence evidence) {
    double factor = words.foreign().isEmpty() ? 1 : FOREIGN_FACTOR;
    return factor
        * (fitted == null
            ? Math.exp(evidence.logProbability()) * Math.pow(MISSED_FACTOR, evidence.missed())
            : fitted.of(evidence.numbers()));
  }
}
