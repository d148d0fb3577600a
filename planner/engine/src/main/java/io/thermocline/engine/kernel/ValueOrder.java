package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.ConstantVector;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.ListVector;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.math.BigInteger;
import java.util.Arrays;

/// The order of values of one type, as PostgreSQL's collation C and type operators define it. Rows
/// must not be null.
@FunctionalInterface
public interface ValueOrder {
  /// Negative, zero or positive as row `i` of `a` is before, equal to or after row `j` of `b`.
  int compare(Vector a, int i, Vector b, int j);

  /// Microseconds of a day.
  long DAY_MICROS = 86_400_000_000L;

  /// The order of a type.
  static ValueOrder of(DataType type) {
    return switch (type) {
      case DecimalType d ->
          d.precision() <= DecimalType.MAX_LONG_PRECISION
              ? ValueOrder::compareLongs
              : ValueOrder::compareInt128;
      case ArrayType a -> lists(of(a.element()));
      case ScalarType s ->
          switch (s) {
            case BOOLEAN, INT16, INT32, INT64, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ ->
                ValueOrder::compareLongs;
            case FLOAT32, FLOAT64 -> (a, i, b, j) -> compareDoubles(a.doubleAt(i), b.doubleAt(j));
            case TEXT, BYTES, JSON -> ValueOrder::compareBytes;
            case UUID -> ValueOrder::compareUnsigned;
            case INTERVAL ->
                (a, i, b, j) -> compareIntervals(a.highAt(i), a.lowAt(i), b.highAt(j), b.lowAt(j));
          };
    };
  }

  private static int compareLongs(Vector a, int i, Vector b, int j) {
    return Long.compare(a.longAt(i), b.longAt(j));
  }

  private static int compareInt128(Vector a, int i, Vector b, int j) {
    return Int128Math.compare(a.highAt(i), a.lowAt(i), b.highAt(j), b.lowAt(j));
  }

  private static int compareUnsigned(Vector a, int i, Vector b, int j) {
    int high = Long.compareUnsigned(a.highAt(i), b.highAt(j));
    return high != 0 ? high : Long.compareUnsigned(a.lowAt(i), b.lowAt(j));
  }

  private static int compareBytes(Vector a, int i, Vector b, int j) {
    return Arrays.compareUnsigned(
        a.bytesData(i),
        a.bytesStart(i),
        a.bytesEnd(i),
        b.bytesData(j),
        b.bytesStart(j),
        b.bytesEnd(j));
  }

  /// NaN is the largest number and equals itself; -0.0 equals 0.0.
  static int compareDoubles(double a, double b) {
    if (a < b) {
      return -1;
    }
    if (a > b) {
      return 1;
    }
    return a == b ? 0 : Boolean.compare(Double.isNaN(a), Double.isNaN(b));
  }

  /// Intervals compare by length, a month counting 30 days.
  static int compareIntervals(long aMonths, long aMicros, long bMonths, long bMicros) {
    if (aMonths == bMonths) {
      return Long.compare(aMicros, bMicros);
    }
    return length(aMonths, aMicros).compareTo(length(bMonths, bMicros));
  }

  private static BigInteger length(long months, long micros) {
    return BigInteger.valueOf(months)
        .multiply(BigInteger.valueOf(30 * DAY_MICROS))
        .add(BigInteger.valueOf(micros));
  }

  private static ValueOrder lists(ValueOrder elements) {
    return (a, i, b, j) -> {
      ListVector left = list(a);
      ListVector right = list(b);
      int p = left.offsets()[row(a, i)];
      int q = right.offsets()[row(b, j)];
      int leftEnd = left.offsets()[row(a, i) + 1];
      int rightEnd = right.offsets()[row(b, j) + 1];
      for (; p < leftEnd && q < rightEnd; p++, q++) {
        boolean leftNull = left.elements().isNull(p);
        boolean rightNull = right.elements().isNull(q);
        int order =
            leftNull || rightNull
                ? Boolean.compare(leftNull, rightNull)
                : elements.compare(left.elements(), p, right.elements(), q);
        if (order != 0) {
          return order;
        }
      }
      return Boolean.compare(p < leftEnd, q < rightEnd);
    };
  }

  private static ListVector list(Vector vector) {
    return switch (vector) {
      case ConstantVector c -> (ListVector) c.value();
      case DictionaryVector d -> (ListVector) d.dictionary();
      default -> (ListVector) vector;
    };
  }

  private static int row(Vector vector, int row) {
    return switch (vector) {
      case ConstantVector c -> 0;
      case DictionaryVector d -> d.codes()[row];
      default -> row;
    };
  }
}
