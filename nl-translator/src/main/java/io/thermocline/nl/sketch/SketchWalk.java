package io.thermocline.nl.sketch;

import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.TableView;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Visits the parts of sketches.
public final class SketchWalk {
  private final Consumer<Object> visitor;
  private final boolean intoQueries;

  private SketchWalk(Consumer<Object> visitor, boolean intoQueries) {
    this.visitor = visitor;
    this.intoQueries = intoQueries;
  }

  /// Visits every block, expression, condition, value, table use and column of a sketch, subqueries
  /// included, parents first.
  public static void all(Sketch sketch, Consumer<Object> visitor) {
    switch (sketch) {
      case Sketch.None n -> {}
      case Sketch.Query q -> new SketchWalk(visitor, true).query(q);
    }
  }

  /// Visits an expression and what is below it, but not the inside of subqueries.
  public static void shallow(Sketch.Expr expr, Consumer<Object> visitor) {
    new SketchWalk(visitor, false).expr(expr);
  }

  /// Visits a condition and what is below it, but not the inside of subqueries.
  public static void shallow(Sketch.Cond cond, Consumer<Object> visitor) {
    new SketchWalk(visitor, false).cond(cond);
  }

  /// The tables that a sketch names, each once.
  public static Set<TableView> tables(Sketch sketch) {
    Set<TableView> tables = new LinkedHashSet<>();
    all(
        sketch,
        part -> {
          if (part instanceof Sketch.TableUse use) {
            tables.add(use.table());
          }
        });
    return tables;
  }

  /// The columns that a sketch names, each once.
  public static Set<ColumnView> columns(Sketch sketch) {
    Set<ColumnView> columns = new LinkedHashSet<>();
    all(
        sketch,
        part -> {
          if (part instanceof ColumnView column) {
            columns.add(column);
          }
        });
    return columns;
  }

  /// The columns that a block names outside of `ON` and of the queries inside it, each once.
  public static Set<ColumnView> ownColumns(Sketch.Block block) {
    Set<ColumnView> columns = new LinkedHashSet<>();
    SketchWalk walk =
        new SketchWalk(
            part -> {
              if (part instanceof ColumnView column) {
                columns.add(column);
              }
            },
            false);
    block.items().forEach(walk::expr);
    walk.optional(block.where());
    block.group().forEach(walk::expr);
    walk.optional(block.having());
    block.order().forEach(key -> walk.expr(key.expr()));
    walk.per(block.limit());
    return columns;
  }

  private void query(Sketch.Query query) {
    block(query.first());
    query.branches().forEach(branch -> block(branch.block()));
  }

  private void block(Sketch.Block block) {
    visitor.accept(block);
    block.items().forEach(this::expr);
    optional(block.where());
    block.group().forEach(this::expr);
    optional(block.having());
    block.order().forEach(key -> expr(key.expr()));
    Sketch.Limit limit = block.limit();
    if (limit != null) {
      visitor.accept(limit.count());
    }
    per(limit);
    block.tables().forEach(visitor);
    for (Sketch.On on : block.on()) {
      visitor.accept(on.left());
      visitor.accept(on.right());
    }
  }

  private void per(Sketch.@Nullable Limit limit) {
    if (limit != null && limit.per() != null) {
      expr(limit.per());
    }
  }

  private void optional(Sketch.@Nullable Cond cond) {
    if (cond != null) {
      cond(cond);
    }
  }

  private void expr(Sketch.Expr expr) {
    visitor.accept(expr);
    switch (expr) {
      case Sketch.Star s -> {}
      case Sketch.Column c -> visitor.accept(c.column());
      case Sketch.Aggregate a -> expr(a.argument());
      case Sketch.Arithmetic a -> {
        expr(a.left());
        expr(a.right());
      }
      case Sketch.Bucket b -> visitor.accept(b.column());
      case Sketch.DatePart p -> visitor.accept(p.column());
      case Sketch.Share s -> expr(s.of());
      case Sketch.Fraction f -> cond(f.condition());
      case Sketch.NumberLiteral n -> visitor.accept(n.value());
      case Sketch.Scalar s -> inner(s.query());
      case Sketch.Prior p -> expr(p.of());
      case Sketch.Change c -> expr(c.prior());
      case Sketch.Running r -> expr(r.of());
      case Sketch.Moving m -> {
        visitor.accept(m.count());
        expr(m.of());
      }
      case Sketch.Rank r -> expr(r.of());
    }
  }

  private void cond(Sketch.Cond cond) {
    visitor.accept(cond);
    switch (cond) {
      case Sketch.And a -> {
        cond(a.left());
        cond(a.right());
      }
      case Sketch.Or o -> {
        cond(o.left());
        cond(o.right());
      }
      case Sketch.Not n -> cond(n.condition());
      case Sketch.Compare c -> {
        expr(c.left());
        operand(c.right());
      }
      case Sketch.Between b -> {
        expr(b.expr());
        operand(b.low());
        operand(b.high());
      }
      case Sketch.Like l -> {
        expr(l.expr());
        visitor.accept(l.value());
      }
      case Sketch.In i -> {
        expr(i.expr());
        inner(i.query());
      }
      case Sketch.IsNull n -> expr(n.expr());
      case Sketch.During d -> {
        expr(d.expr());
        visitor.accept(d.span());
      }
    }
  }

  private void operand(Sketch.Operand operand) {
    switch (operand) {
      case Sketch.Value v -> visitor.accept(v);
      case Sketch.Expr e -> expr(e);
    }
  }

  private void inner(Sketch.Query query) {
    if (intoQueries) {
      query(query);
    }
  }
}
