package io.thermocline.server.query;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.ObjectIds;
import io.thermocline.nl.Conversation;
import io.thermocline.nl.Question;
import io.thermocline.nl.Thresholds;
import io.thermocline.nl.Translation;
import io.thermocline.nl.TranslationContext;
import io.thermocline.nl.Translator;
import io.thermocline.nl.link.SchemaIndex;
import io.thermocline.nl.lower.RelTrees;
import io.thermocline.nl.semantics.Recall;
import io.thermocline.nl.semantics.Synonym;
import io.thermocline.nl.semantics.VerifiedQuestions;
import io.thermocline.nl.semantics.Vocabulary;
import io.thermocline.nl.sketch.SketchText;
import io.thermocline.nl.sketch.SketchWalk;
import io.thermocline.nl.time.TimePhrases;
import io.thermocline.nl.time.TimexSource;
import io.thermocline.optimizer.Planner;
import io.thermocline.optimizer.SessionParameters;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.server.config.GatewayConfig;
import io.thermocline.server.semantics.Lessons;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Prepares questions: translates them over the tables that a session may ask about, and turns
/// outcomes that are no answer into errors that say what to do.
final class QuestionPlanner {
  private static final int MAX_READINGS_SHOWN = 3;

  /// Words that refer to an earlier question or its answer.
  private static final Pattern POINTS_BACK =
      Pattern.compile(
          "(?i)\\b(it|its|them|they|their|theirs|those|these|that one|this"
              + " one|he|she|his|her|him|ones|same|instead|what about|how about|and"
              + " (?:the|for|in|of|by|their)|only the|of them|above|previous)\\b");

  private final Supplier<Translator> translator;
  private final Planner planner;
  private final GatewayConfig.Translator config;
  private final Supplier<Lessons> lessons;

  /// The catalog without its tables about itself, which are not for questions; kept so that what
  /// the translator derives from a catalog is kept.
  private volatile @Nullable Visible visible;

  private record Visible(Catalog whole, Catalog tables) {}

  private final QuestionCache asked = new QuestionCache();

  /// The verified questions of the schema that was asked last, ready to be found.
  private volatile @Nullable Known known;

  private record Known(
      Lessons lessons, SchemaIndex index, String schema, Instant day, VerifiedQuestions verified) {}

  /// @param translator waits until the models are loaded
  /// @param lessons what was taught
  QuestionPlanner(
      Supplier<Translator> translator,
      Planner planner,
      GatewayConfig.Translator config,
      Supplier<Lessons> lessons) {
    this.translator = translator;
    this.planner = planner;
    this.config = config;
    this.lessons = lessons;
  }

  /// @param sql prepares SQL that answers a verified question
  PlannedStatement.Rows prepare(
      SessionContext session,
      String text,
      Catalog catalog,
      SessionParameters parameters,
      Function<String, PlannedStatement.Rows> sql) {
    Conversation conversation =
        session.conversation() instanceof Conversation before ? before : Conversation.EMPTY;
    Absences.check(text, catalog, visible(catalog));
    TranslationContext context = context(session, catalog, parameters);
    if (!conversation.turns().isEmpty()) {
      return read(text, conversation, catalog, parameters, context, sql);
    }
    Lessons taught = lessons.get();
    return asked
        .find(text, context, catalog, taught)
        .orElseGet(() -> {
          PlannedStatement.Rows rows = read(text, conversation, catalog, parameters, context, sql);
          asked.keep(text, context, taught, rows);
          return rows;
        });
  }

  private PlannedStatement.Rows read(
      String text,
      Conversation conversation,
      Catalog catalog,
      SessionParameters parameters,
      TranslationContext context,
      Function<String, PlannedStatement.Rows> sql) {
    Translator loaded = translator.get();
    SchemaIndex index = loaded.index(context);
    Lessons taught = lessons.get();
    Vocabulary.Rewritten rewritten =
        new Vocabulary(taught.synonyms(parameters.defaultSchema()), index.schema()).rewrite(text);
    VerifiedAnswers verified =
        new VerifiedAnswers(loaded, context, conversation, catalog, parameters, sql);
    Optional<Recall> recall =
        verified(loaded, taught, index, context)
            .find(rewritten.text())
            .filter(found -> found.how() == Recall.How.SAME || !POINTS_BACK.matcher(text).find());
    Optional<PlannedStatement.Rows> recalled =
        recall
            .filter(found -> found.how() != Recall.How.ALIKE)
            .flatMap(found -> verified.answer(rewritten.text(), found));
    if (recalled.isPresent()) {
      return recalled.get();
    }
    Translation translation = translate(loaded, text, rewritten, conversation, context);
    Optional<PlannedStatement.Rows> alike =
        recall
            .filter(found -> found.probability() >= context.thresholds().answer())
            .filter(found -> found.probability() > confidence(translation))
            .flatMap(found -> verified.answer(rewritten.text(), found));
    if (alike.isPresent()) {
      return alike.get();
    }
    return switch (translation) {
      case Translation.Answer answer ->
          rows(text, assuming(answer, rewritten), conversation, catalog, parameters);
      case Translation.Ambiguous ambiguous -> throw ambiguous(ambiguous);
      case Translation.Refused refused -> throw refused(refused, catalog);
    };
  }

  private VerifiedQuestions verified(
      Translator loaded, Lessons taught, SchemaIndex index, TranslationContext context) {
    String schema = context.defaultSchema();
    Instant day = context.time().now().truncatedTo(ChronoUnit.DAYS);
    Known before = known;
    if (before == null
        || before.lessons() != taught
        || before.index() != index
        || !before.schema().equals(schema)
        || !before.day().equals(day)) {
      TimePhrases times = new TimePhrases(context.time(), TimexSource.NONE);
      before =
          new Known(
              taught,
              index,
              schema,
              day,
              new VerifiedQuestions(
                  taught.verified(schema),
                  index,
                  phrase -> times.parse(phrase).isPresent(),
                  question -> loaded.embed(question, context)));
      known = before;
    }
    return before.verified();
  }

  /// Adds what synonyms were taken for.
  private static Translation.Answer assuming(
      Translation.Answer answer, Vocabulary.Rewritten rewritten) {
    List<String> assumptions = new ArrayList<>(answer.assumptions());
    for (Synonym synonym : rewritten.used()) {
      if (uses(answer, synonym)) {
        assumptions.add("\"" + synonym.words() + "\" means " + synonym.target() + ".");
      }
    }
    return answer.with(answer.confidence(), answer.evidence(), assumptions);
  }

  /// Whether a reading uses what a synonym means.
  private static boolean uses(Translation.Answer answer, Synonym synonym) {
    return synonym.column().isEmpty()
        ? SketchWalk.tables(answer.sketch()).stream()
            .anyMatch(table -> table.name().equals(synonym.table()))
        : SketchWalk.columns(answer.sketch()).stream()
            .anyMatch(column ->
                column.name().equals(synonym.column())
                    && column.tableName().equals(synonym.table()));
  }

  /// Reads the question in the schema's own words, and as it was asked when that does not use what
  /// the synonyms mean.
  private Translation translate(
      Translator loaded,
      String text,
      Vocabulary.Rewritten rewritten,
      Conversation conversation,
      TranslationContext context) {
    Translation own = translate(loaded, rewritten.text(), conversation, context);
    boolean used =
        own instanceof Translation.Answer answer
            && rewritten.used().stream().allMatch(synonym -> uses(answer, synonym));
    if (rewritten.used().isEmpty() || used) {
      return own;
    }
    Translation asked = translate(loaded, text, conversation, context);
    return confidence(asked) > confidence(own) ? asked : own;
  }

  /// Reads the question as a follow-up and by itself, since people change the subject without
  /// saying so. By itself it is taken when it points back at nothing and is at least as likely.
  private static Translation translate(
      Translator loaded, String text, Conversation conversation, TranslationContext context) {
    Translation alone = loaded.translate(Question.of(text), context);
    if (conversation.turns().isEmpty()) {
      return alone;
    }
    Translation followUp = loaded.translate(new Question(text, List.of(), conversation), context);
    if (POINTS_BACK.matcher(text).find()) {
      return followUp instanceof Translation.Answer ? followUp : alone;
    }
    return confidence(alone) >= confidence(followUp) ? alone : followUp;
  }

  private static double confidence(Translation translation) {
    return switch (translation) {
      case Translation.Answer answer -> answer.confidence();
      case Translation.Ambiguous ambiguous -> 0;
      case Translation.Refused refused -> -1;
    };
  }

  /// What a question is asked about.
  TranslationContext context(
      SessionContext session, Catalog catalog, SessionParameters parameters) {
    return new TranslationContext(
        visible(catalog),
        parameters.defaultSchema(),
        DateSettings.of(session, parameters, config),
        thresholds(session),
        RelTrees.of(planner, catalog, parameters),
        lessons.get().rejected());
  }

  private Thresholds thresholds(SessionContext session) {
    double answer =
        session
            .setting(SessionSettings.CONFIDENCE_THRESHOLD)
            .map(Double::parseDouble)
            .orElse(config.confidenceThreshold());
    return new Thresholds(answer, Math.min(answer, Thresholds.DEFAULT.refuse()));
  }

  private Catalog visible(Catalog catalog) {
    Visible known = visible;
    if (known == null || known.whole() != catalog) {
      List<LogicalTable> tables =
          catalog.tables().stream()
              .filter(t -> !t.schema().equals(SystemSource.NAME))
              .filter(t -> !ObjectIds.isCatalog(t.schema()))
              .toList();
      known = new Visible(catalog, new Catalog(catalog.epoch(), tables));
      visible = known;
    }
    return known.tables();
  }

  static PlannedStatement.Rows rows(
      String text,
      Translation.Answer answer,
      Conversation before,
      Catalog catalog,
      SessionParameters parameters) {
    List<Notice> notices = new ArrayList<>();
    notices.add(new Notice(Notice.Kind.INTERPRETATION, answer.interpretation(), null));
    String confidence = String.format(Locale.ROOT, "%.3f", answer.confidence());
    notices.add(new Notice(Notice.Kind.CONFIDENCE, "confidence " + confidence, confidence));
    answer.assumptions().forEach(a -> notices.add(new Notice(Notice.Kind.ASSUMPTION, a, null)));
    notices.addAll(Absences.notices(catalog));
    List<String> explanation = new ArrayList<>();
    explanation.add("Reading: " + answer.interpretation());
    explanation.add("Confidence: " + confidence);
    if (!answer.evidence().isEmpty()) {
      explanation.add(
          "Evidence: "
              + answer.evidence().entrySet().stream()
                  .map(e -> String.format(Locale.ROOT, "%s=%.4g", e.getKey(), e.getValue()))
                  .collect(Collectors.joining(", ")));
    }
    answer.assumptions().forEach(a -> explanation.add("Assumption: " + a));
    explanation.add("Sketch: " + SketchText.print(answer.sketch()));
    return new PlannedStatement.Rows(
        Prepared.Kind.QUESTION,
        text,
        new SharedTree(answer.rel()),
        Types.schema(answer.rel().getRowType(), answer.columnNames()).fields(),
        answer.parameterTypes(),
        List.of(),
        notices,
        catalog,
        parameters.now(),
        explanation,
        new PlannedStatement.Memory.Remember(
            before.plus(text, answer.sketch()), SketchText.print(answer.sketch())),
        ResultShapes.of(answer));
  }

  private static ThermoclineException ambiguous(Translation.Ambiguous ambiguous) {
    StringBuilder message =
        new StringBuilder(
            "the question is not clear enough to answer; say which is meant, or lower"
                + " confidence_threshold:");
    List<Translation.Reading> readings = ambiguous.readings();
    for (int i = 0; i < Math.min(MAX_READINGS_SHOWN, readings.size()); i++) {
      message.append(
          String.format(
              Locale.ROOT,
              "%n  %d. %s (%.2f)",
              i + 1,
              readings.get(i).interpretation(),
              readings.get(i).confidence()));
    }
    return new ThermoclineException(ErrorCode.QUESTION_AMBIGUOUS, message.toString());
  }

  private static ThermoclineException refused(Translation.Refused refused, Catalog catalog) {
    String nearest =
        refused.nearest().isEmpty()
            ? ""
            : " The nearest are: " + String.join(", ", refused.nearest()) + ".";
    String reading =
        refused.readings().isEmpty()
            ? ""
            : " Ask for it if you mean: " + refused.readings().getFirst().interpretation() + ".";
    return new ThermoclineException(
        ErrorCode.QUESTION_REFUSED, refused.reason() + nearest + reading + Absences.hint(catalog));
  }
}
