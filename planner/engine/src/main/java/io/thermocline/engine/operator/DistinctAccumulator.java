package io.thermocline.engine.operator;

import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.util.ArrayList;
import java.util.List;

/// Passes each different combination of group and arguments on once. When there is one group only,
/// it is left out of the key.
final class DistinctAccumulator implements Accumulator {
  private final Accumulator inner;
  private final GroupTable table;
  private final List<DataType> argumentTypes;
  private final int arguments;
  private final boolean oneGroup;

  DistinctAccumulator(Accumulator inner, List<DataType> argumentTypes, boolean oneGroup) {
    this.inner = inner;
    this.argumentTypes = List.copyOf(argumentTypes);
    this.arguments = argumentTypes.size();
    this.oneGroup = oneGroup;
    List<DataType> types = new ArrayList<>(argumentTypes);
    if (!oneGroup) {
      types.add(ScalarType.INT64);
    }
    this.table = GroupTable.grouping(types);
  }

  @Override
  public void add(int[] groups, Vector[] values, int size, int groupCount) {
    int[] rows = new int[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      rows[count] = i;
      count += groups[i] >= 0 ? 1 : 0;
    }
    Vector[] keys = new Vector[oneGroup ? arguments : arguments + 1];
    for (int i = 0; i < arguments; i++) {
      keys[i] = count == size ? values[i] : values[i].take(rows, count);
    }
    if (!oneGroup) {
      long[] groupKeys = new long[count];
      for (int i = 0; i < count; i++) {
        groupKeys[i] = groups[rows[i]];
      }
      keys[arguments] = new LongVector(ScalarType.INT64, count, groupKeys, null);
    }
    int before = table.groups();
    int[] entries = new int[count];
    table.assign(keys, count, entries);
    int fresh = 0;
    int[] freshRows = new int[table.groups() - before];
    for (int i = 0; i < count && fresh < freshRows.length; i++) {
      if (entries[i] == before + fresh) {
        freshRows[fresh++] = i;
      }
    }
    if (fresh == 0) {
      return;
    }
    int[] freshGroups = new int[fresh];
    for (int i = 0; i < fresh; i++) {
      freshGroups[i] = groups[rows[freshRows[i]]];
    }
    Vector[] freshValues = new Vector[arguments];
    for (int i = 0; i < arguments; i++) {
      freshValues[i] = keys[i].take(freshRows, fresh);
    }
    inner.add(freshGroups, freshValues, fresh, groupCount);
  }

  @Override
  public void mergeGroup(Accumulator other, int otherGroup, int group, int groupCount) {
    throw new IllegalStateException("merged as a whole only");
  }

  @Override
  public void merge(Accumulator other, int[] mapping, int groupCount) {
    GroupTable from = ((DistinctAccumulator) other).table;
    Vector[] values = new Vector[arguments];
    for (int i = 0; i < arguments; i++) {
      values[i] = from.keys(i);
    }
    int[] groups = new int[from.groups()];
    if (!oneGroup) {
      Vector oldGroups = from.keys(arguments);
      for (int i = 0; i < groups.length; i++) {
        groups[i] = mapping[(int) oldGroups.longAt(i)];
      }
    }
    add(groups, values, groups.length, groupCount);
  }

  /// The number of different combinations.
  int entries() {
    return table.groups();
  }

  /// The types of the arguments.
  List<DataType> argumentTypes() {
    return argumentTypes;
  }

  /// The arguments of combinations `from` to `to`; writes their groups to `groups`.
  List<Vector> entries(int from, int to, int[] groups) {
    List<Vector> values = new ArrayList<>();
    for (int i = 0; i < arguments; i++) {
      values.add(table.keys(i, from, to));
    }
    Vector groupKeys = oneGroup ? null : table.keys(arguments, from, to);
    for (int i = 0; i < to - from; i++) {
      groups[i] = groupKeys == null ? 0 : (int) groupKeys.longAt(i);
    }
    return values;
  }

  @Override
  public List<DataType> stateTypes() {
    return inner.stateTypes();
  }

  @Override
  public List<Vector> state(int from, int to) {
    throw new IllegalStateException("written as rows, not as states");
  }

  @Override
  public void restore(List<Vector> state, int size) {
    throw new IllegalStateException("written as rows, not as states");
  }

  @Override
  public Vector result(int from, int to) {
    return inner.result(from, to);
  }

  @Override
  public long bytes() {
    return table.bytes() + inner.bytes();
  }
}
