package io.thermocline.engine.operator;

import io.thermocline.engine.plan.JoinType;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.run.MemoryAccount;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.Schema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A join whose right side is on disk: the left side is put there too, and partitions are joined
/// one by one. A right partition that memory does not hold is parted further with its left one, or,
/// when its rows have the same key or there is no key, taken in blocks, for each of which the left
/// rows are read again.
final class GraceJoin extends Operator {
  private final OperatorContext context;
  private final ScanContext scope;
  private final PhysicalNode node;
  private final Spilling spilling;
  private final BatchReader left;
  private final SpilledSide right;
  private final Supplier<JoinBuild> builds;
  private final JoinProbeOperator.Probe probe;
  private final boolean[] nullsEqual;
  private final MemoryAccount marksAccount;
  private final Deque<Pair> pending = new ArrayDeque<>();
  private final List<AutoCloseable> files = new ArrayList<>();
  private boolean started;
  private @Nullable Pair current;
  private SpilledSide.@Nullable Pass blocks;
  private @Nullable Batch rest;
  private int restFrom;
  private JoinProbeOperator.@Nullable LeftMarks marks;
  private boolean lastPass;
  private @Nullable JoinBuild build;
  private @Nullable JoinProbeOperator running;

  /// Partitions that belong together.
  private record Pair(SpilledSide.Rows left, SpilledSide.Rows right, int level) {}

  /// Takes over the left input; the right side stays with its build.
  ///
  /// @param builds makes empty builds, each with an account of its own
  GraceJoin(
      OperatorContext context,
      ScanContext scope,
      PhysicalNode node,
      BatchReader left,
      SpilledSide right,
      Supplier<JoinBuild> builds,
      JoinProbeOperator.Probe probe,
      boolean[] nullsEqual) {
    super(context, scope, node, false);
    this.context = context;
    this.scope = scope;
    this.node = node;
    this.spilling = Objects.requireNonNull(Spilling.of(context, node));
    this.left = left;
    this.right = right;
    this.builds = builds;
    this.probe = probe;
    this.nullsEqual = nullsEqual;
    this.marksAccount = context.query().memory().account("the marks of a join");
  }

  @Override
  @Nullable Batch compute() {
    if (!started) {
      started = true;
      long start = System.nanoTime();
      partitionLeft();
      spilling.counters().addNanos(System.nanoTime() - start);
    }
    while (true) {
      JoinProbeOperator open = running;
      if (open == null) {
        if (!advance()) {
          return null;
        }
        continue;
      }
      Batch batch = open.next();
      if (batch != null) {
        return batch;
      }
      closeRunning();
    }
  }

  private void partitionLeft() {
    if (probe.nullAware() && right.hasNullKey()) {
      return;
    }
    Schema schema = left.schema();
    SpilledSide side =
        new SpilledSide(
            spilling, schema, probe.leftColumns(schema.size()), probe.leftKeys(), nullsEqual, 0);
    files.add(side);
    for (Batch batch = left.next(); batch != null; batch = left.next()) {
      Batch kept = probe.nullAware() ? withoutNullKeys(batch) : batch;
      if (kept.size() > 0) {
        side.add(kept);
      }
    }
    left.close();
    side.flush();
    push(side, right, 0);
  }

  /// NOT IN: a left row whose key is null is no result, since there are right rows.
  private Batch withoutNullKeys(Batch batch) {
    Vector key = probe.leftKeys().getFirst().evaluate(batch);
    int[] rows = new int[batch.size()];
    int count = 0;
    for (int i = 0; i < rows.length; i++) {
      rows[count] = i;
      count += key.isNull(i) ? 0 : 1;
    }
    return count == rows.length ? batch : batch.take(rows, count);
  }

  private void push(SpilledSide leftSide, SpilledSide rightSide, int level) {
    for (int p = SpillPartitions.COUNT - 1; p >= 0; p--) {
      Pair pair = new Pair(leftSide.partition(p), rightSide.partition(p), level);
      boolean returnsLeft =
          switch (probe.type()) {
            case LEFT, FULL, ANTI -> true;
            case INNER, RIGHT, SEMI -> false;
          };
      boolean returnsRight = probe.type() == JoinType.RIGHT || probe.type() == JoinType.FULL;
      boolean hasLeft = pair.left().count() > 0;
      boolean hasRight = pair.right().count() > 0;
      if (hasLeft && hasRight || hasLeft && returnsLeft || hasRight && returnsRight) {
        pending.push(pair);
      }
    }
  }

  /// Opens the next probe; false at the end. No probe may be open after it, then it is called
  /// again.
  private boolean advance() {
    if (current != null && blocks != null) {
      nextBlock(current, blocks);
      return true;
    }
    Pair pair = pending.poll();
    current = pair;
    if (pair == null) {
      return false;
    }
    JoinBuild made = builds.get();
    build = made;
    SpilledSide.Pass pass = pair.right().pass();
    for (Batch batch = pass.next(); batch != null; batch = pass.next()) {
      int end = made.addSome(batch, 0);
      if (end == batch.size()) {
        continue;
      }
      if (pair.level() < Spilling.MAX_LEVEL && made.hasSeveralKeys(batch)) {
        closeRunning();
        split(pair);
        return true;
      }
      blocks = pass;
      rest = batch;
      restFrom = end;
      lastPass = false;
      marks =
          switch (probe.type()) {
            case INNER, RIGHT -> null;
            case LEFT, FULL, SEMI, ANTI -> new JoinProbeOperator.LeftMarks();
          };
      break;
    }
    made.finish();
    open(pair, made);
    return true;
  }

  private void split(Pair pair) {
    int level = pair.level() + 1;
    SpilledSide rightSide = pair.right().split(level);
    files.add(rightSide);
    copy(pair.right(), rightSide);
    SpilledSide leftSide = pair.left().split(level);
    files.add(leftSide);
    copy(pair.left(), leftSide);
    push(leftSide, rightSide, level);
  }

  private static void copy(SpilledSide.Rows from, SpilledSide to) {
    SpilledSide.Pass pass = from.pass();
    for (Batch batch = pass.next(); batch != null; batch = pass.next()) {
      to.add(batch);
    }
    to.flush();
  }

  private void nextBlock(Pair pair, SpilledSide.Pass pass) {
    JoinBuild made = builds.get();
    build = made;
    boolean some = false;
    Batch batch = rest == null ? pass.next() : rest;
    while (batch != null) {
      some = true;
      restFrom = made.addSome(batch, restFrom);
      if (restFrom < batch.size()) {
        break;
      }
      restFrom = 0;
      batch = pass.next();
    }
    rest = batch;
    if (!some) {
      lastPass = true;
      blocks = null;
      if (marks == null) {
        closeRunning();
        return;
      }
    }
    made.finish();
    open(pair, made);
    if (lastPass) {
      marks = null;
    }
  }

  private void open(Pair pair, JoinBuild made) {
    if (marks != null) {
      marks.begin(lastPass);
      marksAccount.set(Math.max(marks.bytes(), pair.left().count() / 8));
    }
    running =
        new JoinProbeOperator(
            context,
            scope,
            node,
            new LeftRows(left.schema(), pair.left().pass()),
            made,
            probe.withMarks(marks));
  }

  private void closeRunning() {
    List<AutoCloseable> resources = new ArrayList<>();
    if (running != null) {
      resources.add(running);
    }
    if (build != null) {
      resources.add(build);
    }
    running = null;
    build = null;
    Readers.closeAll(resources);
  }

  @Override
  void release() {
    List<AutoCloseable> resources = new ArrayList<>(files);
    resources.add(this::closeRunning);
    resources.add(marksAccount);
    resources.add(left);
    Readers.closeAll(resources);
  }

  /// Left rows on disk as a reader.
  private static final class LeftRows implements BatchReader {
    private final Schema schema;
    private final SpilledSide.Pass pass;

    LeftRows(Schema schema, SpilledSide.Pass pass) {
      this.schema = schema;
      this.pass = pass;
    }

    @Override
    public Schema schema() {
      return schema;
    }

    @Override
    public @Nullable Batch next() {
      return pass.next();
    }

    @Override
    public void close() {}
  }
}
