package io.thermocline.adapter.parquet.filter;

import io.thermocline.spi.batch.DoubleVector;
import io.thermocline.spi.batch.Int128;
import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.source.Predicate.Operator;
import io.thermocline.spi.type.ScalarType;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Comparisons of a column with one value, by layout.
final class Comparisons {
  private Comparisons() {}

  static ValueTest of(Operator operator, Object value, io.thermocline.spi.type.DataType type) {
    return switch (value) {
      case Long l -> new Longs(operator, l);
      case Double d -> new Doubles(operator, d);
      case BigInteger b -> new Wide(operator, b, type);
      case byte[] b -> new Bytes(operator, b);
      default ->
          throw new IllegalStateException("a literal of class " + value.getClass().getName());
    };
  }

  private abstract static class Compare extends ValueTest {
    final boolean less;
    final boolean equal;
    final boolean greater;
    private final Operator operator;
    private final Object value;

    Compare(Operator operator, Object value) {
      this.operator = operator;
      this.value = value;
      this.less = operator == Operator.LT || operator == Operator.LE || operator == Operator.NE;
      this.equal = operator == Operator.EQ || operator == Operator.LE || operator == Operator.GE;
      this.greater = operator == Operator.GT || operator == Operator.GE || operator == Operator.NE;
    }

    final byte verdict(int comparison) {
      return Verdict.of(comparison < 0 ? less : comparison > 0 ? greater : equal);
    }

    @Override
    final boolean mayHold(ColumnRange range) {
      return range.mayBe(less, equal, greater, value);
    }

    @Override
    final boolean mustHold(ColumnRange range) {
      return !range.mayHoldNull() && !range.mayBe(!less, !equal, !greater, value);
    }

    @Override
    final @Nullable List<Object> candidates() {
      return operator == Operator.EQ ? List.of(value) : null;
    }
  }

  private static final class Longs extends Compare {
    private final long low;
    private final long high;
    private final boolean outside;
    private final boolean never;

    Longs(Operator operator, long value) {
      super(operator, value);
      never =
          operator == Operator.LT && value == Long.MIN_VALUE
              || operator == Operator.GT && value == Long.MAX_VALUE;
      outside = operator == Operator.NE;
      low =
          switch (operator) {
            case LT, LE -> Long.MIN_VALUE;
            case GT -> value + 1;
            case EQ, NE, GE -> value;
          };
      high =
          switch (operator) {
            case GT, GE -> Long.MAX_VALUE;
            case LT -> value - 1;
            case EQ, NE, LE -> value;
          };
    }

    @Override
    void test(Vector flat, byte[] verdicts) {
      LongVector vector = (LongVector) flat;
      long[] values = vector.values();
      int size = vector.size();
      if (never) {
        Arrays.fill(verdicts, 0, size, Verdict.FALSE);
      } else {
        byte inside = Verdict.of(!outside);
        byte beyond = Verdict.of(outside);
        for (int i = 0; i < size; i++) {
          verdicts[i] = values[i] >= low && values[i] <= high ? inside : beyond;
        }
      }
      markUnknown(flat, verdicts);
    }
  }

  private static final class Doubles extends Compare {
    private final double value;

    Doubles(Operator operator, double value) {
      super(operator, value);
      this.value = value + 0.0;
    }

    @Override
    void test(Vector flat, byte[] verdicts) {
      DoubleVector vector = (DoubleVector) flat;
      double[] values = vector.values();
      for (int i = 0; i < vector.size(); i++) {
        verdicts[i] = verdict(Double.compare(values[i] + 0.0, value));
      }
      markUnknown(flat, verdicts);
    }

    @Override
    int cost() {
      return 2;
    }
  }

  private static final class Wide extends Compare {
    private final boolean unsigned;
    private final boolean interval;
    private final long high;
    private final long low;

    Wide(Operator operator, BigInteger value, io.thermocline.spi.type.DataType type) {
      super(operator, value);
      this.unsigned = type == ScalarType.UUID;
      this.interval = type == ScalarType.INTERVAL;
      this.high = value.shiftRight(64).longValue();
      this.low = Int128.low(value);
    }

    @Override
    void test(Vector flat, byte[] verdicts) {
      for (int i = 0; i < flat.size(); i++) {
        long rowHigh = flat.highAt(i);
        long rowLow = flat.lowAt(i);
        if (interval) {
          long months = rowHigh;
          long product = months * Literals.MICROS_PER_MONTH;
          long sum = product + rowLow;
          long carry = Long.compareUnsigned(sum, product) < 0 ? 1 : 0;
          rowHigh = Math.multiplyHigh(months, Literals.MICROS_PER_MONTH) + (rowLow >> 63) + carry;
          rowLow = sum;
        }
        int order =
            rowHigh != high
                ? unsigned ? Long.compareUnsigned(rowHigh, high) : Long.compare(rowHigh, high)
                : Long.compareUnsigned(rowLow, low);
        verdicts[i] = verdict(order);
      }
      markUnknown(flat, verdicts);
    }

    @Override
    int cost() {
      return 3;
    }
  }

  private static final class Bytes extends Compare {
    private final byte[] value;

    Bytes(Operator operator, byte[] value) {
      super(operator, value);
      this.value = value;
    }

    @Override
    void test(Vector flat, byte[] verdicts) {
      boolean equality = !less || greater && !equal;
      for (int i = 0; i < flat.size(); i++) {
        int start = flat.bytesStart(i);
        int end = flat.bytesEnd(i);
        if (equality && less == greater && end - start != value.length) {
          verdicts[i] = Verdict.of(less);
        } else {
          verdicts[i] =
              verdict(
                  Arrays.compareUnsigned(flat.bytesData(i), start, end, value, 0, value.length));
        }
      }
      markUnknown(flat, verdicts);
    }

    @Override
    int cost() {
      return 4;
    }
  }
}
