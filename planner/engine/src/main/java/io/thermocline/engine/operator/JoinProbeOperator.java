package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.Kernel;
import io.thermocline.engine.kernel.Vectors;
import io.thermocline.engine.plan.JoinType;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.NullMask;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Streams left rows against a built right side. Candidate pairs are made a batch at a time; those
/// that pass the condition are returned, and mark their rows. Left rows without a mark follow after
/// the last pair of their batch, right rows without one at the end.
final class JoinProbeOperator extends Operator {
  /// What one probe is made of.
  ///
  /// @param leftKeys one for each key of the build
  /// @param condition over left then right columns, or null
  /// @param leftNeeded the left columns that anybody reads afterwards
  /// @param marks for a right side that comes in blocks, else null
  record Probe(
      JoinType type,
      boolean nullAware,
      List<Kernel> leftKeys,
      @Nullable Kernel condition,
      BitSet leftNeeded,
      @Nullable LeftMarks marks) {
    /// The left columns that anybody reads.
    BitSet leftColumns(int size) {
      BitSet columns = (BitSet) leftNeeded.clone();
      leftKeys.forEach(key -> key.addColumns(columns));
      if (condition != null) {
        condition.addColumns(columns);
      }
      columns.clear(size, Math.max(size, columns.length()));
      return columns;
    }

    /// The same probe against one of several blocks of the right side; null marks end that.
    Probe withMarks(@Nullable LeftMarks newMarks) {
      return new Probe(type, false, leftKeys, condition, leftNeeded, newMarks);
    }
  }

  /// Which left rows have met a match, over several passes. A last pass returns rows by it.
  static final class LeftMarks {
    private final BitSet rows = new BitSet();
    private int base;
    private boolean last;

    /// Begins a pass.
    void begin(boolean lastPass) {
      base = 0;
      last = lastPass;
    }

    long bytes() {
      return rows.size() / 8;
    }

    private void load(BitSet matched, int size) {
      for (int i = 0; i < size; i++) {
        matched.set(i, rows.get(base + i));
      }
      base += size;
    }

    private void store(BitSet matched, int size) {
      for (int i = matched.nextSetBit(0); i >= 0 && i < size; i = matched.nextSetBit(i + 1)) {
        rows.set(base + i);
      }
      base += size;
    }
  }

  private final BatchReader left;
  private final JoinBuild build;
  private final Probe probe;
  private final List<Field> leftFields;
  private final int batchRows;
  private final BitSet conditionColumns = new BitSet();
  private final long @Nullable [] rightMatched;

  private @Nullable Batch batch;
  private int[] groups = new int[0];
  private BitSet leftMatched = new BitSet();
  private int leftRow;
  private int candidate;
  private boolean pairsDone;
  private int unmatchedRight = -1;

  JoinProbeOperator(
      OperatorContext context,
      ScanContext scope,
      PhysicalNode node,
      BatchReader left,
      JoinBuild build,
      Probe probe) {
    super(context, scope, node);
    this.left = left;
    this.build = build;
    this.probe = probe;
    this.leftFields = left.schema().fields();
    this.batchRows = context.config().batchRows();
    if (probe.condition() != null) {
      probe.condition().addColumns(conditionColumns);
    }
    boolean marksRight = probe.type() == JoinType.RIGHT || probe.type() == JoinType.FULL;
    this.rightMatched = marksRight ? NullMask.create(build.size() + 1) : null;
  }

  @Override
  @Nullable Batch compute() {
    while (true) {
      checkActive();
      if (unmatchedRight >= 0) {
        return nextUnmatchedRight();
      }
      if (batch == null && !nextLeft()) {
        if (rightMatched == null) {
          return null;
        }
        unmatchedRight = 0;
        continue;
      }
      Batch result = pairsDone ? finishLeft() : nextPairs();
      if (result != null && result.size() > 0) {
        return result;
      }
    }
  }

  private boolean nextLeft() {
    if (nothingCanMatch()) {
      return false;
    }
    Batch next = left.next();
    if (next == null) {
      return false;
    }
    batch = next;
    int size = next.size();
    LeftMarks marks = probe.marks();
    if (marks != null && marks.last) {
      leftMatched = new BitSet(size);
      marks.load(leftMatched, size);
      pairsDone = true;
      return true;
    }
    if (build.hasKeys()) {
      groups = new int[size];
      Vector[] keys = JoinBuild.keyVectors(probe.leftKeys(), next);
      build.find(keys, size, groups);
      if (probe.nullAware() && build.size() > 0) {
        markNulls(keys[0], size);
        return true;
      }
    }
    leftMatched = new BitSet(size);
    leftRow = 0;
    candidate = firstCandidate(0);
    pairsDone = false;
    return true;
  }

  private boolean nothingCanMatch() {
    if (probe.marks() != null) {
      return false;
    }
    return switch (probe.type()) {
      case INNER, SEMI, RIGHT -> build.size() == 0;
      case ANTI -> probe.nullAware() && build.hasNullKey();
      case LEFT, FULL -> false;
    };
  }

  /// NOT IN: a left row whose key is null is no result when there are right rows.
  private void markNulls(Vector key, int size) {
    leftMatched = new BitSet(size);
    for (int i = 0; i < size; i++) {
      if (groups[i] >= 0 || key.isNull(i)) {
        leftMatched.set(i);
      }
    }
    pairsDone = true;
  }

  private int firstCandidate(int row) {
    return !build.hasKeys()
        ? 0
        : row < groups.length && groups[row] >= 0 ? build.firstCandidate(groups[row]) : 0;
  }

  private int endOfCandidates(int row) {
    return !build.hasKeys()
        ? build.size()
        : groups[row] < 0 ? 0 : build.endOfCandidates(groups[row]);
  }

  private boolean marksOnly() {
    return probe.type() == JoinType.SEMI || probe.type() == JoinType.ANTI;
  }

  /// Makes and checks the next candidate pairs; the result may be null when none passed.
  private @Nullable Batch nextPairs() {
    Batch current = Objects.requireNonNull(batch);
    if (marksOnly() && probe.condition() == null) {
      for (int i = 0; i < current.size(); i++) {
        if (endOfCandidates(i) > firstCandidate(i)) {
          leftMatched.set(i);
        }
      }
      pairsDone = true;
      return null;
    }
    if (build.isUnique() && current.size() <= 2L * batchRows) {
      return uniquePairs(current);
    }
    int limit = batchRows;
    int[] leftRows = new int[limit];
    int[] rightRows = new int[limit];
    int count = 0;
    while (leftRow < current.size()) {
      int end = marksOnly() && leftMatched.get(leftRow) ? candidate : endOfCandidates(leftRow);
      while (candidate < end && count < limit) {
        leftRows[count] = leftRow;
        rightRows[count++] = build.row(candidate++);
      }
      if (candidate < end) {
        break;
      }
      leftRow++;
      candidate = firstCandidate(leftRow);
    }
    pairsDone = leftRow >= current.size();
    if (count == 0) {
      return null;
    }
    count = check(current, leftRows, rightRows, count);
    mark(leftRows, rightRows, count);
    return marksOnly() || count == 0 ? null : pairs(current, leftRows, rightRows, count);
  }

  /// All pairs of a left batch when each key has one right row.
  private @Nullable Batch uniquePairs(Batch current) {
    int size = current.size();
    int[] leftRows = new int[size];
    int[] rightRows = new int[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      leftRows[count] = i;
      rightRows[count] = groups[i];
      count += groups[i] >= 0 ? 1 : 0;
    }
    pairsDone = true;
    count = check(current, leftRows, rightRows, count);
    mark(leftRows, rightRows, count);
    return marksOnly() || count == 0 ? null : pairs(current, leftRows, rightRows, count);
  }

  /// Keeps the pairs for which the condition is true; returns their number.
  private int check(Batch current, int[] leftRows, int[] rightRows, int count) {
    Kernel condition = probe.condition();
    if (condition == null) {
      return count;
    }
    int leftColumns = leftFields.size();
    List<Vector> columns = new ArrayList<>();
    for (int i = 0; i < leftColumns; i++) {
      columns.add(
          conditionColumns.get(i)
              ? current.column(i).take(leftRows, count)
              : Vectors.nulls(leftFields.get(i).type(), count));
    }
    RowStore store = build.store();
    List<Field> rightFields = store.schema().fields();
    for (int i = 0; i < rightFields.size(); i++) {
      columns.add(
          conditionColumns.get(leftColumns + i)
              ? store.column(i).take(rightRows, count)
              : Vectors.nulls(rightFields.get(i).type(), count));
    }
    int[] hits = new int[count];
    int passed = Vectors.trueRows(condition.evaluate(new Batch(columns, count)), count, hits);
    for (int i = 0; i < passed; i++) {
      leftRows[i] = leftRows[hits[i]];
      rightRows[i] = rightRows[hits[i]];
    }
    return passed;
  }

  private void mark(int[] leftRows, int[] rightRows, int count) {
    if (probe.type() != JoinType.INNER) {
      for (int i = 0; i < count; i++) {
        leftMatched.set(leftRows[i]);
      }
    }
    if (rightMatched != null) {
      for (int i = 0; i < count; i++) {
        NullMask.setNull(rightMatched, rightRows[i]);
      }
    }
  }

  private Batch pairs(Batch current, int[] leftRows, int[] rightRows, int count) {
    List<Vector> columns = new ArrayList<>();
    boolean same = count == current.size() && isAscending(leftRows, count);
    for (int i = 0; i < leftFields.size(); i++) {
      columns.add(
          !probe.leftNeeded().get(i)
              ? Vectors.nulls(leftFields.get(i).type(), count)
              : same ? current.column(i) : current.column(i).take(leftRows, count));
    }
    columns.addAll(build.take(rightRows, count));
    return new Batch(columns, count);
  }

  /// Whether the rows are 0, 1, 2 …
  private static boolean isAscending(int[] rows, int count) {
    for (int i = 0; i < count; i++) {
      if (rows[i] != i) {
        return false;
      }
    }
    return true;
  }

  /// Ends a left batch: the rows that a semi, anti or outer join still returns.
  private @Nullable Batch finishLeft() {
    Batch current = Objects.requireNonNull(batch);
    batch = null;
    LeftMarks marks = probe.marks();
    if (marks != null && !marks.last) {
      marks.store(leftMatched, current.size());
      return null;
    }
    boolean wanted = probe.type() == JoinType.SEMI;
    if (probe.type() == JoinType.INNER || probe.type() == JoinType.RIGHT) {
      return null;
    }
    int[] rows = new int[current.size()];
    int count = 0;
    for (int i = 0; i < rows.length; i++) {
      if (leftMatched.get(i) == wanted) {
        rows[count++] = i;
      }
    }
    if (count == 0) {
      return null;
    }
    if (marksOnly()) {
      return count == current.size()
          ? current
          : Vectors.take(current, probe.leftNeeded(), rows, count);
    }
    int[] nullRows = new int[count];
    Arrays.fill(nullRows, build.nullRow());
    return pairs(current, rows, nullRows, count);
  }

  private @Nullable Batch nextUnmatchedRight() {
    long[] matched = Objects.requireNonNull(rightMatched);
    int[] rows = new int[batchRows];
    int count = 0;
    while (unmatchedRight < build.size() && count < batchRows) {
      if (!NullMask.isNull(matched, unmatchedRight)) {
        rows[count++] = unmatchedRight;
      }
      unmatchedRight++;
    }
    if (count == 0) {
      return null;
    }
    List<Vector> columns = new ArrayList<>();
    for (Field field : leftFields) {
      columns.add(Vectors.nulls(field.type(), count));
    }
    columns.addAll(build.take(rows, count));
    return new Batch(columns, count);
  }

  @Override
  void release() {
    left.close();
  }
}
