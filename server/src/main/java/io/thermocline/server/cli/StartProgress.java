package io.thermocline.server.cli;

import io.thermocline.adapter.embedded.Progress;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/// Writes a line whenever a store reaches another phase of its start. Thread-safe.
final class StartProgress implements Progress {
  private final PrintStream out;
  private final Map<String, String> phases = new HashMap<>();

  private StartProgress(PrintStream out) {
    this.out = out;
  }

  static StartProgress on(PrintStream out) {
    return new StartProgress(out);
  }

  @Override
  public synchronized void report(String name, String phase, double fraction) {
    if (!phase.equals(phases.put(name, phase))) {
      out.println("  " + name + ": " + phase);
    }
  }
}
