package io.thermocline.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.engine.plan.JoinType;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.spi.source.RelationStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A few rows on the left of a semi join limit what is read on its right.
final class SemiJoinReductionTest {
  private static World world;

  @BeforeAll
  static void open() {
    world = new World();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static PlannedQuery plan(String sql) {
    io.thermocline.catalog.Catalog catalog = world.catalog(World.Layout.SEGMENTED);
    Planner planner =
        new Planner(
            () -> catalog,
            world.sources(),
            (source, relation) ->
                new RelationStatistics(
                    relation.name().startsWith("orders") ? 1e7 : 60, -1, Map.of()),
            PlannerConfig.DEFAULT);
    return world.plan(planner, sql, List.of());
  }

  private static List<PhysicalNode.HashJoinNode> joins(PhysicalNode node) {
    List<PhysicalNode.HashJoinNode> joins = new ArrayList<>();
    if (node instanceof PhysicalNode.HashJoinNode join) {
      joins.add(join);
    }
    node.inputs().forEach(input -> joins.addAll(joins(input)));
    return joins;
  }

  private static String sorted(List<? extends List<?>> rows) {
    return rows.stream().map(Object::toString).sorted().toList().toString();
  }

  @Test
  void fewLeftRowsSendTheirKeysToTheRightSide() {
    for (String sql :
        List.of(
            "select id, name from customers where city = 'Rome' and id in (select customer_id from orders where status = 'paid')",
            "select c.id, c.name from customers c where exists (select 1 from orders o where o.customer_id = c.id and o.priority = 1)")) {
      PlannedQuery query = plan(sql);
      assertThat(joins(query.root()))
          .singleElement()
          .satisfies(join -> {
            assertThat(join.joinType()).isEqualTo(JoinType.INNER);
            assertThat(join.dynamicFilters()).hasSize(1);
          });
      assertThat(sorted(world.run(query))).isEqualTo(sorted(world.oracle.query(sql)));
    }
  }

  @Test
  void antiJoinsStayAsTheyAre() {
    String sql =
        "select c.id from customers c where not exists (select 1 from orders o where o.customer_id = c.id and o.priority = 1)";
    PlannedQuery query = plan(sql);
    assertThat(joins(query.root()))
        .singleElement()
        .satisfies(join -> assertThat(join.joinType()).isEqualTo(JoinType.ANTI));
    assertThat(sorted(world.run(query))).isEqualTo(sorted(world.oracle.query(sql)));
  }
}
