package io.thermocline.engine.operator;

import io.thermocline.engine.plan.PhysicalNode.HashAggregateNode;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.source.ScanContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Groups and aggregates. Each worker reads streams of the input into a state of its own. Few
/// groups are merged into the first state; many are merged side by side, each worker taking a part
/// of them by hash, so that the results are several states without common groups. When a worker had
/// to put groups on disk, all do, and the results are made partition by partition.
final class AggregateOperator extends Operator {
  private static final int MANY_GROUPS = 4_000;

  private final OperatorContext context;
  private final ScanContext scope;
  private final HashAggregateNode node;
  private final Fragment input;
  private final @Nullable Spilling spilling;
  private final List<SpillingAggregate> aggregates = new ArrayList<>();
  private final Deque<AggregateState> results = new ArrayDeque<>();
  private final int batchRows;
  private @Nullable SpilledGroups spilled;
  private @Nullable AggregateState result;
  private boolean merged;
  private int set;
  private int group;

  /// Takes over the input.
  AggregateOperator(
      OperatorContext context, ScanContext scope, HashAggregateNode node, Fragment input) {
    super(context, scope, node);
    this.context = context;
    this.scope = scope;
    this.node = node;
    this.input = input;
    this.spilling = Spilling.of(context, node);
    this.batchRows = context.config().batchRows();
  }

  @Override
  @Nullable Batch compute() {
    if (!merged) {
      merge(read());
      merged = true;
      result = nextState();
    }
    for (; result != null; result = nextState()) {
      for (; set < result.sets(); set++) {
        int groups = result.groups(set);
        if (group < groups) {
          int end = Math.min(groups, group + batchRows);
          Batch batch = result.result(set, group, end);
          group = end;
          return batch;
        }
        group = 0;
      }
      set = 0;
    }
    return null;
  }

  private @Nullable AggregateState nextState() {
    return spilled == null ? results.poll() : spilled.next();
  }

  private List<SpillingAggregate> read() {
    List<Fragment.Part> parts = input.parts();
    int workers = Math.min(context.config().workers(), parts.size());
    List<SpillingAggregate> states = newAggregates(workers);
    AtomicInteger next = new AtomicInteger();
    WorkerGroup.run(
        context.pool(),
        scope,
        workers,
        (worker, inner) -> {
          for (int i = next.getAndIncrement(); i < parts.size(); i = next.getAndIncrement()) {
            try (BatchReader reader = parts.get(i).open(inner)) {
              for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                states.get(worker).add(batch);
              }
            }
          }
        });
    return states;
  }

  private List<SpillingAggregate> newAggregates(int count) {
    List<SpillingAggregate> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(new SpillingAggregate(context, node, spilling, false, 0));
    }
    aggregates.addAll(made);
    return made;
  }

  private void merge(List<SpillingAggregate> workers) {
    boolean onDisk = workers.stream().anyMatch(SpillingAggregate::isSpilled);
    long bytes = workers.stream().mapToLong(worker -> worker.state().bytes()).sum();
    if (spilling != null && (onDisk || workers.size() > 1 && !workers.getFirst().mayGrow(bytes))) {
      workers.forEach(SpillingAggregate::spillAll);
      SpilledGroups groups = new SpilledGroups(context, node, spilling, workers);
      spilled = groups;
      groups.begin();
      return;
    }
    int groups = workers.stream().mapToInt(worker -> worker.state().groups()).sum();
    if (workers.size() > 1 && groups >= MANY_GROUPS) {
      mergeByPart(workers);
    } else {
      for (int i = 1; i < workers.size(); i++) {
        checkActive();
        workers.getFirst().merge(workers.get(i).state(), 0, 1);
        workers.get(i).release();
      }
      results.add(workers.getFirst().state());
    }
    results.getFirst().finish();
  }

  private void mergeByPart(List<SpillingAggregate> workers) {
    int partitions = Math.max(2, Integer.highestOneBit(2 * workers.size() - 1));
    List<SpillingAggregate> parts = newAggregates(partitions);
    AtomicInteger next = new AtomicInteger();
    WorkerGroup.run(
        context.pool(),
        scope,
        workers.size(),
        (worker, inner) -> {
          for (int p = next.getAndIncrement(); p < partitions; p = next.getAndIncrement()) {
            for (SpillingAggregate other : workers) {
              inner.checkActive();
              parts.get(p).merge(other.state(), p, partitions);
            }
          }
        });
    workers.forEach(SpillingAggregate::release);
    parts.forEach(part -> results.add(part.state()));
  }

  @Override
  void release() {
    results.clear();
    result = null;
    List<AutoCloseable> resources = new ArrayList<>(aggregates);
    if (spilled != null) {
      resources.add(spilled);
    }
    resources.add(input);
    Readers.closeAll(resources);
  }
}
