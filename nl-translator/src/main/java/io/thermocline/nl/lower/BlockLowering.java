package io.thermocline.nl.lower;

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
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

/// One SELECT block: joins, filter, groups, what they were earlier, shares, HAVING, windows, items,
/// order, limit. For one block.
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
    Expressions rows = rows();
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
      values = earlier(group(rows, aggregates, metrics), aggregates);
    } else {
      values = rows;
    }
    values = shares(values, aggregates);
    values = windows(values, aggregates);
    new BlockOutput(builder, context, block, values, literals).push();
    return builder.build();
  }

  /// Pushes the joined rows.
  private Expressions rows() {
    Scope scope = new Joins(builder, context, notes).push(block);
    return new Expressions(builder, scope, literals, subqueries);
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
    List<Sketch.Expr> any = new ArrayList<>();
    for (ColumnView column : aggregates.loose()) {
      Sketch.Column expr = new Sketch.Column(column);
      if (keys.contains(expr)) {
        continue;
      }
      (isDependent(column) ? keys : any).add(expr);
    }
    List<Sketch.Expr> plain = metrics.without(aggregates.calls());
    new Grouping(builder, context, rows)
        .push(rows.lowerAll(keys), plain, rows.lowerAll(any), metrics);
    List<Sketch.Expr> fields = new ArrayList<>(keys);
    fields.addAll(plain);
    fields.addAll(any);
    Map<Sketch.Expr, RexNode> bound = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      bound.put(fields.get(i), builder.field(i));
    }
    metrics.bind(bound, fields.size());
    return rows.over(bound);
  }

  /// Joins the groups with what they were earlier.
  private Expressions earlier(Expressions groups, Aggregates aggregates) {
    return aggregates.priors().isEmpty()
        ? groups
        : new EarlierGroups(builder, context, notes, block, this::rows).join(groups, aggregates);
  }

  /// Adds the shares as further fields, before HAVING takes groups away.
  private Expressions shares(Expressions values, Aggregates aggregates) {
    return append(values, aggregates.shares(), (share, before) -> before.share(share));
  }

  /// Applies HAVING and adds the windows as further fields: they look at the groups that a
  /// condition without a window leaves.
  private Expressions windows(Expressions values, Aggregates aggregates) {
    Sketch.@Nullable Cond having = block.having();
    if (having == null) {
      return windowFields(values, aggregates);
    }
    List<Sketch.Cond> before = new ArrayList<>();
    List<Sketch.Cond> after = new ArrayList<>();
    for (Sketch.Cond part : Conditions.conjuncts(having)) {
      (Windows.isIn(part) ? after : before).add(part);
    }
    filter(values, before);
    Expressions windows = windowFields(values, aggregates);
    filter(windows, after);
    return windows;
  }

  private void filter(Expressions values, List<Sketch.Cond> conditions) {
    Conditions lowering = new Conditions(builder, values);
    builder.filter(conditions.stream().map(lowering::lower).toList());
  }

  private Expressions windowFields(Expressions values, Aggregates aggregates) {
    Windows windows = new Windows(builder, block, aggregates.keys());
    List<Sketch.Expr> rest = new ArrayList<>(aggregates.windows());
    Expressions known = values;
    while (!rest.isEmpty()) {
      List<Sketch.Expr> next =
          rest.stream().filter(window -> !Windows.isOver(window, rest)).toList();
      known = append(known, next, windows::lower);
      rest.removeAll(next);
    }
    return known;
  }

  /// What one expression becomes over the fields so far.
  private interface Field<T> {
    RexNode lower(T expr, Expressions before);
  }

  private <T extends Sketch.Expr> Expressions append(
      Expressions values, Iterable<T> exprs, Field<T> field) {
    List<RexNode> fields = new ArrayList<>(builder.fields());
    int next = fields.size();
    exprs.forEach(expr -> fields.add(field.lower(expr, values)));
    if (fields.size() == next) {
      return values;
    }
    builder.project(fields, Grouping.numbered(fields.size()), true);
    Map<Sketch.Expr, RexNode> bound = new LinkedHashMap<>();
    for (T expr : exprs) {
      bound.put(expr, builder.field(next++));
    }
    return values.with(bound);
  }
}
