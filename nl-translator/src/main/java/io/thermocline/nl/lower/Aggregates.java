package io.thermocline.nl.lower;

import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.sketch.Sketch;
import io.thermocline.nl.sketch.SketchWalk;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a block says about groups: its keys, the aggregates and shares it needs, what is compared
/// with an earlier period, windows over the groups, and the columns that stand outside of all.
///
/// @param windows running totals, moving averages and ranks, those inside others first
record Aggregates(
    Set<Sketch.Expr> keys,
    Set<Sketch.Expr> calls,
    Set<Sketch.Share> shares,
    Set<Sketch.Prior> priors,
    Set<Sketch.Expr> windows,
    Set<ColumnView> loose) {

  private Aggregates(Collection<Sketch.Expr> keys) {
    this(
        new LinkedHashSet<>(keys),
        new LinkedHashSet<>(),
        new LinkedHashSet<>(),
        new LinkedHashSet<>(),
        new LinkedHashSet<>(),
        new LinkedHashSet<>());
  }

  /// Collects from the items, HAVING and the sort keys of a block. What the limit holds for each of
  /// is a key when there are groups.
  static Aggregates of(Sketch.Block block) {
    Aggregates found = new Aggregates(block.group());
    block.items().forEach(found::visit);
    block.order().forEach(key -> found.visit(key.expr()));
    found.visit(block.having());
    Sketch.Limit limit = block.limit();
    if (limit != null && limit.per() != null && found.isNeeded()) {
      found.keys.add(limit.per());
    }
    return found;
  }

  /// Collects what the groups of an earlier period need.
  static Aggregates ofPriors(Set<Sketch.Expr> keys, Set<Sketch.Prior> priors) {
    Aggregates found = new Aggregates(keys);
    for (Sketch.Prior prior : priors) {
      found.visit(prior.of());
    }
    if (found.calls.isEmpty()
        || !found.loose.isEmpty()
        || !found.priors.isEmpty()
        || !found.windows.isEmpty()) {
      throw Notes.invalid("only counts, sums and the like can be compared with an earlier period");
    }
    return found;
  }

  /// Whether rows are to be grouped at all.
  boolean isNeeded() {
    return !keys.isEmpty() || !calls.isEmpty() || !priors.isEmpty();
  }

  /// Whether an expression holds an aggregate outside of sub-queries.
  static boolean has(Sketch.Expr expr) {
    boolean[] found = new boolean[1];
    SketchWalk.shallow(
        expr,
        part -> found[0] |= part instanceof Sketch.Aggregate || part instanceof Sketch.Fraction);
    return found[0];
  }

  private void visit(Sketch.Expr expr) {
    if (keys.contains(expr)) {
      return;
    }
    switch (expr) {
      case Sketch.Aggregate a -> calls.add(a);
      case Sketch.Fraction f -> calls.add(f);
      case Sketch.Share s -> {
        shares.add(s);
        visit(s.of());
      }
      case Sketch.Column c -> loose.add(c.column());
      case Sketch.Arithmetic a -> {
        visit(a.left());
        visit(a.right());
      }
      case Sketch.Bucket b -> loose.add(b.column());
      case Sketch.DatePart p -> loose.add(p.column());
      case Sketch.Star s -> {}
      case Sketch.NumberLiteral n -> {}
      case Sketch.Scalar s -> {}
      case Sketch.Prior p -> priors.add(p);
      case Sketch.Change c -> {
        visit(c.prior());
        visit(c.prior().of());
      }
      case Sketch.Running r -> window(r, r.of());
      case Sketch.Moving m -> window(m, m.of());
      case Sketch.Rank r -> window(r, r.of());
    }
  }

  private void window(Sketch.Expr window, Sketch.Expr of) {
    visit(of);
    windows.add(window);
  }

  private void visit(Sketch.@Nullable Cond cond) {
    switch (cond) {
      case null -> {}
      case Sketch.And a -> {
        visit(a.left());
        visit(a.right());
      }
      case Sketch.Or o -> {
        visit(o.left());
        visit(o.right());
      }
      case Sketch.Not n -> visit(n.condition());
      case Sketch.Compare c -> {
        visit(c.left());
        visit(c.right());
      }
      case Sketch.Between b -> {
        visit(b.expr());
        visit(b.low());
        visit(b.high());
      }
      case Sketch.Like l -> visit(l.expr());
      case Sketch.In i -> visit(i.expr());
      case Sketch.IsNull n -> visit(n.expr());
      case Sketch.During d -> visit(d.expr());
    }
  }

  private void visit(Sketch.Operand operand) {
    if (operand instanceof Sketch.Expr expr) {
      visit(expr);
    }
  }
}
