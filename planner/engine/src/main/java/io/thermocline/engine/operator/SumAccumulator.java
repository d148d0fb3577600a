package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.Int128Math;
import io.thermocline.engine.kernel.Numbers;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.Int128;
import io.thermocline.spi.batch.Int128Vector;
import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

/// Sums and averages of exact numbers in 128 bits, and of intervals, whose months are the high
/// words. Small numbers are first added up in one word each, as long as a bound on all these sums
/// allows.
final class SumAccumulator implements Accumulator {
  /// Numbers of more bits are added to the 128-bit sums at once, so that pending sums are moved
  /// there once in millions of rows only.
  private static final int SMALL_BITS = 40;

  private static final int MAXIMUM_ROWS = 1 << 20;
  private static final long MAXIMUM_BOUND = 1L << 62;

  private final DataType argumentType;
  private final DataType type;
  private final boolean average;
  private final boolean zeroWhenEmpty;
  private final boolean interval;
  private long[] high = new long[0];
  private long[] pending = new long[0];
  private long pendingBound;
  private long[] low = new long[0];
  private long[] counts = new long[0];

  SumAccumulator(DataType argumentType, DataType type, boolean average, boolean zeroWhenEmpty) {
    this.argumentType = argumentType;
    this.type = type;
    this.average = average;
    this.zeroWhenEmpty = zeroWhenEmpty;
    this.interval = argumentType == ScalarType.INTERVAL;
  }

  private void reserve(int groups) {
    if (counts.length < groups) {
      int capacity = Accumulator.grown(counts.length, groups);
      high = Arrays.copyOf(high, capacity);
      low = Arrays.copyOf(low, capacity);
      pending = Arrays.copyOf(pending, interval ? 0 : capacity);
      counts = Arrays.copyOf(counts, capacity);
    }
  }

  @Override
  public void add(int[] groups, Vector[] arguments, int size, int groupCount) {
    reserve(groupCount);
    Vector values = arguments[0];
    if (argumentType.layout() == Layout.LONG) {
      addLongs(groups, values, size);
      return;
    }
    if (!interval
        && values instanceof Int128Vector wide
        && wide.isNarrow()
        && !wide.mayHaveNulls()) {
      addArray(groups, wide.low(), size);
      return;
    }
    boolean nulls = values.mayHaveNulls();
    for (int i = 0; i < size; i++) {
      int group = groups[i];
      if (group >= 0 && !(nulls && values.isNull(i))) {
        addWords(group, values.highAt(i), values.lowAt(i));
        counts[group]++;
      }
    }
  }

  private void addLongs(int[] groups, Vector values, int size) {
    Vector flat = values instanceof DictionaryVector ? values : values.flatten();
    boolean nulls = flat.mayHaveNulls();
    if (flat instanceof LongVector longs && !nulls) {
      addArray(groups, longs.values(), size);
      return;
    }
    for (int i = 0; i < size; i++) {
      if (groups[i] >= 0 && !(nulls && flat.isNull(i))) {
        addLong(groups[i], flat.longAt(i));
        counts[groups[i]]++;
      }
    }
  }

  private void addArray(int[] groups, long[] values, int size) {
    long bits = 0;
    int anyGroup = 0;
    for (int i = 0; i < size; i++) {
      bits |= values[i] ^ values[i] >> 63;
      anyGroup |= groups[i];
    }
    if (bits >>> SMALL_BITS != 0 || size > MAXIMUM_ROWS || anyGroup < 0) {
      for (int i = 0; i < size; i++) {
        if (groups[i] >= 0) {
          addLong(groups[i], values[i]);
          counts[groups[i]]++;
        }
      }
      return;
    }
    long added = (bits + 1) * size;
    if (added > MAXIMUM_BOUND - pendingBound) {
      settle();
    }
    pendingBound += added;
    long[] sums = pending;
    for (int i = 0; i < size; i++) {
      int group = groups[i];
      sums[group] += values[i];
      counts[group]++;
    }
  }

  /// Moves the pending sums to the 128-bit ones.
  private void settle() {
    if (pendingBound == 0) {
      return;
    }
    for (int group = 0; group < pending.length; group++) {
      addLong(group, pending[group]);
      pending[group] = 0;
    }
    pendingBound = 0;
  }

  private void addLong(int group, long value) {
    long sum = low[group] + value;
    high[group] += (value >> 63) + (Long.compareUnsigned(sum, value) < 0 ? 1 : 0);
    low[group] = sum;
  }

  private void addWords(int group, long valueHigh, long valueLow) {
    if (interval) {
      high[group] += valueHigh;
      low[group] += valueLow;
    } else if (!Int128Math.add(high[group], low[group], valueHigh, valueLow, high, low, group)) {
      throw Int128Math.outOfRange(type.sqlName());
    }
  }

  @Override
  public void mergeGroup(Accumulator other, int otherGroup, int group, int groupCount) {
    reserve(groupCount);
    SumAccumulator from = (SumAccumulator) other;
    if (otherGroup < from.counts.length) {
      addWords(group, from.high[otherGroup], from.low[otherGroup]);
      if (from.pendingBound != 0) {
        addLong(group, from.pending[otherGroup]);
      }
      counts[group] += from.counts[otherGroup];
    }
  }

  @Override
  public List<DataType> stateTypes() {
    return List.of(ScalarType.INT64, ScalarType.INT64, ScalarType.INT64);
  }

  @Override
  public List<Vector> state(int from, int to) {
    reserve(to);
    settle();
    return List.of(
        Accumulator.words(high, from, to),
        Accumulator.words(low, from, to),
        Accumulator.words(counts, from, to));
  }

  @Override
  public void restore(List<Vector> state, int size) {
    high = Accumulator.words(state.get(0), size);
    low = Accumulator.words(state.get(1), size);
    counts = Accumulator.words(state.get(2), size);
    pending = new long[interval ? 0 : counts.length];
    pendingBound = 0;
  }

  @Override
  public Vector result(int from, int to) {
    reserve(to);
    settle();
    VectorBuilder out = new VectorBuilder(type, to - from);
    for (int g = from; g < to; g++) {
      if (counts[g] == 0 && !zeroWhenEmpty) {
        out.appendNull();
      } else if (interval) {
        appendInterval(out, g);
      } else if (average) {
        appendAverage(out, g);
      } else {
        appendSum(out, g);
      }
    }
    return out.build();
  }

  private int scale() {
    return argumentType instanceof DecimalType d ? d.scale() : 0;
  }

  private void appendSum(VectorBuilder out, int g) {
    boolean sameScale =
        type instanceof DecimalType d
            ? d.scale() == scale()
            : scale() == 0 && type.layout() == Layout.LONG;
    if (sameScale && type.layout() == Layout.INT128) {
      if (Int128Math.exceeds(high[g], low[g], ((DecimalType) type).precision())) {
        throw Int128Math.outOfRange(type.sqlName());
      }
      out.appendInt128(high[g], low[g]);
    } else if (sameScale && type == ScalarType.INT64) {
      if (!Int128Math.fitsLong(high[g], low[g])) {
        throw Int128Math.outOfRange(type.sqlName());
      }
      out.appendLong(low[g]);
    } else {
      Numbers.append(out, new BigDecimal(Int128.toBigInteger(high[g], low[g]), scale()));
    }
  }

  private void appendAverage(VectorBuilder out, int g) {
    BigInteger sum = Int128.toBigInteger(high[g], low[g]);
    BigDecimal count = BigDecimal.valueOf(counts[g]);
    int digits = type instanceof DecimalType d ? d.scale() : 30;
    Numbers.append(out, new BigDecimal(sum, scale()).divide(count, digits, RoundingMode.HALF_UP));
  }

  private void appendInterval(VectorBuilder out, int g) {
    if (!average) {
      out.appendInt128(high[g], low[g]);
      return;
    }
    long monthMicros = 30L * 86_400_000_000L;
    long months = high[g] / counts[g];
    double rest =
        (double) (high[g] % counts[g]) / counts[g] * monthMicros + (double) low[g] / counts[g];
    out.appendInt128(months, Math.round(rest));
  }

  @Override
  public long bytes() {
    return 24L * counts.length + 8L * pending.length;
  }
}
