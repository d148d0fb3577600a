package io.thermocline.server.eval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Counts outcomes and times. For one thread.
public final class EvalSummary {
  private final Map<Prediction.Status, Integer> counts = new EnumMap<>(Prediction.Status.class);
  private final List<Double> latencies = new ArrayList<>();

  /// Takes a prediction into account.
  public void add(Prediction prediction) {
    counts.merge(prediction.status(), 1, Integer::sum);
    latencies.add(prediction.latencyMillis());
  }

  /// How many there were.
  public int size() {
    return latencies.size();
  }

  /// The latency that a share of the questions did not exceed; 0 when there were none.
  public double percentile(double share) {
    if (latencies.isEmpty()) {
      return 0;
    }
    List<Double> sorted = new ArrayList<>(latencies);
    Collections.sort(sorted);
    int index = (int) Math.ceil(share * sorted.size()) - 1;
    return sorted.get(Math.clamp(index, 0, sorted.size() - 1));
  }

  /// One line for people.
  public String line() {
    StringBuilder line = new StringBuilder(size() + " questions");
    for (Prediction.Status status : Prediction.Status.values()) {
      line.append(", ").append(counts.getOrDefault(status, 0)).append(' ').append(status.word());
    }
    return line.append(
            String.format(
                Locale.ROOT, "; p50 %.1f ms, p95 %.1f ms", percentile(.5), percentile(.95)))
        .toString();
  }
}
