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

/// Groups and aggregates. Each worker reads streams of the input into a state of its own; the states are merged at the end.
final class AggregateOperator extends Operator {
  private final OperatorContext context;
  private final ScanContext scope;
  private final HashAggregateNode node;
  private final Fragment input;
  private final List<MemoryAccount> accounts = new ArrayList<>();
  private final int batchRows;
  private @Nullable AggregateState state;
  private int set;
  private int group;

  /// Takes over the input.
  AggregateOperator(OperatorContext context, ScanContext scope, HashAggregateNode node, Fragment input) {
    super(context, scope, node);
    this.context = context;
    this.scope = scope;
    this.node = node;
    this.input = input;
    this.batchRows = context.config().batchRows();
  }

  @Override
  @Nullable Batch compute() {
    AggregateState current = state;
    if (current == null) {
      current = read();
      current.finish();
      state = current;
    }
    while (set < current.sets()) {
      int groups = current.groups(set);
      if (group < groups) {
        int end = Math.min(groups, group + batchRows);
        Batch batch = current.result(set, group, end);
        group = end;
        return batch;
      }
      set++;
      group = 0;
    }
    return null;
  }

  private AggregateState read() {
    List<Fragment.Part> parts = input.parts();
    int workers = Math.min(context.config().workers(), parts.size());
    List<AggregateState> states = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      states.add(new AggregateState(node, context.compiler()));
      accounts.add(context.query().memory().account("the aggregation"));
    }
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
    AggregateState merged = states.getFirst();
    for (int i = 1; i < workers; i++) {
      checkActive();
      merged.merge(states.get(i));
      accounts.getFirst().set(merged.bytes());
      accounts.get(i).close();
    }
    return merged;
  }

  private static void read(BatchReader reader, AggregateState state, MemoryAccount account) {
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      state.add(batch);
      account.set(state.bytes());
    }
  }

  @Override
  void release() {
    state = null;
    List<AutoCloseable> resources = new ArrayList<>(accounts);
    resources.add(input);
    Readers.closeAll(resources);
  }
}
