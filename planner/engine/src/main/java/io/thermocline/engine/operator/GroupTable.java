package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.Hashes;
import io.thermocline.engine.kernel.ValueOrder;
import io.thermocline.engine.kernel.Vectors;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.ConstantVector;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Numbers the different rows of key columns from 0, in order of appearance: an open-addressing
/// hash table over primitive arrays. Nulls are equal to each other in columns marked so; a null in
/// another column gives a row the number -1. Finding may go on in several threads at once when
/// nothing is added.
final class GroupTable {
  private static final int FIRST_SLOTS = 64;
  private static final long TAG = 0xffffffff00000000L;
  private static final int UNKNOWN = -2;
  private static final int MAX_CODES = 1 << 18;

  private final ColumnStore[] keys;
  private final boolean[] nullsEqual;
  private final boolean noNullKeys;
  private long[] slots = new long[FIRST_SLOTS];
  private long[] groupHashes = new long[FIRST_SLOTS / 2];
  private int groups;
  private int[] dense = new int[0];
  private long denseBase;

  private Vector @Nullable [] codeBases;
  private int[] codeGroups = new int[0];

  GroupTable(List<DataType> types, boolean[] nullsEqual) {
    this.keys = types.stream().map(ColumnStore::of).toArray(ColumnStore[]::new);
    this.nullsEqual = nullsEqual.clone();
    boolean none = true;
    for (boolean equal : nullsEqual) {
      none &= !equal;
    }
    this.noNullKeys = none;
  }

  /// A table in which nulls are equal, as GROUP BY and DISTINCT have it.
  static GroupTable grouping(List<DataType> types) {
    boolean[] equal = new boolean[types.size()];
    Arrays.fill(equal, true);
    return new GroupTable(types, equal);
  }

  int groups() {
    return groups;
  }

  int columns() {
    return keys.length;
  }

  long bytes() {
    long bytes =
        8L * slots.length + 8L * groupHashes.length + 4L * (codeGroups.length + dense.length);
    for (ColumnStore key : keys) {
      bytes += key.bytes();
    }
    return bytes;
  }

  /// The most bytes that the table holds on to when the rows of a batch have been added.
  long bytesWith(Batch batch) {
    long rows = (long) groups + batch.size();
    long slotCount = slots.length;
    while (rows * 2 > slotCount) {
      slotCount *= 2;
    }
    long hashCount = groupHashes.length;
    while (rows > hashCount) {
      hashCount *= 2;
    }
    long bytes = 8 * (slotCount + hashCount) + 4L * codeGroups.length;
    for (int i = 0; i < keys.length; i++) {
      bytes += keys[i].bytesWith(batch.column(i));
    }
    return bytes;
  }

  /// The values of a key column of groups `from` to `to`.
  Vector keys(int column, int from, int to) {
    return keys[column].slice(from, to);
  }

  /// All values of a key column; nothing must be added afterwards.
  Vector keys(int column) {
    return keys[column].toVector();
  }

  /// Writes the groups whose hash falls into one of `partitions` parts, a power of two, to `out`;
  /// returns their number. The part is taken from the hash's highest bits, which the slots do not
  /// use.
  int groupsOf(int partition, int partitions, int[] out) {
    int shift = Long.numberOfLeadingZeros(partitions) + 1;
    int count = 0;
    for (int group = 0; group < groups; group++) {
      long part = partitions == 1 ? 0 : groupHashes[group] >>> shift;
      out[count] = group;
      count += part == partition ? 1 : 0;
    }
    return count;
  }

  /// Writes the group of each row, adding groups for new rows.
  void assign(Vector[] columns, int size, int[] out) {
    if (keys.length == 0) {
      Arrays.fill(out, 0, size, 0);
      groups = 1;
      return;
    }
    if (!assignByCodes(columns, size, out)) {
      locate(columns, size, out, true);
    }
  }

  /// Writes the group of each row, or -1 where there is none. Thread-safe while nothing is added.
  void find(Vector[] columns, int size, int[] out) {
    if (dense.length > 0 && columns[0] instanceof LongVector flat) {
      findDense(flat, size, out);
    } else {
      locate(columns, size, out, false);
    }
  }

  /// Ends growth. A single key of layout LONG whose values lie close together gets an array from
  /// value to group.
  void seal() {
    if (keys.length != 1 || !(keys[0] instanceof ColumnStore.Longs store) || groups == 0) {
      return;
    }
    long least = Long.MAX_VALUE;
    long greatest = Long.MIN_VALUE;
    for (int i = 0; i < groups; i++) {
      if (!store.isNull(i)) {
        least = Math.min(least, store.values[i]);
        greatest = Math.max(greatest, store.values[i]);
      }
    }
    long range = greatest - least;
    if (range < 0 || range >= Math.max(1024L, 4L * groups)) {
      return;
    }
    denseBase = least;
    dense = new int[(int) range + 1];
    for (int i = 0; i < groups; i++) {
      if (!store.isNull(i)) {
        dense[(int) (store.values[i] - least)] = i + 1;
      }
    }
  }

  private void findDense(LongVector flat, int size, int[] out) {
    long[] values = flat.values();
    boolean nulls = flat.mayHaveNulls();
    Vector[] columns = {flat};
    for (int i = 0; i < size; i++) {
      if (nulls && flat.isNull(i)) {
        out[i] = nullsEqual[0] ? lookUp(columns, i, Hashes.NULL, false) : -1;
        continue;
      }
      long offset = values[i] - denseBase;
      out[i] = offset >= 0 && offset < dense.length ? dense[(int) offset] - 1 : -1;
    }
  }

  private void locate(Vector[] columns, int size, int[] out, boolean add) {
    long[] hashes = new long[size];
    for (int i = 0; i < columns.length; i++) {
      hash(columns[i], size, hashes, i == 0);
    }
    if (columns.length == 1
        && keys[0] instanceof ColumnStore.Longs store
        && columns[0] instanceof LongVector flat) {
      locateLongs(store, flat, hashes, size, out, add);
      return;
    }
    if (!mayHaveNulls(columns)) {
      for (int i = 0; i < size; i++) {
        out[i] = lookUp(columns, i, hashes[i], add);
      }
      return;
    }
    for (int i = 0; i < size; i++) {
      out[i] = isUnmatchable(columns, i) ? -1 : lookUp(columns, i, hashes[i], add);
    }
  }

  private static boolean mayHaveNulls(Vector[] columns) {
    boolean nulls = false;
    for (Vector column : columns) {
      nulls |= column.mayHaveNulls();
    }
    return nulls;
  }

  private boolean isUnmatchable(Vector[] columns, int row) {
    for (int i = 0; i < columns.length; i++) {
      if (!nullsEqual[i] && columns[i].isNull(row)) {
        return true;
      }
    }
    return false;
  }

  private int lookUp(Vector[] columns, int row, long hash, boolean add) {
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (true) {
      long entry = slots[slot];
      if (entry == 0) {
        return add ? add(columns, row, hash, slot) : -1;
      }
      if (((entry ^ hash) & TAG) == 0) {
        int group = (int) entry - 1;
        if (keysEqual(group, columns, row)) {
          return group;
        }
      }
      slot = slot + 1 & mask;
    }
  }

  private boolean keysEqual(int group, Vector[] columns, int row) {
    for (int i = 0; i < keys.length; i++) {
      if (!keys[i].equalsAt(group, columns[i], row)) {
        return false;
      }
    }
    return true;
  }

  private int add(Vector[] columns, int row, long hash, int slot) {
    for (int i = 0; i < keys.length; i++) {
      keys[i].append(columns[i], row);
    }
    return register(hash, slot);
  }

  private int register(long hash, int slot) {
    int group = groups++;
    slots[slot] = hash & TAG | group + 1;
    if (group == groupHashes.length) {
      groupHashes = Arrays.copyOf(groupHashes, group * 2);
    }
    groupHashes[group] = hash;
    if (groups * 2 > slots.length) {
      grow();
    }
    return group;
  }

  private void grow() {
    slots = new long[slots.length * 2];
    int mask = slots.length - 1;
    for (int group = 0; group < groups; group++) {
      int slot = (int) groupHashes[group] & mask;
      while (slots[slot] != 0) {
        slot = slot + 1 & mask;
      }
      slots[slot] = groupHashes[group] & TAG | group + 1;
    }
  }

  /// One key of layout LONG: no call per row.
  private void locateLongs(
      ColumnStore.Longs store, LongVector flat, long[] hashes, int size, int[] out, boolean add) {
    long[] values = flat.values();
    boolean mayHaveNulls = flat.mayHaveNulls() || !noNullKeys;
    Vector[] columns = {flat};
    for (int i = 0; i < size; i++) {
      if (mayHaveNulls && flat.isNull(i)) {
        out[i] = nullsEqual[0] ? lookUp(columns, i, hashes[i], add) : -1;
        continue;
      }
      long hash = hashes[i];
      long value = values[i];
      int mask = slots.length - 1;
      int slot = (int) hash & mask;
      int group = -1;
      long entry = slots[slot];
      while (entry != 0) {
        if (((entry ^ hash) & TAG) == 0) {
          int candidate = (int) entry - 1;
          if (store.values[candidate] == value && (noNullKeys || !store.isNull(candidate))) {
            group = candidate;
            break;
          }
        }
        slot = slot + 1 & mask;
        entry = slots[slot];
      }
      out[i] = group < 0 && add ? add(columns, i, hash, slot) : group;
    }
  }

  /// Rows whose varying keys are all dictionary codes: the group of a combination of codes is
  /// looked up once. False when the keys are not like that, or the dictionaries are new and larger
  /// than the batch.
  private boolean assignByCodes(Vector[] columns, int size, int[] out) {
    long combinations = 1;
    for (Vector column : columns) {
      if (column instanceof DictionaryVector d) {
        combinations *= Math.max(1, d.dictionary().size());
      } else if (!(column instanceof ConstantVector)) {
        return false;
      }
      if (combinations > MAX_CODES) {
        return false;
      }
    }
    Vector[] bases = new Vector[columns.length];
    for (int i = 0; i < bases.length; i++) {
      bases[i] =
          switch (columns[i]) {
            case DictionaryVector d -> d.dictionary();
            case ConstantVector c -> c.value();
            default -> columns[i];
          };
    }
    if (!sameObjects(bases, codeBases)) {
      codeBases = bases;
      if (combinations > 4L * size) {
        codeGroups = new int[0];
        return false;
      }
      codeGroups = new int[0];
    }
    if (codeGroups.length == 0) {
      codeGroups = new int[(int) combinations];
      Arrays.fill(codeGroups, UNKNOWN);
    }
    int[] combined = combinedCodes(columns, size);
    for (int i = 0; i < size; i++) {
      int group = codeGroups[combined[i]];
      if (group == UNKNOWN) {
        group = isUnmatchable(columns, i) ? -1 : lookUp(columns, i, rowHash(columns, i), true);
        codeGroups[combined[i]] = group;
      }
      out[i] = group;
    }
    return true;
  }

  private static int[] combinedCodes(Vector[] columns, int size) {
    int[] combined = null;
    for (Vector column : columns) {
      if (column instanceof DictionaryVector d) {
        int[] codes = d.codes();
        if (combined == null) {
          combined = columns.length == 1 ? codes : Arrays.copyOf(codes, size);
          continue;
        }
        int count = d.dictionary().size();
        for (int i = 0; i < size; i++) {
          combined[i] = combined[i] * count + codes[i];
        }
      }
    }
    return combined == null ? new int[size] : combined;
  }

  private static boolean sameObjects(Vector[] a, Vector @Nullable [] b) {
    if (b == null) {
      return false;
    }
    for (int i = 0; i < a.length; i++) {
      if (a[i] != b[i]) {
        return false;
      }
    }
    return true;
  }

  private static long rowHash(Vector[] columns, int row) {
    long hash = 0;
    for (int i = 0; i < columns.length; i++) {
      long next = hashOf(columns[i], row);
      hash = i == 0 ? next : Hashes.combine(hash, next);
    }
    return hash;
  }

  /// The hash of a value; values that are equal have equal hashes.
  static long hashOf(Vector vector, int row) {
    if (vector.isNull(row)) {
      return Hashes.NULL;
    }
    return switch (vector.type().layout()) {
      case LONG -> Hashes.mix(vector.longAt(row));
      case DOUBLE -> Hashes.mix(Vectors.doubleKey(vector.doubleAt(row)));
      case INT128 ->
          vector.type() == ScalarType.INTERVAL
              ? Hashes.mix(vector.highAt(row) * 30 * ValueOrder.DAY_MICROS + vector.lowAt(row))
              : Hashes.mix(vector.highAt(row), vector.lowAt(row));
      case BYTES ->
          Hashes.bytes(vector.bytesData(row), vector.bytesStart(row), vector.bytesEnd(row));
      case LIST -> Values.get(vector, row) instanceof Object o ? Hashes.mix(o.hashCode()) : 0;
    };
  }

  /// The hashes of rows, as the table has them; rows that are equal have equal hashes.
  static long[] hashes(Vector[] columns, int size) {
    long[] hashes = new long[size];
    for (int i = 0; i < columns.length; i++) {
      hash(columns[i], size, hashes, i == 0);
    }
    return hashes;
  }

  private static void hash(Vector vector, int size, long[] hashes, boolean first) {
    if (vector instanceof LongVector flat && !flat.mayHaveNulls()) {
      long[] values = flat.values();
      for (int i = 0; i < size; i++) {
        long next = Hashes.mix(values[i]);
        hashes[i] = first ? next : Hashes.combine(hashes[i], next);
      }
      return;
    }
    if (vector instanceof DictionaryVector d && d.dictionary().size() <= size) {
      long[] dictionary = new long[d.dictionary().size()];
      hash(d.dictionary(), dictionary.length, dictionary, true);
      int[] codes = d.codes();
      for (int i = 0; i < size; i++) {
        long next = dictionary[codes[i]];
        hashes[i] = first ? next : Hashes.combine(hashes[i], next);
      }
      return;
    }
    boolean constant = vector instanceof ConstantVector;
    long same = constant ? hashOf(vector, 0) : 0;
    for (int i = 0; i < size; i++) {
      long next = constant ? same : hashOf(vector, i);
      hashes[i] = first ? next : Hashes.combine(hashes[i], next);
    }
  }

  /// Whether keys of a type can be told apart by this table.
  static boolean supports(DataType type) {
    return type.layout() != Layout.LIST;
  }
}
