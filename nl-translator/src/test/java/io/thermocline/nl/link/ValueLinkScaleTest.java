package io.thermocline.nl.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.nl.Fixtures;
import io.thermocline.spi.type.ScalarType;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How the index grows, and what a question costs. Prints what it measures.
@Tag("slow")
class ValueLinkScaleTest {
  private static final int COLUMNS = 200;
  private static final String[] SYLLABLES =
      "ba be bi bo da de do fa fi ga go ha ho ka ke ki ko la le li lo ma me mi mo na no pa pe po ra re ri ro sa se so ta te to va vi wa zo"
          .split(" ");

  /// Time of this thread on a processor, so that a busy machine does not count.
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = 2 + random.nextInt(3); i > 0; i--) {
      word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
    }
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private static List<String> values(int column, int count) {
    Random random = new Random(column);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(word(random) + " " + word(random));
    }
    return values;
  }

  private record Measured(
      SchemaIndex index, long bytes, double seconds, Map<String, ColumnValues> values) {}

  private static Measured build(int perColumn) {
    List<ColumnView> columns = new ArrayList<>();
    List<List<String>> texts = new ArrayList<>();
    for (int i = 0; i < COLUMNS; i++) {
      String name = "column" + i;
      columns.add(
          new ColumnView(i, 0, "t", i, name, name, List.of(), ScalarType.TEXT, false, null));
      texts.add(values(i, perColumn));
    }
    SchemaView schema =
        new SchemaView(
            List.of(new TableView(0, "s", "t", "t", List.of(), columns, Set.of())), List.of());
    long began = cpuNanos();
    Map<String, ColumnValues> values = new HashMap<>();
    for (int i = 0; i < COLUMNS; i++) {
      values.put("column" + i, new ColumnValues(texts.get(i)));
    }
    SchemaIndex index =
        new SchemaIndex(
            schema,
            new StoredValues() {
              @Override
              public ColumnValues values(String s, String table, String column) {
                return values.getOrDefault(column, ColumnValues.EMPTY);
              }

              @Override
              public long version() {
                return 1;
              }
            },
            Fixtures.model().constants(),
            Fixtures.model().wordPiece()::isWord);
    double seconds = (cpuNanos() - began) / 1e9;
    long bytes =
        index.retainedBytes()
            + values.values().stream().mapToLong(ColumnValues::retainedBytes).sum();
    return new Measured(index, bytes, seconds, values);
  }

  private static double micros(Measured measured) {
    String known = measured.values().get("column7").values().get(5);
    String half = measured.values().get("column9").values().get(3).split(" ")[0];
    String misspelt = measured.values().get("column11").values().get(3);
    List<String> questions =
        List.of(
            "how many of the things with " + known + " were there per month in the last year",
            "list the name and the amount of all things from " + half + " ordered by amount",
            "customers called " + misspelt.replaceFirst("a", "") + " with more than 5 orders",
            "what is the average price of the things that have never been sold in Munich");
    long[] nanos = new long[1];
    int rounds = 600;
    for (int i = 0; i < 2 * rounds; i++) {
      Turns turns = Turns.of(List.of(questions.get(i % questions.size())), List.of(60, 40, 40));
      BitSet content = new BitSet();
      content.set(0, turns.wordCount());
      long began = cpuNanos();
      measured.index().link(turns, new WordRoles(Map.of(), content));
      nanos[0] += i < rounds ? 0 : cpuNanos() - began;
    }
    return nanos[0] / 1000.0 / rounds;
  }

  @Test
  void memoryGrowsLinearlyAndAQuestionTakesLessThanAMillisecond() {
    build(500);
    Measured small = build(2_500);
    Measured large = build(10_000);
    double least = Math.min(micros(large), micros(large));
    System.out.printf(
        "%d columns x 2,500: %.1f MB, %.1f s, %.0f us a question%n",
        COLUMNS, small.bytes() / 1e6, small.seconds(), micros(small));
    System.out.printf(
        "%d columns x 10,000: %.1f MB, %.1f s, %.0f us a question%n",
        COLUMNS, large.bytes() / 1e6, large.seconds(), least);
    long began = cpuNanos();
    large.values().get("column3").resolve("some Thing misspelt");
    System.out.printf("first similar value: %.1f ms%n", (cpuNanos() - began) / 1e6);
    began = cpuNanos();
    large.values().get("column3").resolve("some Thing misspelt");
    System.out.printf("next similar value: %.2f ms%n", (cpuNanos() - began) / 1e6);
    assertThat(large.bytes()).isLessThan(5 * small.bytes());
    assertThat(large.bytes() / (COLUMNS * 10_000L)).isLessThan(120);
    assertThat(least).isLessThan(1000);
  }
}
