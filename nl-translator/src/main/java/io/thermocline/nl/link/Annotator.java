package io.thermocline.nl.link;

import edu.stanford.nlp.ling.CoreAnnotations;
import edu.stanford.nlp.ling.CoreLabel;
import edu.stanford.nlp.pipeline.Annotation;
import edu.stanford.nlp.pipeline.AnnotationPipeline;
import edu.stanford.nlp.pipeline.MorphaAnnotator;
import edu.stanford.nlp.pipeline.POSTaggerAnnotator;
import edu.stanford.nlp.pipeline.TokenizerAnnotator;
import edu.stanford.nlp.time.TimeAnnotations;
import edu.stanford.nlp.time.TimeAnnotator;
import edu.stanford.nlp.time.Timex;
import edu.stanford.nlp.util.CoreMap;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stanford CoreNLP's tokenizer, tagger, lemmas and SUTime rules, loaded once on a thread of its
/// own. Thread-safe; calls wait until it is loaded.
public final class Annotator {
  private static final Logger LOG = LoggerFactory.getLogger(Annotator.class);
  private static final Duration LONGEST_LOAD = Duration.ofSeconds(60);
  private static final String MODELS = "edu/stanford/nlp/models/";

  private final CountDownLatch loaded = new CountDownLatch(1);
  private volatile @Nullable AnnotationPipeline pipeline;
  private volatile @Nullable Throwable failure;

  private Annotator() {}

  /// Begins to load; takes about two seconds of one core and 100 MB.
  public static Annotator start() {
    Annotator annotator = new Annotator();
    Thread.ofPlatform().name("nl-annotator-load").daemon().start(annotator::load);
    return annotator;
  }

  private void load() {
    try {
      long began = System.nanoTime();
      AnnotationPipeline stages = new AnnotationPipeline();
      stages.addAnnotator(new TokenizerAnnotator(false, "en"));
      stages.addAnnotator(
          new POSTaggerAnnotator(MODELS + "pos-tagger/english-left3words-distsim.tagger", false));
      stages.addAnnotator(new MorphaAnnotator(false));
      Properties times = new Properties();
      times.setProperty(
          "sutime.rules",
          MODELS + "sutime/defs.sutime.txt," + MODELS + "sutime/english.sutime.txt");
      times.setProperty("sutime.binders", "0");
      times.setProperty("sutime.markTimeRanges", "false");
      times.setProperty("sutime.includeRange", "false");
      stages.addAnnotator(new TimeAnnotator("sutime", times));
      annotate(stages, "orders of last quarter", LocalDateTime.of(2026, 1, 1, 0, 0));
      pipeline = stages;
      LOG.info("event=annotator_loaded millis={}", (System.nanoTime() - began) / 1_000_000);
    } catch (Throwable e) {
      failure = e;
      LOG.error("event=annotator_failed", e);
    } finally {
      loaded.countDown();
    }
  }

  /// Annotates a text; relative times are read from `now`.
  ///
  /// @throws ThermoclineException INTERNAL when the tools cannot be loaded
  public AnnotatedText annotate(String text, LocalDateTime now) {
    return annotate(await(), text, now);
  }

  private static AnnotatedText annotate(AnnotationPipeline stages, String text, LocalDateTime now) {
    Annotation annotation = new Annotation(text);
    annotation.set(CoreAnnotations.DocDateAnnotation.class, now.toLocalDate().toString());
    stages.annotate(annotation);
    List<AnnotatedText.Token> tokens = new ArrayList<>();
    for (CoreLabel label : annotation.get(CoreAnnotations.TokensAnnotation.class)) {
      tokens.add(
          new AnnotatedText.Token(
              label.word(),
              label.beginPosition(),
              label.endPosition(),
              orEmpty(label.tag()),
              orEmpty(label.lemma())));
    }
    List<AnnotatedText.TimeExpression> times = new ArrayList<>();
    List<CoreMap> found = annotation.get(TimeAnnotations.TimexAnnotations.class);
    for (CoreMap expression : found == null ? List.<CoreMap>of() : found) {
      Timex timex = expression.get(TimeAnnotations.TimexAnnotation.class);
      if (timex != null && timex.value() != null) {
        times.add(
            new AnnotatedText.TimeExpression(
                expression.get(CoreAnnotations.CharacterOffsetBeginAnnotation.class),
                expression.get(CoreAnnotations.CharacterOffsetEndAnnotation.class),
                timex.value()));
      }
    }
    return new AnnotatedText(tokens, times);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private AnnotationPipeline await() {
    try {
      if (!loaded.await(LONGEST_LOAD.toSeconds(), TimeUnit.SECONDS)) {
        throw new ThermoclineException(
            ErrorCode.OVERLOADED,
            "the language tools did not load within " + LONGEST_LOAD.toSeconds() + " s; try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ThermoclineException(
          ErrorCode.CANCELLED, "the statement was cancelled while the language tools load", e);
    }
    AnnotationPipeline stages = pipeline;
    if (stages == null) {
      throw new ThermoclineException(
          ErrorCode.INTERNAL,
          "the language tools cannot be loaded; see the gateway's log",
          failure);
    }
    return stages;
  }
}
