package io.thermocline.engine.operator;

import io.thermocline.spi.source.ScanContext;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Runs the same work on several threads and waits for all. The caller is one of the workers;
/// workers that no thread of the pool has started when the caller is done are not started at all,
/// so the work must be such that any number of workers completes it.
final class WorkerGroup {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Scope scope;
  private final Work work;
  private int running;
  private boolean closed;
  private @Nullable Throwable failure;

  /// The work of one worker.
  @FunctionalInterface
  interface Work {
    /// Does the work; `worker` counts from 0, and 0 is the caller.
    void run(int worker, ScanContext scope);
  }

  private WorkerGroup(ScanContext scope, Work work) {
    this.scope = new Scope(scope);
    this.work = work;
  }

  /// Runs the work; throws the first failure after all workers have ended.
  static void run(Executor pool, ScanContext scope, int workers, Work work) {
    if (workers == 1) {
      work.run(0, scope);
      return;
    }
    WorkerGroup group = new WorkerGroup(scope, work);
    for (int i = 1; i < workers; i++) {
      int worker = i;
      try {
        pool.execute(() -> group.start(worker));
      } catch (RejectedExecutionException e) {
        // The others do what this worker would have done.
        break;
      }
    }
    group.runGuarded(0);
    group.await();
  }

  private void start(int worker) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      running++;
    } finally {
      lock.unlock();
    }
    try {
      runGuarded(worker);
    } finally {
      lock.lock();
      try {
        running--;
        ended.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void runGuarded(int worker) {
    try {
      work.run(worker, scope);
    } catch (Throwable e) {
      lock.lock();
      try {
        failure = failure == null ? e : failure;
      } finally {
        lock.unlock();
      }
      scope.stop();
    }
  }

  private void await() {
    lock.lock();
    try {
      closed = true;
      while (running > 0) {
        ended.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
    if (failure != null) {
      throw GatherReader.rethrow(failure);
    }
  }
}
