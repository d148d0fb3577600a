package io.thermocline.tck.bench;

import io.thermocline.tck.bench.HotStore.Access;
import io.thermocline.tck.bench.HotStore.Peer;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures point look-ups and small aggregates on a hot table through our driver and gateway
/// against pgjdbc on the same Postgres. The two take turns, several times, after a warm-up of both.
@Command(name = "lookup", mixinStandardHelpOptions = true)
public final class LookupBenchmark implements Callable<Integer> {
  private static final String POINT =
      "select id, customer, amount, name, created, paid from items where id = ";
  private static final String AGGREGATE =
      "select count(*), sum(amount), max(created) from items where customer = ";
  private static final int CUSTOMERS = 10_000;

  @Option(names = "--rows", description = "Rows of the table. Default: ${DEFAULT-VALUE}.")
  private int rows = 1_000_000;

  @Option(names = "--connections", split = ",", description = "Numbers of connections.")
  private List<Integer> connections = List.of(1, 16, 200);

  @Option(names = "--rounds", description = "Turns of each peer. Default: ${DEFAULT-VALUE}.")
  private int rounds = 4;

  @Option(names = "--seconds", description = "Length of a turn. Default: ${DEFAULT-VALUE}.")
  private double seconds = 2;

  @Option(names = "--warm-up", description = "Seconds of warm-up. Default: ${DEFAULT-VALUE}.")
  private double warmUp = 6;

  @Option(names = "--pool", description = "The gateway's connections to Postgres.")
  private int pool = 8;

  @Option(names = "--out", description = "Folder for the results. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("docs/reference/benchmarks");

  private final PrintStream console;

  private LookupBenchmark(PrintStream console) {
    this.console = console;
  }

  /// Runs the benchmark.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new LookupBenchmark(System.out)).execute(arguments));
  }

  /// The kinds of statements.
  private enum Kind {
    POINT_PREPARED,
    POINT_TEXT,
    AGGREGATE_PREPARED,
    AGGREGATE_TEXT;

    boolean prepared() {
      return this == POINT_PREPARED || this == AGGREGATE_PREPARED;
    }

    String sql() {
      return this == POINT_PREPARED || this == POINT_TEXT ? POINT : AGGREGATE;
    }
  }

  /// What one peer did in all its turns.
  private static final class Measured {
    private final Times times = new Times();
    private double seconds;

    double perSecond() {
      return times.count() / seconds;
    }
  }

  @Override
  public Integer call() throws Exception {
    Report report =
        new Report(
            "Look-ups on a hot table",
            "Through our driver and gateway against pgjdbc straight to the same Postgres ("
                + rows
                + " rows), in alternated turns on one machine with "
                + Runtime.getRuntime().availableProcessors()
                + " cores. `added` is our time less pgjdbc's; `throughput` is ours over pgjdbc's."
                + " Made by `LookupBenchmark` (tck/README.md).",
            List.of(
                "statement",
                "connections",
                "pgjdbc p50 ms",
                "ours p50 ms",
                "added p50 ms",
                "added p95 ms",
                "pgjdbc/s",
                "ours/s",
                "throughput"));
    try (HotStore store = HotStore.start(rows, pool)) {
      for (int count : connections) {
        for (Kind kind : Kind.values()) {
          measure(store, kind, count, report);
        }
      }
    }
    report.write(out, "lookup");
    console.println(report.markdown());
    return 0;
  }

  private void measure(HotStore store, Kind kind, int count, Report report) throws Exception {
    Map<Peer, Measured> measured = new EnumMap<>(Peer.class);
    for (Peer peer : Peer.values()) {
      measured.put(peer, new Measured());
    }
    for (int round = -1; round < rounds; round++) {
      for (Peer peer : Peer.values()) {
        Measured turn = new Measured();
        turn(store.access(peer), kind, count, round < 0 ? warmUp : seconds, turn);
        if (round >= 0) {
          Measured all = java.util.Objects.requireNonNull(measured.get(peer));
          all.times.addAll(turn.times);
          all.seconds += turn.seconds;
        }
      }
    }
    Measured direct = java.util.Objects.requireNonNull(measured.get(Peer.PGJDBC));
    Measured ours = java.util.Objects.requireNonNull(measured.get(Peer.THERMOCLINE));
    report.add(
        kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
        count,
        direct.times.millis(0.5),
        ours.times.millis(0.5),
        ours.times.millis(0.5) - direct.times.millis(0.5),
        ours.times.millis(0.95) - direct.times.millis(0.95),
        direct.perSecond(),
        ours.perSecond(),
        ours.perSecond() / direct.perSecond());
  }

  private void turn(Access access, Kind kind, int count, double length, Measured measured)
      throws Exception {
    List<Connection> open = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(count)) {
      for (int i = 0; i < count; i++) {
        open.add(access.connect());
      }
      CountDownLatch start = new CountDownLatch(1);
      List<Future<Times>> clients = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Connection connection = open.get(i);
        long seed = i;
        clients.add(
            executor.submit(() -> {
              start.await();
              return client(connection, kind, new Random(seed), length);
            }));
      }
      long begin = System.nanoTime();
      start.countDown();
      for (Future<Times> client : clients) {
        measured.times.addAll(client.get());
      }
      measured.seconds += (System.nanoTime() - begin) / 1e9;
    } finally {
      for (Connection connection : open) {
        connection.close();
      }
    }
  }

  private Times client(Connection connection, Kind kind, Random random, double length)
      throws SQLException {
    Times times = new Times();
    long end = System.nanoTime() + (long) (length * Duration.ofSeconds(1).toNanos());
    try (PreparedStatement prepared =
            kind.prepared() ? connection.prepareStatement(kind.sql() + "?") : null;
        Statement plain = connection.createStatement()) {
      for (long now = System.nanoTime(); now < end; ) {
        int key = 1 + random.nextInt(kind.sql().equals(POINT) ? rows : CUSTOMERS - 1);
        if (prepared != null) {
          if (kind == Kind.POINT_PREPARED) {
            prepared.setLong(1, key);
          } else {
            prepared.setInt(1, key);
          }
        }
        try (ResultSet result =
            prepared != null ? prepared.executeQuery() : plain.executeQuery(kind.sql() + key)) {
          read(result);
        }
        long after = System.nanoTime();
        times.add(after - now);
        now = after;
      }
    }
    return times;
  }

  private static void read(ResultSet result) throws SQLException {
    int columns = result.getMetaData().getColumnCount();
    int count = 0;
    while (result.next()) {
      for (int i = 1; i <= columns; i++) {
        result.getObject(i);
      }
      count++;
    }
    if (count != 1) {
      throw new IllegalStateException("the answer has " + count + " rows, not 1");
    }
  }
}
