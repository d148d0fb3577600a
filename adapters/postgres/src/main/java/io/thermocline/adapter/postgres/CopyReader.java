package io.thermocline.adapter.postgres;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.Schema;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/// Reads the result of a statement by `COPY … TO STDOUT (FORMAT binary)`.
///
/// Cancellation comes from another thread: it repeats the server's cancel request until the reader has noticed, because a request that
/// arrives before the statement does is lost. The lock keeps it away from a connection that was already given back.
final class CopyReader implements BatchReader {
  private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
  private static final int BATCH_BYTES = 8 << 20;
  private static final long CANCEL_PAUSE_NANOS = 50_000_000;

  private final Schema schema;
  private final PostgresErrors errors;
  private final ScanContext context;
  private final Connections.Lease lease;
  private final boolean counting;
  private final RowDecoder decoder;
  private final ReentrantLock cancelLock = new ReentrantLock();
  private final ScanContext.Registration registration;
  private @Nullable CopyOut copy;
  private boolean headerRead;
  private boolean finished;
  private boolean closed;
  private long uncountedRows = -1;

  private CopyReader(
      Schema schema, boolean counting, PostgresErrors errors, ScanContext context, Connections.Lease lease) {
    this.schema = schema;
    this.counting = counting;
    this.errors = errors;
    this.context = context;
    this.lease = lease;
    this.decoder = new RowDecoder(counting ? PostgresScan.COUNT : schema);
    this.registration = context.onCancel(this::cancel);
  }

  /// Starts the statement. With `counting` its one value is the number of rows of a result without columns.
  ///
  /// @throws SQLException when the statement could not be started; the lease is closed then
  static CopyReader start(
      String sql, Schema schema, boolean counting, PostgresErrors errors, ScanContext context, Connections.Lease lease)
      throws SQLException {
    CopyReader reader = null;
    try {
      lease.limit(context.remaining());
      reader = new CopyReader(schema, counting, errors, context, lease);
      reader.copy = lease.postgres().getCopyAPI().copyOut("COPY (" + sql + "\n) TO STDOUT (FORMAT binary)");
      return reader;
    } catch (SQLException e) {
      if (PostgresErrors.isLost(e)) {
        lease.markBroken();
      }
      if (reader != null) {
        reader.close();
      } else {
        lease.close();
      }
      throw e;
    }
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public @Nullable Batch next() {
    context.checkActive();
    if (closed) {
      throw new IllegalStateException("the reader is closed");
    }
    return counting ? nextCounted() : nextDecoded();
  }

  private @Nullable Batch nextDecoded() {
    if (finished) {
      return null;
    }
    try {
      int bytes = 0;
      while (decoder.rows() < Batch.TARGET_ROWS && bytes < BATCH_BYTES) {
        byte[] message = Objects.requireNonNull(copy).readFromCopy();
        if (message == null) {
          finish();
          break;
        }
        bytes += message.length;
        int at = headerRead ? 0 : header(message);
        while (at >= 0 && at < message.length) {
          at = decoder.row(message, at);
        }
      }
      return decoder.rows() == 0 ? null : decoder.take();
    } catch (SQLException e) {
      if (PostgresErrors.isLost(e)) {
        lease.markBroken();
      }
      finish();
      throw errors.running(e, context);
    }
  }

  private @Nullable Batch nextCounted() {
    if (uncountedRows < 0) {
      Batch count = Objects.requireNonNull(nextDecoded());
      uncountedRows = count.column(0).longAt(0);
    }
    int size = (int) Math.min(uncountedRows, Batch.TARGET_ROWS);
    uncountedRows -= size;
    return size == 0 ? null : new Batch(List.of(), size);
  }

  /// Skips the signature, the flags and the header extension of the stream.
  private int header(byte[] message) {
    for (int i = 0; i < SIGNATURE.length; i++) {
      if (message[i] != SIGNATURE[i]) {
        throw new ThermoclineException(ErrorCode.INTERNAL, "Postgres sent no binary COPY stream; report this");
      }
    }
    headerRead = true;
    int extension = java.nio.ByteBuffer.wrap(message).getInt(SIGNATURE.length + 4);
    return SIGNATURE.length + 8 + extension;
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

  /// Cancels a statement that is not read to its end, and reads what is on its way: pgjdbc's own cancellation of a copy leaves that to the
  /// next statement. The cancel request has reached the server's process when the call returns, so it cannot hit the next statement.
  private void drain(CopyOut open) {
    try {
      lease.postgres().cancelQuery();
      while (open.readFromCopy() != null) {
        // What was sent before the request is dropped.
      }
    } catch (SQLException e) {
      if (!"57014".equals(e.getSQLState())) {
        lease.markBroken();
      }
    }
  }
}
