package io.thermocline.engine.plan;

import io.thermocline.engine.expr.Expression;
import io.thermocline.spi.type.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A call of an aggregate function over a group's rows.
///
/// @param distinct each different value counts once
/// @param filter only rows for which it is true count; null for all
/// @param orderBy the order in which STRING_AGG and ARRAY_AGG see the rows; empty for the others
public record AggregateCall(
    AggregateFunction function,
    List<Expression> arguments,
    boolean distinct,
    @Nullable Expression filter,
    List<SortKey> orderBy,
    DataType type) {
  /// Copies the lists.
  public AggregateCall {
    arguments = List.copyOf(arguments);
    orderBy = List.copyOf(orderBy);
  }

  /// A plain call.
  public static AggregateCall of(
      AggregateFunction function, DataType type, Expression... arguments) {
    return new AggregateCall(function, List.of(arguments), false, null, List.of(), type);
  }

  /// The same call over different values only.
  public AggregateCall withDistinct() {
    return new AggregateCall(function, arguments, true, filter, orderBy, type);
  }

  /// The same call over the rows for which a condition is true.
  public AggregateCall withFilter(Expression newFilter) {
    return new AggregateCall(function, arguments, distinct, newFilter, orderBy, type);
  }
}
