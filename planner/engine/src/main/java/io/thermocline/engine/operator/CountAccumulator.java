package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.Numbers;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.util.Arrays;
import java.util.List;

/// Counts rows, or those at which no argument is null.
final class CountAccumulator implements Accumulator {
  private final DataType type;
  private long[] counts = new long[0];

  CountAccumulator(DataType type) {
    this.type = type;
  }

  private void reserve(int groups) {
    if (counts.length < groups) {
      counts = Arrays.copyOf(counts, Accumulator.grown(counts.length, groups));
    }
  }

  @Override
  public void add(int[] groups, Vector[] arguments, int size, int groupCount) {
    reserve(groupCount);
    boolean nulls = false;
    for (Vector argument : arguments) {
      nulls |= argument.mayHaveNulls();
    }
    rows:
    for (int i = 0; i < size; i++) {
      if (groups[i] < 0) {
        continue;
      }
      if (nulls) {
        for (Vector argument : arguments) {
          if (argument.isNull(i)) {
            continue rows;
          }
        }
      }
      counts[groups[i]]++;
    }
  }

  @Override
  public void mergeGroup(Accumulator other, int otherGroup, int group, int groupCount) {
    reserve(groupCount);
    long[] others = ((CountAccumulator) other).counts;
    if (otherGroup < others.length) {
      counts[group] += others[otherGroup];
    }
  }

  @Override
  public List<DataType> stateTypes() {
    return List.of(ScalarType.INT64);
  }

  @Override
  public List<Vector> state(int from, int to) {
    reserve(to);
    return List.of(Accumulator.words(counts, from, to));
  }

  @Override
  public void restore(List<Vector> state, int size) {
    counts = Accumulator.words(state.getFirst(), size);
  }

  @Override
  public Vector result(int from, int to) {
    reserve(to);
    VectorBuilder out = new VectorBuilder(type, to - from);
    for (int g = from; g < to; g++) {
      Numbers.appendLong(out, counts[g]);
    }
    return out.build();
  }

  @Override
  public long bytes() {
    return 8L * counts.length;
  }
}
