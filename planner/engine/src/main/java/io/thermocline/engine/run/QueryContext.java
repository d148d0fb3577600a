package io.thermocline.engine.run;

import io.thermocline.engine.spill.QuerySpill;
import io.thermocline.engine.spill.SpillSpace;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.ScanContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One execution: cancellation, deadline, memory, statistics, time zone. Made by [Engine#open],
/// closed by who opened it after the reader. Thread-safe.
public final class QueryContext implements ScanContext, AutoCloseable {
  private enum State {
    ACTIVE,
    CANCELLED,
    TIMED_OUT,
    CLOSED
  }

  private final QueryOptions options;
  private final MemoryBudget memory;
  private final @Nullable QuerySpill spill;
  private final ExecutionStatistics statistics = new ExecutionStatistics();
  private final long startNanos = System.nanoTime();
  private final @Nullable Future<?> timer;
  private final List<Action> actions = new ArrayList<>();
  private volatile State state = State.ACTIVE;

  QueryContext(
      QueryOptions options,
      MemoryBudget memory,
      @Nullable SpillSpace space,
      ScheduledExecutorService scheduler) {
    this.options = options;
    this.memory = memory;
    this.spill = space == null ? null : space.openQuery(this::checkActive);
    this.timer =
        options.timeout().isZero()
            ? null
            : scheduler.schedule(
                () -> stop(State.TIMED_OUT), options.timeout().toNanos(), TimeUnit.NANOSECONDS);
  }

  /// The query's memory.
  public MemoryBudget memory() {
    return memory;
  }

  /// The query's files for rows that memory cannot hold, or null when the engine has no folder for
  /// them.
  public @Nullable QuerySpill spill() {
    return spill;
  }

  /// What each node has done.
  public ExecutionStatistics statistics() {
    return statistics;
  }

  /// The session's time zone.
  public ZoneId zone() {
    return options.zone();
  }

  /// The statement's start.
  public Instant now() {
    return options.now();
  }

  /// Ends the query with CANCELLED. Returns at once; idempotent.
  public void cancel() {
    stop(State.CANCELLED);
  }

  private void stop(State reason) {
    List<Action> due;
    synchronized (actions) {
      if (state != State.ACTIVE) {
        return;
      }
      state = reason;
      due = List.copyOf(actions);
      actions.clear();
    }
    due.forEach(action -> Thread.startVirtualThread(action.task));
  }

  @Override
  public void checkActive() {
    switch (state) {
      case ACTIVE -> {
        if (timer != null && remainingNanos() <= 0) {
          stop(State.TIMED_OUT);
          checkActive();
        }
      }
      case CANCELLED ->
          throw new ThermoclineException(
              ErrorCode.CANCELLED, "the statement was cancelled by its caller");
      case TIMED_OUT ->
          throw new ThermoclineException(
              ErrorCode.TIMED_OUT,
              "the statement ran longer than its time-out of "
                  + options.timeout().toMillis()
                  + " ms; narrow it or raise the time-out");
      case CLOSED -> throw new ThermoclineException(ErrorCode.CANCELLED, "the statement has ended");
    }
  }

  private long remainingNanos() {
    return options.timeout().toNanos() - (System.nanoTime() - startNanos);
  }

  @Override
  public Duration remaining() {
    return options.timeout().isZero()
        ? Duration.ofDays(1)
        : Duration.ofNanos(Math.max(1_000_000, remainingNanos()));
  }

  @Override
  public Registration onCancel(Runnable task) {
    Action action = new Action(task);
    synchronized (actions) {
      if (state == State.ACTIVE) {
        actions.add(action);
        return () -> {
          synchronized (actions) {
            actions.remove(action);
          }
        };
      }
    }
    Thread.startVirtualThread(task);
    return () -> {};
  }

  /// Ends the timer and deletes what is left on disk. Idempotent.
  @Override
  public void close() {
    synchronized (actions) {
      if (state == State.ACTIVE) {
        state = State.CLOSED;
      }
      actions.clear();
    }
    if (timer != null) {
      timer.cancel(false);
    }
    if (spill != null) {
      spill.close();
    }
  }

  /// A registered action, told apart by identity.
  private static final class Action {
    private final Runnable task;

    Action(Runnable task) {
      this.task = task;
    }
  }
}
