package io.thermocline.nl;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.nl.decode.Candidate;
import io.thermocline.nl.link.SchemaIndex;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.SchemaViews;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.link.WordRoles;
import io.thermocline.nl.sketch.Action;
import io.thermocline.nl.time.TimePhrases;
import io.thermocline.nl.time.TimexSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeSpansTest {
  private static final SchemaView SCHEMA =
      SchemaViews.of(Shop.CATALOG, "shop", (table, column) -> null);
  private static final SchemaIndex INDEX =
      new SchemaIndex(SCHEMA, Shop.STORED, Fixtures.model().constants());
  private static final TimePhrases TIMES = new TimePhrases(Shop.TIME, TimexSource.NONE);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GT | orders.amount | orders over 2 grand | 2 | 2 grand
          GT | orders.amount | orders over 5k a month | 5 | 5k
          GT | orders.amount | orders over 5 m long | 5 | 5
          LT | orders.amount | less than 20 percent off | 20 | 20 percent
          DURING | orders.order_date | orders on mondays in 2024 by city | mondays | mondays in 2024
          DURING | orders.order_date | orders of this week so far | this week | this week so far
          DURING | orders.order_date | orders of last month per status | last month | last month
          LT | orders.order_date | orders before 2020 | 2020 | 2020
          EQ | customers.city | customers in New York or Berlin | New York or Berlin | New York
          EQ | customers.city | customers in Berlin, New York | Berlin, New York | Berlin
          EQ | customers.city | customers in New York city | New York city | New York city
          EQ | customers.city | customers in Pau or Berlin | Pau or Berlin | Pau or Berlin
          EQ | products.category | New York or Berlin | New York or Berlin | New York or Berlin
          """)
  void aSpanTakesInWhatBelongsToIt(
      String token, String column, String question, String span, String expected) {
    Turns turns = Turns.of(List.of(question), List.of(60));
    int[] place = place(turns, span);
    List<Action> actions = new ArrayList<>();
    actions.add(new Action.Token(token));
    actions.add(new Action.ColumnNode(SCHEMA.column(column).orElseThrow().index()));
    actions.add(new Action.WordNode(0, place[0]));
    actions.add(new Action.WordNode(0, place[1]));
    Candidate found =
        new WholeSpans(turns, SCHEMA, INDEX.link(turns, WordRoles.NONE).values(), TIMES::isTime)
            .apply(List.of(new Candidate(actions, -1, -1)))
            .getFirst();
    Action.WordNode first = (Action.WordNode) found.actions().get(2);
    Action.WordNode last = (Action.WordNode) found.actions().get(3);
    assertThat(turns.text(0, first.word(), last.word())).isEqualTo(expected);
  }

  private static int[] place(Turns turns, String span) {
    int count = turns.words().getFirst().size();
    for (int first = 0; first < count; first++) {
      for (int last = first; last < count; last++) {
        if (turns.text(0, first, last).equals(span)) {
          return new int[] {first, last};
        }
      }
    }
    throw new AssertionError(span);
  }
}
