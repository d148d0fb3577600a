package io.thermocline.engine.operator;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.kernel.ExpressionCompiler;
import io.thermocline.engine.kernel.Numbers;
import io.thermocline.engine.plan.WindowCall;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.ScalarType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Window functions other than aggregates, by place.
final class WindowFunctions {
  private WindowFunctions() {}

  /// A function of the place in the order.
  static Vector ranking(WindowCall.Ranking call, WindowOrder order, ExpressionCompiler compiler) {
    VectorBuilder out = new VectorBuilder(call.type(), order.size);
    long buckets =
        call.function() == WindowCall.RankingFunction.NTILE
            ? compiler.constantLong(call.arguments().getFirst(), 0)
            : 1;
    if (buckets < 1) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER, "ntile needs a number of buckets above zero");
    }
    long denseRank = 0;
    for (int i = 0; i < order.size; i++) {
      int start = order.partitionStart[i];
      long rows = order.partitionEnd[i] - start;
      long number = i - start + 1L;
      long rank = order.peerStart[i] - start + 1L;
      denseRank = i == start ? 1 : order.peerStart[i] == i ? denseRank + 1 : denseRank;
      switch (call.function()) {
        case ROW_NUMBER -> Numbers.appendLong(out, number);
        case RANK -> Numbers.appendLong(out, rank);
        case DENSE_RANK -> Numbers.appendLong(out, denseRank);
        case PERCENT_RANK -> Numbers.appendAny(out, rows == 1 ? 0 : (rank - 1.0) / (rows - 1));
        case CUME_DIST -> Numbers.appendAny(out, (double) (order.peerEnd[i] - start) / rows);
        case NTILE -> Numbers.appendLong(out, bucket(number, rows, buckets));
      }
    }
    return out.build();
  }

  /// The first `rows % buckets` buckets have one row more than the others.
  private static long bucket(long number, long rows, long buckets) {
    long small = rows / buckets;
    long large = rows % buckets;
    long inLarge = large * (small + 1);
    return number <= inLarge
        ? (number - 1) / (small + 1) + 1
        : large + (number - 1 - inLarge) / small + 1;
  }

  /// The value of another row. `arguments` are by place, the first in the call's type.
  static Vector value(
      WindowCall.Value call, Vector[] arguments, WindowOrder order, @Nullable FrameBounds frames) {
    VectorBuilder out = new VectorBuilder(call.type(), order.size);
    for (int i = 0; i < order.size; i++) {
      switch (call.function()) {
        case LAG -> shifted(call, arguments, order, i, -1, out);
        case LEAD -> shifted(call, arguments, order, i, 1, out);
        case FIRST_VALUE, LAST_VALUE, NTH_VALUE -> framed(call, arguments, frames, i, out);
      }
    }
    return out.build();
  }

  private static void shifted(
      WindowCall.Value call,
      Vector[] arguments,
      WindowOrder order,
      int place,
      int direction,
      VectorBuilder out) {
    if (arguments.length > 1 && arguments[1].isNull(place)) {
      out.appendNull();
      return;
    }
    long offset = arguments.length > 1 ? arguments[1].longAt(place) : 1;
    int target = place;
    if (call.ignoreNulls() && offset != 0) {
      int step = offset < 0 ? -direction : direction;
      for (long left = Math.abs(offset); left > 0 && isInside(order, place, target); ) {
        target += step;
        left -= isInside(order, place, target) && !arguments[0].isNull(target) ? 1 : 0;
      }
    } else {
      target =
          Math.clamp(
              place + direction * Math.clamp(offset, -order.size, order.size), -1, order.size);
    }
    if (isInside(order, place, target)) {
      out.appendFrom(arguments[0], target);
    } else if (arguments.length > 2) {
      out.appendFrom(arguments[2], place);
    } else {
      out.appendNull();
    }
  }

  private static boolean isInside(WindowOrder order, int place, int target) {
    return target >= order.partitionStart[place] && target < order.partitionEnd[place];
  }

  private static void framed(
      WindowCall.Value call,
      Vector[] arguments,
      @Nullable FrameBounds frames,
      int place,
      VectorBuilder out) {
    if (frames == null) {
      throw new IllegalStateException(call.function() + " without a frame");
    }
    boolean last = call.function() == WindowCall.ValueFunction.LAST_VALUE;
    long wanted = 1;
    if (call.function() == WindowCall.ValueFunction.NTH_VALUE) {
      if (arguments[1].isNull(place)) {
        out.appendNull();
        return;
      }
      wanted = arguments[1].longAt(place);
      if (wanted < 1) {
        throw new ThermoclineException(ErrorCode.INVALID_PARAMETER, "nth_value counts from 1");
      }
    }
    Search search = new Search(call.ignoreNulls() ? arguments[0] : null, last, wanted);
    frames.ranges(place, search::add);
    if (search.found < 0) {
      out.appendNull();
    } else {
      out.appendFrom(arguments[0], search.found);
    }
  }

  /// The n-th or the last place of a frame, among those that are not null when `values` is given.
  private static final class Search {
    private final @Nullable Vector values;
    private final boolean last;
    private long left;
    private int found = -1;

    Search(@Nullable Vector values, boolean last, long wanted) {
      this.values = values;
      this.last = last;
      this.left = wanted;
    }

    void add(int from, int to) {
      if (values == null) {
        if (last) {
          found = to - 1;
        } else if (left > 0) {
          found = left <= to - from ? from + (int) left - 1 : found;
          left -= to - from;
        }
        return;
      }
      for (int i = last ? to - 1 : from; i >= from && i < to; i += last ? -1 : 1) {
        if (values.isNull(i)) {
          continue;
        }
        if (last) {
          found = i;
          return;
        }
        if (--left == 0) {
          found = i;
        }
      }
    }
  }

  /// The arguments of a value function by place, the value and the default in the call's type, the
  /// offset as INT64.
  static Vector[] arguments(
      WindowCall.Value call, WindowOrder order, ExpressionCompiler compiler, Batch input) {
    List<Expression> expressions = call.arguments();
    Vector[] arguments = new Vector[expressions.size()];
    for (int i = 0; i < arguments.length; i++) {
      Vector byRow =
          compiler
              .compile(expressions.get(i), i == 1 ? ScalarType.INT64 : call.type())
              .evaluate(input);
      arguments[i] = byRow.take(order.rows, order.size);
    }
    return arguments;
  }
}
