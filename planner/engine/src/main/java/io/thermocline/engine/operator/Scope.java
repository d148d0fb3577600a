package io.thermocline.engine.operator;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.ScanContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The part of a query that a parallel operator runs; it can be stopped before the query ends.
/// Thread-safe.
final class Scope implements ScanContext {
  private final ScanContext parent;
  private final List<Action> actions = new ArrayList<>();
  private volatile boolean stopped;

  Scope(ScanContext parent) {
    this.parent = parent;
  }

  /// Ends the work in this scope: running reads of sources are cancelled. Idempotent.
  void stop() {
    List<Action> due;
    synchronized (actions) {
      stopped = true;
      due = List.copyOf(actions);
      actions.clear();
    }
    due.forEach(action -> Thread.startVirtualThread(action));
  }

  boolean isStopped() {
    return stopped;
  }

  @Override
  public void checkActive() {
    parent.checkActive();
    if (stopped) {
      throw new ThermoclineException(ErrorCode.CANCELLED, "the rows are no longer needed");
    }
  }

  @Override
  public Duration remaining() {
    return parent.remaining();
  }

  @Override
  public Registration onCancel(Runnable task) {
    Action action = new Action(task);
    Registration outer = parent.onCancel(action);
    synchronized (actions) {
      if (!stopped) {
        actions.add(action);
        return () -> {
          outer.close();
          synchronized (actions) {
            actions.remove(action);
          }
        };
      }
    }
    Thread.startVirtualThread(action);
    return outer;
  }

  /// An action that runs once, told apart by identity.
  private static final class Action implements Runnable {
    private final Runnable task;
    private final AtomicBoolean done = new AtomicBoolean();

    Action(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      if (done.compareAndSet(false, true)) {
        task.run();
      }
    }
  }
}
