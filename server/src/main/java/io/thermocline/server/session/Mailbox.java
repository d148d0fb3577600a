package io.thermocline.server.session;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Messages that wait for a session's thread. The event loop puts them in and pauses reading when
/// told so; what one read from the socket had delivered already still goes in, so the content is
/// bounded by the limit and one socket read.
public final class Mailbox<M> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<M> messages = new ArrayDeque<>();
  private final int limit;
  private boolean paused;
  private boolean woken;
  private boolean closed;

  /// An empty mailbox.
  ///
  /// @param limit the messages that may wait before the sender should pause
  public Mailbox(int limit) {
    this.limit = limit;
  }

  /// Puts a message in. Returns false when the sender should pause.
  public boolean put(M message) {
    lock.lock();
    try {
      if (!closed) {
        messages.add(message);
        arrived.signal();
      }
      paused |= messages.size() >= limit;
      return !paused;
    } finally {
      lock.unlock();
    }
  }

  /// The next message, or null when there is none now.
  public @Nullable M poll() {
    lock.lock();
    try {
      return messages.poll();
    } finally {
      lock.unlock();
    }
  }

  /// The next message; blocks; null once the mailbox is closed and empty, or when [#wake] was
  /// called.
  public @Nullable M take() {
    lock.lock();
    try {
      if (messages.isEmpty() && !closed && !woken) {
        arrived.awaitUninterruptibly();
      }
      woken = false;
      return messages.poll();
    } finally {
      lock.unlock();
    }
  }

  /// Whether a paused sender may go on; true once after each pause.
  public boolean shouldResume() {
    lock.lock();
    try {
      if (paused && messages.size() <= limit / 2) {
        paused = false;
        return true;
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// Whether such a message waits.
  boolean holds(Predicate<M> wanted) {
    lock.lock();
    try {
      return messages.stream().anyMatch(wanted);
    } finally {
      lock.unlock();
    }
  }

  /// Lets [#take] return, the present call or the next.
  public void wake() {
    lock.lock();
    try {
      woken = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Drops what waits and what comes.
  public void close() {
    lock.lock();
    try {
      closed = true;
      messages.clear();
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }
}
