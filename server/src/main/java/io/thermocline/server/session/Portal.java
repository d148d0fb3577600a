package io.thermocline.server.session;

import io.thermocline.protocol.ClientMessage;
import io.thermocline.protocol.ProtocolLimits;
import io.thermocline.protocol.codec.WireWriter;
import io.thermocline.server.query.Cursor;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import org.jspecify.annotations.Nullable;

/// A running statement of a session and the credit that its client granted. Only the session's
/// thread uses it, except for [#cancel].
///
/// The frames in flight never exceed the window, with one exception: when nothing is in flight and
/// a single row is larger than the window, that row travels alone.
final class Portal {
  private final int id;
  private final Cursor cursor;
  private final int window;
  private final int maxFrameBytes;
  private final int fetchRows;
  private final long maxRows;
  private long credit;
  private long rowsSent;
  private @Nullable Batch batch;
  private int batchRow;
  private int noticesSent;
  private boolean starved;
  private volatile boolean cancelled;

  Portal(ClientMessage.Execute message, Cursor cursor, int frameBytes) {
    this.id = message.id();
    this.cursor = cursor;
    this.window = message.creditBytes();
    this.credit = window;
    this.maxFrameBytes = Math.max(1024, Math.min(frameBytes, window / 4));
    this.fetchRows = message.fetchRows() == 0 ? ProtocolLimits.MAX_FRAME_ROWS : message.fetchRows();
    this.maxRows = message.maxRows() == 0 ? Long.MAX_VALUE : message.maxRows();
  }

  int id() {
    return id;
  }

  Cursor cursor() {
    return cursor;
  }

  long rowsSent() {
    return rowsSent;
  }

  void grant(int bytes) {
    credit = Math.min(credit + bytes, ProtocolLimits.MAX_CREDIT_BYTES);
  }

  /// Whether [#advance] can do something now.
  boolean hasCredit() {
    return cancelled || (starved ? credit >= window : credit >= Math.min(window, maxFrameBytes));
  }

  /// The position in the cursor's notices of the first that was not sent.
  int noticesSent() {
    return noticesSent;
  }

  void noticesSent(int count) {
    noticesSent = count;
  }

  /// What a portal has to send.
  ///
  /// @param rows a frame of rows, or null
  /// @param more whether the result goes on
  record Step(@Nullable WireWriter rows, boolean more) {}

  /// Takes one frame of rows out of the result.
  Step advance() {
    if (cancelled) {
      throw new ThermoclineException(ErrorCode.CANCELLED, "the statement was cancelled");
    }
    Batch current = batch;
    if (current == null || batchRow == current.size()) {
      current = rowsSent >= maxRows ? null : cursor.next();
      batch = current;
      batchRow = 0;
      if (current == null) {
        return new Step(null, false);
      }
    }
    int limit = (int) Math.min(fetchRows, Math.min(Integer.MAX_VALUE, maxRows - rowsSent));
    long budget = Math.min(credit, maxFrameBytes);
    int rows = RowsEncoder.rowsThatFit(current, batchRow, limit, budget);
    long bytes = RowsEncoder.frameBytes(current, batchRow, batchRow + rows);
    if (bytes > credit && credit < window) {
      starved = true;
      return new Step(null, true);
    }
    if (bytes > ProtocolLimits.MAX_FRAME_BYTES) {
      throw new ThermoclineException(
          ErrorCode.UNSUPPORTED,
          "a row of "
              + bytes
              + " bytes exceeds the limit of "
              + ProtocolLimits.MAX_FRAME_BYTES
              + "; select fewer columns");
    }
    starved = false;
    WireWriter out = new WireWriter((int) bytes);
    RowsEncoder.write(out, id, current, batchRow, batchRow + rows);
    credit -= out.size();
    batchRow += rows;
    rowsSent += rows;
    return new Step(out, rowsSent < maxRows && !isAtEnd(current));
  }

  /// Whether no rows follow those of a batch that were sent, as far as that is known without a
  /// wait.
  private boolean isAtEnd(Batch current) {
    return batchRow == current.size() && cursor.isExhausted() && cursor.next() == null;
  }

  void cancel() {
    cancelled = true;
    cursor.cancel();
  }

  void close() {
    cursor.close();
  }
}
