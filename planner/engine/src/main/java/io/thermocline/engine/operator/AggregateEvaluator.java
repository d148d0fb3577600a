package io.thermocline.engine.operator;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.kernel.ExpressionCompiler;
import io.thermocline.engine.kernel.Kernel;
import io.thermocline.engine.plan.AggregateCall;
import io.thermocline.engine.plan.AggregateFunction;
import io.thermocline.engine.plan.SortKey;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One aggregate call resolved: kernels for its arguments, filter and order keys, and a fresh
/// accumulator on demand. For one thread.
final class AggregateEvaluator {
  private final AggregateCall call;
  private final List<Kernel> arguments;
  private final @Nullable Kernel filter;

  AggregateEvaluator(AggregateCall call, ExpressionCompiler compiler) {
    this.call = call;
    List<Kernel> kernels = new ArrayList<>();
    for (Expression argument : call.arguments()) {
      kernels.add(compile(call, argument, compiler));
    }
    for (SortKey key : call.orderBy()) {
      kernels.add(compiler.compile(key.expression()));
    }
    this.arguments = List.copyOf(kernels);
    this.filter = call.filter() == null ? null : compiler.compile(call.filter());
    check();
  }

  /// An argument in the type that the accumulator wants.
  private static Kernel compile(
      AggregateCall call, Expression argument, ExpressionCompiler compiler) {
    return switch (call.function()) {
      case MIN, MAX, ANY_VALUE, SINGLE_VALUE -> compiler.compile(argument, call.type());
      case STRING_AGG ->
          argument.type().layout() == Layout.BYTES
              ? compiler.compile(argument)
              : compiler.compile(argument, ScalarType.TEXT);
      case SUM, SUM0, AVG ->
          call.type().layout() == Layout.DOUBLE && argument.type() != ScalarType.FLOAT32
              ? compiler.compile(argument, ScalarType.FLOAT64)
              : compiler.compile(argument);
      default -> compiler.compile(argument);
    };
  }

  private void check() {
    boolean numeric =
        switch (call.function()) {
          case SUM, SUM0, AVG -> !isInterval();
          case STDDEV_SAMP, STDDEV_POP, VAR_SAMP, VAR_POP, COVAR_POP, COVAR_SAMP, CORR -> true;
          default -> false;
        };
    if (numeric && !arguments.getFirst().type().isNumeric()) {
      throw new ThermoclineException(
          ErrorCode.TYPE_MISMATCH,
          call.function()
              + " takes numbers, not "
              + arguments.getFirst().type().sqlName()
              + "; cast the argument");
    }
    if (call.distinct()) {
      for (Kernel argument : arguments) {
        if (!GroupTable.supports(argument.type())) {
          throw new ThermoclineException(
              ErrorCode.UNSUPPORTED,
              "DISTINCT of " + argument.type().sqlName() + " in an aggregate; cast it to text");
        }
      }
    }
  }

  private boolean isInterval() {
    return arguments.getFirst().type() == ScalarType.INTERVAL;
  }

  void addColumns(BitSet columns) {
    arguments.forEach(argument -> argument.addColumns(columns));
    if (filter != null) {
      filter.addColumns(columns);
    }
  }

  /// Evaluates the arguments for a batch and adds them.
  void add(Accumulator accumulator, Batch batch, int[] groups, int groupCount) {
    int[] used = groups;
    if (filter != null) {
      Vector condition = filter.evaluate(batch);
      used = new int[batch.size()];
      for (int i = 0; i < used.length; i++) {
        used[i] = !condition.isNull(i) && condition.longAt(i) != 0 ? groups[i] : -1;
      }
    }
    Vector[] vectors = new Vector[arguments.size()];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = arguments.get(i).evaluate(batch);
    }
    accumulator.add(used, vectors, batch.size(), groupCount);
  }

  /// Whether the state of one group can be merged into another, so that frames are put together
  /// from parts.
  boolean mergesByGroup() {
    return switch (call.function()) {
      case STRING_AGG, ARRAY_AGG, PERCENTILE_CONT, PERCENTILE_DISC, MODE -> false;
      default -> true;
    };
  }

  /// Empty state of the call without its DISTINCT.
  Accumulator plainAccumulator() {
    return plain(arguments.stream().map(Kernel::type).toList());
  }

  /// Empty state for any number of groups.
  Accumulator accumulator() {
    return accumulator(false);
  }

  /// Empty state; with `oneGroup` every row belongs to group 0.
  Accumulator accumulator(boolean oneGroup) {
    List<DataType> types = arguments.stream().map(Kernel::type).toList();
    boolean needsDistinct =
        switch (call.function()) {
          case MIN,
              MAX,
              ANY_VALUE,
              BOOL_AND,
              BOOL_OR,
              APPROX_COUNT_DISTINCT,
              COUNT_STAR,
              GROUPING ->
              false;
          default -> call.distinct();
        };
    Accumulator plain = plain(types);
    return needsDistinct ? new DistinctAccumulator(plain, types, oneGroup) : plain;
  }

  private Accumulator plain(List<DataType> types) {
    AggregateFunction function = call.function();
    return switch (function) {
      case COUNT_STAR, COUNT, GROUPING -> new CountAccumulator(call.type());
      case SUM, SUM0, AVG -> {
        boolean average = function == AggregateFunction.AVG;
        boolean zero = function == AggregateFunction.SUM0;
        yield types.getFirst().layout() == Layout.DOUBLE
            ? new DoubleSumAccumulator(call.type(), average, zero)
            : new SumAccumulator(types.getFirst(), call.type(), average, zero);
      }
      case MIN -> new ValueAccumulator(ValueAccumulator.Choice.SMALLEST, call.type());
      case MAX -> new ValueAccumulator(ValueAccumulator.Choice.LARGEST, call.type());
      case ANY_VALUE -> new ValueAccumulator(ValueAccumulator.Choice.ANY, call.type());
      case SINGLE_VALUE -> new ValueAccumulator(ValueAccumulator.Choice.ONLY, call.type());
      case BOOL_AND -> new BooleanAccumulator(true);
      case BOOL_OR -> new BooleanAccumulator(false);
      case STDDEV_SAMP, STDDEV_POP, VAR_SAMP, VAR_POP, COVAR_POP, COVAR_SAMP, CORR ->
          new MomentAccumulator(function, call.type());
      case STRING_AGG, ARRAY_AGG, PERCENTILE_CONT, PERCENTILE_DISC, MODE ->
          new CollectAccumulator(call, types);
      case APPROX_COUNT_DISTINCT -> new HyperLogLog(call.type());
    };
  }
}
