package io.thermocline.server.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/// A bar on one line of a terminal; on a pipe, a line at each quarter. Thread-safe.
public final class ProgressBar implements LoadProgress {
  private static final int WIDTH = 30;
  private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();

  private final PrintStream out;
  private final boolean terminal;
  private final String title;
  private final long expected;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private long rows;
  private long drawnNanos;
  private int quarter;
  private boolean finished;

  /// @param terminal whether a line can be drawn over
  /// @param expected about how many rows there will be
  /// @param nanoTime the clock, as `System::nanoTime`
  public ProgressBar(
      PrintStream out, boolean terminal, String title, long expected, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.title = title;
    this.expected = Math.max(1, expected);
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    this.drawnNanos = startNanos;
  }

  @Override
  public synchronized void written(long newRows) {
    rows += newRows;
    long now = nanoTime.getAsLong();
    if (terminal) {
      if (now - drawnNanos >= REDRAW_NANOS) {
        drawnNanos = now;
        out.print("\r" + line(now));
        out.flush();
      }
    } else if (rows * 4 / expected > quarter && rows < expected) {
      quarter = (int) (rows * 4 / expected);
      out.println(line(now));
    }
  }

  /// Draws the end. Idempotent.
  public synchronized void finish() {
    if (!finished) {
      finished = true;
      out.println((terminal ? "\r" : "") + line(nanoTime.getAsLong()));
      out.flush();
    }
  }

  private String line(long now) {
    double share = finished ? 1 : Math.min(1, rows / (double) expected);
    int filled = (int) Math.round(share * WIDTH);
    double seconds = (now - startNanos) / 1e9;
    return String.format(
        Locale.ROOT,
        "%s [%s%s] %3d %%  %,d rows  %.1f s",
        title,
        "#".repeat(filled),
        ".".repeat(WIDTH - filled),
        Math.round(share * 100),
        rows,
        seconds);
  }
}
