package io.thermocline.server.session;

import io.thermocline.server.query.Cursor;
import io.thermocline.server.query.ExecuteOptions;
import io.thermocline.server.query.Notice;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.Schema;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Cursors of [TestQueryService].
abstract class TestCursor implements Cursor {
  private final TestQueryService service;
  private final Schema schema;
  final CountDownLatch cancelled = new CountDownLatch(1);
  private boolean closed;

  TestCursor(TestQueryService service, Schema schema) {
    this.service = service;
    this.schema = schema;
    service.openCursors.incrementAndGet();
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public void cancel() {
    cancelled.countDown();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      service.openCursors.decrementAndGet();
    }
  }

  /// Batches that are there or are made one by one.
  static final class Batches extends TestCursor {
    private final TestQueryService service;
    private final Iterator<Batch> batches;
    private final List<Notice> atEnd;
    private long rowsLeft;
    private boolean ended;

    Batches(
        TestQueryService service,
        Schema schema,
        ExecuteOptions options,
        Iterator<Batch> batches,
        List<Notice> atEnd) {
      super(service, schema);
      this.service = service;
      this.batches = batches;
      this.atEnd = atEnd;
      this.rowsLeft = options.maxRows() == 0 ? Long.MAX_VALUE : options.maxRows();
    }

    @Override
    public @Nullable Batch next() {
      if (cancelled.getCount() == 0) {
        throw new ThermoclineException(ErrorCode.CANCELLED, "the statement was cancelled");
      }
      if (rowsLeft == 0 || !batches.hasNext()) {
        ended = true;
        return null;
      }
      Batch batch = batches.next();
      batch = batch.slice(0, (int) Math.min(rowsLeft, batch.size()));
      rowsLeft -= batch.size();
      service.batchesMade.incrementAndGet();
      return batch;
    }

    @Override
    public List<Notice> notices() {
      return ended ? atEnd : List.of();
    }
  }

  /// Runs until it is cancelled or out of time.
  static final class Waiting extends TestCursor {
    private final ExecuteOptions options;

    Waiting(TestQueryService service, Schema schema, ExecuteOptions options) {
      super(service, schema);
      this.options = options;
    }

    @Override
    public @Nullable Batch next() {
      try {
        if (options.timeout().isZero()) {
          cancelled.await();
        } else if (!cancelled.await(options.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
          throw new ThermoclineException(ErrorCode.TIMED_OUT, "the statement took too long");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      throw new ThermoclineException(ErrorCode.CANCELLED, "the statement was cancelled");
    }

    @Override
    public List<Notice> notices() {
      return List.of();
    }
  }
}
