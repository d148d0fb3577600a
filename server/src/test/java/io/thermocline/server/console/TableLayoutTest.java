package io.thermocline.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableLayoutTest {
  private static List<@Nullable String> row(@Nullable String... values) {
    return Arrays.asList(values);
  }

  private static final ResultTable CITIES =
      new ResultTable(
          List.of(
              new ResultTable.Column("city", false),
              new ResultTable.Column("orders", true),
              new ResultTable.Column("note", false)),
          List.of(
              row("München", "1200", "a\tb"), row("東京", "7", null), row(null, null, "two\nlines")),
          true);

  @Test
  void columnsLineUpByWhatATerminalShows() {
    assertThat(new TableLayout(0).aligned(CITIES))
        .containsExactly(
            "city    | orders | note",
            "--------+--------+-----------",
            "München |   1200 | a\\tb",
            "東京    |      7 | NULL",
            "NULL    |   NULL | two\\nlines");
  }

  @Test
  void aLineForEachValue() {
    assertThat(new TableLayout(0).expanded(CITIES))
        .startsWith(
            "-[ 1 ]------",
            "city   | München",
            "orders | 1200",
            "note   | a\\tb",
            "-[ 2 ]------",
            "city   | 東京");
  }

  @Test
  void wideTextIsCutToTheScreenAndNumbersStayWhole() {
    ResultTable table =
        new ResultTable(
            List.of(new ResultTable.Column("text", false), new ResultTable.Column("number", true)),
            List.of(row("x".repeat(100), "123456789")),
            true);
    List<String> lines = new TableLayout(30).aligned(table);
    assertThat(lines).allMatch(line -> TableLayout.columns(line) <= 30);
    assertThat(lines.getLast()).isEqualTo("xxxxxxxxxxxxxxxxx… | 123456789");
  }

  @Test
  void aTableThatCannotFitIsCutAtTheEdge() {
    List<ResultTable.Column> columns =
        List.of(
            new ResultTable.Column("a", true),
            new ResultTable.Column("b", true),
            new ResultTable.Column("c", true));
    ResultTable table =
        new ResultTable(columns, List.of(row("1".repeat(9), "2".repeat(9), "3".repeat(9))), true);
    assertThat(new TableLayout(16).aligned(table).getLast()).isEqualTo("111111111 | 222…");
  }

  @Test
  void wideCharactersAreNeverHalved() {
    assertThat(TableLayout.truncate("東京都", 4)).isEqualTo("東…");
    assertThat(TableLayout.truncate("東京", 4)).isEqualTo("東京");
    assertThat(TableLayout.columns("東京a")).isEqualTo(5);
  }

  @Test
  void aResultWithoutRowsShowsItsColumns() {
    ResultTable empty =
        new ResultTable(List.of(new ResultTable.Column("n", true)), List.of(), true);
    assertThat(new TableLayout(0).aligned(empty)).containsExactly("n", "-");
  }

  @Test
  void controlCharactersDoNotReachTheTerminal() {
    ResultTable table =
        new ResultTable(
            List.of(new ResultTable.Column("t", false)), List.of(row("\u001b[31mred")), true);
    assertThat(new TableLayout(0).aligned(table).getLast()).isEqualTo("\\x1b[31mred");
  }
}
