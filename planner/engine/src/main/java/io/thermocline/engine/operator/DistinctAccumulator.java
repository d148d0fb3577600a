package io.thermocline.engine.operator;

import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.util.ArrayList;
import java.util.List;

/// Passes each different combination of group and arguments on once.
final class DistinctAccumulator implements Accumulator {
  private final Accumulator inner;
  private final GroupTable table;
  private final int arguments;

  DistinctAccumulator(Accumulator inner, List<DataType> argumentTypes) {
    this.inner = inner;
    this.arguments = argumentTypes.size();
    List<DataType> types = new ArrayList<>(argumentTypes);
    types.add(ScalarType.INT64);
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
    long[] groupKeys = new long[count];
    Vector[] keys = new Vector[arguments + 1];
    for (int i = 0; i < arguments; i++) {
      keys[i] = count == size ? values[i] : values[i].take(rows, count);
    }
    for (int i = 0; i < count; i++) {
      groupKeys[i] = groups[rows[i]];
    }
    keys[arguments] = new LongVector(ScalarType.INT64, count, groupKeys, null);
    int before = table.groups();
    int[] entries = new int[count];
    table.assign(keys, count, entries);
    int fresh = 0;
    for (int i = 0; i < count; i++) {
      if (entries[i] == before + fresh) {
        rows[fresh] = i;
        fresh++;
      }
    }
    int[] freshGroups = new int[fresh];
    for (int i = 0; i < fresh; i++) {
      freshGroups[i] = (int) groupKeys[rows[i]];
    }
    Vector[] freshValues = new Vector[arguments];
    for (int i = 0; i < arguments; i++) {
      freshValues[i] = keys[i].take(rows, fresh);
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
    Vector oldGroups = from.keys(arguments);
    int[] groups = new int[from.groups()];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = mapping[(int) oldGroups.longAt(i)];
    }
    add(groups, values, groups.length, groupCount);
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
