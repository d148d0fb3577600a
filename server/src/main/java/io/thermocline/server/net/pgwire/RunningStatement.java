package io.thermocline.server.net.pgwire;

import io.thermocline.server.query.Cursor;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What a session runs now, for those who cancel it from other threads. A request that comes while
/// nothing runs has no effect, as in PostgreSQL.
final class RunningStatement {
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Cursor cursor;
  private boolean running;
  private boolean cancelled;
  private boolean over;

  /// A message begins to be handled.
  void begin() {
    lock.lock();
    try {
      running = true;
      cancelled = false;
    } finally {
      lock.unlock();
    }
  }

  /// A cursor runs from now on.
  void attach(@Nullable Cursor started) {
    lock.lock();
    try {
      cursor = started;
      if (started != null && (cancelled || over)) {
        started.cancel();
      }
    } finally {
      lock.unlock();
    }
  }

  /// The message has been handled.
  void end() {
    lock.lock();
    try {
      running = false;
      cursor = null;
    } finally {
      lock.unlock();
    }
  }

  /// Whether something runs.
  boolean isRunning() {
    lock.lock();
    try {
      return running;
    } finally {
      lock.unlock();
    }
  }

  /// Fails when a cancel request has come.
  void check() {
    lock.lock();
    try {
      if (cancelled || over) {
        throw new ThermoclineException(ErrorCode.CANCELLED, "the statement was cancelled");
      }
    } finally {
      lock.unlock();
    }
  }

  /// Stops what runs.
  void cancel() {
    lock.lock();
    try {
      cancelled = running;
      if (cancelled && cursor != null) {
        cursor.cancel();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Stops what runs and whatever would.
  void cancelForGood() {
    lock.lock();
    try {
      over = true;
      if (cursor != null) {
        cursor.cancel();
      }
    } finally {
      lock.unlock();
    }
  }
}
