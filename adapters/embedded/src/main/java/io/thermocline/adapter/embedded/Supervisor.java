package io.thermocline.adapter.embedded;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one child process running: starts it, notices its death, starts it again with a growing
/// pause, stops it. Thread-safe.
final class Supervisor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;
  private static final Duration PROVEN = Duration.ofSeconds(60);

  /// How to start and stop one kind of child. Called by one thread at a time.
  interface Child {
    /// For messages and thread names.
    String name();

    /// Starts a process and returns once it answers; a process that does not is gone when this
    /// throws.
    Process launch() throws InterruptedException;

    /// Stops a process and waits for its end.
    void stop(Process process);
  }

  private final Child child;
  private final Object lock = new Object();
  private @Nullable Process process;
  private @Nullable Thread thread;
  private boolean closed;
  private int restarts;
  private String lastFailure = "";

  Supervisor(Child child) {
    this.child = child;
  }

  /// Starts the child for the first time; a failure is thrown and not tried again.
  void start() {
    Process first;
    try {
      first = child.launch();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ThermoclineException(
          ErrorCode.SHUTTING_DOWN, "the start of " + child.name() + " was interrupted", e);
    }
    synchronized (lock) {
      process = first;
      thread =
          Thread.ofPlatform()
              .daemon()
              .name("supervise-" + child.name())
              .start(() -> supervise(first));
    }
  }

  private void supervise(Process first) {
    Process current = first;
    long pauseMillis = FIRST_PAUSE_MILLIS;
    try {
      while (true) {
        long started = System.nanoTime();
        int status = current.waitFor();
        synchronized (lock) {
          if (closed) {
            return;
          }
          process = null;
        }
        LOG.warn("child died name={} pid={} status={}", child.name(), current.pid(), status);
        if (System.nanoTime() - started > PROVEN.toNanos()) {
          pauseMillis = FIRST_PAUSE_MILLIS;
        }
        Process next = null;
        while (next == null) {
          if (!pause(pauseMillis)) {
            return;
          }
          pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
          next = relaunch();
        }
        current = next;
        synchronized (lock) {
          if (closed) {
            child.stop(current);
            return;
          }
          process = current;
          restarts++;
          lock.notifyAll();
        }
        LOG.info("child restarted name={} pid={}", child.name(), current.pid());
      }
    } catch (InterruptedException e) {
      LOG.debug("supervision ended name={}", child.name());
    }
  }

  /// Waits before another start; false once the supervisor is closed.
  private boolean pause(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    synchronized (lock) {
      while (!closed) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return true;
        }
        lock.wait(left);
      }
      return false;
    }
  }

  private @Nullable Process relaunch() throws InterruptedException {
    try {
      return child.launch();
    } catch (ThermoclineException e) {
      LOG.warn("child does not restart name={} error={}", child.name(), e.getMessage());
      synchronized (lock) {
        lastFailure = e.getMessage() == null ? "" : e.getMessage();
      }
      return null;
    }
  }

  /// Whether the child lives now.
  boolean isRunning() {
    synchronized (lock) {
      return !closed && process != null && process.isAlive();
    }
  }

  /// Waits until the child runs.
  ///
  /// @throws ThermoclineException SOURCE_UNAVAILABLE when it does not within the time,
  ///   SHUTTING_DOWN after close
  void ensureRunning(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    synchronized (lock) {
      while (true) {
        if (closed) {
          throw new ThermoclineException(ErrorCode.SHUTTING_DOWN, child.name() + " was stopped");
        }
        if (process != null && process.isAlive()) {
          return;
        }
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new ThermoclineException(
              ErrorCode.SOURCE_UNAVAILABLE,
              child.name()
                  + " is not running and did not restart within "
                  + limit.toMillis()
                  + " ms; it is tried again"
                  + (lastFailure.isEmpty() ? "" : ": " + lastFailure));
        }
        try {
          lock.wait(Math.min(left, 50));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new ThermoclineException(
              ErrorCode.CANCELLED, "the wait for " + child.name() + " was interrupted", e);
        }
      }
    }
  }

  /// The process identifier, or -1 while there is none.
  long pid() {
    synchronized (lock) {
      return process == null ? -1 : process.pid();
    }
  }

  /// How often the child was started again.
  int restarts() {
    synchronized (lock) {
      return restarts;
    }
  }

  @Override
  public void close() {
    Process last;
    Thread supervising;
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      last = process;
      supervising = thread;
      lock.notifyAll();
    }
    if (last != null) {
      child.stop(last);
    }
    if (supervising != null) {
      supervising.interrupt();
      try {
        supervising.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
