package io.thermocline.adapter.postgres;

import io.thermocline.spi.source.ScanContext;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/// One running `COPY … TO STDOUT (FORMAT binary)` on a connection of its own. Reads are for one
/// thread.
///
/// Cancellation comes from another thread: it repeats the server's cancel request until the reader
/// has noticed, because a request that arrives before the statement does is lost. The lock keeps it
/// away from a connection that was already given back.
final class CopySession implements AutoCloseable {
  private static final String CANCELLED = "57014";
  private static final long CANCEL_PAUSE_NANOS = 50_000_000;

  private final Connections.Lease lease;
  private final ReentrantLock cancelLock = new ReentrantLock();
  private final ScanContext.Registration registration;
  private @Nullable CopyOut copy;
  private boolean finished;
  private boolean closed;

  private CopySession(Connections.Lease lease, ScanContext context) {
    this.lease = lease;
    this.registration = context.onCancel(this::cancel);
  }

  /// Starts a statement and takes the lease over; it is closed when this throws. Blocks until the
  /// server sends something.
  static CopySession start(String sql, Connections.Lease lease, ScanContext context)
      throws SQLException {
    CopySession session = null;
    try {
      lease.limit(context.remaining());
      session = new CopySession(lease, context);
      session.copy =
          lease.postgres().getCopyAPI().copyOut("COPY (" + sql + "\n) TO STDOUT (FORMAT binary)");
      return session;
    } catch (SQLException e) {
      if (PostgresErrors.isLost(e)) {
        lease.markBroken();
      }
      if (session != null) {
        session.close();
      } else {
        lease.close();
      }
      throw e;
    }
  }

  /// The next message of the stream, or null after its end.
  byte @Nullable [] read() throws SQLException {
    CopyOut open = copy;
    if (open == null || finished) {
      return null;
    }
    try {
      byte[] message = open.readFromCopy();
      if (message == null) {
        finish();
      }
      return message;
    } catch (SQLException e) {
      finish();
      if (PostgresErrors.isLost(e)) {
        lease.markBroken();
      }
      throw e;
    }
  }

  /// Notes that the statement has ended, so that no cancel request follows.
  private void finish() {
    cancelLock.lock();
    try {
      finished = true;
    } finally {
      cancelLock.unlock();
    }
  }

  private void cancel() {
    while (cancelOnce()) {
      LockSupport.parkNanos(CANCEL_PAUSE_NANOS);
    }
  }

  private boolean cancelOnce() {
    cancelLock.lock();
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
      cancelLock.unlock();
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    registration.close();
    finish();
    CopyOut open = copy;
    if (open != null && open.isActive()) {
      drain(open);
    }
    lease.close();
  }

  /// Cancels a statement that is not read to its end, and reads what is on its way: pgjdbc's own
  /// cancellation of a copy leaves that to the next statement. The cancel request has reached the
  /// server's process when the call returns, so it cannot hit the next statement.
  private void drain(CopyOut open) {
    try {
      lease.postgres().cancelQuery();
      while (open.readFromCopy() != null) {
        // What was sent before the request is dropped.
      }
    } catch (SQLException e) {
      if (!CANCELLED.equals(e.getSQLState())) {
        lease.markBroken();
      }
    }
  }
}
