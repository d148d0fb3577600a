package io.thermocline.nl.lower;

import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.TableSemantics;
import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.sketch.Sketch;
import io.thermocline.optimizer.MetricExpression;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

/// The metrics of one block as aggregates over its rows. Their values are computed from the
/// aggregates of each group, so that a ratio is the ratio of the group's sums. For one block.
final class MetricCalls {
  private final RelBuilder builder;
  private final LoweringContext context;
  private final Expressions rows;
  private final List<Use> uses = new ArrayList<>();
  private final Set<String> notes = new TreeSet<>();
  private boolean shared;
  private int firstArgument;

  /// A metric's expression over the block's rows.
  private record Use(
      Sketch.Expr call, ColumnView column, MetricExpression expression, @Nullable RexNode filter) {}

  private MetricCalls(RelBuilder builder, LoweringContext context, Expressions rows) {
    this.builder = builder;
    this.context = context;
    this.rows = rows;
  }

  /// The metrics among a block's aggregates, over the joined rows on top of the builder's stack.
  static MetricCalls of(
      Sketch.Block block,
      Aggregates aggregates,
      LoweringContext context,
      RelBuilder builder,
      Expressions rows) {
    MetricCalls calls = new MetricCalls(builder, context, rows);
    for (Sketch.Expr call : aggregates.calls()) {
      if (MetricSketches.isMetric(call)
          && call instanceof Sketch.Aggregate aggregate
          && aggregate.argument() instanceof Sketch.Column c) {
        calls.add(call, c.column());
      }
    }
    boolean inner = block.tables().stream().noneMatch(Sketch.TableUse::left);
    boolean same =
        calls.uses.stream().map(use -> String.valueOf(use.filter())).distinct().count() == 1;
    calls.shared = inner && same && calls.uses.size() == aggregates.calls().size();
    return calls;
  }

  private void add(Sketch.Expr call, ColumnView column) {
    LogicalTable table = context.tables().apply(context.tableOf(column));
    MetricExpression expression = context.trees().metric(table, column.name());
    RexNode filter = expression.filter() == null ? null : overRows(expression, expression.filter());
    uses.add(new Use(call, column, expression, filter));
    for (TableSemantics.Metric metric : table.semantics().metrics()) {
      if (metric.name().equals(column.name())) {
        String where = metric.filter().isBlank() ? "" : " where " + metric.filter().strip();
        notes.add(column.name() + " is " + metric.expression().strip() + where + ".");
      }
    }
  }

  /// What the metrics are, one sentence each.
  Set<String> notes() {
    return notes;
  }

  /// The condition for all rows, when the block shows nothing but metrics of the same filter.
  /// Otherwise each aggregate leaves out rows for itself.
  Optional<RexNode> filter() {
    return shared ? Optional.ofNullable(uses.getFirst().filter()) : Optional.empty();
  }

  /// The aggregates that are no metrics, in order.
  List<Sketch.Expr> without(Collection<Sketch.Expr> calls) {
    return calls.stream().filter(call -> !MetricSketches.isMetric(call)).toList();
  }

  /// Adds the arguments of all aggregates to the expressions that are projected below them.
  void addArguments(List<RexNode> inputs) {
    firstArgument = inputs.size();
    for (Use use : uses) {
      for (MetricExpression.Call call : use.expression().calls()) {
        inputs.add(argument(use, call));
      }
    }
  }

  private RexNode argument(Use use, MetricExpression.Call call) {
    if (call.arguments().size() > 1) {
      throw Notes.invalid("the metric " + use.column() + " has an aggregate of two arguments");
    }
    RexNode argument =
        call.arguments().isEmpty()
            ? builder.literal(1)
            : overRows(use.expression(), call.arguments().getFirst());
    List<RexNode> conditions = new ArrayList<>();
    if (!shared && use.filter() != null) {
      conditions.add(use.filter());
    }
    RexNode own = call.filter();
    if (own != null) {
      conditions.add(overRows(use.expression(), own));
    }
    if (conditions.isEmpty()) {
      return argument;
    }
    RelDataTypeFactory factory = builder.getTypeFactory();
    RelDataType nullable = factory.createTypeWithNullability(argument.getType(), true);
    return builder.call(
        SqlStdOperatorTable.CASE,
        builder.and(conditions),
        argument,
        builder.getRexBuilder().makeNullLiteral(nullable));
  }

  /// The aggregates over the projected arguments on top of the builder's stack.
  List<RelBuilder.AggCall> calls() {
    List<RelBuilder.AggCall> calls = new ArrayList<>();
    int next = firstArgument;
    for (Use use : uses) {
      for (MetricExpression.Call call : use.expression().calls()) {
        boolean all = call.arguments().isEmpty() && call.filter() == null;
        boolean plain = all && (shared || use.filter() == null);
        calls.add(
            (plain
                    ? builder.aggregateCall(call.function())
                    : builder.aggregateCall(call.function(), builder.field(next)))
                .distinct(call.distinct())
                .as("m" + calls.size()));
        next++;
      }
    }
    return calls;
  }

  /// Binds each metric to its value over the groups on top of the builder's stack.
  ///
  /// @param firstField the place of the first metric's first aggregate
  void bind(Map<Sketch.Expr, RexNode> bound, int firstField) {
    int first = firstField;
    for (Use use : uses) {
      int from = first;
      RexNode value =
          use.expression()
              .value()
              .accept(
                  new RexShuttle() {
                    @Override
                    public RexNode visitInputRef(RexInputRef ref) {
                      return builder.field(from + ref.getIndex());
                    }

                    @Override
                    public RexNode visitCall(RexCall call) {
                      RexNode visited = super.visitCall(call);
                      return visited instanceof RexCall c && c.getKind() == SqlKind.DIVIDE
                          ? Expressions.divide(
                              builder, c.getOperands().get(0), c.getOperands().get(1))
                          : visited;
                    }
                  });
      bound.put(use.call(), value);
      first += use.expression().calls().size();
    }
  }

  private RexNode overRows(MetricExpression expression, RexNode node) {
    return node.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            MetricExpression.Column column = expression.column(ref.getIndex());
            LogicalTable table = expression.tables().get(column.table());
            String name = table.columns().field(column.ordinal()).name();
            ColumnView view =
                context.index().schema().tables().stream()
                    .filter(t -> t.schema().equals(table.schema()) && t.name().equals(table.name()))
                    .flatMap(t -> t.columns().stream())
                    .filter(c -> c.name().equals(name) && c.ordinal() >= 0)
                    .findFirst()
                    .orElseThrow(() -> Notes.invalid("there is no column " + name));
            return rows.lower(new Sketch.Column(view));
          }
        });
  }
}
