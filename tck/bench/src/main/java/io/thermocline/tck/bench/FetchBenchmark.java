package io.thermocline.tck.bench;

import io.thermocline.tck.bench.HotStore.Access;
import io.thermocline.tck.bench.HotStore.Peer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures how fast all rows of a hot table arrive through our driver and gateway against pgjdbc
/// with a cursor. Each client runs in a JVM of its own with a small heap, so that what it needs is
/// seen. The two take turns.
@Command(name = "fetch", mixinStandardHelpOptions = true)
public final class FetchBenchmark implements Callable<Integer> {
  @Option(names = "--rows", description = "Rows of the table. Default: ${DEFAULT-VALUE}.")
  private int rows = 1_000_000;

  @Option(names = "--rounds", description = "Turns of each peer. Default: ${DEFAULT-VALUE}.")
  private int rounds = 3;

  @Option(names = "--fetch-size", description = "pgjdbc's fetch sizes.", split = ",")
  private List<Integer> fetchSizes = List.of(1_000, 10_000);

  @Option(names = "--heap", description = "Megabytes of a client's heap. ${DEFAULT-VALUE}.")
  private int heap = 64;

  @Option(names = "--out", description = "Folder for the results. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("docs/reference/benchmarks");

  private final PrintStream console;

  private FetchBenchmark(PrintStream console) {
    this.console = console;
  }

  /// Runs the benchmark.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new FetchBenchmark(System.out)).execute(arguments));
  }

  /// One way to fetch, and its runs.
  private record Way(Peer peer, int fetchSize, List<FetchClient.Result> runs) {
    Way(Peer peer, int fetchSize) {
      this(peer, fetchSize, new ArrayList<>());
    }

    double rowsPerSecond() {
      return runs.stream()
          .mapToDouble(FetchClient.Result::rowsPerSecond)
          .sorted()
          .skip(runs.size() / 2)
          .findFirst()
          .orElse(Double.NaN);
    }

    double peakMegabytes() {
      return runs.stream().mapToDouble(FetchClient.Result::peakMegabytes).max().orElse(Double.NaN);
    }
  }

  @Override
  public Integer call() throws Exception {
    List<Way> ways = new ArrayList<>();
    ways.add(new Way(Peer.THERMOCLINE, 0));
    fetchSizes.forEach(size -> ways.add(new Way(Peer.PGJDBC, size)));
    try (HotStore store = HotStore.start(rows, 8)) {
      for (int round = -1; round < rounds; round++) {
        for (Way way : ways) {
          FetchClient.Result result = client(store.access(way.peer()), way.fetchSize());
          if (result.rows() != rows) {
            throw new IllegalStateException(result.rows() + " rows came, not " + rows);
          }
          if (round >= 0) {
            way.runs().add(result);
          }
        }
      }
    }
    double best =
        ways.stream()
            .filter(way -> way.peer() == Peer.PGJDBC)
            .mapToDouble(Way::rowsPerSecond)
            .max()
            .orElse(Double.NaN);
    Report report =
        new Report(
            "Fetching a hot table",
            rows
                + " rows of six columns, every value read with `getObject`-like getters, each"
                + " client in a JVM of its own with a heap of "
                + heap
                + " MB, in alternated turns. `ratio` is to pgjdbc's best. Made by `FetchBenchmark`"
                + " (tck/README.md).",
            List.of("client", "fetch size", "rows/s", "ratio", "peak heap MB"));
    for (Way way : ways) {
      report.add(
          way.peer() == Peer.PGJDBC ? "pgjdbc, cursor" : "ours",
          way.fetchSize() == 0 ? "–" : way.fetchSize(),
          way.rowsPerSecond(),
          way.rowsPerSecond() / best,
          way.peakMegabytes());
    }
    report.write(out, rows == 1_000_000 ? "fetch" : "fetch-" + rows);
    console.println(report.markdown());
    return 0;
  }

  private FetchClient.Result client(Access access, int fetchSize)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap + "m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                FetchClient.class.getName(),
                access.url(),
                access.user(),
                access.password(),
                Integer.toString(fetchSize))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String text =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("a client failed: " + text);
    }
    return FetchClient.Result.parse(text);
  }
}
