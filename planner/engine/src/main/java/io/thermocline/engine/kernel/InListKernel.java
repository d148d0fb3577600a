package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.NullMask;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// IN over a list of constants of the operand's type: a hash set for one-word values, and for the
/// others values in hash order.
final class InListKernel extends FunctionKernel {
  private final boolean negated;
  private final boolean hasNull;
  private final @Nullable LongSet set;
  private final Vector[] values;
  private final long[] hashes;
  private final ValueOrder order;

  /// `constants` have the operand's type.
  InListKernel(Kernel operand, List<ConstantKernel> constants, boolean negated) {
    super(ScalarType.BOOLEAN, List.of(operand), true);
    this.negated = negated;
    this.hasNull = constants.stream().anyMatch(ConstantKernel::isNull);
    Vector[] present =
        constants.stream()
            .filter(constant -> !constant.isNull())
            .map(ConstantKernel::value)
            .toArray(Vector[]::new);
    Layout layout = operand.type().layout();
    this.order = ValueOrder.of(operand.type());
    if (layout == Layout.LONG || layout == Layout.DOUBLE) {
      set = new LongSet(Arrays.stream(present).mapToLong(value -> key(value, 0)).toArray());
      values = new Vector[0];
      hashes = new long[0];
    } else {
      set = null;
      Arrays.sort(present, (a, b) -> Long.compare(hash(a, 0), hash(b, 0)));
      values = present;
      hashes = Arrays.stream(present).mapToLong(value -> hash(value, 0)).toArray();
    }
  }

  @Override
  public boolean canFail() {
    return argumentsCanFail();
  }

  private static long key(Vector vector, int row) {
    return vector.type().layout() == Layout.LONG
        ? vector.longAt(row)
        : Vectors.doubleKey(vector.doubleAt(row));
  }

  private static long hash(Vector vector, int row) {
    if (vector.type() == ScalarType.INTERVAL || vector.type().layout() == Layout.LIST) {
      return 0;
    }
    return vector.type().layout() == Layout.BYTES
        ? Hashes.bytes(vector.bytesData(row), vector.bytesStart(row), vector.bytesEnd(row))
        : Hashes.mix(vector.highAt(row), vector.lowAt(row));
  }

  @Override
  Vector apply(Vector[] arguments, int size) {
    Vector operand = arguments[0];
    long[] out = new long[size];
    long[] nulls = Vectors.nullMask(operand, size);
    if (hasNull) {
      nulls = nulls == null ? NullMask.create(size) : nulls.clone();
    }
    long whenFound = negated ? 0 : 1;
    for (int i = 0; i < size; i++) {
      if (NullMask.isNull(nulls, i)) {
        continue;
      }
      boolean found = set != null ? set.contains(key(operand, i)) : search(operand, i);
      if (!found && hasNull && nulls != null) {
        NullMask.setNull(nulls, i);
      }
      out[i] = found ? whenFound : 1 - whenFound;
    }
    return Vectors.booleans(size, out, nulls);
  }

  private boolean search(Vector operand, int row) {
    long hash = hash(operand, row);
    int at = Arrays.binarySearch(hashes, hash);
    if (at < 0) {
      return false;
    }
    while (at > 0 && hashes[at - 1] == hash) {
      at--;
    }
    for (; at < hashes.length && hashes[at] == hash; at++) {
      if (order.compare(operand, row, values[at], 0) == 0) {
        return true;
      }
    }
    return false;
  }
}
