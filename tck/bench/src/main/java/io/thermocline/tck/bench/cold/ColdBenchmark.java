package io.thermocline.tck.bench.cold;

import com.sun.management.OperatingSystemMXBean;
import io.thermocline.spi.error.ThermoclineException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs queries over TPC-H data in Parquet files as the gateway writes them in the gateway's engine
/// and in DuckDB, in one process, in turns. Each plans a query's SQL text once and runs the plan
/// many times. Answers are compared with each other.
///
/// The time that counts is the processor time of the process while an engine works, since the clock
/// also measures what else runs on the machine. Garbage collection and compilation count.
@Command(name = "cold", mixinStandardHelpOptions = true)
public final class ColdBenchmark implements Callable<Integer> {
  /// Processor time is counted in steps of 10 ms on some machines, so a round takes about so long.
  private static final double ROUND_MILLIS = 200;

  private static final int MAXIMUM_REPEATS = 100;

  @Option(names = "--data", required = true, description = "Where files are made and kept.")
  private Path data = Path.of("");

  @Option(names = "--scale", description = "TPC-H scale factor. Default: ${DEFAULT-VALUE}.")
  private double scale = 1;

  @Option(names = "--threads", split = ",", description = "Numbers of threads.")
  private List<Integer> threads = List.of(1, 2);

  @Option(names = "--rounds", description = "Measured runs. Default: ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(names = "--warm-up", description = "Runs before. Default: ${DEFAULT-VALUE}.")
  private int warmUp = 2;

  @Option(names = "--only", split = ",", description = "Beginnings of names of queries.")
  private List<String> only = List.of();

  @Option(names = "--explain", description = "Print plans with what each node did.")
  private boolean explain;

  @Option(names = "--out", description = "A folder for the table, the CSV file and the chart.")
  private @Nullable Path out;

  private final PrintStream print;
  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private ColdBenchmark(PrintStream print) {
    this.print = print;
  }

  /// Runs the benchmark; the exit code is 1 when answers differ.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ColdBenchmark(System.out)).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path root = TpchFolder.prepare(data, scale);
    List<Measurement> measurements = new ArrayList<>();
    int wrong = 0;
    for (int count : threads) {
      try (GatewayPeer ours = new GatewayPeer(root, count);
          DuckDbPeer theirs = new DuckDbPeer(root, count)) {
        for (ColdQuery query : ColdQuery.all()) {
          if (!only.isEmpty() && only.stream().noneMatch(query.name()::startsWith)) {
            continue;
          }
          if (explain) {
            print.println(ours.analyze(query.sql()));
          }
          try (Peer.Planned our = ours.plan(query.sql());
              Peer.Planned their = theirs.plan(query.sql())) {
            String difference = Answers.difference(our.run(), their.run(), query.ordered());
            if (!difference.isEmpty()) {
              print.println(query.name() + " differs: " + difference);
              wrong++;
              continue;
            }
            Measurement measurement = measure(query, count, our, their);
            measurements.add(measurement);
            print(measurement);
          } catch (ThermoclineException e) {
            print.println(query.name() + " fails: " + e.getMessage());
            wrong++;
          }
        }
      }
    }
    ColdReport report = new ColdReport(measurements, conditions());
    print.println(report.markdown());
    if (out != null) {
      report.write(out);
    }
    return wrong == 0 ? 0 : 1;
  }

  private Measurement measure(ColdQuery query, int count, Peer.Planned ours, Peer.Planned theirs) {
    double[][] cpu = new double[2][rounds];
    double[][] wall = new double[2][rounds];
    Peer.Planned[] peers = {ours, theirs};
    int[] repeats = {1, 1};
    for (int round = -warmUp; round < rounds; round++) {
      for (int p = 0; p < peers.length; p++) {
        long cpuStart = system.getProcessCpuTime();
        long start = System.nanoTime();
        for (int i = 0; i < repeats[p]; i++) {
          peers[p].run();
        }
        double millis = (System.nanoTime() - start) / 1e6 / repeats[p];
        if (round >= 0) {
          wall[p][round] = millis;
          cpu[p][round] = (system.getProcessCpuTime() - cpuStart) / 1e6 / repeats[p];
        } else if (round == -1) {
          repeats[p] = (int) Math.clamp(ROUND_MILLIS / millis, 1, MAXIMUM_REPEATS);
        }
      }
    }
    return new Measurement(
        query.name(),
        count,
        Measurement.median(cpu[0]),
        Measurement.median(cpu[1]),
        Measurement.median(wall[0]),
        Measurement.median(wall[1]));
  }

  private void print(Measurement m) {
    print.printf(
        Locale.ROOT,
        "%-26s %d  cpu %8.1f / %8.1f ms = %.2f   clock %.2f%n",
        m.query(),
        m.threads(),
        m.ourCpuMillis(),
        m.theirCpuMillis(),
        m.cpuRatio(),
        m.wallRatio());
  }

  private String conditions() {
    return String.format(
        Locale.ROOT,
        "TPC-H at scale %s, measured %s on %s with %d processors, Java %s, DuckDB in the same"
            + " process, engines in turns, medians of %d runs after %d, answers compared.",
        scale,
        LocalDate.now(ZoneOffset.UTC),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        rounds,
        warmUp);
  }
}
