package io.thermocline.engine.operator;

import io.thermocline.engine.run.MemoryAccount;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The different ones of many rows. Rows are looked up in a table; when it may not grow further,
/// new rows go to disk by hash, and each partition is done in the same way after the rows before
/// it. For one thread at a time.
final class DistinctRows implements AutoCloseable {
  private static final int LEAST_ROWS = 16;

  /// Rows to be done, in order.
  private record Pending(List<SpillRun> runs, int level) {}

  private final @Nullable Spilling spilling;
  private final List<DataType> types;
  private final MemoryAccount account;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private final List<AutoCloseable> files = new ArrayList<>();
  private GroupTable table;
  private int level = 1;
  private @Nullable SpillPartitions partitions;
  private @Nullable Pending current;
  private int run;
  private SpillRun.@Nullable Frames frames;

  DistinctRows(@Nullable Spilling spilling, List<DataType> types, MemoryAccount account) {
    this.spilling = spilling;
    this.types = types;
    this.account = account;
    this.table = GroupTable.grouping(types);
  }

  /// Takes rows; returns those that are new, or puts them off.
  Batch add(Batch batch) {
    if (spilling == null) {
      Batch fresh = newRows(table, batch);
      account.set(table.bytes());
      return fresh;
    }
    if (partitions == null) {
      long wanted = table.bytesWith(batch);
      if (level > Spilling.MAX_LEVEL) {
        account.set(wanted);
      } else if (!account.trySet(wanted)) {
        return table.groups() == 0 && batch.size() > LEAST_ROWS
            ? addSome(batch, spilling)
            : table.groups() == 0 ? addAll(batch, wanted) : putOff(batch, spilling);
      }
      return newRows(table, batch);
    }
    return putOff(batch, spilling);
  }

  private Batch addAll(Batch batch, long wanted) {
    account.set(wanted);
    return newRows(table, batch);
  }

  /// A table keeps a few rows whatever the memory, so that each partition is smaller than the
  /// whole.
  private Batch addSome(Batch batch, Spilling to) {
    Batch head = batch.slice(0, LEAST_ROWS);
    Batch fresh = addAll(head, table.bytesWith(head));
    Batch rest = putOff(batch.slice(LEAST_ROWS, batch.size()), to);
    if (rest.size() > 0) {
      throw new IllegalStateException("rows are put off, not returned");
    }
    return fresh;
  }

  private Batch putOff(Batch batch, Spilling to) {
    SpillPartitions target = partitions;
    if (target == null) {
      target = new SpillPartitions(to, types, level);
      files.add(target);
      partitions = target;
    }
    Vector[] columns = batch.columns().toArray(Vector[]::new);
    int[] groups = new int[batch.size()];
    table.find(columns, batch.size(), groups);
    int[] unknown = new int[batch.size()];
    int count = 0;
    for (int i = 0; i < groups.length; i++) {
      unknown[count] = i;
      count += groups[i] < 0 ? 1 : 0;
    }
    Batch rest = count == batch.size() ? batch : batch.take(unknown, count);
    target.add(rest, GroupTable.hashes(rest.columns().toArray(Vector[]::new), count));
    return batch.slice(0, 0);
  }

  /// Adds rows on disk, to be done after those before.
  void addLater(List<SpillRun> runs) {
    pending.add(new Pending(runs, 1));
  }

  /// The next new rows of those put off, or null at the end; called when all rows were taken.
  @Nullable Batch next() {
    while (true) {
      SpillRun.Frames source = frames;
      Batch batch = source == null ? null : source.next();
      if (batch != null) {
        Batch fresh = add(batch);
        if (fresh.size() > 0) {
          return fresh;
        }
        continue;
      }
      if (!nextRun()) {
        return null;
      }
    }
  }

  private boolean nextRun() {
    if (current != null && run < current.runs().size()) {
      frames = current.runs().get(run++).frames();
      return true;
    }
    frames = null;
    SpillPartitions done = partitions;
    partitions = null;
    if (done != null) {
      done.flush();
      for (int p = SpillPartitions.COUNT - 1; p >= 0; p--) {
        if (done.run(p).rows() > 0) {
          pending.push(new Pending(List.of(done.run(p)), level + 1));
        }
      }
    }
    table = GroupTable.grouping(types);
    account.set(0);
    current = pending.poll();
    if (current == null) {
      return false;
    }
    run = 0;
    level = current.level();
    return true;
  }

  /// Adds a batch's rows and returns those that were not in the table.
  static Batch newRows(GroupTable table, Batch batch) {
    int before = table.groups();
    int[] groups = new int[batch.size()];
    table.assign(batch.columns().toArray(Vector[]::new), batch.size(), groups);
    int[] fresh = new int[table.groups() - before];
    int count = 0;
    for (int i = 0; i < batch.size() && count < fresh.length; i++) {
      if (groups[i] == before + count) {
        fresh[count++] = i;
      }
    }
    return count == batch.size() ? batch : batch.take(fresh, count);
  }

  /// Gives the memory back and deletes the files. Idempotent.
  @Override
  public void close() {
    List<AutoCloseable> resources = new ArrayList<>(files);
    resources.add(account);
    Readers.closeAll(resources);
  }
}
