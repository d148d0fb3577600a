package io.thermocline.tck.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Observations come behind the rows, only when a session asks for them.
@ExtendWith(ShopExtension.class)
class InsightsTest {
  private static final String INSIGHT = "01T05";

  private final Shop shop;

  InsightsTest(Shop shop) {
    this.shop = shop;
  }

  private record Answer(List<List<String>> rows, List<String> insights) {}

  private Answer ask(String options, int maxRows, String question) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(shop.url() + options, Shop.USER, Shop.PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.setMaxRows(maxRows);
      try (ResultSet result = statement.executeQuery(question)) {
        List<List<String>> rows = new ArrayList<>();
        while (result.next()) {
          rows.add(
              List.of(String.valueOf(result.getString(1)), String.valueOf(result.getString(2))));
        }
        List<String> insights = new ArrayList<>();
        for (SQLWarning w = result.getWarnings(); w != null; w = w.getNextWarning()) {
          if (w.getSQLState().equals(INSIGHT)) {
            insights.add(w.getMessage());
          }
        }
        return new Answer(rows, insights);
      }
    }
  }

  @Test
  void whatIsSaidIsTrueOfTheRows() throws SQLException {
    Answer answer = ask("?insights=on", 0, "number of orders per status");
    assertThat(answer.insights()).isNotEmpty().hasSizeLessThanOrEqualTo(3);
    long total = answer.rows().stream().mapToLong(row -> Long.parseLong(row.get(1))).sum();
    List<String> top =
        answer.rows().stream()
            .max((a, b) -> Long.compare(Long.parseLong(a.get(1)), Long.parseLong(b.get(1))))
            .orElseThrow();
    long most = Long.parseLong(top.get(1));
    assertThat(answer.insights())
        .anySatisfy(said ->
            assertThat(said)
                .startsWith(top.getFirst() + " has " + Math.round(100.0 * most / total) + " % of")
                .contains(String.format(java.util.Locale.ROOT, "%,d of %,d", most, total)));
  }

  @Test
  void aPeriodThatIsNotOverIsNamedAndLeftOut() throws SQLException {
    Answer answer = ask("?insights=on", 0, "number of orders per year");
    assertThat(answer.rows().getLast().getFirst()).startsWith("2026");
    assertThat(String.join(" ", answer.insights())).doesNotContain("lowest for 2026");
  }

  @Test
  void withoutTheSettingNothingIsSaid() throws SQLException {
    assertThat(ask("", 0, "number of orders per status").insights()).isEmpty();
  }

  @Test
  void nothingIsSaidOfRowsThatAreCutOff() throws SQLException {
    assertThat(ask("?insights=on", 2, "number of orders per status").insights()).isEmpty();
    assertThat(ask("?insights=on", 0, "select status, count(*) from orders group by 1").insights())
        .isEmpty();
  }
}
