package io.thermocline.engine.run;

import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/// Runs physical plans. One engine serves all sessions of a gateway. Thread-safe.
public final class Engine implements AutoCloseable {
  private final EngineConfig config;
  private final MemoryBudget memory;
  private final ScheduledExecutorService timer;

  /// An engine without running queries.
  public Engine(EngineConfig config) {
    this.config = config;
    this.memory = new MemoryBudget("the server", config.serverMemoryBytes(), null);
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("thermocline-engine-timer").unstarted(task));
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
    return new QueryContext(options, new MemoryBudget("a query", config.queryMemoryBytes(), memory), timer);
  }

  /// Starts a plan. Nothing is read before the first call of `next`. The caller closes the reader, then the context.
  ///
  /// @param parameters the statement's parameters in the classes of [io.thermocline.spi.batch.Values]
  /// @throws ThermoclineException when the plan asks for what the engine cannot do (UNSUPPORTED, TYPE_MISMATCH) or a parameter is missing
  public BatchReader execute(PhysicalNode plan, List<@Nullable Object> parameters, QueryContext context) {
    throw new ThermoclineException(ErrorCode.UNSUPPORTED, plan.label() + " is not implemented yet");
  }

  /// Stops the threads; running queries fail. Idempotent.
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
