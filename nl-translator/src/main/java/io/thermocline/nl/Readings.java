package io.thermocline.nl;

import io.thermocline.nl.decode.Candidate;
import io.thermocline.nl.decode.Ranking;
import io.thermocline.nl.link.Links;
import io.thermocline.nl.lower.LoweringContext;
import io.thermocline.nl.semantics.RejectedReading;
import io.thermocline.nl.semantics.VerifiedQuestions;
import io.thermocline.nl.sketch.Sketch;
import io.thermocline.nl.sketch.SketchReader;
import io.thermocline.spi.error.ErrorCategory;
import io.thermocline.spi.error.ThermoclineException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The readings of one question: those of its candidates that can be lowered, best first. Those of
/// the same plan are one reading; one that is known to be wrong is none.
final class Readings {
  private static final Logger LOG = LoggerFactory.getLogger(Readings.class);

  private final AskedQuestion asked;
  private final Links links;
  private final Ranking ranking;
  private final CandidateChecker checker;
  private final LoweringContext lowering;
  private final List<LikelyReading> readings = new ArrayList<>();

  /// Where the reading of a plan is.
  private final Map<String, Integer> places = new HashMap<>();

  private boolean found;

  private Readings(AskedQuestion asked, Links links, Ranking ranking, CandidateChecker checker) {
    this.asked = asked;
    this.links = links;
    this.ranking = ranking;
    this.checker = checker;
    this.lowering = asked.lowering();
  }

  /// Lowers candidates and tries them, up to the first good one.
  static List<LikelyReading> of(
      List<Candidate> candidates,
      AskedQuestion asked,
      Links links,
      Ranking ranking,
      CandidateChecker checker) {
    Readings readings = new Readings(asked, links, ranking, checker);
    Set<String> rejected = readings.rejectedPlans();
    candidates.forEach(candidate -> readings.add(candidate, rejected));
    return List.copyOf(readings.readings);
  }

  private void add(Candidate candidate, Set<String> rejected) {
    try {
      if (SketchReader.read(candidate.actions(), asked.schema().view(), asked.turns())
          instanceof Sketch.Query written) {
        LoweredSketch lowered = LoweredSketch.of(written, lowering);
        String plan = lowered.plan();
        if (!rejected.contains(plan)) {
          add(candidate, lowered, plan);
        }
      }
    } catch (ThermoclineException e) {
      if (e.code().category() != ErrorCategory.USER) {
        throw e;
      }
      LOG.debug("event=candidate_dropped reason={}", e.getMessage());
    }
  }

  private void add(Candidate candidate, LoweredSketch lowered, String plan) {
    double probability = Math.exp(candidate.logProbability());
    Integer place = places.get(plan);
    if (place != null) {
      readings.set(place, readings.get(place).plus(probability));
      return;
    }
    CandidateChecker.Verdict verdict =
        found ? CandidateChecker.Verdict.GOOD : checker.check(lowered.lowered());
    found |= verdict == CandidateChecker.Verdict.GOOD;
    if (verdict == CandidateChecker.Verdict.BROKEN) {
      return;
    }
    places.put(plan, readings.size());
    readings.add(
        new LikelyReading(
            candidate,
            lowered,
            probability,
            ranking.agreement(candidate),
            ranking.missed(candidate).stream().filter(run -> !isName(run)).toList(),
            ranking.uncovered(candidate),
            ranking.idle(candidate),
            verdict));
  }

  /// Whether each word of a run is part of the name of a table or column, so that it need not be a
  /// value.
  private boolean isName(BitSet run) {
    return run.stream().allMatch(links::isNamePart);
  }

  /// The plans of readings that are known to be wrong for this question.
  private Set<String> rejectedPlans() {
    Set<String> plans = new HashSet<>();
    for (RejectedReading rejected : asked.context().rejected()) {
      if (rejected.schema().equals(asked.context().defaultSchema())
          && VerifiedQuestions.isSame(rejected.question(), asked.text())) {
        try {
          plans.add(LoweredSketch.of(asked.parse(rejected.sketch()), lowering).plan());
        } catch (ThermoclineException | IllegalArgumentException e) {
          LOG.debug("event=rejected_reading_unreadable reason={}", e.getMessage());
        }
      }
    }
    return plans;
  }
}
