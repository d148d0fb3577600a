package io.thermocline.tck.contract;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.ScanContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A context that the test cancels, and whose time-out it chooses.
public final class ControlledContext implements ScanContext {
  private final long deadlineNanos;
  private final Object lock = new Object();
  private final List<Runnable> actions = new ArrayList<>();
  private boolean cancelled;

  /// A context with a day left.
  public ControlledContext() {
    this(Duration.ofDays(1));
  }

  /// A context with that time left.
  public ControlledContext(Duration timeout) {
    deadlineNanos = System.nanoTime() + timeout.toNanos();
  }

  /// Cancels: registered actions run, later ones run at once.
  public void cancel() {
    List<Runnable> due;
    synchronized (lock) {
      cancelled = true;
      due = List.copyOf(actions);
      actions.clear();
    }
    due.forEach(ControlledContext::start);
  }

  /// How many registrations are open.
  public int registrations() {
    synchronized (lock) {
      return actions.size();
    }
  }

  @Override
  public void checkActive() {
    synchronized (lock) {
      if (cancelled) {
        throw new ThermoclineException(ErrorCode.CANCELLED, "the statement was cancelled");
      }
    }
    if (deadlineNanos - System.nanoTime() <= 0) {
      throw new ThermoclineException(
          ErrorCode.TIMED_OUT, "the statement ran longer than its time-out");
    }
  }

  @Override
  public Duration remaining() {
    return Duration.ofNanos(Math.max(1_000_000, deadlineNanos - System.nanoTime()));
  }

  @Override
  public Registration onCancel(Runnable action) {
    synchronized (lock) {
      if (!cancelled) {
        actions.add(action);
        return () -> {
          synchronized (lock) {
            actions.remove(action);
          }
        };
      }
    }
    start(action);
    return () -> {};
  }

  private static void start(Runnable action) {
    Thread.ofVirtual().name("cancel").start(action);
  }
}
