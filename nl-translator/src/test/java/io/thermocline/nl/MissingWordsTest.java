package io.thermocline.nl;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.nl.decode.Ranking;
import io.thermocline.nl.link.AnnotatedText;
import io.thermocline.nl.link.Annotator;
import io.thermocline.nl.link.Links;
import io.thermocline.nl.link.SchemaIndex;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.SchemaViews;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.link.WordRoles;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MissingWordsTest {
  private static final Annotator ANNOTATOR = Annotator.start();
  private static final SchemaView SCHEMA =
      SchemaViews.of(Shop.CATALOG, "shop", (table, column) -> null);
  private static final SchemaIndex INDEX =
      new SchemaIndex(SCHEMA, Shop.STORED, Fixtures.model().constants());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "what is the weather in Paris? | Nothing here is about \"weather\" or \"Paris\".",
        "number of orders with insurance | Nothing here is about \"insurance\".",
        "orders of customers from Berlin | The tables hold nothing that answers the question.",
        "how are you? | The tables hold nothing that answers the question."
      })
  void nounsThatNothingMatchesAreNamed(String question, String sentence) {
    Turns turns = Turns.of(List.of(question), Fixtures.model().constants().wordLimits());
    AnnotatedText annotated = ANNOTATOR.annotate(question, Shop.TIME.localNow());
    Links links = INDEX.link(turns, WordRoles.NONE);
    List<String> missing =
        MissingWords.of(
            turns, annotated, links, List.copyOf(Ranking.wanted(turns, links.values())));
    assertThat(MissingWords.sentence(missing)).isEqualTo(sentence);
  }
}
