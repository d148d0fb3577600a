package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.Numbers;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.util.Arrays;
import java.util.List;

/// Sums and averages of floating-point numbers, with Neumaier's compensation so that the order of
/// rows hardly shows.
final class DoubleSumAccumulator implements Accumulator {
  private final DataType type;
  private final boolean average;
  private final boolean zeroWhenEmpty;
  private double[] sums = new double[0];
  private double[] corrections = new double[0];
  private long[] counts = new long[0];

  DoubleSumAccumulator(DataType type, boolean average, boolean zeroWhenEmpty) {
    this.type = type;
    this.average = average;
    this.zeroWhenEmpty = zeroWhenEmpty;
  }

  private void reserve(int groups) {
    if (counts.length < groups) {
      int capacity = Accumulator.grown(counts.length, groups);
      sums = Arrays.copyOf(sums, capacity);
      corrections = Arrays.copyOf(corrections, capacity);
      counts = Arrays.copyOf(counts, capacity);
    }
  }

  @Override
  public void add(int[] groups, Vector[] arguments, int size, int groupCount) {
    reserve(groupCount);
    Vector values = arguments[0];
    boolean nulls = values.mayHaveNulls();
    for (int i = 0; i < size; i++) {
      if (groups[i] >= 0 && !(nulls && values.isNull(i))) {
        add(groups[i], values.doubleAt(i));
        counts[groups[i]]++;
      }
    }
  }

  private void add(int group, double value) {
    double sum = sums[group];
    double next = sum + value;
    corrections[group] +=
        Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sums[group] = next;
  }

  @Override
  public void mergeGroup(Accumulator other, int otherGroup, int group, int groupCount) {
    reserve(groupCount);
    DoubleSumAccumulator from = (DoubleSumAccumulator) other;
    if (otherGroup < from.counts.length && from.counts[otherGroup] > 0) {
      add(group, from.sums[otherGroup]);
      corrections[group] += from.corrections[otherGroup];
      counts[group] += from.counts[otherGroup];
    }
  }

  @Override
  public List<DataType> stateTypes() {
    return List.of(ScalarType.FLOAT64, ScalarType.FLOAT64, ScalarType.INT64);
  }

  @Override
  public List<Vector> state(int from, int to) {
    reserve(to);
    return List.of(
        Accumulator.doubles(sums, from, to),
        Accumulator.doubles(corrections, from, to),
        Accumulator.words(counts, from, to));
  }

  @Override
  public void restore(List<Vector> state, int size) {
    sums = Accumulator.doubles(state.get(0), size);
    corrections = Accumulator.doubles(state.get(1), size);
    counts = Accumulator.words(state.get(2), size);
  }

  @Override
  public Vector result(int from, int to) {
    reserve(to);
    VectorBuilder out = new VectorBuilder(type, to - from);
    for (int g = from; g < to; g++) {
      if (counts[g] == 0 && !zeroWhenEmpty) {
        out.appendNull();
      } else {
        double corrected = sums[g] + corrections[g];
        double sum = Double.isNaN(corrected) ? sums[g] : corrected;
        Numbers.appendAny(out, average ? sum / counts[g] : sum);
      }
    }
    return out.build();
  }

  @Override
  public long bytes() {
    return 24L * counts.length;
  }
}
