package io.thermocline.server.query;

import io.thermocline.catalog.Catalog;
import io.thermocline.nl.Conversation;
import io.thermocline.nl.Question;
import io.thermocline.nl.Translation;
import io.thermocline.nl.TranslationContext;
import io.thermocline.nl.Translator;
import io.thermocline.nl.semantics.Recall;
import io.thermocline.nl.semantics.VerifiedQuestion;
import io.thermocline.optimizer.SessionParameters;
import io.thermocline.spi.error.ErrorCategory;
import io.thermocline.spi.error.ThermoclineException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelOptUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers a question by a verified one. For one question.
///
/// @param sql prepares the SQL of a verified question
record VerifiedAnswers(
    Translator translator,
    TranslationContext context,
    Conversation before,
    Catalog catalog,
    SessionParameters parameters,
    Function<String, PlannedStatement.Rows> sql) {
  private static final Logger LOG = LoggerFactory.getLogger(VerifiedAnswers.class);

  /// The verified statement for the question, or empty when it does not fit the tables or the
  /// values any more.
  Optional<PlannedStatement.Rows> answer(String text, Recall recall) {
    try {
      return Optional.of(
          recall.source().form() == VerifiedQuestion.Form.SKETCH
              ? bySketch(text, recall)
              : bySql(text, recall));
    } catch (ThermoclineException e) {
      if (e.code().category() != ErrorCategory.USER) {
        throw e;
      }
      LOG.debug("event=verified_question_does_not_fit reason={}", e.getMessage());
      return Optional.empty();
    }
  }

  private PlannedStatement.Rows bySketch(String text, Recall recall) {
    Translation.Answer read =
        translator.read(recall.statement(), new Question(text, List.of(), before), context);
    List<String> assumptions = new ArrayList<>(read.assumptions());
    assumptions.add(source(recall));
    Translation.Answer answer = read.with(recall.probability(), Map.of(), assumptions);
    return QuestionPlanner.rows(text, answer, before, catalog, parameters);
  }

  private PlannedStatement.Rows bySql(String text, Recall recall) {
    PlannedStatement.Rows rows = sql.apply(recall.statement());
    String confidence = String.format(Locale.ROOT, "%.2f", recall.probability());
    List<Notice> notices = new ArrayList<>();
    notices.add(new Notice(Notice.Kind.INTERPRETATION, "by SQL: " + recall.statement(), null));
    notices.add(new Notice(Notice.Kind.CONFIDENCE, "confidence " + confidence, confidence));
    notices.add(new Notice(Notice.Kind.ASSUMPTION, source(recall), null));
    Set<String> tables = new HashSet<>();
    for (RelOptTable table : RelOptUtil.findAllTables(rows.tree().tree())) {
      tables.add(table.getQualifiedName().getLast());
    }
    List<Conversation.Turn> turns = new ArrayList<>(before.turns());
    turns.addFirst(new Conversation.Turn(text, tables, Set.of()));
    return new PlannedStatement.Rows(
        Prepared.Kind.QUESTION,
        text,
        rows.tree(),
        rows.columns(),
        rows.parameterTypes(),
        rows.constants(),
        notices,
        catalog,
        parameters.now(),
        List.of(
            "Reading: by verified SQL",
            "Confidence: " + confidence,
            "Assumption: " + source(recall),
            "SQL: " + recall.statement()),
        new PlannedStatement.Memory.Remember(new Conversation(turns), ""),
        Optional.empty());
  }

  /// Where the answer comes from, one sentence.
  private static String source(Recall recall) {
    String question = "\"" + recall.source().question() + "\"";
    String values =
        recall.replaced().isEmpty() ? "" : " with " + String.join(" and ", recall.replaced());
    return switch (recall.how()) {
      case SAME -> "The answer to this question is verified.";
      case SAME_BUT_VALUES -> "It is the verified question " + question + values + ".";
      case ALIKE -> "It is taken for the verified question " + question + values + ".";
    };
  }
}
