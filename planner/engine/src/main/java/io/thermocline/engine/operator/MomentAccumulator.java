package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.Numbers;
import io.thermocline.engine.plan.AggregateFunction;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.util.Arrays;
import java.util.List;

/// Variances, standard deviations, covariances and correlation, by Welford's updates, merged by
/// Chan's formula. With one argument both variables are the same.
final class MomentAccumulator implements Accumulator {
  private final AggregateFunction function;
  private final DataType type;
  private long[] counts = new long[0];
  private double[] meanY = new double[0];
  private double[] meanX = new double[0];
  private double[] squaresY = new double[0];
  private double[] squaresX = new double[0];
  private double[] products = new double[0];

  MomentAccumulator(AggregateFunction function, DataType type) {
    this.function = function;
    this.type = type;
  }

  private void reserve(int groups) {
    if (counts.length < groups) {
      int capacity = Accumulator.grown(counts.length, groups);
      counts = Arrays.copyOf(counts, capacity);
      meanY = Arrays.copyOf(meanY, capacity);
      meanX = Arrays.copyOf(meanX, capacity);
      squaresY = Arrays.copyOf(squaresY, capacity);
      squaresX = Arrays.copyOf(squaresX, capacity);
      products = Arrays.copyOf(products, capacity);
    }
  }

  @Override
  public void add(int[] groups, Vector[] arguments, int size, int groupCount) {
    reserve(groupCount);
    Vector ys = arguments[0];
    Vector xs = arguments[arguments.length - 1];
    for (int i = 0; i < size; i++) {
      int g = groups[i];
      if (g < 0 || ys.isNull(i) || xs.isNull(i)) {
        continue;
      }
      double y = Numbers.toDouble(ys, i);
      double x = Numbers.toDouble(xs, i);
      long n = ++counts[g];
      double dy = y - meanY[g];
      double dx = x - meanX[g];
      meanY[g] += dy / n;
      meanX[g] += dx / n;
      squaresY[g] += dy * (y - meanY[g]);
      squaresX[g] += dx * (x - meanX[g]);
      products[g] += dx * (y - meanY[g]);
    }
  }

  @Override
  public void mergeGroup(Accumulator other, int k, int g, int groupCount) {
    reserve(groupCount);
    MomentAccumulator from = (MomentAccumulator) other;
    if (k >= from.counts.length || from.counts[k] == 0) {
      return;
    }
    long n = counts[g] + from.counts[k];
    double dy = from.meanY[k] - meanY[g];
    double dx = from.meanX[k] - meanX[g];
    double weight = (double) counts[g] * from.counts[k] / n;
    squaresY[g] += from.squaresY[k] + dy * dy * weight;
    squaresX[g] += from.squaresX[k] + dx * dx * weight;
    products[g] += from.products[k] + dx * dy * weight;
    meanY[g] += dy * from.counts[k] / n;
    meanX[g] += dx * from.counts[k] / n;
    counts[g] = n;
  }

  @Override
  public List<DataType> stateTypes() {
    return List.of(
        ScalarType.INT64,
        ScalarType.FLOAT64,
        ScalarType.FLOAT64,
        ScalarType.FLOAT64,
        ScalarType.FLOAT64,
        ScalarType.FLOAT64);
  }

  @Override
  public List<Vector> state(int from, int to) {
    reserve(to);
    return List.of(
        Accumulator.words(counts, from, to),
        Accumulator.doubles(meanY, from, to),
        Accumulator.doubles(meanX, from, to),
        Accumulator.doubles(squaresY, from, to),
        Accumulator.doubles(squaresX, from, to),
        Accumulator.doubles(products, from, to));
  }

  @Override
  public void restore(List<Vector> state, int size) {
    counts = Accumulator.words(state.get(0), size);
    meanY = Accumulator.doubles(state.get(1), size);
    meanX = Accumulator.doubles(state.get(2), size);
    squaresY = Accumulator.doubles(state.get(3), size);
    squaresX = Accumulator.doubles(state.get(4), size);
    products = Accumulator.doubles(state.get(5), size);
  }

  @Override
  public Vector result(int from, int to) {
    reserve(to);
    VectorBuilder out = new VectorBuilder(type, to - from);
    for (int g = from; g < to; g++) {
      double value = value(g);
      if (counts[g] < least() || function == AggregateFunction.CORR && Double.isNaN(value)) {
        out.appendNull();
      } else {
        Numbers.appendAny(out, value);
      }
    }
    return out.build();
  }

  private int least() {
    return switch (function) {
      case STDDEV_SAMP, VAR_SAMP, COVAR_SAMP -> 2;
      default -> 1;
    };
  }

  private double value(int g) {
    long n = counts[g];
    return switch (function) {
      case STDDEV_SAMP -> Math.sqrt(squaresY[g] / (n - 1));
      case STDDEV_POP -> Math.sqrt(squaresY[g] / n);
      case VAR_SAMP -> squaresY[g] / (n - 1);
      case VAR_POP -> squaresY[g] / n;
      case COVAR_SAMP -> products[g] / (n - 1);
      case COVAR_POP -> products[g] / n;
      case CORR -> products[g] / Math.sqrt(squaresY[g] * squaresX[g]);
      default -> throw new IllegalStateException(function + " has no moments");
    };
  }

  @Override
  public long bytes() {
    return 48L * counts.length;
  }
}
