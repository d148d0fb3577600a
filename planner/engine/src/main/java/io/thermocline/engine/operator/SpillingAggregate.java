package io.thermocline.engine.operator;

import io.thermocline.engine.plan.PhysicalNode.HashAggregateNode;
import io.thermocline.engine.run.MemoryAccount;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An aggregation of some rows in a state that is written to disk, and begun anew, whenever memory
/// is refused: groups as rows of their states by the hash of their keys, and for each call that
/// looks for duplicates the combinations of keys and arguments by the hash of both. For one thread
/// at a time.
final class SpillingAggregate implements AutoCloseable {
  private final OperatorContext context;
  private final HashAggregateNode node;
  private final @Nullable Spilling spilling;
  private final boolean plain;
  private final int level;
  private final MemoryAccount account;
  private final List<AutoCloseable> files = new ArrayList<>();
  private final List<@Nullable SpillPartitions> distinct = new ArrayList<>();
  private AggregateState state;
  private @Nullable SpillPartitions states;

  /// `plain` aggregations get rows without duplicates; `level` is that of the partitions.
  SpillingAggregate(
      OperatorContext context,
      HashAggregateNode node,
      @Nullable Spilling spilling,
      boolean plain,
      int level) {
    this.context = context;
    this.node = node;
    this.spilling = spilling;
    this.plain = plain;
    this.level = level;
    this.account =
        context
            .query()
            .memory()
            .account("the aggregation")
            .countedBy(context.query().statistics().counters(node));
    this.state = newState();
  }

  private AggregateState newState() {
    return new AggregateState(node, context.compiler(), plain);
  }

  AggregateState state() {
    return state;
  }

  int level() {
    return level;
  }

  /// Adds input rows.
  void add(Batch batch) {
    state.add(batch);
    settle();
  }

  /// Adds groups that were written to disk.
  void addStates(Batch rows) {
    state.addStates(rows);
    settle();
  }

  /// Adds different combinations of keys and a call's arguments.
  void addDistinct(int call, Batch rows) {
    state.addDistinct(call, rows);
    settle();
  }

  /// Adds a part of the groups of a state that is in memory.
  void merge(AggregateState other, int partition, int partitions) {
    state.merge(other, partition, partitions);
    account.set(state.bytes());
  }

  private void settle() {
    Spilling to = spilling;
    if (to == null || level > Spilling.MAX_LEVEL || state.isAtomic()) {
      account.set(state.bytes());
    } else if (!account.trySet(state.bytes())) {
      flush(to);
    }
  }

  /// Whether memory for as much again is there.
  boolean mayGrow(long bytes) {
    if (spilling == null) {
      return true;
    }
    long held = account.bytes();
    boolean granted = account.trySet(held + bytes);
    account.set(held);
    return granted;
  }

  /// Whether something is on disk.
  boolean isSpilled() {
    return states != null;
  }

  /// Puts the rest on disk, too.
  void spillAll() {
    if (spilling != null) {
      flush(spilling);
      if (states != null) {
        states.flush();
      }
      for (SpillPartitions partitions : distinct) {
        if (partitions != null) {
          partitions.flush();
        }
      }
    }
  }

  /// The groups of a partition on disk.
  SpillRun states(int partition) {
    return Objects.requireNonNull(states).run(partition);
  }

  /// The combinations of a call on disk, or null when it does not look for duplicates.
  @Nullable SpillPartitions distinct(int call) {
    return distinct.get(call);
  }

  private void flush(Spilling to) {
    AggregateState full = state;
    if (states == null) {
      states = open(to, full.stateTypes());
      for (int call = 0; call < full.calls(); call++) {
        distinct.add(full.distinctEntries(0, call) < 0 ? null : open(to, full.distinctTypes(call)));
      }
    }
    int step = to.frameRows(full.bytes(), full.groups());
    for (int set = 0; set < full.sets(); set++) {
      int groups = full.groups(set);
      for (int from = 0; from < groups; from += step) {
        Batch rows = full.stateRows(set, from, Math.min(groups, from + step));
        add(states, rows, full.keyColumns());
      }
      for (int call = 0; call < full.calls(); call++) {
        SpillPartitions target = distinct.get(call);
        int entries = full.distinctEntries(set, call);
        for (int from = 0; target != null && from < entries; from += to.batchRows()) {
          int end = Math.min(entries, from + to.batchRows());
          Batch rows = full.distinctRows(set, call, from, end);
          add(target, rows, rows.columns().size());
        }
      }
    }
    state = newState();
    account.set(0);
  }

  private SpillPartitions open(Spilling to, List<DataType> types) {
    SpillPartitions partitions = new SpillPartitions(to, types, level);
    files.add(partitions);
    return partitions;
  }

  private static void add(SpillPartitions target, Batch rows, int keyColumns) {
    Vector[] keys = rows.columns().subList(0, keyColumns).toArray(Vector[]::new);
    target.add(rows, GroupTable.hashes(keys, rows.size()));
  }

  /// Gives the memory back.
  void release() {
    account.close();
  }

  /// Gives the memory back and deletes the files. Idempotent.
  @Override
  public void close() {
    List<AutoCloseable> resources = new ArrayList<>(files);
    resources.add(account);
    Readers.closeAll(resources);
  }
}
