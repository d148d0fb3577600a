package io.thermocline.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.engine.plan.PhysicalNode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Equal parts of a statement run once.
final class SharingTest {
  private static World world;

  @BeforeAll
  static void open() {
    world = new World();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  /// How often each node that stands at several places does, once the answers with and without
  /// push-down are the oracle's.
  private static List<Integer> places(String sql) {
    String expected = sorted(world.oracle.query(sql));
    PlannedQuery plain =
        world.plan(world.planner(World.Layout.SEGMENTED_NO_PUSH_DOWN), sql, List.of());
    assertThat(count(plain)).isEmpty();
    assertThat(sorted(world.run(plain))).isEqualTo(expected);
    PlannedQuery query = world.plan(world.planner(World.Layout.SEGMENTED), sql, List.of());
    assertThat(sorted(world.run(query))).as(query.explain()).isEqualTo(expected);
    assertThat(query.explain().lines().filter(line -> line.contains("kept for")).count())
        .isEqualTo(count(query).size());
    return count(query);
  }

  private static String sorted(List<? extends List<?>> rows) {
    return rows.stream().map(Object::toString).sorted().toList().toString();
  }

  private static List<Integer> count(PlannedQuery query) {
    Map<PhysicalNode, Integer> places = new IdentityHashMap<>();
    count(query.root(), places);
    List<Integer> several = new ArrayList<>(places.values());
    several.removeIf(n -> n == 1);
    return several;
  }

  private static void count(PhysicalNode node, Map<PhysicalNode, Integer> places) {
    if (node instanceof PhysicalNode.SharedNode && places.merge(node, 1, Integer::sum) > 1) {
      return;
    }
    node.inputs().forEach(input -> count(input, places));
  }

  @Test
  void aWithQueryThatIsNamedTwiceRunsOnce() {
    assertThat(
            places(
                "with m as (select customer_id, count(*) as n from orders group by customer_id) "
                    + "select a.customer_id, a.n, b.customer_id from m a join m b on a.n = b.n"))
        .containsExactly(2);
  }

  @Test
  void threeEqualSubQueriesRunOnce() {
    String one = "select status, max(id) as n from orders where priority = 1 group by status";
    assertThat(
            places(
                "select status, n from ("
                    + one
                    + ") a union all select status, n from ("
                    + one
                    + ") b union all select status, n from ("
                    + one
                    + ") c"))
        .containsExactly(3);
  }

  @Test
  void anEmptyResultIsSharedToo() {
    assertThat(
            places(
                "with m as (select customer_id, count(*) as n from orders where id < 0 group by customer_id) "
                    + "select a.customer_id, b.n from m a left join m b on a.n = b.n + 1"))
        .containsExactly(2);
  }

  @Test
  void differentConditionsAreNotShared() {
    assertThat(
            places(
                "select status, count(*) from orders where id < 100 group by status "
                    + "union all select status, count(*) from orders where id < 200 group by status"))
        .isEmpty();
  }

  @Test
  void aLimitAboveOneOfThePlacesEndsEarly() {
    assertThat(
            places(
                "with m as (select customer_id, count(*) as n from orders group by customer_id) "
                    + "select (select max(n) from m), (select n from m order by n desc, customer_id limit 1)"))
        .hasSizeLessThanOrEqualTo(1);
  }
}
