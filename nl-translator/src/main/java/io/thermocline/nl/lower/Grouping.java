package io.thermocline.nl.lower;

import io.thermocline.nl.link.ColumnValues;
import io.thermocline.nl.sketch.Sketch;
import io.thermocline.optimizer.sql.SqlOperators;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;

/// The aggregation of a block's rows.
final class Grouping {
  private final RelBuilder builder;
  private final LoweringContext context;
  private final Expressions rows;

  /// @param rows the expressions of the rows on the builder's stack
  Grouping(RelBuilder builder, LoweringContext context, Expressions rows) {
    this.builder = builder;
    this.context = context;
    this.rows = rows;
  }

  /// Replaces the rows on the builder's stack by their groups: the keys, the calls, some value of
  /// each further expression, and the aggregates of the metrics.
  void push(List<RexNode> keys, List<Sketch.Expr> calls, List<RexNode> any, MetricCalls metrics) {
    List<RexNode> inputs = new ArrayList<>(keys);
    List<Integer> arguments = new ArrayList<>();
    for (Sketch.Expr call : calls) {
      Optional<RexNode> argument = argument(call);
      arguments.add(argument.isPresent() ? inputs.size() : -1);
      argument.ifPresent(inputs::add);
    }
    int firstAny = inputs.size();
    inputs.addAll(any);
    metrics.addArguments(inputs);
    if (inputs.isEmpty()) {
      inputs.add(builder.literal(1));
    }
    builder.project(inputs, numbered(inputs.size()), true);
    List<RelBuilder.AggCall> aggregates = new ArrayList<>();
    int number = 0;
    for (Sketch.Expr call : calls) {
      aggregates.add(aggregate(call, arguments.get(number++)).as("a" + number));
    }
    for (int i = 0; i < any.size(); i++) {
      aggregates.add(anyValue(builder.field(firstAny + i)).as("v" + i));
    }
    aggregates.addAll(metrics.calls());
    List<RexNode> keyFields = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      keyFields.add(builder.field(i));
    }
    builder.aggregate(builder.groupKey(keyFields), aggregates);
  }

  /// Names for so many fields.
  static List<String> numbered(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add("f" + i);
    }
    return names;
  }

  private Optional<RexNode> argument(Sketch.Expr call) {
    if (call instanceof Sketch.Fraction fraction) {
      RexNode holds = new Conditions(builder, rows).lower(fraction.condition());
      return Optional.of(
          builder.call(
              SqlStdOperatorTable.CASE,
              holds,
              builder.cast(builder.literal(1), SqlTypeName.DOUBLE),
              builder.cast(builder.literal(0), SqlTypeName.DOUBLE)));
    }
    Sketch.Aggregate aggregate = (Sketch.Aggregate) call;
    if (aggregate.argument() instanceof Sketch.Star) {
      if (aggregate.function() != Sketch.AggregateFunction.COUNT || aggregate.distinct()) {
        throw Notes.invalid("an aggregate other than a count of rows");
      }
      return Optional.empty();
    }
    RexNode argument = rows.lower(aggregate.argument());
    return Optional.of(
        switch (aggregate.function()) {
          case COUNT, MIN, MAX -> argument;
          case SUM, AVG, MEDIAN, STDDEV -> number(argument, aggregate);
        });
  }

  private RexNode number(RexNode argument, Sketch.Aggregate aggregate) {
    RelDataType type = argument.getType();
    if (Typing.isBoolean(type)) {
      return builder.call(
          SqlStdOperatorTable.CASE, argument, builder.literal(1), builder.literal(0));
    }
    if (!Typing.isNumeric(type) && !Typing.isText(type)) {
      throw Notes.invalid(aggregate.function() + " of something that is not a number");
    }
    if (aggregate.argument() instanceof Sketch.Column c && Typing.isText(type)) {
      ColumnValues known = context.index().values(c.column());
      if (!known.values().isEmpty() && !known.allNumbers()) {
        throw Notes.invalid(aggregate.function() + " of " + c.column() + ", which holds texts");
      }
    }
    return Typing.asNumber(builder, argument);
  }

  private RelBuilder.AggCall aggregate(Sketch.Expr call, int argument) {
    if (call instanceof Sketch.Fraction) {
      return builder.aggregateCall(SqlStdOperatorTable.AVG, builder.field(argument));
    }
    Sketch.Aggregate aggregate = (Sketch.Aggregate) call;
    if (argument < 0) {
      return builder.aggregateCall(SqlStdOperatorTable.COUNT);
    }
    SqlAggFunction function =
        switch (aggregate.function()) {
          case COUNT -> SqlStdOperatorTable.COUNT;
          case SUM -> SqlStdOperatorTable.SUM;
          case AVG -> SqlStdOperatorTable.AVG;
          case MIN -> SqlStdOperatorTable.MIN;
          case MAX -> SqlStdOperatorTable.MAX;
          case MEDIAN -> SqlOperators.MEDIAN;
          case STDDEV -> SqlOperators.STDDEV;
        };
    return builder.aggregateCall(function, builder.field(argument)).distinct(aggregate.distinct());
  }

  /// Some value of a group, always the same one: the smallest where there is an order.
  private RelBuilder.AggCall anyValue(RexNode field) {
    RelDataType type = field.getType();
    boolean ordered =
        Typing.isText(type)
            || Typing.isNumeric(type)
            || Typing.isDate(type)
            || Typing.isTimestamp(type);
    return builder.aggregateCall(
        ordered ? SqlStdOperatorTable.MIN : SqlStdOperatorTable.ANY_VALUE, field);
  }
}
