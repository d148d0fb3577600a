package io.thermocline.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.run.ExecutionStatistics;
import io.thermocline.engine.run.QueryContext;
import io.thermocline.engine.run.QueryOptions;
import io.thermocline.spi.batch.BatchReaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The keys of a join's one side decide which segments of the other are read at all.
final class SegmentsByJoinTest {
  private static final String NOTHING = "no join key lies in this segment, nothing read";

  private static World world;

  @BeforeAll
  static void open() {
    world = new World();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  /// What EXPLAIN ANALYZE says about each source's scan, once the answer is the oracle's.
  private static Map<String, String> scans(String sql) {
    PlannedQuery query = world.plan(world.planner(World.Layout.SEGMENTED), sql, List.of());
    try (QueryContext context =
        world.engine.open(
            new QueryOptions(Duration.ofSeconds(60), World.SESSION.zone(), World.SESSION.now()))) {
      List<List<@Nullable Object>> rows =
          BatchReaders.rows(world.engine.execute(query.root(), List.of(), context));
      assertThat(rows.toString()).as(sql).isEqualTo(world.oracle.query(sql).toString());
      Map<String, String> details = new TreeMap<>();
      collect(query.root(), context.statistics(), details);
      return details;
    }
  }

  private static void collect(
      PhysicalNode node, ExecutionStatistics statistics, Map<String, String> details) {
    String detail = statistics.of(node).detail();
    switch (node) {
      case PhysicalNode.ScanNode scan -> details.put(scan.source().name(), detail);
      case PhysicalNode.SqlScanNode scan -> details.put(scan.source().name(), detail);
      default -> node.inputs().forEach(input -> collect(input, statistics, details));
    }
  }

  @Test
  void keysOfADimensionLeaveOutSegments() {
    Map<String, String> scans =
        scans(
            "select count(*), sum(quantity) from items i "
                + "join (values (date '2023-02-03'), (date '2023-02-07')) as d(day) on d.day = i.shipped");
    assertThat(scans).containsEntry("pg", NOTHING).containsEntry("warehouse", NOTHING);
    assertThat(scans.get("lake")).isNotEqualTo(NOTHING);
  }

  @Test
  void datesOfADimensionLeaveOutSegmentsByTimestamp() {
    Map<String, String> scans =
        scans(
            "select count(*), sum(amount) from orders o "
                + "join (values (date '2023-02-03'), (date '2023-02-07')) as d(day) on d.day = cast(o.ordered_at as date)");
    assertThat(scans).containsEntry("pg", NOTHING).containsEntry("warehouse", NOTHING);
    assertThat(scans.get("lake")).contains("2023-02-03").contains("2023-02-08");
  }

  @Test
  void keysInEverySegmentLeaveOutNone() {
    Map<String, String> scans =
        scans(
            "select count(*) from orders o join (select distinct cast(ordered_at as date) as day from orders) d "
                + "on d.day = cast(o.ordered_at as date)");
    assertThat(scans.values()).doesNotContain(NOTHING);
  }

  @Test
  void anOuterJoinKeepsRowsOfEverySegment() {
    Map<String, String> scans =
        scans(
            "select count(*), count(d.day) from items i "
                + "left join (values (date '2023-02-03'), (date '2023-02-07')) as d(day) on d.day = i.shipped");
    assertThat(scans.values()).doesNotContain(NOTHING);
  }
}
