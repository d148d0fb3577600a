package io.thermocline.engine.operator;

import io.thermocline.engine.plan.PhysicalNode.HashAggregateNode;
import io.thermocline.engine.run.MemoryAccount;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.source.ScanContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Groups and aggregates. Each worker reads streams of the input into a state of its own. Few
/// groups are merged into the first state; many are merged side by side, each worker taking a part
/// of them by hash, so that the results are several states without common groups.
final class AggregateOperator extends Operator {
  private static final int MANY_GROUPS = 4_000;

  private final OperatorContext context;
  private final ScanContext scope;
  private final HashAggregateNode node;
  private final Fragment input;
  private final List<MemoryAccount> accounts = new ArrayList<>();
  private final int batchRows;
  private @Nullable List<AggregateState> results;
  private int result;
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
    this.batchRows = context.config().batchRows();
  }

  @Override
  @Nullable Batch compute() {
    List<AggregateState> states = results;
    if (states == null) {
      states = merge(read());
      states.getFirst().finish();
      results = states;
    }
    for (; result < states.size(); result++) {
      AggregateState state = states.get(result);
      for (; set < state.sets(); set++) {
        int groups = state.groups(set);
        if (group < groups) {
          int end = Math.min(groups, group + batchRows);
          Batch batch = state.result(set, group, end);
          group = end;
          return batch;
        }
        group = 0;
      }
      set = 0;
    }
    return null;
  }

  private List<AggregateState> read() {
    List<Fragment.Part> parts = input.parts();
    int workers = Math.min(context.config().workers(), parts.size());
    List<AggregateState> states = newStates(workers);
    AtomicInteger next = new AtomicInteger();
    WorkerGroup.run(
        context.pool(),
        scope,
        workers,
        (worker, inner) -> {
          for (int i = next.getAndIncrement(); i < parts.size(); i = next.getAndIncrement()) {
            try (BatchReader reader = parts.get(i).open(inner)) {
              read(reader, states.get(worker), accounts.get(worker));
            }
          }
        });
    return states;
  }

  private List<AggregateState> newStates(int count) {
    List<AggregateState> states = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      states.add(new AggregateState(node, context.compiler()));
      accounts.add(account(context, "the aggregation"));
    }
    return states;
  }

  private static void read(BatchReader reader, AggregateState state, MemoryAccount account) {
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      state.add(batch);
      account.set(state.bytes());
    }
  }

  private List<AggregateState> merge(List<AggregateState> states) {
    if (states.size() == 1) {
      return states;
    }
    int groups = states.stream().mapToInt(AggregateState::groups).sum();
    if (groups >= MANY_GROUPS) {
      return mergeByPart(states);
    }
    AggregateState merged = states.getFirst();
    for (int i = 1; i < states.size(); i++) {
      checkActive();
      merged.merge(states.get(i), 0, 1);
      accounts.getFirst().set(merged.bytes());
      accounts.get(i).close();
    }
    return List.of(merged);
  }

  private List<AggregateState> mergeByPart(List<AggregateState> states) {
    int workers = states.size();
    int partitions = Math.max(2, Integer.highestOneBit(2 * workers - 1));
    List<AggregateState> merged = newStates(partitions);
    AtomicInteger next = new AtomicInteger();
    WorkerGroup.run(
        context.pool(),
        scope,
        workers,
        (worker, inner) -> {
          for (int p = next.getAndIncrement(); p < partitions; p = next.getAndIncrement()) {
            for (AggregateState state : states) {
              inner.checkActive();
              merged.get(p).merge(state, p, partitions);
              accounts.get(workers + p).set(merged.get(p).bytes());
            }
          }
        });
    for (int i = 0; i < workers; i++) {
      accounts.get(i).close();
    }
    return merged;
  }

  @Override
  void release() {
    results = List.of();
    List<AutoCloseable> resources = new ArrayList<>(accounts);
    resources.add(input);
    Readers.closeAll(resources);
  }
}
