package io.thermocline.adapter.parquet.filter;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What statistics say about a run of values. Bounds are in the classes of [#compare]; a missing
/// bound is unknown.
///
/// @param mayHoldNull false only when no value is null
/// @param mayHoldValue false only when all values are null
/// @param mayHoldNan whether values beyond the bounds may be NaN
public record ColumnRange(
    @Nullable Object minimum,
    @Nullable Object maximum,
    boolean mayHoldNull,
    boolean mayHoldValue,
    boolean mayHoldNan) {
  /// Nothing is known.
  public static final ColumnRange UNKNOWN = new ColumnRange(null, null, true, true, true);

  /// Only nulls.
  public static final ColumnRange NULLS = new ColumnRange(null, null, true, false, false);

  /// Compares two bounds of one column: `Long`, `Double` (NaN is largest, zeros are equal),
  /// `BigInteger`, or `byte[]` (unsigned).
  static int compare(Object left, Object right) {
    return switch (left) {
      case Long l -> Long.compare(l, (Long) right);
      case Double d -> Double.compare(d + 0.0, (Double) right + 0.0);
      case BigInteger b -> b.compareTo((BigInteger) right);
      case byte[] b -> Arrays.compareUnsigned(b, (byte[]) right);
      default -> throw new IllegalStateException("bounds of class " + left.getClass().getName());
    };
  }

  /// The smaller of two bounds.
  public static Object smaller(Object left, Object right) {
    return compare(left, right) <= 0 ? left : right;
  }

  /// The larger of two bounds.
  public static Object larger(Object left, Object right) {
    return compare(left, right) >= 0 ? left : right;
  }

  /// Whether all values are known to be at or above a bound.
  public boolean startsAt(Object bound) {
    return minimum != null && compare(minimum, bound) >= 0;
  }

  /// Whether a value may be less than, equal to, or greater than the bound respectively.
  boolean mayBe(boolean less, boolean equal, boolean greater, Object value) {
    if (!mayHoldValue) {
      return false;
    }
    boolean nan = value instanceof Double d && d.isNaN();
    if (mayHoldNan && (greater || nan)) {
      return true;
    }
    Object low = minimum;
    Object high = maximum;
    boolean mayLess = low == null || compare(low, value) < 0;
    boolean mayGreater = high == null || compare(high, value) > 0;
    boolean mayEqual =
        (low == null || compare(low, value) <= 0) && (high == null || compare(high, value) >= 0);
    return less && mayLess || greater && mayGreater || equal && mayEqual;
  }
}
