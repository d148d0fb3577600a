package io.thermocline.adapter.parquet.file;

import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import org.jspecify.annotations.Nullable;

/// Types that hold the values of two types without loss.
public final class WiderTypes {
  private WiderTypes() {}

  /// The wider one of two types that columns of one relation may have in different files, or null
  /// when they do not fit together.
  public static @Nullable DataType of(DataType left, DataType right) {
    if (left.equals(right)) {
      return left;
    }
    if (left instanceof ScalarType l && right instanceof ScalarType r) {
      boolean integers = isInteger(l) && isInteger(r);
      boolean floats = isFloat(l) && isFloat(r);
      return integers || floats ? (l.compareTo(r) > 0 ? l : r) : null;
    }
    if (left instanceof DecimalType l && right instanceof DecimalType r && l.scale() == r.scale()) {
      return l.precision() > r.precision() ? l : r;
    }
    if (left instanceof ArrayType l && right instanceof ArrayType r) {
      DataType element = of(l.element(), r.element());
      return element == null ? null : new ArrayType(element);
    }
    return null;
  }

  private static boolean isInteger(ScalarType type) {
    return type == ScalarType.INT16 || type == ScalarType.INT32 || type == ScalarType.INT64;
  }

  private static boolean isFloat(ScalarType type) {
    return type == ScalarType.FLOAT32 || type == ScalarType.FLOAT64;
  }
}
