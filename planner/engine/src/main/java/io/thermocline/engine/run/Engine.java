package io.thermocline.engine.run;

import io.thermocline.engine.kernel.ExpressionCompiler;
import io.thermocline.engine.operator.DynamicFilters;
import io.thermocline.engine.operator.OperatorContext;
import io.thermocline.engine.operator.PlanBuilder;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.spill.SpillSpace;
import io.thermocline.spi.batch.BatchReader;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Runs physical plans. One engine serves all sessions of a gateway. Thread-safe.
public final class Engine implements AutoCloseable {
  private static final long IDLE_SECONDS = 30;

  private final EngineConfig config;
  private final @Nullable SpillSpace spill;
  private final MemoryBudget memory;
  private final ScheduledThreadPoolExecutor timer;
  private final ThreadPoolExecutor pool;

  /// An engine that holds all in memory: what passes a limit fails.
  public Engine(EngineConfig config) {
    this(config, null);
  }

  /// An engine that puts what passes a memory limit into a folder, which stays the caller's to
  /// close.
  public Engine(EngineConfig config, @Nullable SpillSpace spill) {
    this.config = config;
    this.spill = spill;
    this.memory = new MemoryBudget("the server", config.serverMemoryBytes(), null);
    this.pool =
        new ThreadPoolExecutor(
            config.threads(),
            config.threads(),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("thermocline-engine-", 0).factory());
    pool.allowCoreThreadTimeOut(true);
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("thermocline-engine-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /// The limits.
  public EngineConfig config() {
    return config;
  }

  /// The memory of all queries.
  public MemoryBudget memory() {
    return memory;
  }

  /// A context for one execution; the caller closes it after the reader.
  public QueryContext open(QueryOptions options) {
    return new QueryContext(
        options, new MemoryBudget("a query", config.queryMemoryBytes(), memory), spill, timer);
  }

  /// Starts a plan. Nothing is read before the first call of `next`. The caller closes the reader,
  /// then the context.
  ///
  /// @param parameters the statement's parameters in the classes of
  ///   [io.thermocline.spi.batch.Values]
  /// @throws io.thermocline.spi.error.ThermoclineException when the plan asks for what the engine
  ///   cannot do (UNSUPPORTED, TYPE_MISMATCH) or a parameter is missing
  public BatchReader execute(
      PhysicalNode plan, List<@Nullable Object> parameters, QueryContext context) {
    ExpressionCompiler compiler = new ExpressionCompiler(parameters, context.zone(), context.now());
    return new PlanBuilder(
            new OperatorContext(context, config, pool, compiler, parameters, new DynamicFilters()))
        .build(plan);
  }

  /// Stops the threads; running queries fail. Idempotent.
  @Override
  public void close() {
    timer.shutdownNow();
    pool.shutdownNow();
  }
}
