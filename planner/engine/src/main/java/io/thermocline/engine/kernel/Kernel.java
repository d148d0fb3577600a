package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import java.util.BitSet;

/// An expression resolved to loops over vectors. Made by [ExpressionCompiler]. Used by one thread
/// at a time, since kernels remember what they computed for a dictionary.
public interface Kernel {
  /// The type of the result.
  DataType type();

  /// The value for each row of a batch; any encoding.
  Vector evaluate(Batch input);

  /// Writes the rows at which a boolean result is true to `rows`, in order; returns their number.
  default int select(Batch input, int[] rows) {
    return Vectors.trueRows(evaluate(input), input.size(), rows);
  }

  /// Keeps those of the first `count` of `rows` at which a boolean result is true, in place;
  /// returns their number, or -1 when the kernel can only evaluate whole batches.
  default int narrow(Batch input, int[] rows, int count) {
    return -1;
  }

  /// Adds the input columns that are read.
  void addColumns(BitSet columns);

  /// Whether evaluation of further rows can raise an error.
  boolean canFail();
}
