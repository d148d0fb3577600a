package io.thermocline.tck.bench;

import io.thermocline.tck.bench.HotStore.Peer;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures how long statements take to be planned, by the number of joined tables: EXPLAIN of
/// statements that are new, and of one that comes again and again. Nothing is run. The times hold
/// the round trip to the gateway, which the table states too.
@Command(name = "planning", mixinStandardHelpOptions = true)
public final class PlanningBenchmark implements Callable<Integer> {
  @Option(names = "--tables", split = ",", description = "Numbers of joined tables.")
  private List<Integer> tables = List.of(1, 2, 5, 10, 20);

  @Option(names = "--statements", description = "Statements of a size. ${DEFAULT-VALUE}.")
  private int statements = 100;

  @Option(names = "--warm-up", description = "Statements before. Default: ${DEFAULT-VALUE}.")
  private int warmUp = 100;

  @Option(names = "--out", description = "Folder for the results. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("docs/reference/benchmarks");

  private final PrintStream console;
  private int fresh;

  private PlanningBenchmark(PrintStream console) {
    this.console = console;
  }

  /// Runs the benchmark.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new PlanningBenchmark(System.out)).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Report report =
        new Report(
            "Planning",
            "EXPLAIN of joins along a chain of tables, in one Postgres and alternating between two"
                + " sources. `new` statements were never seen before, `repeated` is one statement"
                + " again and again; both hold one round trip, which is also given alone (`SHOW`)."
                + " Made by `PlanningBenchmark` (tck/README.md).",
            List.of(
                "sources",
                "tables",
                "round trip p50 ms",
                "new p50 ms",
                "new p95 ms",
                "repeated p50 ms",
                "repeated p95 ms"));
    try (HotStore store = HotStore.start(1000, 8);
        Connection connection = store.access(Peer.THERMOCLINE).connect();
        Statement statement = connection.createStatement()) {
      for (int sources = 1; sources <= 2; sources++) {
        for (int count : tables) {
          measure(statement, sources, count, report);
        }
      }
    }
    report.write(out, "planning");
    console.println(report.markdown());
    return 0;
  }

  private void measure(Statement statement, int sources, int count, Report report)
      throws SQLException {
    Times fresh = new Times();
    Times repeated = new Times();
    Times nothing = new Times();
    String known = chain(sources, count);
    for (int i = -warmUp; i < statements; i++) {
      long roundTrip = time(statement, "show time_zone");
      long first = time(statement, chain(sources, count));
      long again = time(statement, known);
      if (i >= 0) {
        nothing.add(roundTrip);
        fresh.add(first);
        repeated.add(again);
      }
    }
    report.add(
        sources,
        count,
        nothing.millis(0.5),
        fresh.millis(0.5),
        fresh.millis(0.95),
        repeated.millis(0.5),
        repeated.millis(0.95));
  }

  /// A statement that was not asked before.
  private String chain(int sources, int count) {
    int number = ++fresh;
    StringBuilder sql = new StringBuilder("explain select t1.id + " + number + " as n" + number);
    for (int i = 1; i <= count; i++) {
      sql.append(", t").append(i).append(".name as name").append(i);
    }
    for (int i = 1; i <= count; i++) {
      String schema = sources == 2 && i % 2 == 0 ? HotStore.OTHER_CHAIN : HotStore.HOT_CHAIN;
      sql.append(i == 1 ? " from " : " join ").append(schema).append(".t").append(i);
      if (i > 1) {
        sql.append(" on t").append(i).append(".id = t").append(i - 1).append(".next");
      }
    }
    return sql.append(" where t1.id < 100").toString();
  }

  private static long time(Statement statement, String sql) throws SQLException {
    long start = System.nanoTime();
    try (ResultSet result = statement.executeQuery(sql)) {
      if (!result.next()) {
        throw new IllegalStateException("no answer to " + sql);
      }
    }
    return System.nanoTime() - start;
  }
}
