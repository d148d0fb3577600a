package io.thermocline.adapter.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A process that starts stores and holds them until it is killed; prints one line when they run.
final class Holder {
  private Holder() {}

  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments[1]);
    Path cache = EmbeddedTiers.standardCacheFolder();
    switch (arguments[0]) {
      case "postgres" -> {
        EmbeddedPostgres postgres =
            EmbeddedPostgres.start(new EmbeddedPostgres.Settings(folder, cache), Progress.SILENT);
        System.out.println(postgres.pid() + " " + postgres.port());
      }
      case "clickhouse" -> {
        EmbeddedClickHouse clickHouse =
            EmbeddedClickHouse.start(
                new EmbeddedClickHouse.Settings(folder, cache), Progress.SILENT);
        System.out.println(clickHouse.pid() + " " + clickHouse.httpPort());
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    new CountDownLatch(1).await();
  }

  /// Starts such a process.
  static Process start(String store, Path folder) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                store,
                folder.toString()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// The process and port that it printed.
  static long[] running(Process holder) throws IOException {
    String line = holder.inputReader().readLine();
    if (line == null) {
      throw new IOException("the holder ended");
    }
    String[] parts = line.split(" ");
    return new long[] {Long.parseLong(parts[0]), Long.parseLong(parts[1])};
  }
}
