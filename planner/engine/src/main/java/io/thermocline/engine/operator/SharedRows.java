package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.Vectors;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.run.MemoryAccount;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The rows of a sub-plan that several places of a plan read. The first reader reads all of them
/// into memory while the others wait. Thread-safe.
final class SharedRows {
  private static final long WAIT_MILLIS = 20;

  private final OperatorContext context;
  private final PhysicalNode.SharedNode node;
  private final Fragment input;
  private final MemoryAccount account;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable List<Batch> batches;
  private @Nullable Throwable failure;
  private int readers;

  /// Takes over the input.
  SharedRows(OperatorContext context, PhysicalNode.SharedNode node, Fragment input) {
    this.context = context;
    this.node = node;
    this.input = input;
    this.account =
        context
            .query()
            .memory()
            .account("a result that is used several times")
            .countedBy(context.query().statistics().counters(node));
  }

  /// The rows for one more place; called before any of them is read.
  Fragment reader() {
    readers++;
    return new Reader();
  }

  private List<Batch> rows() {
    acquire();
    try {
      if (failure != null) {
        throw GatherReader.rethrow(failure);
      }
      List<Batch> known = batches;
      if (known == null) {
        known = read();
        batches = known;
      }
      return known;
    } catch (RuntimeException | Error e) {
      failure = e;
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private void acquire() {
    try {
      while (!lock.tryLock(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        context.query().checkActive();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ThermoclineException(
          ErrorCode.CANCELLED, "the thread that reads the result was interrupted", e);
    }
  }

  private List<Batch> read() {
    List<Batch> all = new ArrayList<>();
    try (BatchReader reader = new GatherReader(context, context.query(), input)) {
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        account.add(Vectors.ownBytes(batch));
        all.add(batch);
      }
    }
    return List.copyOf(all);
  }

  private void release() {
    lock.lock();
    try {
      if (--readers == 0) {
        boolean unread = batches == null && failure == null;
        batches = null;
        Readers.closeAll(unread ? List.of(input, account) : List.of(account));
      }
    } finally {
      lock.unlock();
    }
  }

  /// One place's view.
  private final class Reader implements Fragment {
    private boolean closed;

    @Override
    public Schema schema() {
      return node.schema();
    }

    @Override
    public List<Part> parts() {
      List<Batch> all = rows();
      int count = Math.max(1, Math.min(context.config().workers(), all.size()));
      List<Part> parts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        List<Batch> mine =
            all.subList(
                (int) ((long) all.size() * i / count), (int) ((long) all.size() * (i + 1) / count));
        parts.add(
            scope -> new PassOperator(context, scope, node, BatchReaders.of(node.schema(), mine)));
      }
      return parts;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        release();
      }
    }
  }
}
