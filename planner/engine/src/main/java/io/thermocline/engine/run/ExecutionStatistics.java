package io.thermocline.engine.run;

import io.thermocline.engine.plan.PhysicalNode;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Counters for each node of a plan, by identity. Thread-safe; read it during or after the
/// execution.
public final class ExecutionStatistics {
  private final Map<PhysicalNode, Counters> counters = new IdentityHashMap<>();

  /// What a node has done so far; all zero when it has not run.
  public NodeStatistics of(PhysicalNode node) {
    return counters(node).snapshot();
  }

  /// The counters of a node.
  public Counters counters(PhysicalNode node) {
    synchronized (counters) {
      return counters.computeIfAbsent(node, key -> new Counters());
    }
  }

  /// The counters of one node. Thread-safe.
  public static final class Counters {
    private final LongAdder rows = new LongAdder();
    private final LongAdder batches = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final AtomicLong memory = new AtomicLong();
    private final AtomicLong peakMemory = new AtomicLong();
    private final LongAdder spilled = new LongAdder();
    private volatile String detail = "";

    Counters() {}

    /// Counts a batch that was returned.
    public void addBatch(long batchRows, long batchBytes) {
      rows.add(batchRows);
      bytes.add(batchBytes);
      batches.increment();
    }

    /// Counts time.
    public void addNanos(long moreNanos) {
      nanos.add(moreNanos);
    }

    /// Counts memory that the node takes, or gives back when negative.
    public void addMemory(long delta) {
      peakMemory.accumulateAndGet(memory.addAndGet(delta), Math::max);
    }

    /// Counts bytes written to disk for want of memory.
    public void addSpilled(long moreBytes) {
      spilled.add(moreBytes);
    }

    /// Sets what EXPLAIN ANALYZE adds.
    public void detail(String text) {
      detail = text;
    }

    NodeStatistics snapshot() {
      long spilledBytes = spilled.sum();
      String spill = spilledBytes == 0 ? "" : "spilled=" + spilledBytes + " bytes";
      String text = detail.isEmpty() || spill.isEmpty() ? detail + spill : detail + ", " + spill;
      return new NodeStatistics(
          rows.sum(),
          batches.sum(),
          bytes.sum(),
          nanos.sum(),
          peakMemory.get(),
          spilledBytes,
          text);
    }
  }
}
