package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.ExpressionCompiler;
import io.thermocline.engine.run.EngineConfig;
import io.thermocline.engine.run.QueryContext;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// What the operators of one execution share.
///
/// @param pool runs tasks of parallel operators; a task that is not started in time is run by the
///   thread that waits for it
public record OperatorContext(
    QueryContext query,
    EngineConfig config,
    Executor pool,
    ExpressionCompiler compiler,
    List<@Nullable Object> parameters,
    DynamicFilters dynamicFilters) {}
