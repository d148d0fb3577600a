package io.thermocline.engine.operator;

import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.util.Arrays;
import java.util.List;

/// BOOL_AND and BOOL_OR.
final class BooleanAccumulator implements Accumulator {
  private static final byte TRUE = 1;
  private static final byte FALSE = 2;
  private final boolean conjunction;
  private byte[] seen = new byte[0];

  BooleanAccumulator(boolean conjunction) {
    this.conjunction = conjunction;
  }

  private void reserve(int groups) {
    if (seen.length < groups) {
      seen = Arrays.copyOf(seen, Accumulator.grown(seen.length, groups));
    }
  }

  @Override
  public void add(int[] groups, Vector[] arguments, int size, int groupCount) {
    reserve(groupCount);
    for (int i = 0; i < size; i++) {
      if (groups[i] >= 0 && !arguments[0].isNull(i)) {
        seen[groups[i]] |= arguments[0].longAt(i) != 0 ? TRUE : FALSE;
      }
    }
  }

  @Override
  public void mergeGroup(Accumulator other, int otherGroup, int group, int groupCount) {
    reserve(groupCount);
    byte[] others = ((BooleanAccumulator) other).seen;
    if (otherGroup < others.length) {
      seen[group] |= others[otherGroup];
    }
  }

  @Override
  public List<DataType> stateTypes() {
    return List.of(ScalarType.INT64);
  }

  @Override
  public List<Vector> state(int from, int to) {
    reserve(to);
    long[] words = new long[seen.length];
    for (int g = from; g < to; g++) {
      words[g] = seen[g];
    }
    return List.of(Accumulator.words(words, from, to));
  }

  @Override
  public void restore(List<Vector> state, int size) {
    reserve(size);
    for (int g = 0; g < size; g++) {
      seen[g] = (byte) state.getFirst().longAt(g);
    }
  }

  @Override
  public Vector result(int from, int to) {
    reserve(to);
    VectorBuilder out = new VectorBuilder(ScalarType.BOOLEAN, to - from);
    for (int g = from; g < to; g++) {
      if (seen[g] == 0) {
        out.appendNull();
      } else {
        boolean value = conjunction ? seen[g] == TRUE : (seen[g] & TRUE) != 0;
        out.appendLong(value ? 1 : 0);
      }
    }
    return out.build();
  }

  @Override
  public long bytes() {
    return seen.length;
  }
}
