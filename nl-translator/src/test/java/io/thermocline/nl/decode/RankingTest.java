package io.thermocline.nl.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.nl.Fixtures;
import io.thermocline.nl.Shop;
import io.thermocline.nl.link.Links;
import io.thermocline.nl.link.SchemaIndex;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.SchemaViews;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.link.WordRoles;
import io.thermocline.nl.sketch.Action;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static final SchemaView SCHEMA =
      SchemaViews.of(Shop.CATALOG, "shop", (table, column) -> null);
  private static final SchemaIndex INDEX =
      new SchemaIndex(SCHEMA, Shop.STORED, Fixtures.model().constants());

  private final Turns turns =
      Turns.of(
          List.of("status of the orders of customers from Berlin"),
          Fixtures.model().constants().wordLimits());
  private final List<Action.Pointer> nodes = nodes();
  private final Mentions mentions = mentions();

  private List<Action.Pointer> nodes() {
    List<Action.Pointer> all = new ArrayList<>();
    all.add(new Action.StartNode());
    for (int word = 0; word < turns.words().getFirst().size(); word++) {
      all.add(new Action.WordNode(0, word));
    }
    SCHEMA.tables().forEach(table -> all.add(new Action.TableNode(table.index())));
    SCHEMA.columns().forEach(column -> all.add(new Action.ColumnNode(column.index())));
    return all;
  }

  private Mentions mentions() {
    Links links = INDEX.link(turns, WordRoles.NONE);
    return new Mentions(nodes, links, turns, SCHEMA, Fixtures.model().constants().stopWords());
  }

  private static Action.Pointer column(String name) {
    return new Action.ColumnNode(SCHEMA.column(name).orElseThrow().index());
  }

  private static Action.Pointer table(String name) {
    return new Action.TableNode(SCHEMA.table(name).orElseThrow().index());
  }

  private static Candidate candidate(double logProbability, Action... actions) {
    return new Candidate(List.of(actions), logProbability, logProbability);
  }

  private int uncovered(Action... pointed) {
    return mentions.uncovered(new HashSet<>(Arrays.asList(pointed)), new BitSet());
  }

  @Test
  void wordsOfNamesThatASketchDoesNotPointToAreUncovered() {
    assertThat(uncovered()).isEqualTo(3);
    assertThat(uncovered(column("orders.status"), table("orders"))).isEqualTo(1);
    assertThat(uncovered(column("orders.status"), table("orders"), table("customers"))).isZero();
    assertThat(mentions.uncovered(Set.of(), Ranking.run(0, 7))).isZero();
  }

  @Test
  void aTableIsIdleWithoutAColumnInUseAndWithoutAMention() {
    assertThat(mentions.idle(Set.of(table("orders"), table("customers")))).isZero();
    assertThat(mentions.idle(Set.of(table("orders"), table("products")))).isEqualTo(1);
    assertThat(mentions.idle(Set.of(column("products.price"), table("products")))).isZero();
  }

  @Test
  void amongEquallyLikelySketchesTheOneThatLeavesNothingOutIsFirst() {
    Candidate partial = candidate(-1, column("orders.status"), table("orders"), table("products"));
    Candidate whole = candidate(-1, column("orders.status"), table("orders"), table("customers"));
    Ranking.Weights weights = new Ranking.Weights(0, 0, 0.8, 0.6);
    Ranking ranking = new Ranking(nodes, new float[nodes.size()], List.of(), mentions, weights);
    assertThat(ranking.order(List.of(partial, whole))).containsExactly(whole, partial);
    assertThat(ranking.rank(whole) - ranking.rank(partial)).isBetween(1.4 - 1e-9, 1.4 + 1e-9);
  }

  @Test
  void aValueThatIsLeftOutCountsAgainstASketch() {
    Candidate with =
        candidate(
            -2, column("customers.city"), new Action.WordNode(0, 7), new Action.WordNode(0, 7));
    Candidate without =
        candidate(-2, column("customers.city"), table("customers"), table("orders"));
    Ranking ranking =
        new Ranking(
            nodes,
            new float[nodes.size()],
            List.of(Ranking.run(7, 7)),
            mentions,
            new Ranking.Weights(0, 0.4, 0, 0));
    assertThat(ranking.order(List.of(without, with))).containsExactly(with, without);
    assertThat(ranking.missed(with)).isEmpty();
    assertThat(ranking.missed(without)).containsExactly(Ranking.run(7, 7));
  }
}
