package io.thermocline.engine.operator;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.expr.FunctionId;
import io.thermocline.engine.kernel.ExpressionCompiler;
import io.thermocline.engine.kernel.ValueOrder;
import io.thermocline.engine.plan.WindowFrame;
import io.thermocline.engine.plan.WindowFrame.Bound;
import io.thermocline.engine.plan.WindowGroup;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.util.List;

/// The frame of each place: places `start[i]` to `end[i]`, less what is excluded.
final class FrameBounds {
  final int[] start;
  final int[] end;
  final WindowFrame frame;
  private final WindowOrder order;
  private final WindowGroup group;
  private final ExpressionCompiler compiler;

  FrameBounds(
      WindowFrame frame, WindowOrder order, WindowGroup group, ExpressionCompiler compiler) {
    this.frame = frame;
    this.order = order;
    this.group = group;
    this.compiler = compiler;
    this.start = bounds(frame.start(), true);
    this.end = bounds(frame.end(), false);
    for (int i = 0; i < order.size; i++) {
      start[i] = Math.clamp(start[i], order.partitionStart[i], order.partitionEnd[i]);
      end[i] = Math.clamp(end[i], start[i], order.partitionEnd[i]);
    }
  }

  /// Whether every frame is its whole partition.
  boolean isWholePartition() {
    return frame.exclusion() == WindowFrame.Exclusion.NO_OTHERS
        && frame.start() instanceof Bound.UnboundedPreceding
        && frame.end() instanceof Bound.UnboundedFollowing;
  }

  /// Whether every frame starts where its partition does, so that frames only grow.
  boolean isGrowing() {
    return frame.exclusion() == WindowFrame.Exclusion.NO_OTHERS
        && frame.start() instanceof Bound.UnboundedPreceding;
  }

  /// Receives a run of places.
  @FunctionalInterface
  interface RangeConsumer {
    /// Places `from` (inclusive) to `to` (exclusive), not empty.
    void accept(int from, int to);
  }

  /// Passes the runs that a place's frame is made of, in order.
  void ranges(int place, RangeConsumer consumer) {
    int from = start[place];
    int to = end[place];
    switch (frame.exclusion()) {
      case NO_OTHERS -> range(from, to, consumer);
      case CURRENT_ROW -> {
        range(from, Math.min(to, place), consumer);
        range(Math.max(from, place + 1), to, consumer);
      }
      case GROUP -> {
        range(from, Math.min(to, order.peerStart[place]), consumer);
        range(Math.max(from, order.peerEnd[place]), to, consumer);
      }
      case TIES -> {
        range(from, Math.min(to, order.peerStart[place]), consumer);
        range(Math.max(from, place), Math.min(to, place + 1), consumer);
        range(Math.max(from, order.peerEnd[place]), to, consumer);
      }
    }
  }

  private static void range(int from, int to, RangeConsumer consumer) {
    if (from < to) {
      consumer.accept(from, to);
    }
  }

  private int[] bounds(Bound bound, boolean isStart) {
    return switch (bound) {
      case Bound.UnboundedPreceding b -> order.partitionStart.clone();
      case Bound.UnboundedFollowing b -> order.partitionEnd.clone();
      case Bound.CurrentRow b -> current(isStart);
      case Bound.Preceding b -> offset(b.offset(), false, isStart);
      case Bound.Following b -> offset(b.offset(), true, isStart);
    };
  }

  private int[] current(boolean isStart) {
    if (frame.unit() != WindowFrame.Unit.ROWS) {
      return isStart ? order.peerStart.clone() : order.peerEnd.clone();
    }
    int[] places = new int[order.size];
    for (int i = 0; i < places.length; i++) {
      places[i] = isStart ? i : i + 1;
    }
    return places;
  }

  private int[] offset(Expression offset, boolean following, boolean isStart) {
    return switch (frame.unit()) {
      case ROWS -> rowOffset(count(offset), following, isStart);
      case GROUPS -> groupOffset(count(offset), following, isStart);
      case RANGE -> rangeOffset(offset, following, isStart);
    };
  }

  private long count(Expression offset) {
    long count = compiler.constantLong(offset, -1);
    if (count < 0) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "a frame's offset must be a number that is not null or negative");
    }
    return Math.min(count, Integer.MAX_VALUE / 2);
  }

  private int[] rowOffset(long count, boolean following, boolean isStart) {
    int[] places = new int[order.size];
    long shift = (following ? count : -count) + (isStart ? 0 : 1);
    for (int i = 0; i < places.length; i++) {
      places[i] = Math.clamp(i + shift, 0, order.size);
    }
    return places;
  }

  private int[] groupOffset(long count, boolean following, boolean isStart) {
    int[] groupStarts = new int[order.size + 1];
    int[] groupOf = new int[order.size];
    int groups = 0;
    for (int i = 0; i < order.size; i++) {
      if (order.peerStart[i] == i) {
        groupStarts[groups++] = i;
      }
      groupOf[i] = groups - 1;
    }
    groupStarts[groups] = order.size;
    int[] places = new int[order.size];
    for (int i = 0; i < places.length; i++) {
      long target = groupOf[i] + (following ? count : -count) + (isStart ? 0 : 1);
      places[i] = groupStarts[Math.clamp(target, 0, groups)];
    }
    return places;
  }

  /// Frames by value: both pointers only move forward within a partition, since the bound moves in
  /// the order's direction.
  private int[] rangeOffset(Expression offset, boolean following, boolean isStart) {
    if (order.orderKeys.length != 1) {
      throw new ThermoclineException(
          ErrorCode.UNSUPPORTED,
          "a RANGE frame with an offset needs exactly one order key; use ROWS or GROUPS");
    }
    boolean descending = group.orderBy().getFirst().descending();
    DataType keyType = order.orderKeys[0].type();
    DataType type = boundType(keyType, offset.type());
    Expression key = new Expression.Cast(new Expression.ColumnReference(0, keyType), type, false);
    FunctionId function = following == descending ? FunctionId.SUBTRACT : FunctionId.ADD;
    Batch batch = new Batch(List.of(order.orderKeys[0]), order.size);
    Vector keys = compiler.compile(key).evaluate(batch).flatten();
    Vector limits =
        compiler
            .compile(new Expression.Call(function, List.of(key, offset), type))
            .evaluate(batch)
            .flatten();
    ValueOrder values = ValueOrder.of(type);
    int[] places = new int[order.size];
    for (int from = 0; from < order.size; from = order.partitionEnd[from]) {
      int to = order.partitionEnd[from];
      int first = from;
      while (first < to && keys.isNull(first)) {
        first++;
      }
      int last = to;
      while (last > first && keys.isNull(last - 1)) {
        last--;
      }
      int pointer = first;
      for (int i = from; i < to; i++) {
        if (i < first || i >= last) {
          places[i] = isStart ? order.peerStart[i] : order.peerEnd[i];
          continue;
        }
        while (pointer < last && isBefore(values, keys, pointer, limits, i, descending, isStart)) {
          pointer++;
        }
        places[i] = pointer;
      }
    }
    return places;
  }

  private static boolean isBefore(
      ValueOrder values,
      Vector keys,
      int place,
      Vector limits,
      int row,
      boolean descending,
      boolean isStart) {
    int sign = values.compare(keys, place, limits, row);
    int directed = descending ? -sign : sign;
    return isStart ? directed < 0 : directed <= 0;
  }

  private static DataType boundType(DataType key, DataType offset) {
    if (key == ScalarType.DATE) {
      return offset == ScalarType.INTERVAL ? ScalarType.TIMESTAMP : ScalarType.DATE;
    }
    if (key == ScalarType.INT16 || key == ScalarType.INT32) {
      return ScalarType.INT64;
    }
    return switch (key) {
      case DecimalType d -> new DecimalType(DecimalType.MAX_PRECISION, d.scale());
      default -> key == ScalarType.INT64 ? new DecimalType(DecimalType.MAX_PRECISION, 0) : key;
    };
  }
}
