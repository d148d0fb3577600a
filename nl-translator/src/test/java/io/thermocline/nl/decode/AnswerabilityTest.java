package io.thermocline.nl.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thermocline.nl.Fixtures;
import io.thermocline.nl.Shop;
import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.SchemaViews;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.sketch.Action;
import io.thermocline.nl.sketch.Grammar;
import io.thermocline.nl.sketch.Sketch;
import io.thermocline.nl.sketch.SketchReader;
import io.thermocline.nl.sketch.SketchText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerabilityTest {
  private static final SchemaView SCHEMA =
      SchemaViews.of(Shop.CATALOG, "shop", (table, column) -> null);
  private static final Grammar GRAMMAR = Fixtures.newestGrammar();
  private static final Turns TURNS =
      Turns.of(List.of("what is the weather in Paris"), Fixtures.model().constants().wordLimits());

  private static Candidate candidate(double probability, String... tokens) {
    List<Action> actions = new ArrayList<>();
    Arrays.stream(tokens).forEach(token -> actions.add(new Action.Token(token)));
    return new Candidate(actions, Math.log(probability), Math.log(probability));
  }

  @Test
  void withoutSuchASequenceThereIsNoDoubt() {
    Answerability found = Answerability.of(List.of(candidate(0.01, "SELECT", "END")));
    assertThat(found.doubt()).isZero();
    assertThat(found.isUnanswerable()).isFalse();
    assertThat(found.queries()).hasSize(1);
  }

  @Test
  void doubtIsMeasuredAgainstTheMostLikelyQuery() {
    Answerability found =
        Answerability.of(
            List.of(
                candidate(0.1, "SELECT", "END"),
                candidate(0.6, "NONE", "END"),
                candidate(0.2, "SELECT", "STAR", "END")));
    assertThat(found.doubt()).isCloseTo(0.75, within(1e-9));
    assertThat(found.isUnanswerable()).isFalse();
    assertThat(found.queries()).hasSize(2).noneMatch(Candidate::isNone);
    assertThat(Answerability.of(List.of(candidate(0.6, "NONE", "END"))).doubt()).isEqualTo(1);
    assertThat(
            Answerability.of(
                    List.of(candidate(0.95, "NONE", "END"), candidate(0.01, "SELECT", "END")))
                .isUnanswerable())
        .isTrue();
  }

  @Test
  void theBestQueryIsFoundBesideACertainNone() {
    List<Action.Pointer> nodes = new ArrayList<>();
    nodes.add(new Action.StartNode());
    SCHEMA.tables().forEach(table -> nodes.add(new Action.TableNode(table.index())));
    List<Integer> wanted =
        List.of("SELECT", "STAR", "FROM", "END").stream().map(GRAMMAR::symbol).toList();
    int none = GRAMMAR.symbol("NONE");
    ActionScorer scorer =
        (parents, last) -> {
          float[][] scores = new float[last.length][GRAMMAR.tokenCount() + nodes.size()];
          for (float[] row : scores) {
            Arrays.fill(row, -30);
            wanted.forEach(action -> row[action] = -3);
            row[GRAMMAR.tokenCount() + 1] = -3;
            row[none] = -0.001f;
          }
          return scores;
        };
    List<Candidate> found =
        new BeamSearch(GRAMMAR, 5, 64).search(scorer, nodes, SCHEMA, TURNS, NO_CHECKS);
    assertThat(found.getFirst().isNone()).isTrue();
    assertThat(SketchReader.read(found.getFirst().actions(), SCHEMA, TURNS))
        .isEqualTo(new Sketch.None());
    Answerability answerability = Answerability.of(found);
    assertThat(answerability.isUnanswerable()).isTrue();
    assertThat(
            SketchText.print(
                SketchReader.read(answerability.queries().getFirst().actions(), SCHEMA, TURNS)))
        .isEqualTo("SELECT STAR FROM customers END");
  }

  @Test
  void theSketchOfNothingHasATextForm() {
    assertThat(SketchText.print(SketchText.parse("NONE END", SCHEMA))).isEqualTo("NONE END");
  }

  private static final ValueChecks NO_CHECKS =
      new ValueChecks() {
        @Override
        public boolean isNumericText(ColumnView column) {
          return false;
        }

        @Override
        public boolean hasTruth(ColumnView column) {
          return false;
        }

        @Override
        public boolean isPeriod(String text) {
          return false;
        }
      };
}
