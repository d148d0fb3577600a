package io.thermocline.adapter.parquet.filter;

import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import java.math.BigInteger;
import java.time.DateTimeException;
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
  private static final int MAXIMUM_BOUND_BYTES = 256;

  /// Nothing is known.
  public static final ColumnRange UNKNOWN = new ColumnRange(null, null, true, true, true);

  /// Only nulls.
  public static final ColumnRange NULLS = new ColumnRange(null, null, true, false, false);

  /// The range of rows that all hold the value of a flat vector of one row.
  public static ColumnRange of(Vector value) {
    if (value.isNull(0)) {
      return NULLS;
    }
    if (value.type().layout() == Layout.LIST) {
      return UNKNOWN;
    }
    Object bound = Literals.fromVector(value, 0);
    return new ColumnRange(bound, bound, false, true, false);
  }

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

  /// A bound in the classes of [io.thermocline.spi.batch.Values], or null when there is none or it
  /// is longer than an estimate needs.
  public static @Nullable Object value(DataType type, @Nullable Object bound) {
    if (bound == null || type == ScalarType.UUID || type == ScalarType.INTERVAL) {
      return null;
    }
    VectorBuilder builder = new VectorBuilder(type, 1);
    switch (bound) {
      case Long l -> builder.appendLong(l);
      case Double d -> builder.appendDouble(d);
      case BigInteger b -> builder.appendInt128(b.shiftRight(64).longValue(), b.longValue());
      case byte[] b when b.length <= MAXIMUM_BOUND_BYTES -> builder.appendBytes(b);
      default -> {
        return null;
      }
    }
    try {
      return Values.get(builder.build(), 0);
    } catch (DateTimeException e) {
      return null;
    }
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
