package io.thermocline.optimizer.physical;

import io.thermocline.catalog.Tier;
import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.plan.AggregateCall;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.plan.SortKey;
import io.thermocline.optimizer.PlannerConfig;
import io.thermocline.optimizer.SourceRegistry;
import io.thermocline.optimizer.dialect.SqlStatement;
import io.thermocline.optimizer.rel.Estimator;
import io.thermocline.optimizer.rel.ExpressionLowering;
import io.thermocline.optimizer.rel.Literals;
import io.thermocline.optimizer.rel.SegmentScan;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.source.SqlSource;
import io.thermocline.spi.type.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/// Decides for every sub-tree where it runs, from the leaves up: inside its source while the source
/// does exactly the same, as a structured scan, or in the engine. For one plan and one thread.
public final class PhysicalPlanner {
  private final SourceRegistry sources;
  private final Estimator estimator;
  private final PlannerConfig config;
  private final RexBuilder builder;
  private final ExpressionLowering expressions;
  private final NodeNotes notes = new NodeNotes();
  private final JoinLowering joins;
  private final Materializer materializer;

  /// A planner for one tree.
  public PhysicalPlanner(
      SourceRegistry sources, Estimator estimator, PlannerConfig config, RexBuilder builder) {
    this.sources = sources;
    this.estimator = estimator;
    this.config = config;
    this.builder = builder;
    this.expressions = new ExpressionLowering(builder);
    this.joins = new JoinLowering(builder, estimator, config, notes);
    this.materializer = new Materializer(estimator, notes);
  }

  /// The plan of a tree.
  public PhysicalNode plan(RelNode root) {
    return materializer.node(place(root), false);
  }

  /// What is known about the nodes of the plan.
  NodeNotes notes() {
    return notes;
  }

  /// The tiers that the plan reads.
  public Set<Tier> tiers() {
    return notes.tiers();
  }

  /// The sources that the plan reads.
  public List<String> sources() {
    return notes.sources();
  }

  /// EXPLAIN of the plan.
  public PlanText text(PhysicalNode root, List<String> remarks) {
    return new PlanText(root, notes, remarks);
  }

  private Placed place(RelNode rel) {
    return switch (rel) {
      case SegmentScan scan -> scan(scan);
      case Filter filter -> filter(filter);
      case Project project -> project(project);
      case Aggregate aggregate -> aggregate(aggregate);
      case Sort sort -> sort(sort);
      case Join join -> join(join);
      case SetOp set -> set(set);
      case Values values -> local(values(values), rel);
      default ->
          throw new ThermoclineException(
              ErrorCode.UNSUPPORTED,
              "a statement with "
                  + rel.getRelTypeName()
                  + " is not supported; write it with joins and plain sub-queries");
    };
  }

  private Placed local(PhysicalNode node, RelNode rel) {
    notes.put(node, estimator.rows(rel));
    return new Placed.Local(node);
  }

  private Placed scan(SegmentScan scan) {
    Source source =
        sources
            .find(scan.segment().source())
            .orElseThrow(() ->
                new ThermoclineException(
                    ErrorCode.SOURCE_UNAVAILABLE,
                    "table \""
                        + scan.logicalTable().name()
                        + "\" lies in source '"
                        + scan.segment().source()
                        + "', which is not configured; add it to the configuration"));
    if (config.pushDown() && source instanceof SqlSource sql && SqlStatement.understands(source)) {
      return new Placed.Remote(sql, scan);
    }
    return new Placed.Scanned(Access.of(source, scan), scan);
  }

  /// The tree inside the source, or empty when the source does not do exactly that.
  private static Optional<Placed> remote(SqlSource source, RelNode rel) {
    return SqlStatement.render(source, rel).isPresent()
        ? Optional.of(new Placed.Remote(source, rel))
        : Optional.empty();
  }

  private static RelNode with(RelNode rel, RelNode input) {
    return rel.getInput(0) == input ? rel : rel.copy(rel.getTraitSet(), List.of(input));
  }

  private Placed filter(Filter filter) {
    Placed input = place(filter.getInput());
    List<RexNode> conditions = RelOptUtil.conjunctions(filter.getCondition());
    return switch (input) {
      case Placed.Remote remote -> {
        List<RexNode> pushed =
            conditions.stream()
                .filter(c -> SqlStatement.hasExact(remote.source(), c, remote.rel()))
                .toList();
        if (pushed.isEmpty()) {
          yield filtered(input, filter, conditions);
        }
        RelNode inside =
            LogicalFilter.create(remote.rel(), RexUtil.composeConjunction(builder, pushed));
        Optional<Placed> placed = remote(remote.source(), inside);
        if (placed.isEmpty()) {
          yield filtered(input, filter, conditions);
        }
        List<RexNode> rest = conditions.stream().filter(c -> !pushed.contains(c)).toList();
        yield rest.isEmpty() ? placed.get() : filtered(placed.get(), filter, rest);
      }
      case Placed.Scanned scanned -> {
        Access access = scanned.access();
        if (!config.pushDown() || !access.isPlain() || !access.can(Capability.FILTER)) {
          yield filtered(input, filter, conditions);
        }
        PredicateConverter converter = new PredicateConverter(builder, access::storedColumn);
        List<Predicate> pushed = new ArrayList<>();
        List<RexNode> inside = new ArrayList<>();
        List<RexNode> rest = new ArrayList<>();
        for (RexNode condition : conditions) {
          Predicate predicate = converter.convert(condition);
          if (predicate == null) {
            rest.add(condition);
          } else {
            pushed.add(predicate);
            inside.add(condition);
          }
        }
        RelNode rel =
            inside.isEmpty()
                ? scanned.rel()
                : LogicalFilter.create(scanned.rel(), RexUtil.composeConjunction(builder, inside));
        Placed placed = new Placed.Scanned(access.withFilters(pushed), rel);
        yield rest.isEmpty() ? placed : filtered(placed, filter, rest);
      }
      case Placed.Local l -> filtered(input, filter, conditions);
    };
  }

  private Placed filtered(Placed input, Filter filter, List<RexNode> conditions) {
    RexNode condition = RexUtil.composeConjunction(builder, conditions);
    return local(
        new PhysicalNode.FilterNode(materializer.node(input, true), expressions.lower(condition)),
        filter);
  }

  private Placed project(Project project) {
    Placed input = place(project.getInput());
    if (input instanceof Placed.Remote remote) {
      Optional<Placed> whole = remote(remote.source(), with(project, remote.rel()));
      if (whole.isPresent()) {
        return whole.get();
      }
    }
    if (input instanceof Placed.Scanned scanned
        && scanned.access().isPlain()
        && project.getProjects().stream().allMatch(RexInputRef.class::isInstance)
        && scanned.access().can(Capability.PROJECTION)) {
      List<Integer> columns =
          project.getProjects().stream().map(e -> ((RexInputRef) e).getIndex()).toList();
      if (columns.stream().distinct().count() == columns.size()) {
        return new Placed.Scanned(
            scanned.access().withColumns(columns), with(project, scanned.rel()));
      }
    }
    return split(project, input);
  }

  /// The source computes what it can and returns what else is needed; the engine computes the rest.
  private Placed split(Project project, Placed input) {
    if (project.containsOver()) {
      PhysicalNode node =
          new WindowLowering(expressions).lower(materializer.node(input, false), project);
      notes.put(node.inputs().get(0), estimator.rows(project));
      return local(node, project);
    }
    List<RexNode> inside = new ArrayList<>();
    List<RexNode> outside = new ArrayList<>();
    RelNode below =
        switch (input) {
          case Placed.Remote remote -> remote.rel();
          case Placed.Scanned scanned -> scanned.rel();
          case Placed.Local l -> project.getInput();
        };
    for (RexNode expression : project.getProjects()) {
      boolean whole =
          input instanceof Placed.Remote remote
              && !(expression instanceof RexLiteral)
              && SqlStatement.hasExact(remote.source(), expression, below);
      outside.add(whole ? reference(inside, expression) : references(inside, expression));
    }
    Placed narrowed = input;
    if (input instanceof Placed.Remote remote) {
      narrowed =
          remote(
                  remote.source(),
                  LogicalProject.create(below, List.of(), inside, names(inside.size()), Set.of()))
              .orElse(input);
    } else if (input instanceof Placed.Scanned scanned
        && scanned.access().isPlain()
        && scanned.access().can(Capability.PROJECTION)) {
      List<Integer> columns = inside.stream().map(e -> ((RexInputRef) e).getIndex()).toList();
      narrowed =
          new Placed.Scanned(
              scanned.access().withColumns(columns),
              LogicalProject.create(below, List.of(), inside, names(inside.size()), Set.of()));
    }
    List<RexNode> computed = narrowed == input ? project.getProjects() : outside;
    PhysicalNode node =
        new PhysicalNode.ProjectNode(
            materializer.node(narrowed, true),
            expressions.lower(computed),
            Types.schema(project.getRowType()));
    return local(node, project);
  }

  private static List<String> names(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add("c" + i);
    }
    return names;
  }

  private static RexNode reference(List<RexNode> inside, RexNode expression) {
    int index = inside.indexOf(expression);
    if (index < 0) {
      index = inside.size();
      inside.add(expression);
    }
    return new RexInputRef(index, expression.getType());
  }

  private static RexNode references(List<RexNode> inside, RexNode expression) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            return reference(inside, ref);
          }
        });
  }

  private Placed aggregate(Aggregate aggregate) {
    Placed input = place(aggregate.getInput());
    if (input instanceof Placed.Remote remote) {
      Aggregate inside = (Aggregate) with(aggregate, remote.rel());
      Optional<Placed> whole = remote(remote.source(), inside);
      if (whole.isPresent()) {
        return whole.get();
      }
      RelNode parts = AverageParts.split(inside);
      if (parts instanceof Project project
          && project.getInput() instanceof Aggregate sums
          && SqlStatement.render(remote.source(), sums).isPresent()) {
        return split(project, new Placed.Remote(remote.source(), sums));
      }
    }
    if (config.pushDown() && input instanceof Placed.Scanned scanned) {
      Access grouped = scanned.access().aggregate(aggregate);
      if (grouped != null) {
        return new Placed.Scanned(grouped, with(aggregate, scanned.rel()));
      }
    }
    if (input instanceof Placed.Scanned scanned
        && scanned.access().isPlain()
        && scanned.access().can(Capability.PROJECTION)) {
      ImmutableBitSet used = used(aggregate);
      if (used.cardinality() < scanned.access().columns().size()) {
        return inEngine(Narrowing.narrow(aggregate, used), narrow(scanned, used));
      }
    }
    return inEngine(aggregate, input);
  }

  /// The columns of the input that an aggregation looks at.
  private static ImmutableBitSet used(Aggregate aggregate) {
    ImmutableBitSet used = aggregate.getGroupSet();
    for (org.apache.calcite.rel.core.AggregateCall call : aggregate.getAggCallList()) {
      used =
          used.union(ImmutableBitSet.of(call.getArgList()))
              .union(ImmutableBitSet.of(call.getCollation().getKeys()));
      used = call.filterArg < 0 ? used : used.set(call.filterArg);
    }
    return used;
  }

  private Placed narrow(Placed.Scanned scanned, ImmutableBitSet used) {
    List<RexNode> kept = new ArrayList<>();
    used.forEach(column -> kept.add(builder.makeInputRef(scanned.rel(), column)));
    List<String> names =
        used.toList().stream().map(scanned.rel().getRowType().getFieldNames()::get).toList();
    return new Placed.Scanned(
        scanned.access().withColumns(used.toList()),
        LogicalProject.create(scanned.rel(), List.of(), kept, names, Set.of()));
  }

  private Placed inEngine(Aggregate aggregate, Placed input) {
    PhysicalNode node = materializer.node(input, false);
    List<Expression> keys = new ArrayList<>();
    for (int key : aggregate.getGroupSet()) {
      keys.add(new Expression.ColumnReference(key, node.schema().field(key).type()));
    }
    List<List<Integer>> sets = new ArrayList<>();
    if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
      aggregate
          .getGroupSets()
          .forEach(set ->
              sets.add(
                  set.toList().stream().map(k -> aggregate.getGroupSet().indexOf(k)).toList()));
    }
    List<@Nullable Expression> constants = constants(node);
    List<AggregateCall> calls =
        aggregate.getAggCallList().stream()
            .map(call -> AggregateLowering.lower(call, node.schema(), constants))
            .toList();
    return local(
        new PhysicalNode.HashAggregateNode(
            node, keys, sets, calls, Types.schema(aggregate.getRowType())),
        aggregate);
  }

  /// The constants among the columns of a projection, null for other columns.
  private static List<@Nullable Expression> constants(PhysicalNode node) {
    List<@Nullable Expression> constants = new ArrayList<>();
    if (node instanceof PhysicalNode.ProjectNode project) {
      for (Expression expression : project.expressions()) {
        constants.add(expression instanceof Expression.Literal ? expression : null);
      }
    }
    return constants;
  }

  private Placed sort(Sort sort) {
    Placed input = place(sort.getInput());
    if (input instanceof Placed.Remote remote) {
      Optional<Placed> whole = remote(remote.source(), with(sort, remote.rel()));
      if (whole.isPresent()) {
        return whole.get();
      }
    }
    boolean noOrder = sort.getCollation().getFieldCollations().isEmpty();
    Placed below = input;
    if (config.pushDown()
        && noOrder
        && input instanceof Placed.Scanned scanned
        && scanned.access().isPlain()
        && scanned.access().can(Capability.LIMIT)
        && sort.fetch instanceof RexLiteral fetch) {
      long rows = number(fetch) + (sort.offset instanceof RexLiteral offset ? number(offset) : 0);
      below = new Placed.Scanned(scanned.access().withLimit(rows), sort);
    }
    PhysicalNode node = materializer.node(below, noOrder);
    Expression offset = sort.offset == null ? null : expressions.lower(sort.offset);
    Expression fetch = sort.fetch == null ? null : expressions.lower(sort.fetch);
    if (noOrder) {
      return local(new PhysicalNode.LimitNode(node, offset, fetch), sort);
    }
    List<SortKey> keys = new ArrayList<>();
    for (RelFieldCollation key : sort.getCollation().getFieldCollations()) {
      keys.add(AggregateLowering.sortKey(key, node.schema()));
    }
    if (fetch != null) {
      return local(new PhysicalNode.TopNNode(node, keys, offset, fetch), sort);
    }
    PhysicalNode sorted = new PhysicalNode.SortNode(node, keys);
    notes.put(sorted, estimator.rows(sort.getInput()));
    return local(offset == null ? sorted : new PhysicalNode.LimitNode(sorted, offset, null), sort);
  }

  private static long number(RexLiteral literal) {
    BigDecimal value = literal.getValueAs(BigDecimal.class);
    return value == null ? 0 : value.longValue();
  }

  private Placed join(Join join) {
    Placed left = place(join.getLeft());
    Placed right = place(join.getRight());
    if (left instanceof Placed.Remote l
        && right instanceof Placed.Remote r
        && l.source() == r.source()) {
      double larger = Math.max(estimator.rows(join.getLeft()), estimator.rows(join.getRight()));
      boolean explodes =
          join.getCondition().isAlwaysTrue() && estimator.rows(join) > 10 * larger + 10_000;
      RelNode inside = join.copy(join.getTraitSet(), List.of(l.rel(), r.rel()));
      Optional<Placed> whole = explodes ? Optional.empty() : remote(l.source(), inside);
      if (whole.isPresent()) {
        return whole.get();
      }
    }
    return local(
        joins.lower(join, materializer.node(left, false), materializer.node(right, false)), join);
  }

  private Placed set(SetOp set) {
    List<Placed> inputs = set.getInputs().stream().map(this::place).toList();
    if (inputs.get(0) instanceof Placed.Remote first
        && inputs.stream()
            .allMatch(p -> p instanceof Placed.Remote r && r.source() == first.source())) {
      List<RelNode> rels = inputs.stream().map(p -> ((Placed.Remote) p).rel()).toList();
      Optional<Placed> whole = remote(first.source(), set.copy(set.getTraitSet(), rels));
      if (whole.isPresent()) {
        return whole.get();
      }
    }
    Schema schema = Types.schema(set.getRowType());
    List<PhysicalNode> nodes = new ArrayList<>();
    for (Placed input : inputs) {
      nodes.add(materializer.cast(materializer.node(input, false), schema));
    }
    PhysicalNode result =
        switch (set) {
          case Union union -> {
            PhysicalNode all = new PhysicalNode.UnionNode(nodes, schema);
            notes.put(all, estimator.rows(set));
            yield union.all ? all : new PhysicalNode.DistinctNode(all);
          }
          case Intersect i -> chain(nodes, PhysicalNode.SetOperationNode.Kind.INTERSECT, set);
          case Minus m -> chain(nodes, PhysicalNode.SetOperationNode.Kind.EXCEPT, set);
          default -> throw new IllegalStateException(set.getRelTypeName());
        };
    return local(result, set);
  }

  private PhysicalNode chain(
      List<PhysicalNode> nodes, PhysicalNode.SetOperationNode.Kind kind, SetOp set) {
    PhysicalNode result = nodes.get(0);
    for (PhysicalNode next : nodes.subList(1, nodes.size())) {
      result = new PhysicalNode.SetOperationNode(result, next, kind, set.all);
      notes.put(result, estimator.rows(set));
    }
    return result;
  }

  private PhysicalNode values(Values values) {
    Schema schema = Types.schema(values.getRowType());
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (List<RexLiteral> tuple : values.getTuples()) {
      List<@Nullable Object> row = new ArrayList<>();
      for (int i = 0; i < tuple.size(); i++) {
        row.add(Literals.value(tuple.get(i), schema.field(i).type()));
      }
      rows.add(row);
    }
    return rows.isEmpty()
        ? new PhysicalNode.ValuesNode(schema, List.of())
        : PhysicalNode.ValuesNode.of(schema, rows);
  }
}
