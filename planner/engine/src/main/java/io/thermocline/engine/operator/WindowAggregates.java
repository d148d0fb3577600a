package io.thermocline.engine.operator;

import io.thermocline.engine.run.MemoryAccount;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Vector;
import java.util.ArrayList;
import java.util.List;

/// An aggregate over frames. Each row's own state is a leaf; whole partitions are one group,
/// growing frames add leaves to the state so far, and other frames are put together from a tree
/// whose nodes hold sixteen nodes of the level below (after Leis et al. 2015).
final class WindowAggregates {
  private static final int FAN_OUT_BITS = 4;
  private static final int FAN_OUT = 1 << FAN_OUT_BITS;
  private static final int COPY_ROWS = 8192;

  private final AggregateEvaluator evaluator;
  private final WindowOrder order;
  private final FrameBounds frames;
  private final Batch input;
  private final MemoryAccount account;
  private final Runnable checkActive;

  /// `input` has its rows by place.
  WindowAggregates(
      AggregateEvaluator evaluator,
      WindowOrder order,
      FrameBounds frames,
      Batch input,
      MemoryAccount account,
      Runnable checkActive) {
    this.evaluator = evaluator;
    this.order = order;
    this.frames = frames;
    this.input = input;
    this.account = account;
    this.checkActive = checkActive;
  }

  /// The result by place.
  Vector compute() {
    if (frames.isWholePartition()) {
      return wholePartitions();
    }
    return evaluator.mergesByGroup() ? fromParts() : fromCopies();
  }

  private Vector wholePartitions() {
    int[] groups = new int[order.size];
    int count = 0;
    for (int i = 0; i < groups.length; i++) {
      count += order.partitionStart[i] == i ? 1 : 0;
      groups[i] = count - 1;
    }
    Accumulator accumulator = evaluator.accumulator();
    evaluator.add(accumulator, input, groups, count);
    account.add(accumulator.bytes());
    return accumulator.result(0, count).take(groups, groups.length);
  }

  private Vector fromParts() {
    int[] own = new int[order.size];
    for (int i = 0; i < own.length; i++) {
      own[i] = i;
    }
    Accumulator leaves = evaluator.accumulator();
    evaluator.add(leaves, input, own, order.size);
    account.add(leaves.bytes());
    Accumulator results = evaluator.accumulator();
    if (frames.isGrowing()) {
      grow(leaves, results);
    } else {
      List<Accumulator> tree = tree(leaves);
      for (int i = 0; i < order.size; i++) {
        if ((i & 0xfff) == 0) {
          checkActive.run();
        }
        int place = i;
        frames.ranges(i, (from, to) -> collect(tree, from, to, results, place));
      }
    }
    account.add(results.bytes());
    return results.result(0, order.size);
  }

  private void grow(Accumulator leaves, Accumulator results) {
    int added = 0;
    for (int i = 0; i < order.size; i++) {
      if (order.partitionStart[i] == i) {
        added = i;
      } else {
        results.mergeGroup(results, i - 1, i, order.size);
      }
      for (; added < frames.end[i]; added++) {
        results.mergeGroup(leaves, added, i, order.size);
      }
    }
  }

  private List<Accumulator> tree(Accumulator leaves) {
    List<Accumulator> levels = new ArrayList<>(List.of(leaves));
    Accumulator below = leaves;
    for (int nodes = order.size; nodes > FAN_OUT; nodes = nodes + FAN_OUT - 1 >> FAN_OUT_BITS) {
      int count = nodes + FAN_OUT - 1 >> FAN_OUT_BITS;
      Accumulator level = evaluator.accumulator();
      for (int i = 0; i < nodes; i++) {
        level.mergeGroup(below, i, i >> FAN_OUT_BITS, count);
      }
      account.add(level.bytes());
      levels.add(level);
      below = level;
    }
    return levels;
  }

  /// Merges the nodes that make up places `from` to `to`, from left to right.
  private void collect(List<Accumulator> tree, int from, int to, Accumulator results, int place) {
    int position = from;
    while (position < to) {
      int level = 0;
      int width = 1;
      while (level + 1 < tree.size()
          && (position & (width << FAN_OUT_BITS) - 1) == 0
          && position + (width << FAN_OUT_BITS) <= to) {
        level++;
        width <<= FAN_OUT_BITS;
      }
      results.mergeGroup(tree.get(level), position / width, place, order.size);
      position += width;
    }
  }

  /// For aggregates that keep all values: each frame's rows are copied into a group of its own.
  private Vector fromCopies() {
    Accumulator results = evaluator.accumulator();
    int[] rows = new int[COPY_ROWS];
    int[] groups = new int[COPY_ROWS];
    int[] count = new int[1];
    long held = account.bytes();
    for (int i = 0; i < order.size; i++) {
      int place = i;
      frames.ranges(
          i,
          (from, to) -> {
            for (int row = from; row < to; row++) {
              if (count[0] == COPY_ROWS) {
                flush(results, rows, groups, count, held);
              }
              rows[count[0]] = row;
              groups[count[0]++] = place;
            }
          });
    }
    flush(results, rows, groups, count, held);
    return results.result(0, order.size);
  }

  private void flush(Accumulator results, int[] rows, int[] groups, int[] count, long held) {
    checkActive.run();
    evaluator.add(results, input.take(rows, count[0]), groups, order.size);
    account.set(held + results.bytes());
    count[0] = 0;
  }
}
