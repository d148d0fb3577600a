package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.NullMask;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.type.DataType;
import java.util.List;

/// A function computed row by row, for those whose own work outweighs a call for each row.
final class RowKernel extends FunctionKernel {
  /// Appends the result of one row to `out`.
  @FunctionalInterface
  interface RowFunction {
    /// The arguments of a strict function are not null at the row.
    void apply(Vector[] arguments, int row, VectorBuilder out);
  }

  private final RowFunction function;
  private final boolean strict;
  private final boolean canFail;

  private RowKernel(
      DataType type,
      List<Kernel> arguments,
      boolean strict,
      boolean canFail,
      RowFunction function) {
    super(type, arguments, strict);
    this.function = function;
    this.strict = strict;
    this.canFail = canFail;
  }

  /// A function that is null when an argument is, and that may raise errors.
  static RowKernel strict(DataType type, List<Kernel> arguments, RowFunction function) {
    return new RowKernel(type, arguments, true, true, function);
  }

  /// A function that is null when an argument is, and that raises no errors.
  static RowKernel strictSafe(DataType type, List<Kernel> arguments, RowFunction function) {
    return new RowKernel(type, arguments, true, false, function);
  }

  /// A function that looks at nulls itself.
  static RowKernel lenient(DataType type, List<Kernel> arguments, RowFunction function) {
    return new RowKernel(type, arguments, false, true, function);
  }

  /// A function that looks at nulls itself, and that raises no errors.
  static RowKernel lenientSafe(DataType type, List<Kernel> arguments, RowFunction function) {
    return new RowKernel(type, arguments, false, false, function);
  }

  @Override
  public boolean canFail() {
    return canFail || argumentsCanFail();
  }

  @Override
  Vector apply(Vector[] arguments, int size) {
    VectorBuilder out = new VectorBuilder(type(), size);
    long[] nulls = strict ? Vectors.unionNulls(arguments, size) : null;
    for (int row = 0; row < size; row++) {
      if (NullMask.isNull(nulls, row)) {
        out.appendNull();
      } else {
        function.apply(arguments, row, out);
      }
    }
    return out.build();
  }
}
