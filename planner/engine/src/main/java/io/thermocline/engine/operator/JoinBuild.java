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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The right side of a join in memory, or on disk when memory does not hold it. With keys, the rows
/// of each key lie next to each other in `rows`, from `starts[group]` to `starts[group + 1]`;
/// without keys every row is a candidate. Read by several threads once it is built.
final class JoinBuild implements AutoCloseable {
  private final List<Kernel> keys;
  private final BitSet needed;
  private final BitSet stored;
  private final boolean[] nullsEqual;
  private RowStore store;
  private GroupTable table;
  private int[] groupOf = new int[64];
  private @Nullable SpilledSide spilled;
  private final MemoryAccount account;
  private int[] starts = new int[0];
  private int[] rows = new int[0];
  private int size;
  private boolean hasNullKey;
  private boolean unique;

  /// `needed` columns are read from the store, `stored` ones are held in it: those of the keys too
  /// when rows may have to go to disk. `keys` are over the right input's columns; a null matches
  /// nothing in columns where `nullsEqual` is false.
  JoinBuild(
      Schema schema,
      BitSet needed,
      BitSet stored,
      List<Kernel> keys,
      boolean[] nullsEqual,
      MemoryAccount account) {
    this.keys = keys;
    this.needed = needed;
    this.stored = stored;
    this.nullsEqual = nullsEqual;
    this.store = new RowStore(schema, stored);
    this.table = newTable();
    this.account = account;
  }

  private GroupTable newTable() {
    return new GroupTable(keys.stream().map(Kernel::type).toList(), nullsEqual);
  }

  /// Reads the whole input, and closes it. When memory is refused, and there is a disk, all rows go
  /// there, and nothing stays here.
  void read(BatchReader input, @Nullable Spilling spilling) {
    SpilledSide side = null;
    for (Batch batch = input.next(); batch != null; batch = input.next()) {
      if (side != null) {
        side.add(batch);
      } else if (!add(batch, spilling == null)) {
        side =
            new SpilledSide(
                Objects.requireNonNull(spilling), store.schema(), stored, keys, nullsEqual, 0);
        spilled = side;
        moveTo(side);
      }
    }
    input.close();
    if (side == null) {
      finish();
    } else {
      side.flush();
    }
  }

  /// Adds rows; false when memory was refused, after which they are added all the same. With `must`
  /// that is an error.
  private boolean add(Batch batch, boolean must) {
    append(batch);
    long bytes = heldBytes();
    if (must) {
      account.set(bytes);
      return true;
    }
    return account.trySet(bytes + arrangedBytes(table.groups(), size));
  }

  private void append(Batch batch) {
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
  }

  /// Adds the rows of a batch from `from` on for which there is memory, and returns the first that
  /// is left. What [#finish()] needs is reserved with them. The first row of all is added in any
  /// case, or its lack of memory is an error.
  int addSome(Batch batch, int from) {
    int next = from;
    int step = batch.size() - from;
    while (next < batch.size() && step > 0) {
      int count = Math.min(step, batch.size() - next);
      Batch part = batch.slice(next, next + count);
      long wanted = bytesWith(part);
      boolean must = size == 0 && count == 1;
      if (must) {
        account.set(wanted);
      } else if (!account.trySet(wanted)) {
        step = count / 2;
        continue;
      }
      append(part);
      long held = heldBytes() + arrangedBytes(table.groups(), size);
      if (held > wanted) {
        account.set(held);
      }
      next += count;
    }
    return next;
  }

  private long bytesWith(Batch batch) {
    long count = size + (long) batch.size();
    long bytes = store.bytesWith(batch);
    if (keys.isEmpty()) {
      return bytes + table.bytes();
    }
    Batch keyRows = new Batch(List.of(keyVectors(keys, batch)), batch.size());
    long groups = Math.max(count, groupOf.length < count ? groupOf.length * 2L : groupOf.length);
    return bytes
        + table.bytesWith(keyRows)
        + 4 * groups
        + arrangedBytes(table.groups() + (long) batch.size(), count);
  }

  private long heldBytes() {
    return store.bytes() + table.bytes() + 4L * groupOf.length;
  }

  /// What it takes to put the rows of each key next to each other.
  private long arrangedBytes(long groups, long count) {
    return keys.isEmpty() ? 0 : 4 * (groups + 1) + 4 * count;
  }

  /// Ends input.
  void finish() {
    store.appendNullRow();
    store.seal();
    if (!keys.isEmpty()) {
      long bytes = heldBytes() + arrangedBytes(table.groups(), size);
      if (bytes > account.bytes() && !account.trySet(bytes)) {
        account.set(bytes);
      }
      table.seal();
      arrange(groupOf);
      groupOf = new int[0];
    }
    account.set(store.bytes() + table.bytes() + 4L * (starts.length + rows.length));
  }

  private void moveTo(SpilledSide side) {
    store.seal();
    Batch all = store.all();
    for (int from = 0; from < size; from += side.batchRows()) {
      side.add(all.slice(from, Math.min(size, from + side.batchRows())));
    }
    store = new RowStore(store.schema(), stored);
    table = newTable();
    groupOf = new int[0];
    size = 0;
    account.set(0);
  }

  /// The rows on disk, or null when they are in memory.
  @Nullable SpilledSide spilled() {
    return spilled;
  }

  /// Whether the rows here, or those of a batch, have more than one key.
  boolean hasSeveralKeys(Batch batch) {
    if (keys.isEmpty() || table.groups() > 1) {
      return table.groups() > 1;
    }
    GroupTable other = newTable();
    other.assign(keyVectors(keys, batch), batch.size(), new int[batch.size()]);
    return other.groups() > 1;
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

  /// Right rows in the columns that anybody reads.
  List<Vector> take(int[] taken, int count) {
    return store.take(taken, count, needed);
  }

  RowStore store() {
    return store;
  }

  @Override
  public void close() {
    Readers.closeAll(spilled == null ? List.of(account) : List.of(account, spilled));
  }
}
