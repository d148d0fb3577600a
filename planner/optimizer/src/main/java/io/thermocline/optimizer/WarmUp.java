package io.thermocline.optimizer;

import io.thermocline.catalog.Catalog;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// Plans a few statements without tables.
final class WarmUp {
  private static final List<String> STATEMENTS =
      List.of(
          "select a, count(*) as n, sum(b) from (values (1, 2.5, date '2024-01-01'), (2, 3.5, date '2024-01-02')) as t(a, b, c) "
              + "where c >= date '2024-01-01' and a in (1, 2, 3) group by a having count(*) > 0 order by n desc limit 10",
          "select t.a, u.b, rank() over (partition by u.b order by t.a) from (values (1, 'x')) as t(a, b) "
              + "join (values (1, 'y')) as u(a, b) on t.a = u.a "
              + "where exists (select 1 from (values (1)) as v(a) where v.a = t.a) or t.b ilike 'x%'",
          "select date_trunc('month', c), extract(year from c), b::text || 'x' from (values (1, date '2024-01-01')) as t(b, c) "
              + "union all select null, 1, 'a' order by 2");

  private WarmUp() {}

  static void run(Planner planner) {
    SessionParameters session = new SessionParameters("", ZoneOffset.UTC, Instant.EPOCH);
    for (String sql : STATEMENTS) {
      ValidatedStatement statement = planner.parse(sql, Catalog.EMPTY, session);
      planner.plan(statement, Catalog.EMPTY, session, List.of());
    }
  }
}
