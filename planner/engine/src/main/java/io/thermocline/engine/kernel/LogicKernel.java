package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.NullMask;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.ScalarType;
import java.util.Arrays;
import java.util.List;

/// Three-valued conjunction and disjunction.
final class LogicKernel extends FunctionKernel {
  private final boolean conjunction;

  LogicKernel(boolean conjunction, List<Kernel> arguments) {
    super(ScalarType.BOOLEAN, arguments, false);
    this.conjunction = conjunction;
  }

  /// A conjunction or disjunction; from left to right when an argument after the first can raise an
  /// error.
  static Kernel of(boolean conjunction, List<Kernel> arguments) {
    boolean lazy = arguments.subList(1, arguments.size()).stream().anyMatch(Kernel::canFail);
    return lazy
        ? new LazyLogicKernel(conjunction, arguments)
        : new LogicKernel(conjunction, arguments);
  }

  @Override
  public boolean canFail() {
    return argumentsCanFail();
  }

  @Override
  Vector apply(Vector[] arguments, int size) {
    // A conjunction is decided by a false argument, a disjunction by a true one; undecided with a
    // null argument it is null.
    long decisive = conjunction ? 0 : 1;
    long[] out = new long[size];
    boolean anyNulls = false;
    for (Vector argument : arguments) {
      anyNulls |= argument.mayHaveNulls();
    }
    if (!anyNulls) {
      applyWithoutNulls(arguments, size, out);
      return Vectors.booleans(size, out, null);
    }
    long[] nulls = NullMask.create(size);
    for (int i = 0; i < size; i++) {
      boolean decided = false;
      boolean unknown = false;
      for (Vector argument : arguments) {
        if (argument.isNull(i)) {
          unknown = true;
        } else if (argument.longAt(i) == decisive) {
          decided = true;
          break;
        }
      }
      if (decided) {
        out[i] = decisive;
      } else if (unknown) {
        NullMask.setNull(nulls, i);
      } else {
        out[i] = 1 - decisive;
      }
    }
    return Vectors.booleans(size, out, nulls);
  }

  private void applyWithoutNulls(Vector[] arguments, int size, long[] out) {
    Arrays.fill(out, conjunction ? 1 : 0);
    for (Vector argument : arguments) {
      long[] values = Vectors.longs(argument);
      int mask = Vectors.rowMask(argument);
      if (conjunction) {
        for (int i = 0; i < size; i++) {
          out[i] &= values[i & mask];
        }
      } else {
        for (int i = 0; i < size; i++) {
          out[i] |= values[i & mask];
        }
      }
    }
  }

  /// Negation.
  static Kernel not(Kernel argument) {
    return new Not(argument);
  }

  /// `IS [NOT] NULL`.
  static Kernel isNull(Kernel argument, boolean negated) {
    return new IsNull(argument, negated);
  }

  /// `IS [NOT] TRUE` or `IS [NOT] FALSE`.
  static Kernel isValue(Kernel argument, boolean value, boolean negated) {
    long wanted = value ? 1 : 0;
    return RowKernel.lenientSafe(
        ScalarType.BOOLEAN,
        List.of(argument),
        (vectors, row, out) -> {
          boolean is = !vectors[0].isNull(row) && vectors[0].longAt(row) == wanted;
          out.appendLong(is != negated ? 1 : 0);
        });
  }

  private static final class Not extends FunctionKernel {
    Not(Kernel argument) {
      super(ScalarType.BOOLEAN, List.of(argument), true);
    }

    @Override
    public boolean canFail() {
      return argumentsCanFail();
    }

    @Override
    Vector apply(Vector[] arguments, int size) {
      long[] values = Vectors.longs(arguments[0]);
      int mask = Vectors.rowMask(arguments[0]);
      long[] out = new long[size];
      for (int i = 0; i < size; i++) {
        out[i] = values[i & mask] == 0 ? 1 : 0;
      }
      return Vectors.booleans(size, out, Vectors.unionNulls(arguments, size));
    }
  }

  private static final class IsNull extends FunctionKernel {
    private final boolean negated;

    IsNull(Kernel argument, boolean negated) {
      super(ScalarType.BOOLEAN, List.of(argument), false);
      this.negated = negated;
    }

    @Override
    public boolean canFail() {
      return argumentsCanFail();
    }

    @Override
    Vector apply(Vector[] arguments, int size) {
      long[] out = new long[size];
      long[] nulls = Vectors.nullMask(arguments[0], size);
      for (int i = 0; i < size; i++) {
        out[i] = NullMask.isNull(nulls, i) != negated ? 1 : 0;
      }
      return Vectors.booleans(size, out, null);
    }
  }
}
