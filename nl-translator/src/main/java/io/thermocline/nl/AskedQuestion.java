package io.thermocline.nl;

import io.thermocline.nl.link.AnnotatedText;
import io.thermocline.nl.link.Annotator;
import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.Links;
import io.thermocline.nl.link.TableView;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.lower.LoweringContext;
import io.thermocline.nl.model.EncoderInput;
import io.thermocline.nl.sketch.Sketch;
import io.thermocline.nl.sketch.SketchText;
import io.thermocline.nl.time.TimePhrases;
import io.thermocline.nl.time.TimexSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A question in its context: its words and parameters, and the schema that it is read over.
///
/// @param context what it is asked about, where and when
/// @param conversation the questions before
/// @param schema the whole, or the part of a large one that the question is about
/// @param turns the question as it was asked and those before it
/// @param modelTurns the same with a likely value in the place of each parameter
/// @param times reads periods, with the annotator's help
/// @param maxWords how many words of the question are read
record AskedQuestion(
    TranslationContext context,
    Conversation conversation,
    PreparedSchema schema,
    Parameters parameters,
    Turns turns,
    Turns modelTurns,
    TimePhrases times,
    int maxWords) {

  /// A question for which a sketch is looked for, over the part of a large schema that it is about.
  static AskedQuestion over(
      TranslationRun.Tools tools, Question question, String text, TranslationContext context) {
    AskedQuestion whole = overWhole(tools, question, text, context);
    return new AskedQuestion(
        context,
        whole.conversation,
        whole.schema.of(whole.modelTurns, whole.conversation),
        whole.parameters,
        whole.turns,
        whole.modelTurns,
        whole.times,
        whole.maxWords);
  }

  /// A question whose sketch may name any table.
  static AskedQuestion overWhole(
      TranslationRun.Tools tools, Question question, String text, TranslationContext context) {
    Parameters parameters = Parameters.find(text, question.parameterTypes());
    List<Integer> limits = tools.model().constants().wordLimits();
    Turns turns = turns(parameters.question(), question.conversation(), limits);
    return new AskedQuestion(
        context,
        question.conversation(),
        tools.schemas().get(context.catalog(), context.defaultSchema(), context.trees()),
        parameters,
        turns,
        parameters.numbers().isEmpty()
            ? turns
            : turns(parameters.text(), question.conversation(), limits),
        new TimePhrases(context.time(), timexes(tools.annotator())),
        limits.getFirst());
  }

  private static Turns turns(String first, Conversation conversation, List<Integer> limits) {
    List<String> texts = new ArrayList<>();
    texts.add(first);
    conversation.turns().forEach(turn -> texts.add(turn.question()));
    return Turns.of(texts, limits);
  }

  private static TimexSource timexes(Annotator annotator) {
    return (phrase, now) -> {
      List<AnnotatedText.TimeExpression> found = annotator.annotate(phrase, now).times();
      return found.size() == 1 ? Optional.of(found.getFirst().value()) : Optional.empty();
    };
  }

  /// The question without the marks that end its sentence: they mean nothing, but would move what
  /// the model thinks.
  String text() {
    return parameters.question();
  }

  /// Whether there are questions before it.
  boolean isFollowUp() {
    return !conversation.turns().isEmpty();
  }

  /// Whether it has more words than are read.
  boolean isCut() {
    return turns.words().getFirst().size() == maxWords
        && turns.words().getFirst().getLast().end() < text().length();
  }

  /// Reads periods by our own grammar alone.
  TimePhrases ownTimes() {
    return new TimePhrases(context.time(), TimexSource.NONE);
  }

  /// What the model is asked, with the tables and columns of the last turn marked.
  EncoderInput input(Links links) {
    return schema.inputs().build(schema.index(), modelTurns, links, usedTables(), usedColumns());
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
    return conversation.turns().stream().findFirst();
  }

  /// What sketches of the question are lowered with.
  LoweringContext lowering() {
    return new LoweringContext(
        context.trees(),
        schema.index(),
        schema::table,
        times,
        context.time(),
        parameters.numbers());
  }

  /// The query that the text form of a sketch stands for.
  ///
  /// @throws IllegalArgumentException when it does not fit the schema, or asks for nothing
  Sketch.Query parse(String sketch) {
    return switch (SketchText.parse(sketch, schema.view())) {
      case Sketch.Query q -> q;
      case Sketch.None n -> throw new IllegalArgumentException("it asks for nothing");
    };
  }
}
