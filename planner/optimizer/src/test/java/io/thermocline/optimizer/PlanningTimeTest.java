package io.thermocline.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Planning is fast enough; bounds are generous, for busy machines.
final class PlanningTimeTest {
  private static final String TYPICAL =
      "select date_trunc('month', o.ordered_at) as m, c.city, sum(o.amount) as s, count(*) as n from orders o "
          + "join customers c on c.id = o.customer_id where o.ordered_at >= '2023-08-01' and o.status in ('paid', 'sent') "
          + "group by 1, 2 having count(*) > 1 order by s desc limit 10";

  @Test
  void typicalAndWideStatementsPlanInTime() {
    try (World world = new World()) {
      Planner planner = world.planner(World.Layout.SEGMENTED);
      long start = cpuNanos();
      planner.warmUp();
      Duration cold = Duration.ofNanos(cpuNanos() - start);
      start = cpuNanos();
      world.plan(planner, TYPICAL, List.of());
      Duration first = Duration.ofNanos(cpuNanos() - start);
      for (int i = 0; i < 100; i++) {
        world.plan(planner, TYPICAL, List.of());
      }
      start = cpuNanos();
      for (int i = 0; i < 20; i++) {
        world.plan(planner, TYPICAL, List.of());
      }
      Duration warm = Duration.ofNanos((cpuNanos() - start) / 20);
      String wide = wide(20);
      start = cpuNanos();
      world.plan(planner, wide, List.of());
      Duration joins = Duration.ofNanos(cpuNanos() - start);
      start = cpuNanos();
      world.plan(planner, wide, List.of());
      Duration joinsAgain = Duration.ofNanos(cpuNanos() - start);
      System.out.println(
          "warm-up "
              + cold.toMillis()
              + " ms, first "
              + first.toMillis()
              + " ms, warm "
              + warm.toNanos() / 1e6
              + " ms, 20 tables "
              + joins.toMillis()
              + " ms, again "
              + joinsAgain.toMillis()
              + " ms");
      assertThat(warm).isLessThan(Duration.ofMillis(50));
      assertThat(joinsAgain).isLessThan(Duration.ofSeconds(1));
    }
  }

  /// The thread's own time, which other work on the machine does not stretch.
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /// A chain of tables.
  private static String wide(int count) {
    List<String> tables = new ArrayList<>();
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tables.add(
          switch (i % 4) {
            case 0 -> "orders t" + i;
            case 1 -> "customers t" + i;
            case 2 -> "products t" + i;
            default -> "items t" + i;
          });
      if (i > 0) {
        conditions.add(
            "t"
                + (i - 1)
                + (((i - 1) % 4) == 3 ? ".product_id" : ".id")
                + " = t"
                + i
                + (i % 4 == 3 ? ".product_id" : ".id"));
      }
    }
    return "select count(*) from "
        + String.join(", ", tables)
        + " where "
        + String.join(" and ", conditions);
  }
}
