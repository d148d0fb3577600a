package io.thermocline.nl.lower;

import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.sketch.Sketch;
import io.thermocline.nl.sketch.SketchWalk;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

/// The items of a block with DISTINCT, order and limit. Nulls come last in either direction; sort
/// keys that are not selected are dropped after sorting. A limit for each value of an expression
/// keeps the first rows of each in that order; among equals the smallest items come first, so that
/// the rows are the same whatever store they come from.
final class BlockOutput {
  private static final BigDecimal MOST_ROWS = BigDecimal.valueOf(Integer.MAX_VALUE);

  private final RelBuilder builder;
  private final LoweringContext context;
  private final Sketch.Block block;
  private final Expressions values;
  private final Literals literals;

  BlockOutput(
      RelBuilder builder,
      LoweringContext context,
      Sketch.Block block,
      Expressions values,
      Literals literals) {
    this.builder = builder;
    this.context = context;
    this.block = block;
    this.values = values;
    this.literals = literals;
  }

  /// Replaces the rows on the builder's stack by the block's result.
  void push() {
    List<RexNode> fields = new ArrayList<>(items());
    int width = fields.size();
    int per = per(fields);
    int rowWidth = fields.size();
    List<Integer> keys = new ArrayList<>();
    for (Sketch.OrderKey key : block.order()) {
      int place = block.items().indexOf(key.expr());
      boolean plain = place >= 0 && width == block.items().size();
      keys.add(plain ? place : fields.size());
      if (!plain) {
        fields.add(values.lower(key.expr()));
      }
    }
    if (isConstant()) {
      builder.limit(0, 1);
    }
    builder.project(fields);
    if (block.distinct()) {
      distinct(rowWidth, keys);
    }
    Sketch.Limit limit = block.limit();
    if (limit != null && per >= 0) {
      firstOfEach(per, width, keys, limit);
    }
    sort(keys, limit == null || per >= 0 ? null : fetch(limit.count()));
    if (builder.peek().getRowType().getFieldCount() > width) {
      builder.project(builder.fields().subList(0, width));
    }
  }

  /// The place of what the limit holds for each of, added behind the items when it is none of them;
  /// -1 when there is nothing such.
  private int per(List<RexNode> fields) {
    Sketch.Expr per = block.limit() == null ? null : block.limit().per();
    if (per == null) {
      return -1;
    }
    int place = block.items().indexOf(per);
    if (place >= 0 && fields.size() == block.items().size()) {
      return place;
    }
    fields.add(values.lower(per));
    return fields.size() - 1;
  }

  /// Keeps the first rows of each value of a field.
  private void firstOfEach(int per, int width, List<Integer> keys, Sketch.Limit limit) {
    List<RexNode> order = new ArrayList<>(order(keys));
    for (int i = 0; i < width; i++) {
      if (!keys.contains(i) && i != per) {
        order.add(builder.nullsLast(builder.field(i)));
      }
    }
    List<RexNode> fields = new ArrayList<>(builder.fields());
    fields.add(
        builder
            .aggregateCall(SqlStdOperatorTable.ROW_NUMBER)
            .over()
            .partitionBy(builder.field(per))
            .orderBy(order)
            .rowsUnbounded()
            .toRex());
    builder.project(fields, Grouping.numbered(fields.size()), true);
    builder.filter(
        builder.call(
            SqlStdOperatorTable.LESS_THAN_OR_EQUAL,
            builder.field(fields.size() - 1),
            fetch(limit.count())));
  }

  /// Whether every row would be the same, as with a difference of two sub-queries: then one is
  /// enough.
  private boolean isConstant() {
    boolean[] varies = new boolean[1];
    block
        .items()
        .forEach(item ->
            SketchWalk.shallow(
                item,
                part ->
                    varies[0] |=
                        part instanceof ColumnView
                            || part instanceof Sketch.Aggregate
                            || part instanceof Sketch.Star
                            || part instanceof Sketch.Fraction));
    return !varies[0] && block.group().isEmpty();
  }

  private List<RexNode> items() {
    List<RexNode> items = new ArrayList<>();
    for (Sketch.Expr item : block.items()) {
      if (item instanceof Sketch.Star) {
        items.addAll(allColumns());
      } else {
        items.add(values.lower(item));
      }
    }
    return items;
  }

  private List<RexNode> allColumns() {
    return new OutputNames(context.index().schema())
        .allColumns(block).stream().map(column -> values.lower(new Sketch.Column(column))).toList();
  }

  /// Each different row of items once; a sort key that is not an item is the group's smallest or
  /// largest.
  private void distinct(int width, List<Integer> keys) {
    List<RelBuilder.AggCall> extremes = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      int place = keys.get(i);
      if (place >= width) {
        boolean descending = block.order().get(i).descending();
        extremes.add(
            builder.aggregateCall(
                descending ? SqlStdOperatorTable.MAX : SqlStdOperatorTable.MIN,
                builder.field(place)));
      }
    }
    builder.aggregate(builder.groupKey(builder.fields().subList(0, width)), extremes);
  }

  private List<RexNode> order(List<Integer> keys) {
    List<RexNode> order = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      RexNode field = builder.field(keys.get(i));
      order.add(builder.nullsLast(block.order().get(i).descending() ? builder.desc(field) : field));
    }
    return order;
  }

  private void sort(List<Integer> keys, @Nullable RexNode fetch) {
    if (fetch != null || !keys.isEmpty()) {
      builder.sortLimit(null, fetch, order(keys));
    }
  }

  private RexNode fetch(Sketch.Value value) {
    RelDataType type = builder.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
    RexNode parameter = literals.parameter(null, value, type).orElse(null);
    if (parameter instanceof RexDynamicParam) {
      return parameter;
    }
    RexNode literal = literals.number(null, value);
    BigDecimal count = literal instanceof RexLiteral l ? l.getValueAs(BigDecimal.class) : null;
    if (count == null
        || count.signum() <= 0
        || count.stripTrailingZeros().scale() > 0
        || count.compareTo(MOST_ROWS) > 0) {
      throw Notes.invalid("a limit of " + count + " rows");
    }
    return builder.literal(count.intValueExact());
  }
}
