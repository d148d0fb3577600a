package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import java.util.BitSet;

/// A column of the input as it is.
record ColumnKernel(int index, DataType type) implements Kernel {
  @Override
  public Vector evaluate(Batch input) {
    return input.column(index);
  }

  @Override
  public void addColumns(BitSet columns) {
    columns.set(index);
  }

  @Override
  public boolean canFail() {
    return false;
  }
}
