package io.thermocline.nl;

import io.thermocline.nl.decode.Answerability;
import io.thermocline.nl.decode.BeamSearch;
import io.thermocline.nl.decode.Candidate;
import io.thermocline.nl.decode.Mentions;
import io.thermocline.nl.decode.Ranking;
import io.thermocline.nl.link.AnnotatedText;
import io.thermocline.nl.link.Annotator;
import io.thermocline.nl.link.Links;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.WordRoles;
import io.thermocline.nl.model.Decoding;
import io.thermocline.nl.model.EncoderInput;
import io.thermocline.nl.model.TranslationModel;
import io.thermocline.nl.sketch.Action;
import io.thermocline.nl.time.ImpossibleDates;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One question on its way: links, encoder input, beam search, lowering, choice. For one thread.
final class TranslationRun {
  private static final Logger LOG = LoggerFactory.getLogger(TranslationRun.class);

  private static final Set<String> CHANGES =
      Set.of("delete", "drop", "update", "insert", "truncate", "alter", "grant", "revoke");

  private final Tools tools;
  private final AskedQuestion asked;

  /// What all runs share.
  record Tools(
      TranslatorConfig config,
      TranslationModel model,
      Annotator annotator,
      PreparedSchema.Cache schemas,
      CandidateChecker checker) {}

  private TranslationRun(Tools tools, AskedQuestion asked) {
    this.tools = tools;
    this.asked = asked;
  }

  /// A run that looks for a sketch, over the part of a large schema that the question is about.
  static TranslationRun asking(
      Tools tools, Question question, String text, TranslationContext context) {
    return new TranslationRun(tools, AskedQuestion.over(tools, question, text, context));
  }

  /// A run that lowers a sketch, over the whole schema.
  static TranslationRun reading(Tools tools, Question question, TranslationContext context) {
    return new TranslationRun(
        tools, AskedQuestion.overWhole(tools, question, question.text(), context));
  }

  Translation run() {
    long began = System.nanoTime();
    AnnotatedText annotated =
        tools.annotator().annotate(asked.parameters().text(), asked.context().time().localNow());
    Optional<String> senseless = senseless(annotated);
    if (senseless.isPresent()) {
      return new Translation.Refused(senseless.get(), List.of());
    }
    QuestionWords words = QuestionWords.of(asked, annotated);
    EncoderInput input = asked.input(words.links());
    List<Candidate> candidates;
    float[] use;
    try (Decoding decoding = tools.model().encode(input)) {
      use = decoding.use();
      candidates = search(decoding, input, annotated);
    }
    Answerability answerability = Answerability.of(candidates);
    Ranking ranking = ranking(input, use, words);
    List<Candidate> ranked =
        ranking.order(completed(answerability.queries(), words.links())).stream()
            .limit(tools.config().maxReadings())
            .toList();
    List<LikelyReading> readings =
        Readings.of(ranked, asked, words.links(), ranking, tools.checker());
    Translation outcome =
        new Choice(
                asked,
                words,
                answerability,
                new Confidence(
                    tools.model().card().confidence(),
                    words,
                    answerability.doubt(),
                    asked.isFollowUp()),
                new NearestNames(asked.schema().view(), input.nodes(), use))
            .among(readings);
    LOG.debug(
        "event=translated outcome={} candidates={} readings={} micros={}",
        outcome.getClass().getSimpleName(),
        candidates.size(),
        readings.size(),
        (System.nanoTime() - began) / 1000);
    return outcome;
  }

  /// Why no tables can answer the question; empty for most.
  private Optional<String> senseless(AnnotatedText annotated) {
    if (asksForChange(annotated)) {
      return Optional.of("Questions change nothing in the gateway; ask for what you want to see.");
    }
    return ImpossibleDates.find(asked.text())
        .map(date -> "There is no such date as \"" + date + "\"; correct it.");
  }

  /// Whether the question begins with a verb that is no question.
  private static boolean asksForChange(AnnotatedText annotated) {
    return !annotated.tokens().isEmpty()
        && annotated.tokens().getFirst().partOfSpeech().startsWith("VB")
        && CHANGES.contains(annotated.tokens().getFirst().lemma().toLowerCase(Locale.ROOT));
  }

  private List<Candidate> search(Decoding decoding, EncoderInput input, AnnotatedText annotated) {
    TranslationModel model = tools.model();
    return new BeamSearch(
            model.grammar(),
            tools.config().beamWidth(),
            Math.min(model.card().maxActions(), model.constants().maxActions()))
        .search(
            decoding,
            input.nodes(),
            asked.schema().view(),
            asked.modelTurns(),
            new QuestionChecks(asked, annotated));
  }

  private Ranking ranking(EncoderInput input, float[] use, QuestionWords words) {
    Mentions mentions =
        new Mentions(
            input.nodes(),
            words.links(),
            asked.modelTurns(),
            asked.schema().view(),
            tools.model().constants().stopWords());
    return new Ranking(input.nodes(), use, words.wanted(), mentions, tools.model().card().rank());
  }

  /// The candidates with main dates where no date is named, and with spans of whole values.
  private List<Candidate> completed(List<Candidate> candidates, Links links) {
    SchemaView schema = asked.schema().view();
    MainDates dates = new MainDates(schema, links, asked.modelTurns().words().getFirst().size());
    return new WholeSpans(asked.modelTurns(), schema, links.values(), asked.ownTimes()::isTime)
        .apply(dates.apply(candidates));
  }

  /// The mean of the vectors of the question's words.
  float[] embed() {
    PreparedSchema schema = asked.schema();
    Links links = schema.index().link(asked.modelTurns(), WordRoles.NONE);
    EncoderInput input =
        schema.inputs().build(schema.index(), asked.modelTurns(), links, Set.of(), Set.of());
    List<Integer> words = new ArrayList<>();
    for (int node = 0; node < input.nodes().size(); node++) {
      if (input.nodes().get(node) instanceof Action.WordNode) {
        words.add(node);
      }
    }
    try (Decoding decoding = tools.model().encode(input)) {
      return decoding.mean(words);
    }
  }

  /// Lowers a sketch instead of looking for one.
  Translation.Answer read(String sketch) {
    try {
      LoweredSketch lowered = LoweredSketch.of(asked.parse(sketch), asked.lowering());
      return new Answers(asked).answer(lowered, 1, Map.of(), List.of());
    } catch (IllegalArgumentException e) {
      throw new ThermoclineException(
          ErrorCode.QUESTION_REFUSED,
          "the verified reading does not fit the tables any more: " + e.getMessage(),
          e);
    }
  }
}
