package io.thermocline.nl.lower;

import io.thermocline.catalog.LogicalTable;
import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.TableView;
import io.thermocline.nl.sketch.CountedRows;
import io.thermocline.nl.sketch.JoinTree;
import io.thermocline.nl.sketch.Sketch;
import io.thermocline.nl.sketch.SketchWalk;
import io.thermocline.optimizer.MetricExpression;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives metrics their meaning in a sketch. The model writes a metric like a column; here each use,
/// bare or inside an aggregate, becomes `SUM` of the metric's column, which stands for the metric's
/// value for the group. What stands beside it is grouped by, a condition on it goes to `HAVING`,
/// and the tables that its definition needs are joined.
public final class MetricSketches {
  private final LoweringContext context;

  private MetricSketches(LoweringContext context) {
    this.context = context;
  }

  /// The sketch with its metrics in the form that [Lowering] takes; a sketch without metrics stays
  /// as it is.
  ///
  /// @throws io.thermocline.spi.error.ThermoclineException QUESTION_REFUSED when a metric cannot be
  ///   told for what the sketch groups by
  public static Sketch.Query expand(Sketch.Query sketch, LoweringContext context) {
    return SketchWalk.columns(sketch).stream().anyMatch(ColumnView::metric)
        ? new MetricSketches(context).query(sketch)
        : sketch;
  }

  /// Whether an aggregate stands for a metric.
  static boolean isMetric(Sketch.Expr expr) {
    return expr instanceof Sketch.Aggregate a
        && a.argument() instanceof Sketch.Column c
        && c.column().metric();
  }

  private Sketch.Query query(Sketch.Query query) {
    return new Sketch.Query(
        block(query.first()),
        query.branches().stream()
            .map(branch -> new Sketch.Branch(branch.operator(), block(branch.block())))
            .toList());
  }

  private Sketch.Block block(Sketch.Block block) {
    Set<ColumnView> metrics = new LinkedHashSet<>(SketchWalk.ownColumns(block));
    metrics.removeIf(column -> !column.metric());
    List<Sketch.Expr> items = block.items().stream().map(this::expr).toList();
    List<Sketch.OrderKey> order =
        block.order().stream()
            .map(key -> new Sketch.OrderKey(expr(key.expr()), key.descending()))
            .toList();
    Sketch.Cond where = null;
    Sketch.Cond having = block.having() == null ? null : cond(block.having());
    List<Sketch.Cond> conjuncts =
        block.where() == null ? List.of() : Conditions.conjuncts(block.where());
    for (Sketch.Cond conjunct : conjuncts) {
      if (usesMetric(conjunct)) {
        requireOnlyMetrics(conjunct);
        having = and(having, cond(conjunct));
      } else {
        where = and(where, cond(conjunct));
      }
    }
    List<Sketch.Expr> group = block.group();
    if (!metrics.isEmpty() && group.isEmpty()) {
      group = implied(items, order);
    }
    Sketch.Block expanded =
        new Sketch.Block(
            block.distinct(),
            items,
            where,
            group,
            having,
            order,
            block.limit(),
            block.tables(),
            block.on());
    return metrics.isEmpty() ? expanded : expanded.withTables(tables(expanded, metrics));
  }

  /// What stands beside metrics without being an aggregate.
  private static List<Sketch.Expr> implied(List<Sketch.Expr> items, List<Sketch.OrderKey> order) {
    Set<Sketch.Expr> keys = new LinkedHashSet<>();
    List<Sketch.Expr> all = new ArrayList<>(items);
    order.forEach(key -> all.add(key.expr()));
    for (Sketch.Expr expr : all) {
      boolean constant = expr instanceof Sketch.NumberLiteral || expr instanceof Sketch.Scalar;
      if (expr instanceof Sketch.Star) {
        throw Notes.invalid("a metric beside all columns");
      }
      if (!constant && !Aggregates.has(expr)) {
        keys.add(expr);
      }
    }
    return List.copyOf(keys);
  }

  /// The block's tables and those that the metrics need. A join that would count rows of a metric
  /// several times is refused.
  private List<Sketch.TableUse> tables(Sketch.Block block, Set<ColumnView> metrics) {
    SchemaView schema = context.index().schema();
    List<Sketch.TableUse> tables = new ArrayList<>(block.tables());
    for (ColumnView metric : metrics) {
      for (LogicalTable needed : expression(metric).tables()) {
        TableView view =
            schema.tables().stream()
                .filter(t -> t.schema().equals(needed.schema()) && t.name().equals(needed.name()))
                .findFirst()
                .orElseThrow(
                    () -> Notes.invalid("the metric " + metric + " needs " + needed.name()));
        if (tables.stream().noneMatch(use -> use.table().equals(view))) {
          tables.add(new Sketch.TableUse(view, false));
        }
      }
    }
    List<Sketch.TableUse> joined =
        JoinTree.complete(schema, tables, block.on(), SketchWalk.ownColumns(block));
    for (ColumnView metric : metrics) {
      boolean repeats =
          expression(metric).calls().stream().anyMatch(MetricExpression.Call::countsRepeats);
      if (repeats && !CountedRows.reaches(schema, schema.tableOf(metric), joined)) {
        throw Notes.invalid(
            "rows of "
                + metric.tableName()
                + " would count several times in "
                + metric
                + " when joined with "
                + joined.stream().map(use -> use.table().name()).toList());
      }
    }
    return joined;
  }

  private MetricExpression expression(ColumnView metric) {
    return context.trees().metric(context.tables().apply(context.tableOf(metric)), metric.name());
  }

  private static Sketch.Cond and(Sketch.@Nullable Cond left, Sketch.Cond right) {
    return left == null ? right : new Sketch.And(left, right);
  }

  private static boolean usesMetric(Sketch.Cond cond) {
    boolean[] found = new boolean[1];
    SketchWalk.shallow(
        cond, part -> found[0] |= part instanceof ColumnView column && column.metric());
    return found[0];
  }

  private static boolean usesMetric(Sketch.Expr expr) {
    boolean[] found = new boolean[1];
    SketchWalk.shallow(
        expr, part -> found[0] |= part instanceof ColumnView column && column.metric());
    return found[0];
  }

  private static void requireOnlyMetrics(Sketch.Cond cond) {
    SketchWalk.shallow(
        cond,
        part -> {
          if (part instanceof ColumnView column && !column.metric()) {
            throw Notes.invalid("a condition mixes a metric with " + column);
          }
        });
  }

  private Sketch.Expr expr(Sketch.Expr expr) {
    return switch (expr) {
      case Sketch.Column c when c.column().metric() ->
          new Sketch.Aggregate(Sketch.AggregateFunction.SUM, false, c);
      case Sketch.Aggregate a -> usesMetric(a.argument()) ? expr(a.argument()) : a;
      case Sketch.Arithmetic a ->
          new Sketch.Arithmetic(a.operator(), expr(a.left()), expr(a.right()));
      case Sketch.Share s -> new Sketch.Share(expr(s.of()));
      case Sketch.Scalar s -> new Sketch.Scalar(query(s.query()));
      case Sketch.Prior p -> prior(p);
      case Sketch.Change c -> new Sketch.Change(c.kind(), prior(c.prior()));
      case Sketch.Running r -> new Sketch.Running(expr(r.of()));
      case Sketch.Moving m -> new Sketch.Moving(m.count(), expr(m.of()));
      case Sketch.Rank r -> new Sketch.Rank(expr(r.of()));
      case Sketch.Column c -> c;
      case Sketch.Star s -> s;
      case Sketch.Bucket b -> b;
      case Sketch.DatePart d -> d;
      case Sketch.Fraction f -> f;
      case Sketch.NumberLiteral n -> n;
    };
  }

  private Sketch.Prior prior(Sketch.Prior prior) {
    return new Sketch.Prior(prior.step(), expr(prior.of()));
  }

  private Sketch.Operand operand(Sketch.Operand operand) {
    return switch (operand) {
      case Sketch.Expr e -> expr(e);
      case Sketch.Value v -> v;
    };
  }

  private Sketch.Cond cond(Sketch.Cond cond) {
    return switch (cond) {
      case Sketch.And a -> new Sketch.And(cond(a.left()), cond(a.right()));
      case Sketch.Or o -> new Sketch.Or(cond(o.left()), cond(o.right()));
      case Sketch.Not n -> new Sketch.Not(cond(n.condition()));
      case Sketch.Compare c -> new Sketch.Compare(c.operator(), expr(c.left()), operand(c.right()));
      case Sketch.Between b ->
          new Sketch.Between(expr(b.expr()), operand(b.low()), operand(b.high()));
      case Sketch.In i -> new Sketch.In(expr(i.expr()), query(i.query()), i.negated());
      case Sketch.IsNull n -> new Sketch.IsNull(expr(n.expr()), n.negated());
      case Sketch.Like l -> l;
      case Sketch.During d -> d;
    };
  }
}
