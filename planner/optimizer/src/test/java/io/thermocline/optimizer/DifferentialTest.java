package io.thermocline.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every query gives the oracle's rows in every layout.
final class DifferentialTest {
  private static World world;

  @BeforeAll
  static void open() {
    world = new World();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  static List<String> queries() {
    List<String> queries = new ArrayList<>();
    for (String file :
        List.of("basics", "joins", "subqueries", "aggregates", "windows", "sets", "time")) {
      try (InputStream in =
          DifferentialTest.class.getResourceAsStream("/differential/" + file + ".sql")) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        Arrays.stream(text.split(";\\s*\n"))
            .map(String::strip)
            .filter(q -> !q.isEmpty())
            .forEach(queries::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return queries;
  }

  @ParameterizedTest
  @MethodSource("queries")
  void sameRowsAsOracle(String text) {
    String[] parts = text.split("--- oracle\\s*\n");
    String sql = parts[0].strip();
    String oracle = parts.length > 1 ? parts[1].strip() : sql;
    boolean ordered = sql.contains("-- ordered");
    List<String> expected = render(world.oracle.query(oracle), ordered);
    for (World.Layout layout : World.Layout.values()) {
      Planner planner = world.planner(layout);
      PlannedQuery plan = world.plan(planner, sql, List.of());
      List<String> actual = render(world.run(plan), ordered);
      assertThat(actual).as("%s\n%s\n%s", layout, sql, plan.explain()).isEqualTo(expected);
    }
  }

  private static List<String> render(List<List<@Nullable Object>> rows, boolean ordered) {
    List<String> lines = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      lines.add(
          row.stream().map(DifferentialTest::render).reduce((a, b) -> a + " | " + b).orElse(""));
    }
    if (!ordered) {
      lines.sort(Comparator.naturalOrder());
    }
    return lines;
  }

  private static String render(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Double d when d.isNaN() || d.isInfinite() -> d.toString();
      case Number n -> number(new BigDecimal(n.toString()));
      case LocalDate d -> d.atStartOfDay().toString();
      case java.sql.Date d -> d.toLocalDate().atStartOfDay().toString();
      case java.sql.Timestamp t -> t.toLocalDateTime().toString();
      case LocalDateTime t -> t.toString();
      default -> value.toString();
    };
  }

  private static String number(BigDecimal value) {
    BigDecimal rounded = value.round(new MathContext(10)).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }
}
