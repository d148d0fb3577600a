package io.thermocline.adapter.postgres;

import io.thermocline.spi.source.ScanContext;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// Cancels the statement that runs on a lease when its query is cancelled.
///
/// Cancellation comes from another thread: it repeats the server's cancel request until the
/// statement's own thread has called [#finish], because a request that arrives before the statement
/// does is lost. The lock keeps it away from a connection that was already given back.
final class Cancellation implements AutoCloseable {
  private static final long PAUSE_NANOS = 50_000_000;

  private final Connections.Lease lease;
  private final ReentrantLock lock = new ReentrantLock();
  private final ScanContext.Registration registration;
  private boolean finished;

  Cancellation(Connections.Lease lease, ScanContext context) {
    this.lease = lease;
    this.registration = context.onCancel(this::cancel);
  }

  private void cancel() {
    while (cancelOnce()) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private boolean cancelOnce() {
    lock.lock();
    try {
      if (finished) {
        return false;
      }
      lease.postgres().cancelQuery();
      return true;
    } catch (SQLException e) {
      // The server cannot be reached for a request, so the statement fails by itself.
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// Notes that the statement has ended, so that no cancel request follows.
  void finish() {
    lock.lock();
    try {
      finished = true;
    } finally {
      lock.unlock();
    }
  }

  /// Ends interest in the query. Idempotent.
  @Override
  public void close() {
    registration.close();
    finish();
  }
}
