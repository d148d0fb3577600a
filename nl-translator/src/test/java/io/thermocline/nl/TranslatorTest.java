package io.thermocline.nl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.catalog.Catalog;
import io.thermocline.nl.link.Annotator;
import io.thermocline.nl.model.ModelSource;
import io.thermocline.nl.model.TranslationModel;
import io.thermocline.nl.sketch.SketchText;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.calcite.plan.RelOptUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranslatorTest {
  private static final Translator TRANSLATOR =
      new Translator(
          TranslatorConfig.DEFAULT,
          TranslationModel.load(ModelSource.bundled()),
          Annotator.start(),
          Shop.STORED,
          CandidateChecker.NONE);

  @AfterAll
  static void close() {
    TRANSLATOR.close();
  }

  private static Translation translate(String question) {
    return TRANSLATOR.translate(Question.of(question), Shop.CONTEXT);
  }

  @Test
  void anEasyQuestionIsAnswered() {
    assertThat(translate("How many customers are there?"))
        .isInstanceOfSatisfying(
            Translation.Answer.class,
            answer -> {
              assertThat(SketchText.print(answer.sketch()))
                  .isEqualTo("SELECT COUNT STAR FROM customers END");
              assertThat(answer.interpretation()).isEqualTo("number of customers");
              assertThat(answer.columnNames()).containsExactly("number_of_customers");
              assertThat(answer.confidence()).isBetween(0.0, 1.0);
              assertThat(answer.conversation().turns()).hasSize(1);
            });
  }

  @Test
  void theSameQuestionHasTheSameOutcomeOnEveryThread() throws Exception {
    List<String> questions =
        List.of(
            "total amount of paid orders per city last year",
            "names of customers from munchen",
            "which product has the highest price",
            "orders per month since March");
    List<String> wanted = questions.stream().map(q -> describe(translate(q))).toList();
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Callable<String>> calls = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        questions.forEach(q -> calls.add(() -> describe(translate(q))));
      }
      List<Future<String>> results = threads.invokeAll(calls);
      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).get()).isEqualTo(wanted.get(i % wanted.size()));
      }
    }
  }

  private static String describe(Translation translation) {
    return switch (translation) {
      case Translation.Answer a ->
          SketchText.print(a.sketch()) + RelOptUtil.toString(a.rel()) + a.confidence();
      case Translation.Ambiguous a -> a.readings().toString();
      case Translation.Refused r -> r.toString();
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\n\t"})
  void emptyQuestionsAreErrors(String question) {
    assertThatThrownBy(() -> translate(question))
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.EMPTY_STATEMENT));
  }

  @Test
  void longQuestionsAreErrorsThatNameTheLimit() {
    assertThatThrownBy(() -> translate("customers ".repeat(10_000)))
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.STATEMENT_TOO_LONG);
              assertThat(e).hasMessageContaining("2000");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "???",
        "…",
        "!",
        "注文はいくつありますか",
        "сколько заказов",
        "сколько было оплаченных заказов в customers",
        "ශߪഠ\u1b80\u0f3eorders\u2c80 ⲁⲃ ᚠᚢᚦ ཀཁག ಕಖಗ"
      })
  void questionsWithoutLatinWordsAreRefused(String question) {
    assertThat(translate(question)).isInstanceOf(Translation.Refused.class);
  }

  @Test
  void aNameInAnotherScriptIsNoForeignQuestion() {
    assertThat(translate("customers named Сергей Рахманинов").toString())
        .doesNotContain("in Latin letters");
  }

  @Test
  void withoutTablesNothingCanBeAsked() {
    TranslationContext nothing =
        new TranslationContext(Catalog.EMPTY, "shop", Shop.TIME, Thresholds.DEFAULT, Shop.TREES);
    assertThat(TRANSLATOR.translate(Question.of("how many customers"), nothing))
        .isInstanceOf(Translation.Refused.class);
  }

  @Test
  void belowTheThresholdsQuestionsAreAmbiguousOrRefused() {
    TranslationContext strict =
        new TranslationContext(Shop.CATALOG, "shop", Shop.TIME, new Thresholds(1, 0), Shop.TREES);
    assertThat(TRANSLATOR.translate(Question.of("customers with the best orders"), strict))
        .isInstanceOfSatisfying(
            Translation.Ambiguous.class,
            ambiguous ->
                assertThat(ambiguous.readings())
                    .isNotEmpty()
                    .extracting(Translation.Reading::interpretation)
                    .doesNotHaveDuplicates());
    TranslationContext stricter =
        new TranslationContext(Shop.CATALOG, "shop", Shop.TIME, new Thresholds(1, 1), Shop.TREES);
    assertThat(TRANSLATOR.translate(Question.of("qwertz asdf yxcv"), stricter))
        .isInstanceOfSatisfying(
            Translation.Refused.class, refused -> assertThat(refused.nearest()).hasSize(3));
  }

  @Test
  void aBrokenReadingIsNotTheAnswer() {
    try (Translator picky =
        new Translator(
            TranslatorConfig.DEFAULT,
            TranslationModel.load(ModelSource.bundled()),
            Annotator.start(),
            Shop.STORED,
            candidate -> CandidateChecker.Verdict.BROKEN)) {
      assertThat(picky.translate(Question.of("how many customers"), Shop.CONTEXT))
          .isInstanceOf(Translation.Refused.class);
    }
  }

  @Test
  void parametersAreFoundAndTyped() {
    Parameters none = Parameters.find("how many orders are there?", List.of());
    assertThat(none.numbers()).isEmpty();
    assertThat(none.text()).isEqualTo("how many orders are there");
    Parameters last = Parameters.find("orders with an amount over ?", List.of());
    assertThat(last.numbers()).containsOnlyKeys(5);
    assertThat(last.text()).isEqualTo("orders with an amount over 7");
    Parameters two =
        Parameters.find(
            "orders of ? with status ?", Arrays.asList((DataType) null, ScalarType.TEXT));
    assertThat(two.numbers()).containsOnlyKeys(2, 5);
    assertThat(two.text()).isEqualTo("orders of 7 with status abc");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "how many orders are there? | how many orders are there",
        "how many orders are there ?! | how many orders are there",
        "orders since March... | orders since March",
        "customers in the U.S. | customers in the U.S.",
        "products whose name ends with ! | products whose name ends with !",
        "orders with an amount over ? | orders with an amount over ?",
        "? | ?"
      })
  void marksThatEndAQuestionAreNoPartOfIt(String asked, String read) {
    assertThat(Parameters.find(asked, List.of()).question()).isEqualTo(read);
  }

  @Test
  void randomTextNeverBreaksAnything() {
    Random random = new Random(11);
    String[] words = {
      "orders", "per", "city", "'", "\"", "»", "«", "--", "%", "paid", "🦄", "\u0000", "e\u0301",
      "\ud800", "2024", "Ω", "?"
    };
    for (int i = 0; i < 25; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(30); j >= 0; j--) {
        text.append(
            random.nextBoolean()
                ? words[random.nextInt(words.length)]
                : Character.toString(random.nextInt(0x10FFFF)));
        text.append(random.nextInt(3) == 0 ? "" : " ");
      }
      if (text.toString().isBlank()) {
        continue;
      }
      Translation outcome = translate(text.toString());
      assertThat(outcome).as("seed 11, question %d: %s", i, text).isNotNull();
    }
  }

  @Test
  void aFollowUpKnowsTheQuestionBefore() {
    Translation first = translate("How many customers are there?");
    assertThat(first).isInstanceOf(Translation.Answer.class);
    Conversation conversation = ((Translation.Answer) first).conversation();
    Translation second =
        TRANSLATOR.translate(
            new Question("What are their names?", List.of(), conversation), Shop.CONTEXT);
    assertThat(second)
        .isInstanceOfSatisfying(
            Translation.Answer.class,
            answer -> assertThat(answer.conversation().turns()).hasSize(2));
  }
}
