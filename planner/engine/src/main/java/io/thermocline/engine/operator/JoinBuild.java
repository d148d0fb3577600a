package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.Kernel;
import io.thermocline.engine.run.MemoryAccount;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.Schema;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// The right side of a join in memory. With keys, the rows of each key lie next to each other in
/// `rows`, from `starts[group]` to `starts[group + 1]`; without keys every row is a candidate. Read
/// by several threads once it is built.
final class JoinBuild implements AutoCloseable {
  private final List<Kernel> keys;
  private final RowStore store;
  private final GroupTable table;
  private final MemoryAccount account;
  private int[] starts = new int[0];
  private int[] rows = new int[0];
  private int size;
  private boolean hasNullKey;
  private boolean unique;

  /// `keys` over the right input's columns; a null matches nothing in columns where `nullsEqual` is
  /// false.
  JoinBuild(
      Schema schema,
      BitSet needed,
      List<Kernel> keys,
      boolean[] nullsEqual,
      MemoryAccount account) {
    this.keys = keys;
    this.store = new RowStore(schema, needed);
    this.table = new GroupTable(keys.stream().map(Kernel::type).toList(), nullsEqual);
    this.account = account;
  }

  /// Reads the whole input, and closes it.
  void read(BatchReader input) {
    int[] groupOf = new int[1024];
    for (Batch batch = input.next(); batch != null; batch = input.next()) {
      int count = batch.size();
      if (!keys.isEmpty()) {
        int[] groups = new int[count];
        table.assign(keyVectors(keys, batch), count, groups);
        if (groupOf.length < size + count) {
          groupOf = Arrays.copyOf(groupOf, Math.max(size + count, groupOf.length * 2));
        }
        System.arraycopy(groups, 0, groupOf, size, count);
      }
      store.append(batch);
      size += count;
      account.set(store.bytes() + table.bytes() + 4L * groupOf.length);
    }
    input.close();
    store.appendNullRow();
    store.seal();
    if (!keys.isEmpty()) {
      account.add(4L * (table.groups() + 1) + 4L * size);
      table.seal();
      arrange(groupOf);
    }
    account.set(store.bytes() + table.bytes() + 4L * (starts.length + rows.length));
  }

  /// Counting sort of the rows by group; not needed when each row is a group of its own.
  private void arrange(int[] groupOf) {
    int groups = table.groups();
    unique = groups == size;
    if (unique) {
      return;
    }
    starts = new int[groups + 1];
    for (int i = 0; i < size; i++) {
      if (groupOf[i] < 0) {
        hasNullKey = true;
      } else {
        starts[groupOf[i] + 1]++;
      }
    }
    for (int g = 0; g < groups; g++) {
      starts[g + 1] += starts[g];
    }
    int[] next = Arrays.copyOf(starts, groups);
    rows = new int[starts[groups]];
    for (int i = 0; i < size; i++) {
      if (groupOf[i] >= 0) {
        rows[next[groupOf[i]]++] = i;
      }
    }
  }

  static Vector[] keyVectors(List<Kernel> kernels, Batch batch) {
    Vector[] vectors = new Vector[kernels.size()];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = kernels.get(i).evaluate(batch);
    }
    return vectors;
  }

  /// The number of right rows.
  int size() {
    return size;
  }

  /// The row of nulls that stands for "no match".
  int nullRow() {
    return size;
  }

  /// Whether a right row has a null in a key that nulls do not match.
  boolean hasNullKey() {
    return hasNullKey;
  }

  boolean hasKeys() {
    return !keys.isEmpty();
  }

  /// The group of each left row's key, or -1.
  void find(Vector[] leftKeys, int count, int[] groups) {
    table.find(leftKeys, count, groups);
  }

  /// Whether the group of a key is the number of the only right row that has it.
  boolean isUnique() {
    return unique;
  }

  int firstCandidate(int group) {
    return unique ? group : starts[group];
  }

  int endOfCandidates(int group) {
    return unique ? group + 1 : starts[group + 1];
  }

  /// The right row of a candidate.
  int row(int candidate) {
    return unique || keys.isEmpty() ? candidate : rows[candidate];
  }

  /// The different values of a key, without null.
  Vector keyValues(int key) {
    Vector values = table.keys(key);
    int[] present = new int[values.size()];
    int count = 0;
    for (int i = 0; i < values.size(); i++) {
      if (!values.isNull(i)) {
        present[count++] = i;
      }
    }
    return values.take(present, count);
  }

  RowStore store() {
    return store;
  }

  @Override
  public void close() {
    account.close();
  }
}
