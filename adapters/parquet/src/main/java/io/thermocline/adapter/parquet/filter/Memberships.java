package io.thermocline.adapter.parquet.filter;

import io.thermocline.spi.batch.DoubleVector;
import io.thermocline.spi.batch.Int128;
import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.ScalarType;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether a column is one of several values, or none of them, by layout.
final class Memberships {
  private Memberships() {}

  static ValueTest of(List<Object> values, boolean negated, io.thermocline.spi.type.DataType type) {
    return switch (values.getFirst()) {
      case Long l -> new Longs(values, negated);
      case Double d -> new Doubles(values, negated);
      case BigInteger b -> new Wide(values, negated, type == ScalarType.INTERVAL);
      case byte[] b -> new Bytes(values, negated);
      default ->
          throw new IllegalStateException(
              "a literal of class " + values.getFirst().getClass().getName());
    };
  }

  private abstract static class Member extends ValueTest {
    private final List<Object> values;
    private final boolean negated;
    final byte found;
    final byte missing;

    Member(List<Object> values, boolean negated) {
      this.values = values;
      this.negated = negated;
      this.found = Verdict.of(!negated);
      this.missing = Verdict.of(negated);
    }

    @Override
    final boolean mayHold(ColumnRange range) {
      if (negated || !range.mayHoldValue()) {
        return range.mayHoldValue();
      }
      for (Object value : values) {
        if (range.mayBe(false, true, false, value)) {
          return true;
        }
      }
      return false;
    }

    @Override
    final boolean mustHold(ColumnRange range) {
      if (range.mayHoldNull()) {
        return false;
      }
      for (Object value : values) {
        if (negated
            ? range.mayBe(false, true, false, value)
            : !range.mayBe(true, false, true, value)) {
          return !negated;
        }
      }
      return negated;
    }

    @Override
    final @Nullable List<Object> candidates() {
      return negated ? null : values;
    }

    @Override
    int cost() {
      return 5;
    }
  }

  private static final class Longs extends Member {
    private final long[] slots;
    private final boolean[] used;
    private final int mask;

    Longs(List<Object> values, boolean negated) {
      super(values, negated);
      int capacity = Integer.highestOneBit(Math.max(values.size(), 2)) << 2;
      slots = new long[capacity];
      used = new boolean[capacity];
      mask = capacity - 1;
      for (Object value : values) {
        int slot = slot((Long) value);
        slots[slot] = (Long) value;
        used[slot] = true;
      }
    }

    private int slot(long value) {
      int slot = (int) (value * 0x9e3779b97f4a7c15L >>> 32) & mask;
      while (used[slot] && slots[slot] != value) {
        slot = slot + 1 & mask;
      }
      return slot;
    }

    @Override
    void test(Vector flat, byte[] verdicts) {
      LongVector vector = (LongVector) flat;
      long[] values = vector.values();
      for (int i = 0; i < vector.size(); i++) {
        verdicts[i] = used[slot(values[i])] ? found : missing;
      }
      markUnknown(flat, verdicts);
    }
  }

  private static final class Doubles extends Member {
    private final double[] sorted;

    Doubles(List<Object> values, boolean negated) {
      super(values, negated);
      sorted = values.stream().mapToDouble(value -> (Double) value + 0.0).sorted().toArray();
    }

    @Override
    void test(Vector flat, byte[] verdicts) {
      DoubleVector vector = (DoubleVector) flat;
      for (int i = 0; i < vector.size(); i++) {
        verdicts[i] = Arrays.binarySearch(sorted, vector.values()[i] + 0.0) >= 0 ? found : missing;
      }
      markUnknown(flat, verdicts);
    }
  }

  private static final class Wide extends Member {
    private final Set<BigInteger> set;
    private final boolean interval;

    Wide(List<Object> values, boolean negated, boolean interval) {
      super(values, negated);
      this.interval = interval;
      this.set = new HashSet<>();
      for (Object value : values) {
        BigInteger number = (BigInteger) value;
        set.add(
            interval
                ? number
                : Int128.toBigInteger(number.shiftRight(64).longValue(), Int128.low(number)));
      }
    }

    @Override
    void test(Vector flat, byte[] verdicts) {
      for (int i = 0; i < flat.size(); i++) {
        BigInteger value =
            interval
                ? Literals.intervalOrder(flat.highAt(i), flat.lowAt(i))
                : Int128.toBigInteger(flat.highAt(i), flat.lowAt(i));
        verdicts[i] = set.contains(value) ? found : missing;
      }
      markUnknown(flat, verdicts);
    }
  }

  private static final class Bytes extends Member {
    private final byte[] @Nullable [] slots;
    private final int mask;

    Bytes(List<Object> values, boolean negated) {
      super(values, negated);
      int capacity = Integer.highestOneBit(Math.max(values.size(), 2)) << 2;
      slots = new byte[capacity][];
      mask = capacity - 1;
      for (Object value : values) {
        byte[] bytes = (byte[]) value;
        slots[slot(bytes, 0, bytes.length)] = bytes;
      }
    }

    private int slot(byte[] data, int from, int to) {
      int hash = 1;
      for (int i = from; i < to; i++) {
        hash = hash * 31 + data[i];
      }
      int slot = (hash ^ hash >>> 15) * 0x9e3779b1 >>> 7 & mask;
      byte[] present = slots[slot];
      while (present != null && !Arrays.equals(present, 0, present.length, data, from, to)) {
        slot = slot + 1 & mask;
        present = slots[slot];
      }
      return slot;
    }

    @Override
    void test(Vector flat, byte[] verdicts) {
      for (int i = 0; i < flat.size(); i++) {
        verdicts[i] =
            slots[slot(flat.bytesData(i), flat.bytesStart(i), flat.bytesEnd(i))] != null
                ? found
                : missing;
      }
      markUnknown(flat, verdicts);
    }
  }
}
