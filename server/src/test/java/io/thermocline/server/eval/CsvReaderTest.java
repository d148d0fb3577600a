package io.thermocline.server.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CsvReaderTest {
  private static List<List<@Nullable String>> read(String text) {
    try (CsvReader reader = new CsvReader(new StringReader(text), "test.csv")) {
      List<List<@Nullable String>> rows = new ArrayList<>();
      List<@Nullable String> row;
      while ((row = reader.next()) != null) {
        rows.add(row);
      }
      return rows;
    }
  }

  private static List<@Nullable String> row(@Nullable String... values) {
    return Arrays.asList(values);
  }

  @Test
  void fieldsAndRows() {
    assertThat(read("a,b\n1,2\n")).containsExactly(row("a", "b"), row("1", "2"));
    assertThat(read("a,b\r\n1,2")).containsExactly(row("a", "b"), row("1", "2"));
    assertThat(read("")).isEmpty();
  }

  @Test
  void anUnquotedEmptyFieldIsNull() {
    assertThat(read("\"\",,x,\n")).containsExactly(row("", null, "x", null));
    assertThat(read("\n")).containsExactly(row((String) null));
  }

  @Test
  void quotesKeepCommasLinesAndQuotes() {
    assertThat(read("\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"\nZürich,東京,\n"))
        .containsExactly(row("a,b", "say \"hi\"", "two\nlines"), row("Zürich", "東京", null));
  }

  @Test
  void anOpenQuoteIsAnErrorThatNamesItsLine() {
    assertThatThrownBy(() -> read("a\nb\n\"c\n"))
        .hasMessage("test.csv ends inside the quotes that begin at line 3.");
  }
}
