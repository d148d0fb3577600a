package io.thermocline.server.net.pgwire;

import io.thermocline.server.query.Cursor;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A bound statement and how far its rows were sent. For the session's thread.
final class PgPortal implements AutoCloseable {
  private final PgStatement statement;
  private final List<@Nullable Object> parameters;
  private final Formats formats;
  private final boolean held;
  private @Nullable Cursor cursor;
  private @Nullable Batch batch;
  private int batchRow;
  private boolean started;
  private boolean done;

  /// @param held whether it outlives its transaction
  PgPortal(
      PgStatement statement, List<@Nullable Object> parameters, Formats formats, boolean held) {
    this.statement = statement;
    this.parameters = parameters;
    this.formats = formats;
    this.held = held;
  }

  PgStatement statement() {
    return statement;
  }

  List<@Nullable Object> parameters() {
    return parameters;
  }

  Formats formats() {
    return formats;
  }

  boolean held() {
    return held;
  }

  boolean started() {
    return started;
  }

  boolean done() {
    return done;
  }

  /// What runs; null before the start and after the end.
  @Nullable Cursor cursor() {
    return cursor;
  }

  /// Begins with a cursor, which the portal closes.
  void start(Supplier<Cursor> begin) {
    if (started) {
      throw new ThermoclineException(ErrorCode.INTERNAL, "a portal is started once");
    }
    started = true;
    cursor = begin.get();
  }

  /// What is done with each row.
  @FunctionalInterface
  interface RowSink {
    /// Takes a row.
    void row(Batch batch, int row);
  }

  /// Hands up to `limit` rows over. Returns their number; [#done] tells whether the end was
  /// reached, which a limit that is met exactly leaves open.
  long advance(long limit, RowSink sink) {
    Cursor running = cursor;
    if (running == null) {
      return 0;
    }
    long count = 0;
    while (count < limit) {
      Batch current = batch;
      if (current == null || batchRow == current.size()) {
        current = running.next();
        batch = current;
        batchRow = 0;
        if (current == null) {
          done = true;
          return count;
        }
        continue;
      }
      sink.row(current, batchRow++);
      count++;
    }
    return count;
  }

  /// Stops what runs.
  @Override
  public void close() {
    done = true;
    batch = null;
    Cursor open = cursor;
    cursor = null;
    if (open != null) {
      open.close();
    }
  }
}
