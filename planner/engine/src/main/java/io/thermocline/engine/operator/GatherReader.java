package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.Vectors;
import io.thermocline.engine.run.MemoryAccount;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.Schema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One stream of what several parts produce side by side, in no particular order.
///
/// A task reads part after part into a bounded queue. When the queue is full, the task ends and is
/// submitted again once there is room, so that a slow consumer holds no thread of the pool. When
/// the queue is empty, the consumer itself runs a task that no thread has started yet, so that a
/// busy pool, or one that waits for this very consumer, never blocks it.
final class GatherReader implements BatchReader {
  private static final long WAIT_MILLIS = 20;

  private enum State {
    QUEUED,
    RUNNING,
    PARKED,
    FINISHED
  }

  private final OperatorContext context;
  private final Fragment fragment;
  private final ScanContext parentScope;
  private final Scope scope;
  private final MemoryAccount account;
  private boolean pressed;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Queued> queue = new ArrayDeque<>();
  private final List<Task> tasks = new ArrayList<>();
  private List<Fragment.Part> parts = List.of();
  private int nextPart;
  private int capacity;
  private boolean started;
  private boolean closed;
  private @Nullable Throwable failure;
  private @Nullable BatchReader only;

  /// Takes over the fragment.
  GatherReader(OperatorContext context, ScanContext scope, Fragment fragment) {
    this.context = context;
    this.fragment = fragment;
    this.parentScope = scope;
    this.scope = new Scope(scope);
    this.account = context.query().memory().account("the queue of a parallel scan");
  }

  @Override
  public Schema schema() {
    return fragment.schema();
  }

  @Override
  public @Nullable Batch next() {
    if (closed) {
      return null;
    }
    if (!started) {
      started = true;
      start();
    }
    if (only != null) {
      return only.next();
    }
    while (true) {
      parentScope.checkActive();
      Task help;
      lock.lock();
      try {
        Queued queued = queue.poll();
        if (queued != null) {
          account.add(-queued.bytes());
          resume();
          return queued.batch();
        }
        if (failure != null) {
          throw rethrow(failure);
        }
        if (allIn(State.FINISHED)) {
          return null;
        }
        help = first(State.QUEUED);
        if (help == null) {
          waitForChange();
        } else {
          help.state = State.RUNNING;
        }
      } finally {
        lock.unlock();
      }
      if (help != null) {
        help.work(1);
      }
    }
  }

  @Override
  public boolean isExhausted() {
    return only != null && only.isExhausted();
  }

  private void start() {
    parts = fragment.parts();
    if (parts.size() == 1) {
      only = parts.getFirst().open(parentScope);
      return;
    }
    int count = Math.min(context.config().workers(), parts.size());
    capacity = count * context.config().queueBatches();
    lock.lock();
    try {
      for (int i = 0; i < count; i++) {
        tasks.add(new Task());
      }
      tasks.forEach(Task::submit);
    } finally {
      lock.unlock();
    }
  }

  private void waitForChange() {
    try {
      // Whether it was signalled or timed out does not matter: the caller looks again.
      var unused = changed.await(WAIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ThermoclineException(
          ErrorCode.CANCELLED, "the thread that reads the result was interrupted", e);
    }
  }

  private void resume() {
    if (queue.size() <= (pressed ? 0 : capacity / 2)) {
      pressed = false;
      for (Task task : tasks) {
        if (task.state == State.PARKED) {
          task.submit();
        }
      }
    }
  }

  private boolean allIn(State state) {
    for (Task task : tasks) {
      if (task.state != state) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Task first(State state) {
    for (Task task : tasks) {
      if (task.state == state) {
        return task;
      }
    }
    return null;
  }

  static RuntimeException rethrow(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failure);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    scope.stop();
    List<AutoCloseable> resources = new ArrayList<>();
    lock.lock();
    try {
      while (first(State.RUNNING) != null) {
        changed.awaitUninterruptibly();
      }
      for (Task task : tasks) {
        task.state = State.FINISHED;
        BatchReader reader = task.reader;
        if (reader != null) {
          resources.add(reader);
          task.reader = null;
        }
      }
      queue.clear();
    } finally {
      lock.unlock();
    }
    BatchReader single = only;
    if (single != null) {
      resources.add(single);
    }
    resources.add(fragment);
    resources.add(account);
    Readers.closeAll(resources);
  }

  /// A batch and what the account holds for it: nothing when memory was refused, after which tasks
  /// wait until the queue is empty.
  private record Queued(Batch batch, long bytes) {}

  /// Reads parts into the queue. Its state is guarded by the lock, its reader belongs to whoever
  /// set it RUNNING.
  private final class Task implements Runnable {
    private State state = State.PARKED;
    private @Nullable BatchReader reader;

    /// Called with the lock held.
    void submit() {
      state = State.QUEUED;
      try {
        context.pool().execute(this);
      } catch (RejectedExecutionException e) {
        // The consumer runs the task itself.
        return;
      }
    }

    @Override
    public void run() {
      lock.lock();
      try {
        if (state != State.QUEUED) {
          return;
        }
        state = State.RUNNING;
      } finally {
        lock.unlock();
      }
      work(Integer.MAX_VALUE);
    }

    /// Reads at most `batches` batches, then parks, or finishes at the end or on failure.
    void work(int batches) {
      try {
        for (int i = 0; i < batches; i++) {
          Batch batch = read();
          if (batch == null) {
            end(null);
            return;
          }
          if (!offer(batch)) {
            return;
          }
        }
        lock.lock();
        try {
          submit();
          changed.signalAll();
        } finally {
          lock.unlock();
        }
      } catch (Throwable e) {
        end(e);
      }
    }

    /// Queues a batch; false when the task has to stop for now.
    private boolean offer(Batch batch) {
      lock.lock();
      try {
        long bytes = Vectors.ownBytes(batch);
        boolean counted = account.trySet(account.bytes() + bytes);
        pressed |= !counted;
        queue.add(new Queued(batch, counted ? bytes : 0));
        changed.signalAll();
        if (!counted || queue.size() >= capacity || scope.isStopped()) {
          state = State.PARKED;
          return false;
        }
        return true;
      } finally {
        lock.unlock();
      }
    }

    private void end(@Nullable Throwable cause) {
      if (cause != null) {
        fail(cause);
        scope.stop();
      }
      BatchReader open = reader;
      if (open != null) {
        reader = null;
        try {
          open.close();
        } catch (RuntimeException e) {
          fail(e);
        }
      }
      lock.lock();
      try {
        state = State.FINISHED;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    private void fail(Throwable cause) {
      lock.lock();
      try {
        failure = failure == null ? cause : failure;
      } finally {
        lock.unlock();
      }
    }

    private @Nullable Batch read() {
      while (true) {
        scope.checkActive();
        BatchReader current = reader;
        if (current == null) {
          int index;
          lock.lock();
          try {
            index = nextPart < parts.size() ? nextPart++ : -1;
          } finally {
            lock.unlock();
          }
          if (index < 0) {
            return null;
          }
          current = parts.get(index).open(scope);
          reader = current;
        }
        Batch batch = current.next();
        if (batch != null) {
          return batch;
        }
        reader = null;
        current.close();
      }
    }
  }
}
