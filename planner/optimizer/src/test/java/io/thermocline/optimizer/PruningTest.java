package io.thermocline.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which segments a condition leaves: the lake holds what is before 2023-07-01, the warehouse what
/// is before 2024-04-01, pg the rest. The statements run on 2024-06-15.
final class PruningTest {
  private static World world;

  @BeforeAll
  static void open() {
    world = new World();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static void check(String table, String condition, String sources) {
    String sql =
        "select count(*), min(%s) from %s where "
                .formatted(table.equals("orders") ? "id" : "order_id", table)
            + condition;
    Planner planner = world.planner(World.Layout.SEGMENTED);
    PlannedQuery query = world.plan(planner, sql, List.of());
    assertThat(query.sources()).as(query.explain()).containsExactlyInAnyOrder(sources.split(" "));
    PlannedQuery plain =
        world.plan(world.planner(World.Layout.SEGMENTED_NO_PUSH_DOWN), sql, List.of());
    assertThat(world.run(query)).as(query.explain()).isEqualTo(world.run(plain));
    assertThat(world.run(query).toString())
        .isEqualTo(
            world.run(world.plan(world.planner(World.Layout.PLAIN), sql, List.of())).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "date_trunc('month', ordered_at) = '2023-02-01' | lake",
        "extract(year from ordered_at) = 2024 and extract(month from ordered_at) = 5 | warehouse pg",
        "ordered_at::date = '2024-05-07' | pg",
        "ordered_at + interval '1 day' > '2024-05-01' | pg",
        "ordered_at - interval '2 days' < '2023-06-01' | lake",
        "'2024-05-01' < ordered_at + interval '1 day' | pg",
        "(ordered_at + interval '12 hours')::date = '2023-05-07' | lake",
        "date_trunc('month', ordered_at + interval '1 day') = '2023-09-01' | warehouse",
        "ordered_at + interval '1 month' > '2024-06-10' | pg",
        "ordered_at + interval '1 month' < '2023-06-10' | lake",
        "ordered_at + interval '1 month' between '2023-09-10' and '2023-10-10' | warehouse",
        "ordered_at + interval '1 day' between '2023-09-10' and '2023-10-10' | warehouse",
        "ordered_at between '2023-08-01' and '2023-09-01' or ordered_at > '2024-05-01' | warehouse pg",
        "ordered_at in ('2023-02-01 10:00:00', '2024-05-01 10:00:00') | lake pg",
        "ordered_at > now() - interval '30 days' | pg",
        "ordered_at::date > current_date - 30 | pg",
        "case when ordered_at < '2023-07-01' then 'old' when ordered_at < '2024-04-01' then 'middle' else 'newest' end = 'middle' | warehouse",
        "case when ordered_at < '2023-07-01' then 'old' when ordered_at < '2024-04-01' then 'middle' else 'newest' end = 'newest' | pg",
        "case when ordered_at >= '2024-04-01' then id > 100 else ordered_at < '2023-02-01' end | lake pg",
        "not (ordered_at < '2024-04-01') | pg",
        "ordered_at > '2024-05-01' and ordered_at <> '2024-06-01' | pg"
      })
  void timestamps(String condition, String sources) {
    check("orders", condition, sources);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "shipped + 10 > '2024-05-01' | pg",
        "shipped - 10 < '2023-05-01' | lake",
        "shipped + interval '1 day' <= '2023-06-01' | lake",
        "date_trunc('quarter', shipped) = '2023-10-01' | warehouse",
        "extract(year from shipped) < 2023.5 and shipped > '2023-08-01' | warehouse"
      })
  void dates(String condition, String sources) {
    check("items", condition, sources);
  }

  @Test
  void contradictionsReadNothing() {
    for (String condition :
        List.of(
            "ordered_at > '2024-05-01' and ordered_at < '2024-04-30'",
            "date_trunc('month', ordered_at) = '2023-02-01' and ordered_at::date = '2023-03-01'",
            "ordered_at + interval '1 day' > '2024-05-01' and ordered_at < '2024-04-01'",
            "extract(year from ordered_at) = 2022 and ordered_at >= '2023-01-01'")) {
      PlannedQuery query =
          world.plan(
              world.planner(World.Layout.SEGMENTED),
              "select id from orders where " + condition,
              List.of());
      assertThat(query.sources()).as(condition).isEmpty();
      assertThat(world.run(query)).isEmpty();
    }
  }
}
