package io.thermocline.nl.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.nl.Fixtures;
import io.thermocline.nl.Shop;
import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.SchemaIndex;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.SchemaViews;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.lower.Lowered;
import io.thermocline.nl.lower.Lowering;
import io.thermocline.nl.lower.LoweringContext;
import io.thermocline.nl.sketch.Action;
import io.thermocline.nl.sketch.Grammar;
import io.thermocline.nl.sketch.Paraphrase;
import io.thermocline.nl.sketch.Sketch;
import io.thermocline.nl.sketch.SketchReader;
import io.thermocline.nl.sketch.SketchText;
import io.thermocline.nl.sketch.SketchWalk;
import io.thermocline.nl.time.TimePhrases;
import io.thermocline.nl.time.TimexSource;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// Walks of the automaton under random scores, by the bundled model's grammar and by the newest.
@ParameterizedClass
@MethodSource("grammars")
class RandomWalkTest {
  private static final int WALKS = 300;
  private static final int MAX_ACTIONS = 64;
  private static final ValueChecks CHECKS =
      new ValueChecks() {
        @Override
        public boolean isNumericText(ColumnView column) {
          return false;
        }

        @Override
        public boolean hasTruth(ColumnView column) {
          return true;
        }

        @Override
        public boolean isPeriod(String text) {
          return true;
        }
      };

  private final Grammar grammar;
  private final SchemaView schema = SchemaViews.of(Shop.CATALOG, "shop", (table, column) -> null);
  private final Turns turns =
      Turns.of(
          List.of(
              "show the 3 orders over 2 grand since march 2025 from paid customers in berlin",
              "and the ten before"),
          Fixtures.model().constants().wordLimits());
  private final List<Action.Pointer> nodes = nodes();

  RandomWalkTest(Grammar grammar) {
    this.grammar = grammar;
  }

  static List<Grammar> grammars() {
    return List.of(Fixtures.model().grammar(), Fixtures.newestGrammar());
  }

  private List<Action.Pointer> nodes() {
    List<Action.Pointer> nodes = new ArrayList<>();
    nodes.add(new Action.StartNode());
    for (int turn = 0; turn < turns.words().size(); turn++) {
      for (int word = 0; word < turns.words().get(turn).size(); word++) {
        nodes.add(new Action.WordNode(turn, word));
      }
    }
    schema.tables().forEach(table -> nodes.add(new Action.TableNode(table.index())));
    schema.columns().forEach(column -> nodes.add(new Action.ColumnNode(column.index())));
    return nodes;
  }

  private List<Candidate> walk(long seed) {
    Random random = new Random(seed);
    int actions = grammar.tokenCount() + nodes.size();
    double calm = random.nextDouble() * 12;
    ActionScorer scorer =
        (parents, last) -> {
          float[][] scores = new float[last.length][actions];
          for (float[] row : scores) {
            for (int i = 0; i < actions; i++) {
              boolean ends =
                  i < grammar.tokenCount() && List.of("END", "FROM").contains(grammar.name(i));
              row[i] = (float) (-10 * random.nextDouble() + (ends ? calm : 0));
            }
          }
          return scores;
        };
    return new BeamSearch(grammar, 3, MAX_ACTIONS).search(scorer, nodes, schema, turns, CHECKS);
  }

  @Test
  void everyFinishedWalkIsASketchThatPrintsAndParses() {
    int finished = 0;
    for (long seed = 0; seed < WALKS; seed++) {
      for (Candidate candidate : walk(seed)) {
        finished++;
        Sketch sketch = SketchReader.read(candidate.actions(), schema, turns);
        String text = SketchText.print(sketch);
        assertThat(SketchText.parse(text, schema)).as("seed %d: %s", seed, text).isEqualTo(sketch);
        assertThat(Paraphrase.plain(schema).of(sketch)).as("seed %d: %s", seed, text).isNotBlank();
        assertThat(candidate.actions()).hasSizeLessThanOrEqualTo(MAX_ACTIONS);
      }
    }
    assertThat(finished).isGreaterThan(WALKS / 2);
  }

  @Test
  void everyFinishedWalkIsLoweredOrRefusedWithAReason() {
    SchemaIndex index = new SchemaIndex(schema, Shop.STORED, Fixtures.model().constants());
    LoweringContext context =
        new LoweringContext(
            Shop.TREES,
            index,
            view ->
                Shop.CATALOG
                    .table(view.schema(), view.name())
                    .orElseThrow(() -> new NoSuchElementException(view.name())),
            new TimePhrases(Shop.TIME, TimexSource.NONE),
            Shop.TIME,
            Map.of());
    int lowered = 0;
    for (long seed = 0; seed < WALKS; seed++) {
      for (Candidate candidate : walk(seed)) {
        if (!(SketchReader.read(candidate.actions(), schema, turns)
            instanceof Sketch.Query sketch)) {
          continue;
        }
        try {
          Lowered result = Lowering.lower(sketch, context);
          assertThat(result.columnNames())
              .as("seed %d: %s", seed, SketchText.print(sketch))
              .hasSize(result.rel().getRowType().getFieldCount())
              .doesNotHaveDuplicates();
          lowered++;
        } catch (ThermoclineException e) {
          assertThat(e.code())
              .as("seed %d: %s", seed, SketchText.print(sketch))
              .isEqualTo(ErrorCode.QUESTION_REFUSED);
        } catch (RuntimeException | AssertionError e) {
          throw new AssertionError("seed " + seed + ": " + SketchText.print(sketch), e);
        }
      }
    }
    assertThat(lowered).isGreaterThan(20);
  }

  @Test
  void comparisonsWithAnEarlierPeriodHaveADateAndAggregates() {
    int found = 0;
    for (long seed = 0; seed < WALKS; seed++) {
      for (Candidate candidate : walk(seed)) {
        Sketch sketch = SketchReader.read(candidate.actions(), schema, turns);
        String text = SketchText.print(sketch);
        List<Sketch.Prior> priors = new ArrayList<>();
        boolean[] dated = new boolean[1];
        SketchWalk.all(
            sketch,
            part -> {
              if (part instanceof Sketch.Prior prior) {
                priors.add(prior);
              }
              dated[0] |= part instanceof ColumnView column && column.kind().isTemporal();
            });
        found += priors.size();
        assertThat(priors.isEmpty() || dated[0]).as("seed %d: %s", seed, text).isTrue();
        assertThat(priors)
            .as("seed %d: %s", seed, text)
            .allMatch(prior ->
                !(prior.of() instanceof Sketch.Column)
                    && !(prior.of() instanceof Sketch.Prior)
                    && !(prior.of() instanceof Sketch.Rank));
        assertThat(text).doesNotContainPattern("(SUM|AVG|MIN|MAX) (D )?(PRIOR|RANK|RUNNING)");
      }
    }
    assertThat(found > 10).isEqualTo(grammar.version() > 1);
  }

  @Test
  void theSameScoresGiveTheSameSketches() {
    assertThat(IntStream.range(0, 20).mapToObj(seed -> walk(seed).toString()).toList())
        .isEqualTo(IntStream.range(0, 20).mapToObj(seed -> walk(seed).toString()).toList());
  }

  @Test
  void datesAndNumbersAreMasked() {
    for (long seed = 0; seed < WALKS; seed++) {
      for (Candidate candidate : walk(seed)) {
        List<Action> actions = candidate.actions();
        for (int i = 0; i + 1 < actions.size(); i++) {
          if (actions.get(i) instanceof Action.Token token
              && actions.get(i + 1) instanceof Action.ColumnNode node) {
            var kind = schema.columns().get(node.column()).kind();
            boolean dated = token.name().startsWith("BUCKET_") || token.name().startsWith("PART_");
            assertThat(!dated || kind.isTemporal()).as("seed %d", seed).isTrue();
            assertThat(!token.name().equals("SUM") || kind.isNumeric())
                .as("seed %d", seed)
                .isTrue();
          }
        }
      }
    }
  }
}
