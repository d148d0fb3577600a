package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.ConstantVector;
import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import java.util.Arrays;
import java.util.List;

/// A comparison of two values of one type.
final class CompareKernel extends FunctionKernel {
  /// The six operators, by what the sign of an order must be.
  enum Operator {
    EQUAL(false, true, false),
    NOT_EQUAL(true, false, true),
    LESS(true, false, false),
    LESS_OR_EQUAL(true, true, false),
    GREATER(false, false, true),
    GREATER_OR_EQUAL(false, true, true);

    private final boolean negative;
    private final boolean zero;
    private final boolean positive;

    Operator(boolean negative, boolean zero, boolean positive) {
      this.negative = negative;
      this.zero = zero;
      this.positive = positive;
    }

    boolean accepts(int order) {
      return order < 0 ? negative : order > 0 ? positive : zero;
    }

    Operator swapped() {
      return switch (this) {
        case LESS -> GREATER;
        case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
        case GREATER -> LESS;
        case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
        case EQUAL, NOT_EQUAL -> this;
      };
    }
  }

  private final Operator operator;
  private final Layout layout;
  private final ValueOrder order;

  /// Both sides have the same type.
  CompareKernel(Operator operator, Kernel left, Kernel right) {
    super(ScalarType.BOOLEAN, List.of(left, right), true);
    this.operator = operator;
    this.layout = left.type().layout();
    this.order = ValueOrder.of(left.type());
  }

  @Override
  public boolean canFail() {
    return argumentsCanFail();
  }

  @Override
  public int select(Batch input, int[] rows) {
    if (layout == Layout.LONG
        && argument(0) instanceof ColumnKernel column
        && argument(1) instanceof ConstantKernel constant
        && !constant.isNull()
        && column.evaluate(input) instanceof LongVector flat) {
      return LongSelection.select(operator, flat, constant.value().longAt(0), input.size(), rows);
    }
    return super.select(input, rows);
  }

  @Override
  public int narrow(Batch input, int[] rows, int count) {
    if (layout == Layout.LONG
        && argument(0) instanceof ColumnKernel column
        && argument(1) instanceof ConstantKernel constant
        && !constant.isNull()
        && column.evaluate(input) instanceof LongVector flat) {
      return LongSelection.narrow(operator, flat, constant.value().longAt(0), rows, count);
    }
    return -1;
  }

  @Override
  Vector apply(Vector[] arguments, int size) {
    Vector left = arguments[0];
    Vector right = arguments[1];
    long[] out = new long[size];
    switch (layout) {
      case LONG -> compareLongs(left, right, size, out);
      case DOUBLE -> compareDoubles(left, right, size, out);
      case BYTES -> compareBytes(left, right, size, out);
      case INT128, LIST -> compareValues(left, right, size, out);
    }
    return Vectors.booleans(size, out, Vectors.unionNulls(arguments, size));
  }

  private void compareLongs(Vector left, Vector right, int size, long[] out) {
    if (right instanceof ConstantVector) {
      compareLongs(
          operator, Vectors.longs(left), Vectors.rowMask(left), right.longAt(0), size, out);
    } else if (left instanceof ConstantVector) {
      compareLongs(operator.swapped(), Vectors.longs(right), -1, left.longAt(0), size, out);
    } else {
      compareLongs(operator, Vectors.longs(left), Vectors.longs(right), size, out);
    }
  }

  private static void compareLongs(
      Operator operator, long[] a, int mask, long b, int size, long[] out) {
    switch (operator) {
      case EQUAL -> {
        for (int i = 0; i < size; i++) {
          out[i] = a[i & mask] == b ? 1 : 0;
        }
      }
      case NOT_EQUAL -> {
        for (int i = 0; i < size; i++) {
          out[i] = a[i & mask] != b ? 1 : 0;
        }
      }
      case LESS -> {
        for (int i = 0; i < size; i++) {
          out[i] = a[i & mask] < b ? 1 : 0;
        }
      }
      case LESS_OR_EQUAL -> {
        for (int i = 0; i < size; i++) {
          out[i] = a[i & mask] <= b ? 1 : 0;
        }
      }
      case GREATER -> {
        for (int i = 0; i < size; i++) {
          out[i] = a[i & mask] > b ? 1 : 0;
        }
      }
      case GREATER_OR_EQUAL -> {
        for (int i = 0; i < size; i++) {
          out[i] = a[i & mask] >= b ? 1 : 0;
        }
      }
    }
  }

  private static void compareLongs(Operator operator, long[] a, long[] b, int size, long[] out) {
    switch (operator) {
      case EQUAL -> {
        for (int i = 0; i < size; i++) {
          out[i] = a[i] == b[i] ? 1 : 0;
        }
      }
      case NOT_EQUAL -> {
        for (int i = 0; i < size; i++) {
          out[i] = a[i] != b[i] ? 1 : 0;
        }
      }
      case LESS -> {
        for (int i = 0; i < size; i++) {
          out[i] = a[i] < b[i] ? 1 : 0;
        }
      }
      case LESS_OR_EQUAL -> {
        for (int i = 0; i < size; i++) {
          out[i] = a[i] <= b[i] ? 1 : 0;
        }
      }
      case GREATER -> {
        for (int i = 0; i < size; i++) {
          out[i] = a[i] > b[i] ? 1 : 0;
        }
      }
      case GREATER_OR_EQUAL -> {
        for (int i = 0; i < size; i++) {
          out[i] = a[i] >= b[i] ? 1 : 0;
        }
      }
    }
  }

  private void compareDoubles(Vector left, Vector right, int size, long[] out) {
    double[] a = Vectors.doubles(left);
    double[] b = Vectors.doubles(right);
    int aMask = Vectors.rowMask(left);
    int bMask = Vectors.rowMask(right);
    for (int i = 0; i < size; i++) {
      out[i] = operator.accepts(ValueOrder.compareDoubles(a[i & aMask], b[i & bMask])) ? 1 : 0;
    }
  }

  private void compareBytes(Vector left, Vector right, int size, long[] out) {
    boolean equality = operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
    if (!equality) {
      compareValues(left, right, size, out);
      return;
    }
    long whenEqual = operator == Operator.EQUAL ? 1 : 0;
    for (int i = 0; i < size; i++) {
      int aStart = left.bytesStart(i);
      int aEnd = left.bytesEnd(i);
      int bStart = right.bytesStart(i);
      int bEnd = right.bytesEnd(i);
      boolean equal =
          aEnd - aStart == bEnd - bStart
              && Arrays.equals(left.bytesData(i), aStart, aEnd, right.bytesData(i), bStart, bEnd);
      out[i] = equal ? whenEqual : 1 - whenEqual;
    }
  }

  private void compareValues(Vector left, Vector right, int size, long[] out) {
    for (int i = 0; i < size; i++) {
      out[i] = operator.accepts(order.compare(left, i, right, i)) ? 1 : 0;
    }
  }

  /// `IS [NOT] DISTINCT FROM` of two values of one type.
  static Kernel distinctFrom(Kernel left, Kernel right, boolean negated) {
    ValueOrder order = ValueOrder.of(left.type());
    return RowKernel.lenientSafe(
        ScalarType.BOOLEAN,
        List.of(left, right),
        (arguments, row, out) -> {
          boolean leftNull = arguments[0].isNull(row);
          boolean rightNull = arguments[1].isNull(row);
          boolean distinct =
              leftNull || rightNull
                  ? leftNull != rightNull
                  : order.compare(arguments[0], row, arguments[1], row) != 0;
          out.appendLong(distinct != negated ? 1 : 0);
        });
  }

  /// The larger or smaller of two values that are not null, or the one that is not null.
  static Kernel extreme(DataType type, List<Kernel> arguments, boolean largest) {
    ValueOrder order = ValueOrder.of(type);
    return RowKernel.lenientSafe(
        type,
        arguments,
        (vectors, row, out) -> {
          int best = -1;
          for (int i = 0; i < vectors.length; i++) {
            if (vectors[i].isNull(row)) {
              continue;
            }
            if (best < 0) {
              best = i;
              continue;
            }
            int sign = order.compare(vectors[i], row, vectors[best], row);
            if (largest ? sign > 0 : sign < 0) {
              best = i;
            }
          }
          if (best < 0) {
            out.appendNull();
          } else {
            out.appendFrom(vectors[best], row);
          }
        });
  }

  /// `NULLIF` of two values of one type.
  static Kernel nullIf(Kernel left, Kernel right) {
    ValueOrder order = ValueOrder.of(left.type());
    return RowKernel.lenientSafe(
        left.type(),
        List.of(left, right),
        (vectors, row, out) -> {
          boolean equal =
              !vectors[0].isNull(row)
                  && !vectors[1].isNull(row)
                  && order.compare(vectors[0], row, vectors[1], row) == 0;
          if (equal) {
            out.appendNull();
          } else {
            out.appendFrom(vectors[0], row);
          }
        });
  }
}
