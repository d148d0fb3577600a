package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.NullMask;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.util.BitSet;
import java.util.List;

/// Three-valued conjunction and disjunction from left to right: an argument is evaluated only for
/// rows that those before it do not decide, so that `x <> 0 AND 1 / x > 2` raises no error, as in
/// PostgreSQL.
final class LazyLogicKernel implements Kernel {
  private final boolean conjunction;
  private final List<Kernel> arguments;
  private final List<BitSet> columns;

  LazyLogicKernel(boolean conjunction, List<Kernel> arguments) {
    this.conjunction = conjunction;
    this.arguments = List.copyOf(arguments);
    this.columns =
        arguments.stream()
            .map(argument -> {
              BitSet read = new BitSet();
              argument.addColumns(read);
              return read;
            })
            .toList();
  }

  @Override
  public DataType type() {
    return ScalarType.BOOLEAN;
  }

  @Override
  public void addColumns(BitSet read) {
    columns.forEach(read::or);
  }

  @Override
  public boolean canFail() {
    return true;
  }

  @Override
  public Vector evaluate(Batch input) {
    int size = input.size();
    long decisive = conjunction ? 0 : 1;
    long[] out = new long[size];
    long[] unknown = NullMask.create(size);
    int[] rows = new int[size];
    for (int i = 0; i < size; i++) {
      out[i] = 1 - decisive;
      rows[i] = i;
    }
    int left = size;
    boolean anyUnknown = false;
    for (int k = 0; k < arguments.size() && left > 0; k++) {
      Kernel argument = arguments.get(k);
      Vector values =
          argument.evaluate(left == size ? input : Vectors.take(input, columns.get(k), rows, left));
      int kept = 0;
      for (int i = 0; i < left; i++) {
        int row = rows[i];
        if (values.isNull(i)) {
          NullMask.setNull(unknown, row);
          anyUnknown = true;
        } else if (values.longAt(i) == decisive) {
          out[row] = decisive;
          unknown[row >>> 6] &= ~(1L << row);
          continue;
        }
        rows[kept++] = row;
      }
      left = kept;
    }
    return Vectors.booleans(size, out, anyUnknown ? unknown : null);
  }
}
