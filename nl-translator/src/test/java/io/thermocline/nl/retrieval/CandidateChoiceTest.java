package io.thermocline.nl.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.nl.Fixtures;
import io.thermocline.nl.LargeCatalog;
import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.SchemaIndex;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.SchemaViews;
import io.thermocline.nl.link.TableView;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.model.EncoderInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CandidateChoiceTest {
  private static final Part LARGE = new Part(LargeCatalog.of(100));

  /// A schema ready to be narrowed.
  private static final class Part {
    final SchemaView schema;
    final EncoderInputs inputs;
    final TableRetrieval retrieval;
    final CandidateChoice choice;

    Part(Catalog catalog) {
      schema = SchemaViews.of(catalog, "works", (table, column) -> null);
      SchemaIndex index =
          new SchemaIndex(schema, LargeCatalog.STORED, Fixtures.model().constants());
      inputs =
          new EncoderInputs(schema, Fixtures.model().constants(), Fixtures.model().wordPiece());
      retrieval =
          new TableRetrieval(
              index,
              view -> catalog.table(view.schema(), view.name()).orElseThrow(),
              RetrievalWeights.DEFAULT);
      choice = new CandidateChoice(retrieval, inputs);
    }

    Candidates choose(String question, int room, Integer... used) {
      return choice.choose(turns(question), Set.of(used), room);
    }

    int index(String table) {
      return schema.table(table).orElseThrow().index();
    }

    List<String> names(Candidates candidates) {
      return candidates.tables().stream().mapToObj(i -> schema.tables().get(i).name()).toList();
    }

    List<String> shown(Candidates candidates) {
      return candidates.columns().stream()
          .mapToObj(i -> schema.columns().get(i).tableName())
          .distinct()
          .toList();
    }

    int tokens(String name) {
      TableView table = schema.table(name).orElseThrow();
      return inputs.tokens(table) + table.columns().stream().mapToInt(inputs::tokens).sum();
    }

    int tokens(Candidates candidates) {
      int tokens = 0;
      for (String table : shown(candidates)) {
        tokens += inputs.tokens(schema.table(table).orElseThrow());
      }
      for (ColumnView column : schema.columns()) {
        tokens += candidates.columns().get(column.index()) ? inputs.tokens(column) : 0;
      }
      return tokens;
    }
  }

  private static Turns turns(String question) {
    return Turns.of(List.of(question), List.of(60, 40, 40));
  }

  private String best(String question) {
    float[] scores = LARGE.retrieval.scores(turns(question)).tables();
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return LARGE.schema.tables().get(best).name();
  }

  @ParameterizedTest
  @CsvSource({
    "how many pupils are there, pupils",
    "average fee by month, lessons",
    "what does a maestro earn, tutors",
    "everything in Chaconne, genres",
    "the oldest from Zwiefalten, pupils",
    "how many pupls are there, pupils",
    "cheapest instrumnet, instruments",
    "recitals of each dept, recitals",
    "weight of the batches of the vineyard, vineyard_batches",
    "list the readings of dairy gauges, dairy_readings"
  })
  void theTableThatTheWordsMeanComesFirst(String question, String table) {
    assertThat(best(question)).isEqualTo(table);
  }

  @Test
  void theRoomIsNeverExceeded() {
    for (int room : new int[] {20, 60, 150, 380}) {
      Candidates chosen = LARGE.choose("which sites have staff, batches and readings", room);
      assertThat(LARGE.tokens(chosen)).isLessThanOrEqualTo(room).isGreaterThan(room / 2);
    }
  }

  @Test
  void tablesFarBehindTheBestAreLeftOut() {
    assertThat(LARGE.shown(LARGE.choose("weight of the batches of the vineyard", 380)))
        .contains("vineyard_batches", "vineyard_sites")
        .hasSizeLessThan(10);
  }

  @Test
  void tablesThatAreNeededTogetherAreChosenTogether() {
    Candidates chosen = LARGE.choose("names of pupils whose tutors have a salary above 10", 380);
    assertThat(LARGE.shown(chosen)).contains("pupils", "lessons", "tutors");
  }

  @Test
  void theTablesBetweenTwoTablesComeAlongWithoutAWordInCommonAndWithoutRoom() {
    int room = LARGE.tokens("lessons") + LARGE.tokens("x77") + LARGE.tokens("instruments");
    Candidates chosen = LARGE.choose("fee of the lessons and price of the instruments", room);
    assertThat(LARGE.shown(chosen)).containsExactly("lessons", "instruments", "x77");
    assertThat(LARGE.names(chosen)).containsExactly("lessons", "tutors", "instruments", "x77");
  }

  @Test
  void tablesOfTheQuestionBeforeAreKept() {
    Candidates chosen = LARGE.choose("how many pupils", 60, LARGE.index("dyeworks_readings"));
    assertThat(LARGE.shown(chosen)).contains("dyeworks_readings", "pupils");
  }

  @Test
  void equalQuestionsHaveEqualCandidates() {
    for (String question :
        List.of("how many sites", "staff hired in May", "nothing of this is there", "name")) {
      Candidates first = LARGE.choose(question, 300);
      assertThat(LARGE.choose(question, 300)).isEqualTo(first);
      assertThat(new Part(LargeCatalog.of(100)).choose(question, 300)).isEqualTo(first);
    }
  }

  @Test
  void ofAWideTableTheKeysAndTheColumnsThatAreMeantAreShown() {
    StringBuilder columns = new StringBuilder("id int, sawmill_site_id int");
    for (int i = 0; i < 300; i++) {
      columns.append(", measure_").append(i).append(" double");
    }
    columns.append(", thickness double");
    List<LogicalTable> tables = new ArrayList<>(LargeCatalog.of(20).tables());
    tables.add(
        LargeCatalog.table("planks", "", columns.toString(), "sawmill_site_id sawmill_sites"));
    Part part = new Part(new Catalog(1, tables));
    Candidates chosen = part.choose("average thickness of planks", 380);
    assertThat(part.shown(chosen)).contains("planks", "sawmill_sites");
    assertThat(shownColumns(part, chosen, "planks"))
        .contains("thickness", "id", "sawmill_site_id")
        .hasSizeLessThan(40);
  }

  private static List<String> shownColumns(Part part, Candidates chosen, String table) {
    return part.schema.table(table).orElseThrow().columns().stream()
        .filter(column -> chosen.columns().get(column.index()))
        .map(ColumnView::name)
        .toList();
  }

  @Test
  void whatIsKeptOfThousandsOfTablesIsSmall() {
    Part part = new Part(LargeCatalog.of(500));
    int columns = part.schema.columns().size();
    assertThat(part.retrieval.retainedBytes()).isLessThan(400L * columns);
  }
}
