package io.thermocline.adapter.parquet.scan;

import io.thermocline.adapter.parquet.file.ColumnOrigin;
import io.thermocline.adapter.parquet.file.ColumnShape;
import io.thermocline.adapter.parquet.file.FileColumn;
import io.thermocline.adapter.parquet.file.FileView;
import io.thermocline.adapter.parquet.filter.ColumnRange;
import io.thermocline.adapter.parquet.filter.Literals;
import io.thermocline.adapter.parquet.filter.StoredStatistics;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.source.Aggregation;
import io.thermocline.spi.source.Aggregation.Function;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.Locale;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.jspecify.annotations.Nullable;

/// A count or an extreme of one column.
///
/// @param column the position of the column, or -1 for the rows themselves
/// @param type the type of the result
record Measure(Function function, int column, DataType type) {
  /// The measure of a call, or null when statistics do not answer it: sums, distinct counts, and
  /// extremes of floating-point numbers (NaN is in no bounds) and of text (bounds may be cut off).
  static @Nullable Measure of(Aggregation.Call call, int column, Schema columns) {
    return switch (call.function()) {
      case COUNT -> call.distinct() ? null : new Measure(call.function(), column, ScalarType.INT64);
      case MIN, MAX -> {
        DataType type = columns.field(column).type();
        yield isExact(type) ? new Measure(call.function(), column, type) : null;
      }
      case SUM -> null;
    };
  }

  private static boolean isExact(DataType type) {
    return type instanceof DecimalType
        || type.isTemporal()
        || type == ScalarType.TIME
        || type.isNumeric() && type.layout() == Layout.LONG;
  }

  boolean isCount() {
    return function == Function.COUNT;
  }

  /// Nothing yet.
  Total total() {
    return new Total(function);
  }

  /// The name of the result's column.
  String name() {
    return function.name().toLowerCase(Locale.ROOT);
  }

  /// What the statistics of a row group say of all its rows, or null when they say too little.
  @Nullable Total from(FileView file, BlockMetaData rowGroup) {
    if (column < 0) {
      return total().addCount(rowGroup.getRowCount());
    }
    return switch (file.columns().get(column)) {
      case ColumnOrigin.Constant constant -> constant(constant.value(), rowGroup.getRowCount());
      case ColumnOrigin.Stored stored ->
          isCount()
              ? count(stored.column(), rowGroup)
              : bound(stored.column(), rowGroup.getColumns().get(stored.column().leaf()));
    };
  }

  private Total constant(Vector value, long rows) {
    if (value.isNull(0)) {
      return total();
    }
    return isCount() ? total().addCount(rows) : total().addBound(Literals.fromVector(value, 0));
  }

  private @Nullable Total count(FileColumn stored, BlockMetaData rowGroup) {
    if (!stored.shape().optional()) {
      return total().addCount(rowGroup.getRowCount());
    }
    Statistics<?> statistics = rowGroup.getColumns().get(stored.leaf()).getStatistics();
    return statistics == null
            || !statistics.isNumNullsSet()
            || stored.shape().maxRepetition() > 0
            || statistics.getNumNulls() > rowGroup.getRowCount()
        ? null
        : total().addCount(rowGroup.getRowCount() - statistics.getNumNulls());
  }

  /// Bounds of numbers that are stored as integers are the extremes; writers cut off only bytes.
  private @Nullable Total bound(FileColumn stored, ColumnChunkMetaData chunk) {
    ColumnShape shape = stored.shape();
    boolean integer =
        switch (shape.primitive().getPrimitiveTypeName()) {
          case INT32, INT64 -> shape.maxRepetition() == 0;
          default -> false;
        };
    if (!integer) {
      return null;
    }
    ColumnRange range = StoredStatistics.range(shape, type, chunk);
    if (!range.mayHoldValue()) {
      return total();
    }
    Object bound = function == Function.MIN ? range.minimum() : range.maximum();
    return bound == null ? null : total().addBound(bound);
  }

  /// Adds what a batch of values holds.
  void add(Vector values, Total total) {
    for (int row = 0; row < values.size(); row++) {
      if (values.isNull(row)) {
        continue;
      }
      if (isCount()) {
        total.addCount(1);
      } else if (type.layout() == Layout.LONG) {
        total.addBound(values.longAt(row));
      } else {
        total.addBound(Literals.wide(type, values.highAt(row), values.lowAt(row)));
      }
    }
  }
}
