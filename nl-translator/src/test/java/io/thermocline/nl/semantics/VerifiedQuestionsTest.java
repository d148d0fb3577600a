package io.thermocline.nl.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.nl.CandidateChecker;
import io.thermocline.nl.Shop;
import io.thermocline.nl.Translator;
import io.thermocline.nl.TranslatorConfig;
import io.thermocline.nl.link.Annotator;
import io.thermocline.nl.model.ModelSource;
import io.thermocline.nl.model.TranslationModel;
import io.thermocline.nl.time.TimePhrases;
import io.thermocline.nl.time.TimexSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifiedQuestionsTest {
  private static final Translator TRANSLATOR =
      new Translator(
          TranslatorConfig.DEFAULT,
          TranslationModel.load(ModelSource.bundled()),
          Annotator.start(),
          Shop.STORED,
          CandidateChecker.NONE);
  private static final TimePhrases TIMES = new TimePhrases(Shop.TIME, TimexSource.NONE);

  @AfterAll
  static void close() {
    TRANSLATOR.close();
  }

  private static VerifiedQuestion sql(String question, String sql) {
    return new VerifiedQuestion("shop", question, VerifiedQuestion.Form.SQL, sql);
  }

  private static VerifiedQuestion sketch(String question, String sketch) {
    return new VerifiedQuestion("shop", question, VerifiedQuestion.Form.SKETCH, sketch);
  }

  private static Optional<Recall> find(String question, VerifiedQuestion... verified) {
    return new VerifiedQuestions(
            List.of(verified),
            TRANSLATOR.index(Shop.CONTEXT),
            phrase -> TIMES.parse(phrase).isPresent(),
            text -> TRANSLATOR.embed(text, Shop.CONTEXT))
        .find(question);
  }

  private static final VerifiedQuestion PAID =
      sql(
          "How many paid orders above 100 are from Berlin?",
          "select count(*) from orders join customers using (id) where status = 'paid' and amount > 100 and city = 'Berlin'");

  @Test
  void caseAndPunctuationDoNotMatter() {
    assertThat(find("how many paid order above 100 are from berlin", PAID))
        .hasValueSatisfying(recall -> {
          assertThat(recall.how()).isEqualTo(Recall.How.SAME);
          assertThat(recall.statement()).isEqualTo(PAID.statement());
          assertThat(recall.probability()).isEqualTo(1);
        });
  }

  @Test
  void valuesOfTheSameKindAreReplaced() {
    assertThat(find("how many open orders above 5,000 are from munchen?", PAID))
        .hasValueSatisfying(recall -> {
          assertThat(recall.how()).isEqualTo(Recall.How.SAME_BUT_VALUES);
          assertThat(recall.statement())
              .isEqualTo(
                  "select count(*) from orders join customers using (id) where status = 'open' and amount > 5000 and city = 'München'");
          assertThat(recall.replaced())
              .containsExactly("paid → open", "100 → 5,000", "Berlin → munchen");
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "how many Berlin orders above 100 are from Berlin",
        "how many paid orders above average are from Berlin",
        "how many paid or shipped orders above 100 are from Berlin",
        "how many paid orders above 100 are from Berlin or Munich",
        "how many paid orders above 100 are not from Berlin"
      })
  void nothingElseIsTakenForAValue(String question) {
    assertThat(find(question, PAID).map(Recall::how))
        .isNotEqualTo(Optional.of(Recall.How.SAME_BUT_VALUES))
        .isNotEqualTo(Optional.of(Recall.How.SAME));
  }

  @Test
  void quotesInValuesStayInsideTheLiteral() {
    VerifiedQuestion named =
        sql("orders of visitor Smith", "select * from visits where page = 'Smith'");
    assertThat(find("orders of visitor O'Neill' or 1=1", named)).isEmpty();
    assertThat(find("orders of visitor O'Neill", named).orElseThrow().statement())
        .isEqualTo("select * from visits where page = 'O''Neill'");
  }

  @Test
  void aSketchTakesItsWordsFromTheNewQuestion() {
    VerifiedQuestion perCity =
        sketch(
            "orders per city last year",
            "SELECT customers.city COUNT STAR WHERE DURING orders.order_date «last year»:3 GROUP customers.city FROM orders customers END");
    assertThat(find("Orders per city, since March", perCity).orElseThrow().statement())
        .contains("«since March»:4");
  }

  @Test
  void theLikeliestOfThoseWordedAlikeIsFound() {
    VerifiedQuestion count = sql("How many customers are there?", "select count(*) from customers");
    VerifiedQuestion names =
        sql("What are the names of all customers?", "select name from customers");
    assertThat(find("What is the total number of customers?", names, count))
        .hasValueSatisfying(recall -> {
          assertThat(recall.how()).isEqualTo(Recall.How.ALIKE);
          assertThat(recall.source()).isEqualTo(count);
          assertThat(recall.probability()).isBetween(0.3, 0.95);
        });
  }

  @Test
  void aQuestionWithFurtherValuesIsNotAlike() {
    VerifiedQuestion count = sql("How many customers are there?", "select count(*) from customers");
    assertThat(find("How many customers are there in Berlin?", count)).isEmpty();
    assertThat(find("How many customers have 7 orders?", count)).isEmpty();
  }

  @Test
  void aNumberInWordsIsTheNumber() {
    VerifiedQuestion active =
        sql(
            "Which customers have more than 2 orders?",
            "select customer_id from orders group by 1 having count(*) > 2");
    assertThat(find("Show the customers with more than two orders.", active))
        .hasValueSatisfying(recall -> assertThat(recall.statement()).isEqualTo(active.statement()));
  }

  @Test
  void theOppositeIsUnlikely() {
    VerifiedQuestion most =
        sql("Which city has the most customers?", "select city from customers limit 1");
    double same =
        find("What city has the highest number of customers?", most).orElseThrow().probability();
    double opposite =
        find("Which city has the fewest customers?", most).map(Recall::probability).orElse(0.0);
    assertThat(opposite).isLessThan(0.5).isLessThan(same);
  }

  @Test
  void theLastOfTwoAnswersCounts() {
    VerifiedQuestion first = sql("how many?", "select 1");
    VerifiedQuestion second = sql("how many", "select 2");
    assertThat(find("How many", first, second).orElseThrow().source()).isEqualTo(second);
  }
}
