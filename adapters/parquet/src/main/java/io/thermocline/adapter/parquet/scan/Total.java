package io.thermocline.adapter.parquet.scan;

import io.thermocline.adapter.parquet.filter.ColumnRange;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.source.Aggregation.Function;
import io.thermocline.spi.type.DataType;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// A count or an extreme that grows. For one thread.
final class Total {
  private final Function function;
  private long count;
  private @Nullable Object bound;

  /// Of nothing yet.
  ///
  /// @param function not SUM
  Total(Function function) {
    this.function = function;
  }

  Total addCount(long rows) {
    count += rows;
    return this;
  }

  /// Adds a value in the classes of [ColumnRange].
  Total addBound(Object value) {
    Object known = bound;
    if (known == null) {
      bound = value;
    } else {
      bound =
          function == Function.MIN
              ? ColumnRange.smaller(known, value)
              : ColumnRange.larger(known, value);
    }
    return this;
  }

  void add(Total other) {
    count += other.count;
    Object value = other.bound;
    if (value != null) {
      addBound(value);
    }
  }

  /// The total as a vector of one row.
  Vector vector(DataType type) {
    VectorBuilder builder = new VectorBuilder(type, 1);
    if (function == Function.COUNT) {
      builder.appendLong(count);
    } else {
      switch (bound) {
        case null -> builder.appendNull();
        case Long number -> builder.appendLong(number);
        case BigInteger number ->
            builder.appendInt128(number.shiftRight(64).longValue(), number.longValue());
        default -> throw new IllegalStateException("an extreme of another layout");
      }
    }
    return builder.build();
  }
}
