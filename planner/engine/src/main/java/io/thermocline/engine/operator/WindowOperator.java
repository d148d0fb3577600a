package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.ExpressionCompiler;
import io.thermocline.engine.plan.PhysicalNode.WindowNode;
import io.thermocline.engine.plan.WindowCall;
import io.thermocline.engine.plan.WindowFrame;
import io.thermocline.engine.plan.WindowGroup;
import io.thermocline.engine.run.MemoryAccount;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.ScanContext;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Window functions over all rows, held in memory. Rows leave in the order in which they came.
final class WindowOperator extends Operator {
  private final OperatorContext context;
  private final WindowNode node;
  private final BatchReader input;
  private final RowStore store;
  private final MemoryAccount account;
  private final int batchRows;
  private @Nullable Batch result;
  private int position;

  WindowOperator(
      OperatorContext context,
      ScanContext scope,
      WindowNode node,
      BatchReader input,
      BitSet inputColumns) {
    super(context, scope, node);
    this.context = context;
    this.node = node;
    this.input = input;
    this.store = new RowStore(node.input().schema(), inputColumns);
    this.account = account(context, "the window functions");
    this.batchRows = context.config().batchRows();
  }

  @Override
  @Nullable Batch compute() {
    Batch all = result;
    if (all == null) {
      all = evaluate();
      result = all;
    }
    if (position == all.size()) {
      return null;
    }
    int end = Math.min(all.size(), position + batchRows);
    Batch batch = all.slice(position, end);
    position = end;
    return batch;
  }

  private Batch evaluate() {
    for (Batch batch = input.next(); batch != null; batch = input.next()) {
      store.append(batch);
      account.set(store.bytes());
    }
    input.close();
    store.seal();
    Batch rows = store.all();
    List<Vector> columns = new ArrayList<>(rows.columns());
    for (WindowGroup group : node.groups()) {
      columns.addAll(evaluate(group, rows));
    }
    return new Batch(columns, rows.size());
  }

  private List<Vector> evaluate(WindowGroup group, Batch rows) {
    ExpressionCompiler compiler = context.compiler();
    WindowOrder order = new WindowOrder(group, compiler, rows);
    account.add(order.bytes());
    long held = account.bytes();
    Map<WindowFrame, FrameBounds> frames = new HashMap<>();
    Batch sorted = null;
    List<Vector> results = new ArrayList<>();
    for (WindowCall call : group.calls()) {
      checkActive();
      Vector byPlace =
          switch (call) {
            case WindowCall.Ranking ranking -> WindowFunctions.ranking(ranking, order, compiler);
            case WindowCall.Value value ->
                WindowFunctions.value(
                    value,
                    WindowFunctions.arguments(value, order, compiler, rows),
                    order,
                    needsFrame(value) ? frames(value.frame(), frames, order, group) : null);
            case WindowCall.Aggregate aggregate -> {
              if (aggregate.call().distinct()) {
                throw new ThermoclineException(
                    ErrorCode.UNSUPPORTED,
                    "DISTINCT in a window function; aggregate in a sub-query instead");
              }
              sorted = sorted == null ? rows.take(order.rows, order.size) : sorted;
              yield new WindowAggregates(
                      new AggregateEvaluator(aggregate.call(), compiler),
                      order,
                      frames(aggregate.frame(), frames, order, group),
                      sorted,
                      account,
                      this::checkActive)
                  .compute();
            }
          };
      Vector byRow = order.toRows(byPlace);
      held += byRow.retainedBytes();
      account.set(held);
      results.add(byRow);
    }
    return results;
  }

  private static boolean needsFrame(WindowCall.Value call) {
    return switch (call.function()) {
      case LAG, LEAD -> false;
      case FIRST_VALUE, LAST_VALUE, NTH_VALUE -> true;
    };
  }

  private FrameBounds frames(
      WindowFrame frame,
      Map<WindowFrame, FrameBounds> known,
      WindowOrder order,
      WindowGroup group) {
    return known.computeIfAbsent(
        frame, key -> new FrameBounds(key, order, group, context.compiler()));
  }

  @Override
  void release() {
    result = null;
    Readers.closeAll(List.of(account, input));
  }
}
