package io.thermocline.nl;

import static io.thermocline.nl.Fixtures.ints;
import static io.thermocline.nl.Fixtures.list;
import static io.thermocline.nl.Fixtures.longs;
import static io.thermocline.nl.Fixtures.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.thermocline.nl.decode.BeamSearch;
import io.thermocline.nl.decode.Candidate;
import io.thermocline.nl.decode.ValueChecks;
import io.thermocline.nl.link.ColumnValues;
import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.Links;
import io.thermocline.nl.link.NumberWords;
import io.thermocline.nl.link.SchemaIndex;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.StoredValues;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.link.ValueMatch;
import io.thermocline.nl.link.Word;
import io.thermocline.nl.link.Words;
import io.thermocline.nl.model.Decoding;
import io.thermocline.nl.model.EncoderInput;
import io.thermocline.nl.model.EncoderInputs;
import io.thermocline.nl.model.TranslationModel;
import io.thermocline.nl.sketch.Action;
import io.thermocline.nl.sketch.JoinTree;
import io.thermocline.nl.sketch.Sketch;
import io.thermocline.nl.sketch.SketchReader;
import io.thermocline.nl.sketch.SketchText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every stage gives what the training code gives.
class ParityTest {
  /// Versions of the runtime round int8 activations differently.
  private static final double SCORE_TOLERANCE = 0.4;

  private static final ValueChecks CHECKS =
      new ValueChecks() {
        @Override
        public boolean isNumericText(ColumnView column) {
          return true;
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
  private static final Map<String, SchemaView> SCHEMAS = new HashMap<>();
  private static final Map<String, EncoderInputs> INPUTS = new HashMap<>();

  static List<JsonNode> examples() {
    return list(Fixtures.root().path("examples"));
  }

  private static SchemaView schema(JsonNode example) {
    return SCHEMAS.computeIfAbsent(example.path("schema").asText(), Fixtures::schema);
  }

  private static Turns turns(JsonNode example) {
    return Turns.of(strings(example.path("turns")), Fixtures.model().constants().wordLimits());
  }

  private static EncoderInput input(JsonNode example) {
    TranslationModel model = Fixtures.model();
    SchemaView schema = schema(example);
    SchemaIndex index = new SchemaIndex(schema, StoredValues.NONE, model.constants());
    Turns turns = turns(example);
    List<ValueMatch> matches = new ArrayList<>();
    for (JsonNode match : example.path("valueMatches")) {
      int[] m = ints(match);
      matches.add(new ValueMatch(m[0], m[1], m[2], m[3]));
    }
    Links links = index.link(turns, matches, Map.of());
    Set<Integer> tables = new HashSet<>();
    Set<Integer> columns = new HashSet<>();
    for (JsonNode used : example.path("used")) {
      (used.path(0).asText().equals("t") ? tables : columns).add(used.path(1).asInt());
    }
    return INPUTS
        .computeIfAbsent(
            example.path("schema").asText(),
            id -> new EncoderInputs(schema, model.constants(), model.wordPiece()))
        .build(index, turns, links, tables, columns);
  }

  @Test
  void wordsStemsAndPieces() {
    for (JsonNode c : Fixtures.root().path("lexical").path("words")) {
      String text = c.path("text").asText();
      List<Word> words = Words.split(text);
      List<Word> wanted =
          list(c.path("words")).stream()
              .map(w -> new Word(w.path(0).asText(), w.path(1).asInt(), w.path(2).asInt()))
              .toList();
      assertThat(words).isEqualTo(wanted);
      assertThat(words.stream().map(w -> Words.stem(w.text())).toList())
          .isEqualTo(strings(c.path("stems")));
      assertThat(Words.normalise(text)).isEqualTo(c.path("normalised").asText());
      assertThat(Words.stemAll(text)).isEqualTo(c.path("stemmed").asText());
      for (int i = 0; i < words.size(); i++) {
        assertThat(Fixtures.model().wordPiece().pieces(words.get(i).text()))
            .as(words.get(i).text())
            .isEqualTo(list(c.path("pieces").path(i)).stream().map(JsonNode::asInt).toList());
      }
    }
  }

  @Test
  void numbers() {
    for (JsonNode c : Fixtures.root().path("lexical").path("numbers")) {
      String text = c.path("text").asText();
      if (c.path("number").isNull()) {
        assertThat(NumberWords.parse(text)).as(text).isEmpty();
      } else {
        assertThat(NumberWords.parse(text)).as(text).isPresent();
        assertThat(NumberWords.parse(text).orElseThrow())
            .as(text)
            .isEqualByComparingTo(new BigDecimal(c.path("number").asText()));
      }
    }
  }

  @Test
  void valueLookups() {
    JsonNode lookups = Fixtures.root().path("lexical").path("lookups");
    ColumnValues values = new ColumnValues(strings(lookups.path("values")));
    for (JsonNode c : lookups.path("cases")) {
      assertThat(values.resolve(c.path("text").asText()).value())
          .as(c.path("text").asText())
          .isEqualTo(c.path("value").asText());
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void encoderInputs(JsonNode example) {
    EncoderInput input = input(example);
    List<String> words =
        turns(example).words().stream().flatMap(List::stream).map(Word::text).toList();
    assertThat(words)
        .isEqualTo(
            list(example.path("words")).stream().flatMap(turn -> strings(turn).stream()).toList());
    assertThat(input.nodes().stream().map(ParityTest::nodeName).toList())
        .isEqualTo(
            list(example.path("nodes")).stream().map(n -> String.join(" ", strings(n))).toList());
    assertThat(input.ids()).isEqualTo(longs(example.path("ids")));
    assertThat(input.segments()).isEqualTo(longs(example.path("segments")));
    assertThat(input.tokenNode()).isEqualTo(longs(example.path("tokenNode")));
    assertThat(input.kind()).isEqualTo(longs(example.path("kind")));
    assertThat(input.ctype()).isEqualTo(longs(example.path("ctype")));
    int size = input.nodes().size();
    for (int i = 0; i < size; i++) {
      int[] row = ints(example.path("rel").path(i));
      for (int j = 0; j < size; j++) {
        assertThat((int) input.relations()[i * size + j])
            .as("relation of %s and %s", input.nodes().get(i), input.nodes().get(j))
            .isEqualTo(row[j]);
      }
    }
  }

  private static String nodeName(Action.Pointer node) {
    return switch (node) {
      case Action.StartNode s -> "cls";
      case Action.WordNode w -> "w " + w.turn() + " " + w.word();
      case Action.TableNode t -> "t " + t.table();
      case Action.ColumnNode c -> "c " + c.column();
    };
  }

  @ParameterizedTest
  @MethodSource("examples")
  void joinTrees(JsonNode example) {
    SchemaView schema = schema(example);
    JsonNode joins = example.path("joins");
    List<Sketch.TableUse> named = new ArrayList<>();
    for (JsonNode table : joins.path("named")) {
      named.add(
          new Sketch.TableUse(
              schema.tables().get(table.path(0).asInt()), table.path(1).asBoolean()));
    }
    List<Sketch.On> on = new ArrayList<>();
    for (JsonNode pair : joins.path("on")) {
      on.add(
          new Sketch.On(
              schema.columns().get(pair.path(0).asInt()),
              schema.columns().get(pair.path(1).asInt())));
    }
    String found =
        JoinTree.find(schema, named, on)
            .map(tree -> tree.joins().stream().map(ParityTest::joinText).toList().toString())
            .orElse("none");
    String wanted =
        joins.path("tree").isNull()
            ? "none"
            : list(joins.path("tree")).stream().map(ParityTest::joinText).toList().toString();
    assertThat(found).isEqualTo(wanted);
  }

  private static String joinText(JoinTree.Join join) {
    return join.table()
        + " "
        + join.left()
        + " "
        + join.pairs().stream().map(p -> p.left() + "=" + p.right()).toList();
  }

  private static String joinText(JsonNode join) {
    return join.path(0).asInt()
        + " "
        + join.path(1).asBoolean()
        + " "
        + list(join.path(2)).stream()
            .map(p -> p.path(0).asInt() + "=" + p.path(1).asInt())
            .toList();
  }

  static Stream<JsonNode> examplesWithGold() {
    return examples().stream().filter(example -> !example.path("gold").isNull());
  }

  @ParameterizedTest
  @MethodSource("examplesWithGold")
  void goldSketchesAreReadAndPrinted(JsonNode example) {
    SchemaView schema = schema(example);
    List<Action> actions = actions(example, ints(example.path("gold")));
    Sketch sketch = SketchReader.read(actions, schema, turns(example));
    String text = SketchText.print(sketch);
    assertThat(SketchText.parse(text, schema)).isEqualTo(sketch);
    assertThat(tokensOf(text)).isEqualTo(tokensOf(example.path("goldText").asText()));
  }

  private static List<String> tokensOf(String text) {
    return Stream.of(text.split(" "))
        .filter(word -> word.matches("[A-Z_]+|[a-z0-9_]+\\.[a-z0-9_]+"))
        .toList();
  }

  private static List<Action> actions(JsonNode example, int[] ids) {
    List<Action> actions = new ArrayList<>();
    List<Action.Pointer> nodes = input(example).nodes();
    int tokens = Fixtures.model().grammar().tokenCount();
    for (int id : ids) {
      actions.add(
          id < tokens
              ? new Action.Token(Fixtures.model().grammar().name(id))
              : nodes.get(id - tokens));
    }
    return actions;
  }

  static Stream<JsonNode> examplesWithGreedy() {
    return examples().stream().filter(example -> !example.path("greedy").isNull());
  }

  @ParameterizedTest
  @MethodSource("examplesWithGreedy")
  void scoresOfTheGraphs(JsonNode example) {
    int[] ids = ints(example.path("greedy").path("ids"));
    double score = 0;
    try (Decoding decoding = Fixtures.model().encode(input(example))) {
      int last = 0;
      for (int id : ids) {
        score += decoding.step(new int[] {0}, new int[] {last})[0][id];
        last = id;
      }
    }
    assertThat(score)
        .isCloseTo(
            example.path("greedy").path("score").asDouble(),
            within(
                Math.max(
                    SCORE_TOLERANCE,
                    0.08 * Math.abs(example.path("greedy").path("score").asDouble()))));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void beamsThatTheMasksAllowAreFound(JsonNode example) {
    List<Candidate> found;
    EncoderInput input = input(example);
    try (Decoding decoding = Fixtures.model().encode(input)) {
      found =
          new BeamSearch(Fixtures.model().grammar(), 5, 64)
              .search(decoding, input.nodes(), schema(example), turns(example), CHECKS);
    }
    for (Candidate candidate : found) {
      Sketch sketch = SketchReader.read(candidate.actions(), schema(example), turns(example));
      assertThat(SketchText.parse(SketchText.print(sketch), schema(example))).isEqualTo(sketch);
    }
    if (!example.path("beam").isEmpty() && !found.isEmpty()) {
      double wanted = example.path("beam").path(0).path("score").asDouble();
      if (found.getFirst().logProbability() < wanted - SCORE_TOLERANCE) {
        assertThat(found)
            .extracting(Candidate::actions)
            .as("a better beam is left out by a mask only")
            .doesNotContain(actions(example, ints(example.path("beam").path(0).path("ids"))));
      }
    }
  }
}
