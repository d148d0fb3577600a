package io.thermocline.server.query;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.type.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A cursor over a reader, cut off after a number of rows.
final class ResultCursor implements Cursor {
  private final BatchReader reader;
  private final Schema schema;
  private final List<Notice> notices;
  private final Runnable cancel;
  private final Runnable onClose;
  private long remaining;
  private boolean closed;

  /// @param schema the columns under the names that the client sees
  /// @param maxRows 0 for all
  /// @param onClose runs once, after the reader was closed
  ResultCursor(
      BatchReader reader,
      Schema schema,
      List<Notice> notices,
      long maxRows,
      Runnable cancel,
      Runnable onClose) {
    this.reader = reader;
    this.schema = schema;
    this.notices = List.copyOf(notices);
    this.remaining = maxRows == 0 ? Long.MAX_VALUE : maxRows;
    this.cancel = cancel;
    this.onClose = onClose;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public @Nullable Batch next() {
    if (remaining == 0) {
      return null;
    }
    Batch batch = reader.next();
    if (batch == null) {
      return null;
    }
    if (batch.size() > remaining) {
      batch = batch.slice(0, (int) remaining);
    }
    remaining -= batch.size();
    return batch;
  }

  @Override
  public boolean isExhausted() {
    return remaining == 0 || reader.isExhausted();
  }

  @Override
  public List<Notice> notices() {
    return notices;
  }

  @Override
  public void cancel() {
    cancel.run();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        reader.close();
      } finally {
        onClose.run();
      }
    }
  }
}
