package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.Vectors;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.run.ExecutionStatistics;
import io.thermocline.engine.run.MemoryAccount;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.Schema;
import org.jspecify.annotations.Nullable;

/// A running operator: counts what it returns and stops when the query is to stop. It owns its
/// inputs and closes them.
abstract class Operator implements BatchReader {
  private final Schema schema;
  private final ScanContext scope;
  private final ExecutionStatistics.@Nullable Counters counters;
  private boolean closed;

  /// `scope` says when to stop: the query's, or that of the parallel part that the operator runs
  /// in.
  Operator(OperatorContext context, ScanContext scope, PhysicalNode node) {
    this(context, scope, node, true);
  }

  /// An operator that does a first part of a node's work is not `counted`.
  Operator(OperatorContext context, ScanContext scope, PhysicalNode node, boolean counted) {
    this.schema = node.schema();
    this.scope = scope;
    this.counters = counted ? context.query().statistics().counters(node) : null;
  }

  @Override
  public final Schema schema() {
    return schema;
  }

  @Override
  public final @Nullable Batch next() {
    scope.checkActive();
    if (counters == null) {
      return compute();
    }
    long start = System.nanoTime();
    try {
      Batch batch = compute();
      if (batch != null) {
        counters.addBatch(batch.size(), Vectors.ownBytes(batch));
      }
      return batch;
    } finally {
      counters.addNanos(System.nanoTime() - start);
    }
  }

  /// Throws when the query is to stop; for loops within one call of [#compute].
  final void checkActive() {
    scope.checkActive();
  }

  /// An account for the memory of this operator.
  final MemoryAccount account(OperatorContext context, String what) {
    return context.query().memory().account(what).countedBy(counters);
  }

  /// The next batch, not empty, or null at the end.
  abstract @Nullable Batch compute();

  @Override
  public final void close() {
    if (!closed) {
      closed = true;
      release();
    }
  }

  /// Releases memory and closes the inputs; called once.
  abstract void release();
}
