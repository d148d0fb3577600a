package io.thermocline.nl;

import io.thermocline.nl.decode.Answerability;
import io.thermocline.nl.decode.BeamSearch;
import io.thermocline.nl.decode.Candidate;
import io.thermocline.nl.decode.Mentions;
import io.thermocline.nl.decode.Ranking;
import io.thermocline.nl.decode.ValueChecks;
import io.thermocline.nl.link.AnnotatedText;
import io.thermocline.nl.link.Annotator;
import io.thermocline.nl.link.ColumnKind;
import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.Links;
import io.thermocline.nl.link.TableView;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.link.Word;
import io.thermocline.nl.link.WordRoles;
import io.thermocline.nl.link.Words;
import io.thermocline.nl.lower.LiteralUse;
import io.thermocline.nl.lower.Lowered;
import io.thermocline.nl.lower.Lowering;
import io.thermocline.nl.lower.LoweringContext;
import io.thermocline.nl.lower.MetricSketches;
import io.thermocline.nl.model.Decoding;
import io.thermocline.nl.model.EncoderInput;
import io.thermocline.nl.model.Evidence;
import io.thermocline.nl.model.ModelCard;
import io.thermocline.nl.model.TranslationModel;
import io.thermocline.nl.semantics.RejectedReading;
import io.thermocline.nl.semantics.VerifiedQuestions;
import io.thermocline.nl.sketch.Action;
import io.thermocline.nl.sketch.Paraphrase;
import io.thermocline.nl.sketch.Sketch;
import io.thermocline.nl.sketch.SketchReader;
import io.thermocline.nl.sketch.SketchText;
import io.thermocline.nl.sketch.SketchWalk;
import io.thermocline.nl.time.ImpossibleDates;
import io.thermocline.nl.time.TimePhrases;
import io.thermocline.nl.time.TimexSource;
import io.thermocline.spi.error.ErrorCategory;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One question on its way: links, encoder input, beam search, lowering, choice. For one thread.
final class TranslationRun {
  private static final Logger LOG = LoggerFactory.getLogger(TranslationRun.class);

  /// A question without a known word needs a reading as likely as this.
  private static final double UNLINKED_CONFIDENCE = 0.6;

  /// So much less likely is a question meant for these tables that is about a thing that they do
  /// not have, and names none of the things that they have: the weather in a city of customers.
  private static final double FOREIGN_FACTOR = 0.3;

  private static final Action SELECT = new Action.Token("SELECT");

  /// A reading that leaves out a value or a date is so much less likely to be meant.
  private static final double MISSED_FACTOR = 0.6;

  private static final Set<String> CHANGES =
      Set.of("delete", "drop", "update", "insert", "truncate", "alter", "grant", "revoke");
  private static final int MAX_NEAREST = 3;
  private static final int MAX_READINGS_SHOWN = 3;

  private final Tools tools;
  private final Question question;

  /// The question without the marks that end its sentence: they mean nothing, but would move what
  /// the model thinks.
  private final String text;

  private final TranslationContext context;
  private final PreparedSchema schema;
  private final Parameters parameters;
  private final Turns turns;
  private final Turns modelTurns;
  private final TimePhrases times;

  /// Words that are about something else than the data; then every reading is less likely.
  private List<String> foreign = List.of();

  /// The share of the words of content that nothing in the data is called.
  private double unknown;

  /// How likely it is that the tables cannot answer.
  private double doubt;

  /// What all runs share.
  record Tools(
      TranslatorConfig config,
      TranslationModel model,
      Annotator annotator,
      PreparedSchema.Cache schemas,
      CandidateChecker checker) {}

  /// A reading that could be lowered; `probability` is that of all sketches with the same plan.
  ///
  /// @param candidate the likeliest of these sketches
  /// @param agreement of the model's second opinion with it
  /// @param missed runs of words that should have been used
  /// @param uncovered words of names that it leaves out
  /// @param idle tables that it joins for nothing
  private record Reading(
      Candidate candidate,
      Sketch.Query sketch,
      Lowered lowered,
      double probability,
      double agreement,
      List<BitSet> missed,
      int uncovered,
      int idle,
      CandidateChecker.Verdict verdict) {
    Reading plus(double more) {
      return new Reading(
          candidate,
          sketch,
          lowered,
          probability + more,
          agreement,
          missed,
          uncovered,
          idle,
          verdict);
    }
  }

  /// A run that looks for a sketch, over the part of a large schema that the question is about.
  static TranslationRun asking(
      Tools tools, Question question, String text, TranslationContext context) {
    return new TranslationRun(tools, question, text, context, false);
  }

  /// A run that lowers a sketch, over the whole schema.
  static TranslationRun reading(Tools tools, Question question, TranslationContext context) {
    return new TranslationRun(tools, question, question.text(), context, true);
  }

  private TranslationRun(
      Tools tools, Question question, String asked, TranslationContext context, boolean whole) {
    this.tools = tools;
    this.question = question;
    this.context = context;
    this.times = new TimePhrases(context.time(), timexes());
    this.parameters = Parameters.find(asked, question.parameterTypes());
    this.text = parameters.question();
    this.turns = turns(text);
    this.modelTurns = parameters.numbers().isEmpty() ? turns : turns(parameters.text());
    PreparedSchema all =
        tools.schemas().get(context.catalog(), context.defaultSchema(), context.trees());
    this.schema = whole ? all : all.of(modelTurns, question.conversation());
  }

  private Turns turns(String first) {
    List<String> texts = new ArrayList<>();
    texts.add(first);
    question.conversation().turns().forEach(turn -> texts.add(turn.question()));
    return Turns.of(texts, tools.model().constants().wordLimits());
  }

  Translation run() {
    long began = System.nanoTime();
    AnnotatedText annotated =
        tools.annotator().annotate(parameters.text(), context.time().localNow());
    if (asksForChange(annotated)) {
      return new Translation.Refused(
          "Questions change nothing in the gateway; ask for what you want to see.", List.of());
    }
    Optional<String> impossible = ImpossibleDates.find(text);
    if (impossible.isPresent()) {
      return new Translation.Refused(
          "There is no such date as \"" + impossible.get() + "\"; correct it.", List.of());
    }
    WordRoles roles = roles(annotated);
    Links links = schema.index().link(modelTurns, roles);
    foreign = foreign(links, annotated);
    unknown = links.unmatched().cardinality() / (double) Math.max(1, roles.content().cardinality());
    EncoderInput input = input(links);
    List<Candidate> candidates;
    float[] use;
    try (Decoding decoding = tools.model().encode(input)) {
      use = decoding.use();
      candidates =
          new BeamSearch(
                  tools.model().grammar(),
                  tools.config().beamWidth(),
                  Math.min(
                      tools.model().card().maxActions(), tools.model().constants().maxActions()))
              .search(decoding, input.nodes(), schema.view(), modelTurns, checks(annotated));
    }
    ModelCard card = tools.model().card();
    List<BitSet> wanted = wanted(links, annotated);
    Mentions mentions =
        new Mentions(
            input.nodes(), links, modelTurns, schema.view(), tools.model().constants().stopWords());
    Ranking ranking = new Ranking(input.nodes(), use, wanted, mentions, card.rank());
    MainDates dates = new MainDates(schema.view(), links, modelTurns.words().getFirst().size());
    Answerability answerability = Answerability.of(candidates);
    TimePhrases own = new TimePhrases(context.time(), TimexSource.NONE);
    List<Candidate> completed =
        new WholeSpans(modelTurns, schema.view(), links.values(), own::isTime)
            .apply(dates.apply(answerability.queries()));
    List<Reading> readings = readings(ranking.order(completed), ranking, links);
    boolean linked =
        links.anyInFirst(turns.words().getFirst().size())
            || !question.conversation().turns().isEmpty();
    doubt = answerability.doubt();
    Supplier<Translation> refused =
        () ->
            new Translation.Refused(
                answerability.isUnanswerable()
                    ? MissingWords.sentence(MissingWords.of(modelTurns, annotated, links, wanted))
                    : "No reading of the question over the tables is likely.",
                nearest(input, use, answerability.isUnanswerable()),
                doubt,
                shown(readings, readings));
    Translation outcome =
        answerability.isUnanswerable()
            ? refused.get()
            : choose(readings, linked, nearest(input, use, false), refused);
    LOG.debug(
        "event=translated outcome={} candidates={} readings={} micros={}",
        outcome.getClass().getSimpleName(),
        candidates.size(),
        readings.size(),
        (System.nanoTime() - began) / 1000);
    return outcome;
  }

  private EncoderInput input(Links links) {
    return schema.inputs().build(schema.index(), modelTurns, links, usedTables(), usedColumns());
  }

  /// The mean of the vectors of the question's words.
  float[] embed() {
    Links links = schema.index().link(modelTurns, WordRoles.NONE);
    EncoderInput input =
        schema.inputs().build(schema.index(), modelTurns, links, Set.of(), Set.of());
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
  Translation.Answer read(String text) {
    try {
      LoweringContext lowering = lowering();
      Sketch.Query sketch = MetricSketches.expand(parse(text), lowering);
      Lowered lowered = Lowering.lower(sketch, lowering);
      return answer(sketch, lowered, List.of(), 1, Map.of());
    } catch (IllegalArgumentException e) {
      throw new ThermoclineException(
          ErrorCode.QUESTION_REFUSED,
          "the verified reading does not fit the tables any more: " + e.getMessage(),
          e);
    }
  }

  /// The plans of readings that are known to be wrong for this question.
  private Set<String> rejectedPlans(LoweringContext lowering) {
    Set<String> plans = new HashSet<>();
    for (RejectedReading rejected : context.rejected()) {
      if (rejected.schema().equals(context.defaultSchema())
          && VerifiedQuestions.isSame(rejected.question(), text)) {
        try {
          Sketch.Query sketch = MetricSketches.expand(parse(rejected.sketch()), lowering);
          plans.add(RelOptUtil.toString(Lowering.lower(sketch, lowering).rel()));
        } catch (ThermoclineException | IllegalArgumentException e) {
          LOG.debug("event=rejected_reading_unreadable reason={}", e.getMessage());
        }
      }
    }
    return plans;
  }

  /// The query that a text form stands for.
  private Sketch.Query parse(String sketch) {
    return switch (SketchText.parse(sketch, schema.view())) {
      case Sketch.Query q -> q;
      case Sketch.None n -> throw new IllegalArgumentException("it asks for nothing");
    };
  }

  private LoweringContext lowering() {
    return new LoweringContext(
        context.trees(),
        schema.index(),
        schema::table,
        times,
        context.time(),
        parameters.numbers());
  }

  /// The singulars of plural nouns whose stem is another word (`movies`, `children`), and which
  /// words are nouns, names or adjectives.
  private WordRoles roles(AnnotatedText annotated) {
    Map<Integer, String> singulars = new HashMap<>();
    BitSet content = new BitSet();
    List<Word> words = modelTurns.words().getFirst();
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

  /// The words that neither the schema nor the stored values have, when no other word names a table
  /// or a column; none in a conversation, whose words may be about what was asked before.
  private List<String> foreign(Links links, AnnotatedText annotated) {
    List<Word> words = modelTurns.words().getFirst();
    boolean named = IntStream.range(0, words.size()).anyMatch(links::isNamePart);
    if (named || links.unmatched().isEmpty() || !question.conversation().turns().isEmpty()) {
      return List.of();
    }
    BitSet left = (BitSet) links.unmatched().clone();
    TimeRuns.find(modelTurns, annotated, times).forEach(left::andNot);
    return left.stream().mapToObj(word -> words.get(word).text()).toList();
  }

  /// Whether the question begins with a verb that is no question.
  private static boolean asksForChange(AnnotatedText annotated) {
    return !annotated.tokens().isEmpty()
        && annotated.tokens().getFirst().partOfSpeech().startsWith("VB")
        && CHANGES.contains(annotated.tokens().getFirst().lemma().toLowerCase(Locale.ROOT));
  }

  /// The runs of words that a reading should use: values, numbers, and points in time.
  private List<BitSet> wanted(Links links, AnnotatedText annotated) {
    Set<BitSet> wanted = Ranking.wanted(modelTurns, links.values());
    if (schema.view().columns().stream().anyMatch(column -> column.kind().isTemporal())) {
      for (BitSet run : TimeRuns.find(modelTurns, annotated, times)) {
        if (wanted.stream().noneMatch(run::intersects)) {
          wanted.add(run);
        }
      }
    }
    return List.copyOf(wanted);
  }

  private Set<Integer> usedTables() {
    return lastTurn().stream()
        .flatMap(turn -> turn.tables().stream())
        .flatMap(name -> schema.view().table(name).stream())
        .map(TableView::index)
        .collect(Collectors.toSet());
  }

  private Set<Integer> usedColumns() {
    return lastTurn().stream()
        .flatMap(turn -> turn.columns().stream())
        .flatMap(name -> schema.view().column(name).stream())
        .map(ColumnView::index)
        .collect(Collectors.toSet());
  }

  private Optional<Conversation.Turn> lastTurn() {
    return question.conversation().turns().stream().findFirst();
  }

  private ValueChecks checks(AnnotatedText annotated) {
    TimePhrases own = new TimePhrases(context.time(), TimexSource.NONE);
    return new ValueChecks() {
      @Override
      public boolean isNumericText(ColumnView column) {
        return schema.index().values(column).allNumbers();
      }

      @Override
      public boolean hasTruth(ColumnView column) {
        return column.kind() != ColumnKind.TEXT
            || schema.index().values(column).truth(true).isPresent();
      }

      @Override
      public boolean isPeriod(String phrase) {
        return own.isTime(phrase)
            || annotated.times().stream()
                .anyMatch(
                    time -> phrase.contains(parameters.text().substring(time.start(), time.end())))
            || phrase.equals("?");
      }
    };
  }

  /// The candidates that can be lowered, best first; those of the same plan are one reading. Behind
  /// the first good one, none is tried any more.
  private List<Reading> readings(List<Candidate> candidates, Ranking ranking, Links links) {
    LoweringContext lowering = lowering();
    Set<String> rejected = rejectedPlans(lowering);
    Map<String, Integer> places = new HashMap<>();
    List<Reading> readings = new ArrayList<>();
    boolean found = false;
    for (Candidate candidate :
        candidates.subList(0, Math.min(candidates.size(), tools.config().maxReadings()))) {
      double probability = Math.exp(candidate.logProbability());
      try {
        if (!(SketchReader.read(candidate.actions(), schema.view(), turns)
            instanceof Sketch.Query read)) {
          continue;
        }
        Sketch.Query sketch = MetricSketches.expand(read, lowering);
        Lowered lowered = Lowering.lower(sketch, lowering);
        String plan = RelOptUtil.toString(lowered.rel());
        if (rejected.contains(plan)) {
          continue;
        }
        Integer place = places.get(plan);
        if (place != null) {
          readings.set(place, readings.get(place).plus(probability));
          continue;
        }
        CandidateChecker.Verdict verdict =
            found ? CandidateChecker.Verdict.GOOD : tools.checker().check(lowered);
        found |= verdict == CandidateChecker.Verdict.GOOD;
        if (verdict != CandidateChecker.Verdict.BROKEN) {
          places.put(plan, readings.size());
          List<BitSet> missed =
              ranking.missed(candidate).stream().filter(run -> !isName(links, run)).toList();
          readings.add(
              new Reading(
                  candidate,
                  sketch,
                  lowered,
                  probability,
                  ranking.agreement(candidate),
                  missed,
                  ranking.uncovered(candidate),
                  ranking.idle(candidate),
                  verdict));
        }
      } catch (ThermoclineException e) {
        if (e.code().category() != ErrorCategory.USER) {
          throw e;
        }
        LOG.debug("event=candidate_dropped reason={}", e.getMessage());
      }
    }
    return readings;
  }

  /// Whether each word of a run is part of the name of a table or column, so that it need not be a
  /// value.
  private boolean isName(Links links, BitSet run) {
    return run.stream().allMatch(word -> links.isNamePart(word));
  }

  private TimexSource timexes() {
    return (phrase, now) -> {
      List<AnnotatedText.TimeExpression> found = tools.annotator().annotate(phrase, now).times();
      return found.size() == 1 ? Optional.of(found.getFirst().value()) : Optional.empty();
    };
  }

  private Translation choose(
      List<Reading> readings,
      boolean linked,
      List<String> nearest,
      Supplier<Translation> unlikely) {
    if (readings.isEmpty()) {
      return refused("The question cannot be read as a query over the tables.", nearest);
    }
    Reading best =
        readings.stream()
            .filter(reading -> reading.verdict() == CandidateChecker.Verdict.GOOD)
            .findFirst()
            .orElse(readings.getFirst());
    Evidence evidence = evidence(best, readings);
    double confidence = confidence(evidence);
    boolean nothingKnown =
        !linked && confidence < UNLINKED_CONFIDENCE && context.thresholds().refuse() > 0;
    if (nothingKnown) {
      return refused("No word of the question is a table, a column or a value.", nearest);
    }
    if (confidence >= context.thresholds().answer()) {
      return answer(best.sketch(), best.lowered(), best.missed(), confidence, evidence.numbers());
    }
    if (confidence < context.thresholds().refuse()) {
      return unlikely.get();
    }
    List<Reading> sorted = new ArrayList<>(readings);
    sorted.sort(
        Comparator.comparingDouble(reading -> reading == best ? -1 : -reading.probability()));
    return new Translation.Ambiguous(shown(sorted, readings));
  }

  private List<Translation.Reading> shown(List<Reading> shown, List<Reading> all) {
    return shown.stream()
        .limit(MAX_READINGS_SHOWN)
        .map(reading ->
            new Translation.Reading(
                words(reading.sketch(), reading.lowered()),
                reading.sketch(),
                confidence(evidence(reading, all))))
        .toList();
  }

  private Translation.Answer answer(
      Sketch.Query sketch,
      Lowered lowered,
      List<BitSet> missed,
      double confidence,
      Map<String, Double> evidence) {
    List<String> assumptions = new ArrayList<>(lowered.assumptions());
    List<Word> words = turns.words().getFirst();
    for (BitSet run : missed) {
      String unused =
          text.substring(words.get(run.nextSetBit(0)).start(), words.get(run.length() - 1).end());
      assumptions.add("\"" + unused + "\" is not used.");
    }
    foreign.forEach(word -> assumptions.add("Nothing in the data is called \"" + word + "\"."));
    int limit = tools.model().constants().wordLimits().getFirst();
    if (turns.words().getFirst().size() == limit
        && turns.words().getFirst().getLast().end() < text.length()) {
      assumptions.add("Only the first " + limit + " words of the question were read.");
    }
    return new Translation.Answer(
        lowered.rel(),
        lowered.columnNames(),
        sketch,
        words(sketch, lowered),
        confidence,
        evidence,
        assumptions,
        lowered.parameterTypes(),
        question.conversation().plus(text, sketch));
  }

  private Evidence evidence(Reading reading, List<Reading> all) {
    double own = Math.log(Math.min(1, reading.probability()));
    double rival =
        all.stream()
            .filter(other -> other != reading)
            .mapToDouble(other -> Math.log(other.probability()))
            .max()
            .orElse(own - Evidence.FAR);
    Sketch.Query sketch = reading.sketch();
    return new Evidence(
        own,
        Math.max(-Evidence.FAR, Math.min(Evidence.FAR, own - rival)),
        reading.candidate().weakest(),
        reading.candidate().actions().size(),
        reading.agreement(),
        doubt,
        reading.missed().size(),
        reading.uncovered(),
        reading.idle(),
        unknown,
        SketchWalk.tables(sketch).size(),
        reading.candidate().actions().stream().filter(SELECT::equals).count() > 1,
        reading.verdict() != CandidateChecker.Verdict.GOOD,
        all.size() - 1,
        !question.conversation().turns().isEmpty());
  }

  /// How likely a reading is right. A model without fitted weights is taken at its word, less for
  /// what the reading leaves out.
  private double confidence(Evidence evidence) {
    ModelCard.Confidence fitted = tools.model().card().confidence();
    double factor = foreign.isEmpty() ? 1 : FOREIGN_FACTOR;
    return factor
        * (fitted == null
            ? Math.exp(evidence.logProbability()) * Math.pow(MISSED_FACTOR, evidence.missed())
            : fitted.of(evidence.numbers()));
  }

  private String words(Sketch.Query sketch, Lowered lowered) {
    Map<LiteralUse, String> literals = lowered.literals();
    return new Paraphrase(schema.view(), (expr, value) -> literal(literals, expr, value))
        .of(sketch);
  }

  private static String literal(
      Map<LiteralUse, String> literals, Sketch.@Nullable Expr expr, Sketch.Value value) {
    String words = literals.get(new LiteralUse(expr, value));
    return words != null ? words : Paraphrase.plainLiteral(expr, value);
  }

  private static Translation refused(String reason, List<String> nearest) {
    return new Translation.Refused(reason, nearest);
  }

  /// The tables, and columns if wanted, that the model finds most relevant.
  private List<String> nearest(EncoderInput input, float[] use, boolean columns) {
    List<Integer> nodes = new ArrayList<>();
    for (int node = 0; node < use.length; node++) {
      Action.Pointer pointer = input.nodes().get(node);
      if (pointer instanceof Action.TableNode || columns && pointer instanceof Action.ColumnNode) {
        nodes.add(node);
      }
    }
    nodes.sort(Comparator.comparingDouble(node -> -use[node]));
    return nodes.stream().limit(MAX_NEAREST).map(node -> name(input.nodes().get(node))).toList();
  }

  private String name(Action.Pointer pointer) {
    return switch (pointer) {
      case Action.TableNode t -> schema.view().tables().get(t.table()).name();
      case Action.ColumnNode c -> schema.view().columns().get(c.column()).qualifiedName();
      case Action.WordNode w -> throw new IllegalStateException(w + " has no name");
      case Action.StartNode s -> throw new IllegalStateException("the start has no name");
    };
  }
}
