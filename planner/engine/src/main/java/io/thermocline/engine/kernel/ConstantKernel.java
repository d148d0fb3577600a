package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.ConstantVector;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// One value, known when the expression was compiled. `value` is a flat vector of one row.
record ConstantKernel(Vector value) implements Kernel {
  static ConstantKernel of(DataType type, @Nullable Object value) {
    return new ConstantKernel(Values.constant(type, value, 1).value());
  }

  boolean isNull() {
    return value.isNull(0);
  }

  @Override
  public DataType type() {
    return value.type();
  }

  @Override
  public Vector evaluate(Batch input) {
    return new ConstantVector(value, input.size());
  }

  @Override
  public void addColumns(BitSet columns) {}

  @Override
  public boolean canFail() {
    return false;
  }
}
