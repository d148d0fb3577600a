package io.thermocline.nl;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.catalog.Catalog;
import io.thermocline.nl.link.Annotator;
import io.thermocline.nl.link.TableView;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.link.WordRoles;
import io.thermocline.nl.lower.RelTrees;
import io.thermocline.nl.sketch.SketchText;
import io.thermocline.optimizer.Planner;
import io.thermocline.optimizer.PlannerConfig;
import io.thermocline.optimizer.SessionParameters;
import io.thermocline.optimizer.StatisticsProvider;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreparedSchemaTest {
  private static final Catalog SCHOOL = LargeCatalog.school();
  private static final Catalog LARGE = LargeCatalog.of(100);
  private static final String QUESTION = "names of the pupils who had lessons with a fee above 20";

  private static TranslationContext context(Catalog catalog) {
    Planner planner =
        new Planner(
            () -> catalog,
            name -> Optional.empty(),
            StatisticsProvider.NONE,
            PlannerConfig.DEFAULT);
    RelTrees trees =
        RelTrees.of(planner, catalog, new SessionParameters("works", Shop.ZONE, Shop.NOW));
    return new TranslationContext(catalog, "works", Shop.TIME, new Thresholds(0, 0), trees);
  }

  private static PreparedSchema prepared(Catalog catalog) {
    TranslationContext context = context(catalog);
    return new PreparedSchema.Cache(Fixtures.model(), LargeCatalog.STORED, 4)
        .get(catalog, "works", context.trees());
  }

  private static Turns turns(String question) {
    return Turns.of(List.of(question), Fixtures.model().constants().wordLimits());
  }

  @Test
  void aSchemaThatFitsIsReadWhole() {
    PreparedSchema whole = prepared(SCHOOL);
    assertThat(whole.of(turns(QUESTION), Conversation.EMPTY)).isSameAs(whole);
  }

  @Test
  void aPartIsASchemaOfItsOwn() {
    PreparedSchema whole = prepared(LARGE);
    PreparedSchema part = whole.of(turns(QUESTION), Conversation.EMPTY);
    assertThat(part.view().tables()).hasSizeBetween(3, 60);
    assertThat(part.view().tables())
        .extracting(TableView::name)
        .contains("pupils", "lessons", "tutors");
    part.view()
        .columns()
        .forEach(column -> assertThat(part.view().tableOf(column).columns()).contains(column));
    part.view()
        .keys()
        .forEach(key ->
            key.pairs()
                .forEach(pair -> {
                  assertThat(part.view().columns().get(pair.left()).table()).isEqualTo(key.left());
                  assertThat(part.view().columns().get(pair.right()).table())
                      .isEqualTo(key.right());
                }));
  }

  @Test
  void storedValuesAreFoundInThePart() {
    Turns turns = turns("recitals of the genre Chaconne");
    PreparedSchema part = prepared(LARGE).of(turns, Conversation.EMPTY);
    assertThat(part.index().link(turns, WordRoles.NONE).values())
        .anySatisfy(match ->
            assertThat(part.view().columns().get(match.column()).qualifiedName())
                .isEqualTo("genres.label"));
  }

  @Test
  void theTablesOfTheLastAnswerStay() {
    Conversation before =
        new Conversation(
            List.of(
                new Conversation.Turn(
                    "gauges", Set.of("mint_readings"), Set.of("mint_readings.gauge"))));
    assertThat(prepared(LARGE).of(turns("how many pupils"), before).view().table("mint_readings"))
        .isPresent();
  }

  @Test
  void aQuestionIsReadAmongHundredsOfTablesAsAmongItsOwn() {
    try (Translator translator =
        new Translator(
            TranslatorConfig.DEFAULT,
            io.thermocline.nl.model.TranslationModel.load(
                io.thermocline.nl.model.ModelSource.bundled()),
            Annotator.start(),
            LargeCatalog.STORED,
            CandidateChecker.NONE)) {
      for (String question :
          List.of(
              "how many pupils are there",
              "average fee of lessons",
              "what is the highest price of an instrument",
              "number of recitals for each department")) {
        assertThat(sketch(translator, question, LARGE))
            .as(question)
            .isEqualTo(sketch(translator, question, SCHOOL));
      }
    }
  }

  private static String sketch(Translator translator, String question, Catalog catalog) {
    return switch (translator.translate(Question.of(question), context(catalog))) {
      case Translation.Answer answer -> SketchText.print(answer.sketch());
      case Translation.Ambiguous ambiguous -> ambiguous.toString();
      case Translation.Refused refused -> refused.toString();
    };
  }

  @Test
  void aKnownSketchIsLoweredOverAllTables() {
    TranslationContext context = context(LARGE);
    try (Translator translator =
        Translator.bundled(TranslatorConfig.DEFAULT, LargeCatalog.STORED, CandidateChecker.NONE)) {
      String sketch = "SELECT COUNT STAR FROM ironworks_readings END";
      assertThat(
              SketchText.print(
                  translator.read(sketch, Question.of("how many pupils"), context).sketch()))
          .isEqualTo(sketch);
    }
  }
}
