package io.thermocline.nl.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thermocline.nl.Fixtures;
import io.thermocline.nl.sketch.Action;
import io.thermocline.nl.sketch.Grammar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Scoring sequences against another encoding.
class SecondLookTest {
  private static final Grammar GRAMMAR = Fixtures.newestGrammar();
  private static final Action.Pointer TABLE = new Action.TableNode(0);
  private static final Action.Pointer OTHER = new Action.TableNode(1);

  /// Gives each action its log probability, whatever came before.
  private static ActionScorer scorer(List<Action.Pointer> nodes, List<int[]> asked) {
    return (parents, last) -> {
      asked.add(last.clone());
      float[][] rows = new float[last.length][GRAMMAR.tokenCount() + nodes.size()];
      for (float[] row : rows) {
        Arrays.fill(row, -1);
        row[GRAMMAR.tokenCount()] = -0.25f;
      }
      return rows;
    };
  }

  private static Candidate candidate(Action.Pointer table, double score) {
    List<Action> actions = new ArrayList<>();
    for (String token : List.of("SELECT", "STAR", "FROM")) {
      actions.add(new Action.Token(token));
    }
    actions.add(table);
    actions.add(new Action.Token("END"));
    return new Candidate(actions, score, -0.5);
  }

  @Test
  void theScoreIsTheMeanOfBothLooks() {
    List<int[]> asked = new ArrayList<>();
    List<Candidate> seen =
        new SecondLook(GRAMMAR)
            .look(
                scorer(List.of(OTHER, TABLE), asked),
                List.of(OTHER, TABLE),
                List.of(candidate(TABLE, -2), candidate(OTHER, -2.5)));
    assertThat(seen.getFirst().actions()).contains(OTHER);
    assertThat(seen.getFirst().logProbability()).isCloseTo((-2.5 - 4.25) / 2, within(1e-6));
    assertThat(seen.getFirst().weakest()).isEqualTo(-1);
    assertThat(seen.getLast().logProbability()).isCloseTo((-2 - 5) / 2.0, within(1e-6));
    assertThat(asked).hasSize(5);
    assertThat(asked.getFirst()).containsOnly(GRAMMAR.symbol("START"));
    assertThat(asked.getLast()).containsExactly(GRAMMAR.tokenCount() + 1, GRAMMAR.tokenCount());
  }

  @Test
  void whatPointsOutsideTheOtherEncodingKeepsItsScore() {
    List<Candidate> seen =
        new SecondLook(GRAMMAR)
            .look(
                scorer(List.of(TABLE), new ArrayList<>()),
                List.of(TABLE),
                List.of(candidate(OTHER, -0.5)));
    assertThat(seen).containsExactly(candidate(OTHER, -0.5));
  }
}
