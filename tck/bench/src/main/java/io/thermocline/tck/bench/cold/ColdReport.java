package io.thermocline.tck.bench.cold;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/// Writes measurements as a Markdown table, CSV and a bar chart.
final class ColdReport {
  private final List<Measurement> measurements;
  private final String conditions;

  /// @param conditions machine, date, data, in one sentence
  ColdReport(List<Measurement> measurements, String conditions) {
    this.measurements = List.copyOf(measurements);
    this.conditions = conditions;
  }

  /// Writes `cold-results.md`, `cold.csv` and `cold.svg`.
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("cold-results.md"), markdown());
    Files.writeString(folder.resolve("cold.csv"), csv());
    int threads = threads().first();
    List<BarChart.Bar> bars =
        measurements.stream()
            .filter(m -> m.threads() == threads)
            .map(m -> new BarChart.Bar(m.query(), m.cpuRatio()))
            .toList();
    Files.writeString(
        folder.resolve("cold.svg"),
        new BarChart(
                "Processor time relative to DuckDB, "
                    + threads
                    + (threads == 1 ? " thread" : " threads"),
                bars)
            .svg());
  }

  private TreeSet<Integer> threads() {
    TreeSet<Integer> threads = new TreeSet<>();
    measurements.forEach(m -> threads.add(m.threads()));
    return threads;
  }

  /// The table, one row a query, and geometric means.
  String markdown() {
    StringBuilder text = new StringBuilder("# Cold tier: results\n\n");
    text.append(conditions)
        .append("\nTime relative to DuckDB; below 1 the gateway's engine is faster.\n\n| query |");
    for (int threads : threads()) {
      text.append(" processor, ").append(threads).append(" |");
      text.append(" clock, ").append(threads).append(" |");
    }
    text.append("\n|---|").append("---|---|".repeat(threads().size())).append('\n');
    for (String query : measurements.stream().map(Measurement::query).distinct().toList()) {
      text.append("| ").append(query).append(" |");
      for (int threads : threads()) {
        text.append(cells(query, threads));
      }
      text.append('\n');
    }
    text.append("| **geometric mean** |");
    for (int threads : threads()) {
      text.append(format(mean(threads, Measurement::cpuRatio)));
      text.append(format(mean(threads, Measurement::wallRatio)));
    }
    return text.append('\n').toString();
  }

  private String cells(String query, int threads) {
    return measurements.stream()
        .filter(m -> m.query().equals(query) && m.threads() == threads)
        .findFirst()
        .map(m -> format(m.cpuRatio()) + format(m.wallRatio()))
        .orElse(" – | – |");
  }

  private double mean(int threads, ToDoubleFunction<Measurement> ratio) {
    return Math.exp(
        measurements.stream()
            .filter(m -> m.threads() == threads)
            .mapToDouble(m -> Math.log(ratio.applyAsDouble(m)))
            .average()
            .orElse(0));
  }

  private static String format(double ratio) {
    return String.format(Locale.ROOT, " %.2f |", ratio);
  }

  private String csv() {
    StringBuilder text =
        new StringBuilder(
            "query,threads,gateway_cpu_ms,duckdb_cpu_ms,gateway_wall_ms,duckdb_wall_ms\n");
    for (Measurement m : measurements) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s,%d,%.1f,%.1f,%.1f,%.1f%n",
              m.query(),
              m.threads(),
              m.ourCpuMillis(),
              m.theirCpuMillis(),
              m.ourWallMillis(),
              m.theirWallMillis()));
    }
    return text.toString();
  }
}
