package io.thermocline.nl.lower;

import io.thermocline.nl.sketch.Paraphrase;
import io.thermocline.nl.sketch.Sketch;
import io.thermocline.nl.time.CalendarStep;
import io.thermocline.nl.time.Period;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/// A block's groups beside what they were a step earlier. The earlier groups are an aggregation of
/// their own over the rows whose date, moved forward by the step, meets the block's conditions; the
/// groups of now are joined with them on the keys, and keep their place when there is none. Without
/// an earlier group an aggregate is what it is over no rows: 0 for a count, else null.
final class EarlierGroups {
  private final RelBuilder builder;
  private final LoweringContext context;
  private final Notes notes;
  private final Sketch.Block block;
  private final Supplier<Expressions> rows;

  /// @param rows pushes the block's joined rows
  EarlierGroups(
      RelBuilder builder,
      LoweringContext context,
      Notes notes,
      Sketch.Block block,
      Supplier<Expressions> rows) {
    this.builder = builder;
    this.context = context;
    this.notes = notes;
    this.block = block;
    this.rows = rows;
  }

  /// Adds each `PRIOR` expression to the groups on the builder's stack, as a field behind theirs.
  Expressions join(Expressions groups, Aggregates aggregates) {
    Map<CalendarStep, Set<Sketch.Prior>> steps = new LinkedHashMap<>();
    StepDates dates = StepDates.of(block, aggregates.keys(), groups.literals());
    for (Sketch.Prior prior : aggregates.priors()) {
      steps.computeIfAbsent(dates.step(prior.step()), step -> new LinkedHashSet<>()).add(prior);
    }
    Expressions joined = groups;
    for (Map.Entry<CalendarStep, Set<Sketch.Prior>> step : steps.entrySet()) {
      joined = join(joined, aggregates.keys(), dates, step.getKey(), step.getValue());
    }
    return joined;
  }

  private Expressions join(
      Expressions groups,
      Set<Sketch.Expr> keys,
      StepDates dates,
      CalendarStep step,
      Set<Sketch.Prior> priors) {
    Aggregates inner = Aggregates.ofPriors(keys, priors);
    assume(dates, step, priors);
    RelNode now = builder.build();
    Expressions earlier = groups(keys, dates, step, inner);
    RelNode before = builder.build();
    int width = now.getRowType().getFieldCount();
    builder.push(now);
    builder.push(before);
    List<RexNode> equal = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      RexNode left = builder.field(2, 0, i);
      RexNode right = builder.field(2, 1, i);
      equal.add(
          left.getType().isNullable() && right.getType().isNullable()
              ? builder.call(SqlStdOperatorTable.IS_NOT_DISTINCT_FROM, left, right)
              : builder.call(SqlStdOperatorTable.EQUALS, left, right));
    }
    builder.join(JoinRelType.LEFT, builder.and(equal));
    Map<Sketch.Expr, RexNode> found = new HashMap<>();
    int place = width + keys.size();
    for (Sketch.Expr call : inner.calls()) {
      found.put(call, emptied(call, builder.field(place++)));
    }
    for (Sketch.Share share : inner.shares()) {
      found.put(share, builder.field(place++));
    }
    Expressions over = earlier.over(found);
    List<RexNode> fields = new ArrayList<>(builder.fields().subList(0, width));
    priors.forEach(prior -> fields.add(over.lower(prior.of())));
    builder.project(fields, Grouping.numbered(fields.size()), true);
    Map<Sketch.Expr, RexNode> bound = new LinkedHashMap<>();
    int next = width;
    for (Sketch.Prior prior : priors) {
      bound.put(prior, builder.field(next++));
    }
    return groups.with(bound);
  }

  private void assume(StepDates dates, CalendarStep step, Set<Sketch.Prior> priors) {
    Period period = dates.period();
    if (period == null || period.to() == null) {
      return;
    }
    for (Sketch.Prior prior : priors) {
      notes.assume(
          "\"" + Paraphrase.earlier(prior.step()) + "\" is " + step.before(period).words() + ".");
    }
    LocalDateTime now = context.timeSettings().localNow();
    boolean unfinished =
        period.from() != null
            && !now.isBefore(period.from())
            && now.toLocalDate().plusDays(1).atStartOfDay().isBefore(period.to());
    if (unfinished && dates.bucket() == null) {
      notes.assume(
          "The period until "
              + period.to().toLocalDate().minusDays(1)
              + " is not over, the earlier one is whole.");
    }
  }

  /// A call's value where there may be no earlier group.
  private RexNode emptied(Sketch.Expr call, RexNode field) {
    boolean count =
        call instanceof Sketch.Aggregate a && a.function() == Sketch.AggregateFunction.COUNT;
    if (!count || !field.getType().isNullable()) {
      return field;
    }
    RexNode zero =
        builder
            .getRexBuilder()
            .makeZeroLiteral(
                builder.getTypeFactory().createTypeWithNullability(field.getType(), false));
    return builder.call(SqlStdOperatorTable.CASE, builder.isNull(field), zero, field);
  }

  /// Pushes the earlier groups: the keys as they are now, the calls, the shares.
  private Expressions groups(
      Set<Sketch.Expr> keys, StepDates dates, CalendarStep step, Aggregates inner) {
    Expressions raw = rows.get();
    MovedDate date = new MovedDate(builder, context, dates.date(), step, raw);
    Expressions moved = raw.with(Map.of(new Sketch.Column(dates.date()), date.moved()));
    Sketch.Cond where = block.where();
    List<RexNode> conditions = new ArrayList<>();
    if (where != null) {
      conditions.add(new Conditions(builder, moved, date).lower(where));
    }
    if (dates.isOpen()) {
      conditions.add(date.endsWithToday(notes));
    }
    MetricCalls metrics = MetricCalls.of(block, inner, context, builder, raw);
    metrics.notes().forEach(notes::assume);
    metrics.filter().ifPresent(conditions::add);
    builder.filter(conditions);
    List<RexNode> keyNodes = new ArrayList<>();
    for (Sketch.Expr key : keys) {
      keyNodes.add((date.keepsKey(key) ? raw : moved).lower(key));
    }
    List<Sketch.Expr> plain = metrics.without(inner.calls());
    new Grouping(builder, context, raw).push(keyNodes, plain, List.of(), metrics);
    List<RexNode> fields = new ArrayList<>();
    for (Sketch.Expr key : keys) {
      RexNode field = builder.field(fields.size());
      fields.add(date.movesAsWhole(key) ? date.forward(field) : field);
    }
    Map<Sketch.Expr, RexNode> bound = new HashMap<>();
    for (int i = 0; i < plain.size(); i++) {
      bound.put(plain.get(i), builder.field(keys.size() + i));
    }
    metrics.bind(bound, keys.size() + plain.size());
    inner.calls().forEach(call -> fields.add(Objects.requireNonNull(bound.get(call))));
    Expressions over = raw.over(bound);
    inner.shares().forEach(share -> fields.add(over.share(share)));
    builder.project(fields, Grouping.numbered(fields.size()), true);
    return over;
  }
}
