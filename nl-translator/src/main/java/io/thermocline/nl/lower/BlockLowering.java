package io.thermocline.nl.lower;

import io.thermocline.nl.link.ColumnValues;
import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.TableView;
import io.thermocline.nl.sketch.Sketch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;

/// One SELECT block: joins, filter, groups, HAVING, items, order, limit. For one block.
final class BlockLowering {
  private final RelBuilder builder;
  private final LoweringContext context;
  private final Notes notes;
  private final Sketch.Block block;
  private final Literals literals;
  private final Subqueries subqueries;

  BlockLowering(
      RelBuilder builder,
      LoweringContext context,
      Notes notes,
      Function<Sketch.Query, RelNode> queries,
      Sketch.Block block) {
    this.builder = builder;
    this.context = context;
    this.notes = notes;
    this.block = block;
    this.literals = new Literals(builder, context, notes);
    this.subqueries = new Subqueries(builder, queries);
  }

  /// Lowers the block and takes it off the builder's stack.
  RelNode lower() {
    if (Set.copyOf(block.items()).size() < block.items().size()) {
      throw Notes.invalid("an item is selected twice");
    }
    Scope scope = new Joins(builder, context, notes).push(block);
    Expressions rows = new Expressions(builder, scope, literals, subqueries);
    Sketch.Cond where = block.where();
    if (where != null) {
      builder.filter(new Conditions(builder, rows).lower(where));
    }
    Aggregates aggregates = Aggregates.of(block);
    MetricCalls metrics = MetricCalls.of(block, aggregates, context, builder, rows);
    metrics.notes().forEach(notes::assume);
    metrics.filter().ifPresent(builder::filter);
    if (aggregates.isNeeded() && block.items().contains(new Sketch.Star())) {
      aggregates.loose().addAll(new OutputNames(context.index().schema()).allColumns(block));
    }
    Optional<Sketch.Aggregate> extreme = ExtremeRows.of(block, aggregates, this::isDependent);
    Expressions values;
    if (extreme.isPresent()) {
      values = new ExtremeRows(builder, rows).keep(block.group(), extreme.get());
    } else if (aggregates.isNeeded()) {
      values = group(rows, aggregates, metrics);
    } else {
      values = shares(rows, aggregates);
    }
    Sketch.Cond having = block.having();
    if (having != null) {
      builder.filter(new Conditions(builder, values).lower(having));
    }
    new BlockOutput(builder, context, block, values, literals).push();
    return builder.build();
  }

  /// Whether a column has one value in each group: its table's key, or a column that a key joins
  /// with it, is grouped.
  private boolean isDependent(ColumnView column) {
    TableView table = context.index().schema().tables().get(column.table());
    if (table.primaryKey().isEmpty()) {
      return false;
    }
    return table.primaryKey().stream()
        .allMatch(key ->
            block.group().stream()
                .anyMatch(
                    expr -> expr instanceof Sketch.Column c && isSame(c.column().index(), key)));
  }

  private boolean isSame(int grouped, int key) {
    return grouped == key
        || context.index().schema().keys().stream()
            .flatMap(edge -> edge.pairs().stream())
            .anyMatch(pair -> pair.left() == grouped && pair.right() == key);
  }

  /// Groups the rows and binds keys, aggregates and loose columns to the fields of the groups.
  private Expressions group(Expressions rows, Aggregates aggregates, MetricCalls metrics) {
    List<Sketch.Expr> keys = new ArrayList<>(aggregates.keys());
    List<ColumnView> any = new ArrayList<>();
    for (ColumnView column : aggregates.loose()) {
      Sketch.Column expr = new Sketch.Column(column);
      if (isDependent(column)) {
        keys.add(expr);
      } else if (!keys.contains(expr)) {
        any.add(column);
      }
    }
    List<RexNode> inputs = new ArrayList<>(rows.lowerAll(keys));
    List<Integer> arguments = new ArrayList<>();
    List<Sketch.Expr> plain = metrics.without(aggregates.calls());
    for (Sketch.Expr call : plain) {
      Optional<RexNode> argument = argument(rows, call);
      arguments.add(argument.isPresent() ? inputs.size() : -1);
      argument.ifPresent(inputs::add);
    }
    int firstAny = inputs.size();
    any.forEach(column -> inputs.add(rows.lower(new Sketch.Column(column))));
    metrics.addArguments(inputs);
    if (inputs.isEmpty()) {
      inputs.add(builder.literal(1));
    }
    builder.project(inputs, numbered(inputs.size()), true);
    List<RelBuilder.AggCall> calls = new ArrayList<>();
    int number = 0;
    for (Sketch.Expr call : plain) {
      calls.add(aggregate(call, arguments.get(number++)).as("a" + number));
    }
    for (int i = 0; i < any.size(); i++) {
      calls.add(anyValue(builder.field(firstAny + i)).as("v" + i));
    }
    calls.addAll(metrics.calls());
    List<RexNode> keyFields = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      keyFields.add(builder.field(i));
    }
    builder.aggregate(builder.groupKey(keyFields), calls);
    List<Sketch.Expr> fields = new ArrayList<>(keys);
    fields.addAll(plain);
    any.forEach(column -> fields.add(new Sketch.Column(column)));
    Map<Sketch.Expr, RexNode> bound = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      bound.put(fields.get(i), builder.field(i));
    }
    metrics.bind(bound, fields.size());
    return shares(rows.over(bound), aggregates, bound);
  }

  private Expressions shares(Expressions values, Aggregates aggregates) {
    return aggregates.shares().isEmpty()
        ? values
        : shares(values, aggregates, new LinkedHashMap<>());
  }

  /// Adds the shares as further fields, before HAVING takes groups away.
  private Expressions shares(
      Expressions values, Aggregates aggregates, Map<Sketch.Expr, RexNode> bound) {
    if (aggregates.shares().isEmpty()) {
      return values;
    }
    int width = builder.peek().getRowType().getFieldCount();
    List<RexNode> fields = new ArrayList<>(builder.fields());
    aggregates.shares().forEach(share -> fields.add(values.share(share)));
    builder.project(fields, numbered(fields.size()), true);
    int next = width;
    for (Sketch.Share share : aggregates.shares()) {
      bound.put(share, builder.field(next++));
    }
    return aggregates.isNeeded() ? values.over(bound) : values.with(bound);
  }

  private static List<String> numbered(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add("f" + i);
    }
    return names;
  }

  private Optional<RexNode> argument(Expressions rows, Sketch.Expr call) {
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
          case SUM, AVG -> number(argument, aggregate);
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
