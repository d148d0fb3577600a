package io.thermocline.nl;

import io.thermocline.catalog.ObjectIds;
import io.thermocline.nl.link.Annotator;
import io.thermocline.nl.link.SchemaIndex;
import io.thermocline.nl.link.StoredValues;
import io.thermocline.nl.link.Words;
import io.thermocline.nl.model.ModelSource;
import io.thermocline.nl.model.TranslationModel;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.List;

/// Translates questions into relational trees. Thread-safe; one serves the whole gateway. A call
/// blocks until one of a fixed number of threads has done the work. The same question in the same
/// context, with the same stored values, has the same outcome.
public final class Translator implements AutoCloseable {
  private final TranslatorConfig config;
  private final TranslationModel model;
  private final TranslationPool pool;
  private final TranslationRun.Tools tools;

  /// A translator over a loaded model, which it takes over.
  ///
  /// @param annotator reads dates that the own grammar cannot
  /// @param values the texts that the sources hold
  /// @param checker tries readings before they are chosen
  public Translator(
      TranslatorConfig config,
      TranslationModel model,
      Annotator annotator,
      StoredValues values,
      CandidateChecker checker) {
    this.config = config;
    this.model = model;
    this.pool = new TranslationPool(config);
    this.tools =
        new TranslationRun.Tools(
            config,
            model,
            annotator,
            new PreparedSchema.Cache(model, values, config.schemasKept()),
            checker);
  }

  /// A translator with the model that ships with the gateway.
  public static Translator bundled(
      TranslatorConfig config, StoredValues values, CandidateChecker checker) {
    return new Translator(
        config, TranslationModel.load(ModelSource.bundled()), Annotator.start(), values, checker);
  }

  /// Translates a question.
  ///
  /// @throws ThermoclineException EMPTY_STATEMENT, STATEMENT_TOO_LONG, or OVERLOADED when too many
  ///   questions wait
  public Translation translate(Question question, TranslationContext context) {
    String text = question.text().strip();
    if (text.isEmpty()) {
      throw new ThermoclineException(
          ErrorCode.EMPTY_STATEMENT,
          "the question holds no text; ask about the tables of the catalog");
    }
    if (text.length() > config.maxQuestionChars()) {
      throw new ThermoclineException(
          ErrorCode.STATEMENT_TOO_LONG,
          "the question has "
              + text.length()
              + " characters, the limit is "
              + config.maxQuestionChars()
              + "; shorten it");
    }
    if (Words.split(text).stream().noneMatch(word -> Words.isWordLike(word.text()))) {
      return new Translation.Refused(
          "The question holds no word in Latin letters; ask in English.", List.of());
    }
    if (isMostlyForeign(text)) {
      return new Translation.Refused(
          "Most words of the question are not in Latin letters; ask in English.", List.of());
    }
    if (context.catalog().tables().stream().allMatch(t -> ObjectIds.isCatalog(t.schema()))) {
      return new Translation.Refused("There are no tables that you may ask about.", List.of());
    }
    return pool.run(() -> TranslationRun.asking(tools, question, text, context).run());
  }

  /// Lowers a sketch that is known to be what a question asks.
  ///
  /// @param sketch its text form, see [io.thermocline.nl.sketch.SketchText]
  /// @throws ThermoclineException QUESTION_REFUSED when the sketch does not fit the tables or the
  ///   words any more
  public Translation.Answer read(String sketch, Question question, TranslationContext context) {
    return pool.run(() -> TranslationRun.reading(tools, question, context).read(sketch));
  }

  /// What the model makes of a question in a context, as a vector of length 1.
  public float[] embed(String question, TranslationContext context) {
    return pool.run(
        () -> TranslationRun.asking(tools, Question.of(question), question, context).embed());
  }

  /// The names and stored values that questions in a context are read with.
  public SchemaIndex index(TranslationContext context) {
    return tools.schemas().get(context.catalog(), context.defaultSchema(), context.trees()).index();
  }

  /// Whether words of another script than the models know are more than four times as many as Latin
  /// ones. Stored values in any script are fine in a question that is English otherwise.
  private static boolean isMostlyForeign(String text) {
    int foreign = 0;
    int latin = 0;
    for (String word : text.split("\\s+")) {
      if (word.codePoints().anyMatch(c -> Character.isLetter(c) && !isLatin(c))) {
        foreign++;
      } else if (word.codePoints().anyMatch(Character::isLetter)) {
        latin++;
      }
    }
    return foreign > 4 * latin;
  }

  private static boolean isLatin(int codePoint) {
    return Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.LATIN;
  }

  /// Translates a question once so that the first real one does not wait for code and models to
  /// load; the outcome is dropped.
  public void warmUp(TranslationContext context) {
    for (int i = 0; i < 2; i++) {
      translate(Question.of("how many rows are there per month since last year"), context);
    }
  }

  /// Stops the threads and frees the model. Idempotent.
  @Override
  public void close() {
    if (pool.close()) {
      model.close();
    }
  }
}
