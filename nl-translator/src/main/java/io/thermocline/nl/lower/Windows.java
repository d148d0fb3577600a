package io.thermocline.nl.lower;

import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.sketch.Sketch;
import io.thermocline.nl.sketch.SketchWalk;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

/// Running totals, moving averages and ranks of a block: window functions over its groups, or over
/// its rows when it has no groups.
final class Windows {
  private static final BigDecimal MOST_GROUPS = BigDecimal.valueOf(1_000_000);

  private final RelBuilder builder;
  private final Sketch.Block block;
  private final List<Sketch.Expr> keys;

  /// @param keys the keys of the groups; empty without groups
  Windows(RelBuilder builder, Sketch.Block block, Set<Sketch.Expr> keys) {
    this.builder = builder;
    this.block = block;
    this.keys = List.copyOf(keys);
  }

  /// Whether a condition depends on a window.
  static boolean isIn(Sketch.Cond cond) {
    boolean[] found = new boolean[1];
    SketchWalk.shallow(cond, part -> found[0] |= isWindow(part));
    return found[0];
  }

  private static boolean isIn(Sketch.Expr expr) {
    boolean[] found = new boolean[1];
    SketchWalk.shallow(expr, part -> found[0] |= isWindow(part));
    return found[0];
  }

  private static boolean isWindow(Object part) {
    return part instanceof Sketch.Running
        || part instanceof Sketch.Moving
        || part instanceof Sketch.Rank;
  }

  /// Whether a window's argument holds one of these windows.
  static boolean isOver(Sketch.Expr window, Collection<Sketch.Expr> others) {
    boolean[] found = new boolean[1];
    SketchWalk.shallow(window, part -> found[0] |= part != window && others.contains(part));
    return found[0];
  }

  /// A window function over values.
  RexNode lower(Sketch.Expr window, Expressions values) {
    return switch (window) {
      case Sketch.Running r ->
          framed(
              SqlStdOperatorTable.SUM,
              number(r.of(), values, "a running total"),
              RexWindowBounds.UNBOUNDED_PRECEDING,
              values);
      case Sketch.Moving m ->
          framed(
              SqlStdOperatorTable.AVG,
              number(m.of(), values, "a moving average"),
              RexWindowBounds.preceding(builder.literal(count(m, values) - 1)),
              values);
      case Sketch.Rank r ->
          builder
              .aggregateCall(SqlStdOperatorTable.RANK)
              .over()
              .orderBy(builder.nullsLast(builder.desc(values.lower(r.of()))))
              .rowsUnbounded()
              .toRex();
      default -> throw new IllegalStateException(window + " is no window");
    };
  }

  private RexNode number(Sketch.Expr of, Expressions values, String what) {
    RexNode node = values.lower(of);
    if (!Typing.isNumeric(node.getType())) {
      throw Notes.invalid(what + " of something that is not a number");
    }
    return node;
  }

  private static int count(Sketch.Moving moving, Expressions values) {
    RexNode literal = values.literals().number(null, moving.count());
    BigDecimal count = literal instanceof RexLiteral l ? l.getValueAs(BigDecimal.class) : null;
    if (count == null
        || count.signum() <= 0
        || count.stripTrailingZeros().scale() > 0
        || count.compareTo(MOST_GROUPS) > 0) {
      throw Notes.invalid("a moving average over " + count + " values");
    }
    return count.intValueExact();
  }

  private RexNode framed(
      SqlAggFunction function, RexNode of, RexWindowBound from, Expressions values) {
    Axis axis = axis();
    List<RexNode> order = new ArrayList<>();
    for (Sketch.OrderKey key : axis.order()) {
      RexNode node = values.lower(key.expr());
      order.add(builder.nullsLast(key.descending() ? builder.desc(node) : node));
    }
    return builder
        .aggregateCall(function, of)
        .over()
        .partitionBy(values.lowerAll(axis.partition()))
        .orderBy(order)
        .rowsBetween(from, RexWindowBounds.CURRENT_ROW)
        .toRex();
  }

  /// In which order values are added up, and for which expressions each anew. The order has no ties
  /// that could change a result.
  private record Axis(List<Sketch.OrderKey> order, List<Sketch.Expr> partition) {}

  private Axis axis() {
    List<Sketch.Expr> along = keys.stream().filter(key -> key instanceof Sketch.Bucket).toList();
    if (along.isEmpty()) {
      Sketch.OrderKey first = firstOrderKey();
      if (first != null) {
        return keys.contains(first.expr())
            ? new Axis(List.of(first), without(List.of(first.expr())))
            : new Axis(withTies(first), List.of());
      }
      along = keys.stream().filter(Windows::isDated).toList();
    }
    if (along.isEmpty()) {
      throw Notes.invalid("nothing says in which order values are added up");
    }
    return new Axis(
        along.stream().map(key -> new Sketch.OrderKey(key, false)).toList(), without(along));
  }

  private Sketch.@Nullable OrderKey firstOrderKey() {
    return block.order().stream().filter(key -> !isIn(key.expr())).findFirst().orElse(null);
  }

  private static boolean isDated(Sketch.Expr key) {
    return key instanceof Sketch.DatePart || key instanceof Sketch.Column c && isDated(c.column());
  }

  private static boolean isDated(ColumnView column) {
    return column.kind().isTemporal();
  }

  private List<Sketch.Expr> without(List<Sketch.Expr> along) {
    return keys.stream().filter(key -> !along.contains(key)).toList();
  }

  /// An order key, then what tells groups or rows with equal values apart.
  private List<Sketch.OrderKey> withTies(Sketch.OrderKey first) {
    List<Sketch.OrderKey> order = new ArrayList<>();
    order.add(first);
    List<Sketch.Expr> ties =
        keys.isEmpty()
            ? block.items().stream()
                .filter(item -> !isIn(item) && !(item instanceof Sketch.Star))
                .toList()
            : keys;
    ties.stream()
        .filter(tie -> !tie.equals(first.expr()))
        .forEach(tie -> order.add(new Sketch.OrderKey(tie, false)));
    return order;
  }
}
