package io.thermocline.adapter.postgres;

import io.thermocline.spi.source.ScanContext;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/// One running `COPY … TO STDOUT (FORMAT binary)` on a connection of its own. Reads are for one
/// thread.
final class CopySession implements AutoCloseable {
  private static final String CANCELLED = "57014";

  private final Connections.Lease lease;
  private final Cancellation cancellation;
  private @Nullable CopyOut copy;
  private boolean finished;
  private boolean closed;

  private CopySession(Connections.Lease lease, ScanContext context) {
    this.lease = lease;
    this.cancellation = new Cancellation(lease, context);
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
        cancellation.finish();
        finished = true;
      }
      return message;
    } catch (SQLException e) {
      cancellation.finish();
      finished = true;
      if (PostgresErrors.isLost(e)) {
        lease.markBroken();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    cancellation.close();
    finished = true;
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
