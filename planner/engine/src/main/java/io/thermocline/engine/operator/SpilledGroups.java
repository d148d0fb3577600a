package io.thermocline.engine.operator;

import io.thermocline.engine.plan.PhysicalNode.HashAggregateNode;
import io.thermocline.spi.batch.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The groups of an aggregation on disk, put together partition by partition. Calls that look for
/// duplicates come first: their combinations are made different from each other, and then
/// aggregated with the groups as if they were rows. For one thread at a time.
final class SpilledGroups implements AutoCloseable {
  private final OperatorContext context;
  private final HashAggregateNode node;
  private final Spilling spilling;
  private final List<SpillingAggregate> workers;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private final List<AutoCloseable> resources = new ArrayList<>();
  private @Nullable SpillingAggregate current;
  private @Nullable SpillingAggregate last;

  /// States of one partition, and the level of the partitions that they are part of.
  private record Pending(List<SpillRun> runs, int level) {}

  /// `workers` hold all groups on disk, and stay the caller's to close.
  SpilledGroups(
      OperatorContext context,
      HashAggregateNode node,
      Spilling spilling,
      List<SpillingAggregate> workers) {
    this.context = context;
    this.node = node;
    this.spilling = spilling;
    this.workers = workers;
  }

  /// Orders the groups; called once, before [#next].
  void begin() {
    if (workers.getFirst().state().hasDistinct()) {
      resolveDistinct();
    } else {
      push(workers);
    }
  }

  private void push(List<SpillingAggregate> aggregates) {
    for (int p = SpillPartitions.COUNT - 1; p >= 0; p--) {
      int partition = p;
      List<SpillRun> runs =
          aggregates.stream()
              .map(aggregate -> aggregate.states(partition))
              .filter(run -> run.rows() > 0)
              .toList();
      if (!runs.isEmpty()) {
        pending.push(new Pending(runs, aggregates.getFirst().level()));
      }
    }
  }

  private void resolveDistinct() {
    SpillingAggregate target = open(1);
    for (SpillingAggregate worker : workers) {
      for (int p = 0; p < SpillPartitions.COUNT; p++) {
        addStates(target, worker.states(p));
      }
    }
    for (int call = 0; call < node.calls().size(); call++) {
      if (workers.getFirst().state().distinctEntries(0, call) >= 0) {
        addDistinct(target, call);
      }
    }
    if (target.isSpilled()) {
      target.spillAll();
      push(List.of(target));
    } else {
      current = target;
    }
  }

  private static void addStates(SpillingAggregate target, SpillRun run) {
    SpillRun.Frames frames = run.frames();
    for (Batch rows = frames.next(); rows != null; rows = frames.next()) {
      target.addStates(rows);
    }
  }

  private void addDistinct(SpillingAggregate target, int call) {
    try (DistinctRows different =
        new DistinctRows(
            spilling,
            workers.getFirst().state().distinctTypes(call),
            spilling.memory().account("the distinct aggregate"))) {
      for (int p = 0; p < SpillPartitions.COUNT; p++) {
        List<SpillRun> runs = new ArrayList<>();
        for (SpillingAggregate worker : workers) {
          SpillPartitions partitions = worker.distinct(call);
          if (partitions != null && partitions.run(p).rows() > 0) {
            runs.add(partitions.run(p));
          }
        }
        if (!runs.isEmpty()) {
          different.addLater(runs);
        }
      }
      for (Batch rows = different.next(); rows != null; rows = different.next()) {
        target.addDistinct(call, rows);
      }
    }
  }

  private SpillingAggregate open(int level) {
    SpillingAggregate aggregate = new SpillingAggregate(context, node, spilling, true, level);
    resources.add(aggregate);
    return aggregate;
  }

  /// The next groups, which no other state has, or null at the end. They are valid until the next
  /// call.
  @Nullable AggregateState next() {
    if (current != null) {
      AggregateState state = current.state();
      SpillingAggregate done = current;
      current = null;
      last = done;
      return state;
    }
    if (last != null) {
      last.close();
      resources.remove(last);
      last = null;
    }
    while (true) {
      Pending partition = pending.poll();
      if (partition == null) {
        return null;
      }
      SpillingAggregate aggregate = open(partition.level() + 1);
      partition.runs().forEach(run -> addStates(aggregate, run));
      if (!aggregate.isSpilled()) {
        last = aggregate;
        return aggregate.state();
      }
      aggregate.spillAll();
      push(List.of(aggregate));
    }
  }

  /// Gives the memory back and deletes the files. Idempotent.
  @Override
  public void close() {
    Readers.closeAll(resources);
  }
}
