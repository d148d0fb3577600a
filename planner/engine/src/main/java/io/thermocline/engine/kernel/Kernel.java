package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import java.util.BitSet;

/// An expression resolved to loops over vectors. Made by [ExpressionCompiler]. Used by one thread at a time, since kernels remember
/// what they computed for a dictionary.
public interface Kernel {
  /// The type of the result.
  DataType type();

  /// The value for each row of a batch; any encoding.
  Vector evaluate(Batch input);

  /// Adds the input columns that are read.
  void addColumns(BitSet columns);

  /// Whether evaluation of further rows can raise an error.
  boolean canFail();
}
