package io.thermocline.optimizer.physical;

import io.thermocline.catalog.Tier;
import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.plan.SortKey;
import io.thermocline.optimizer.PlannerConfig;
import io.thermocline.optimizer.SourceRegistry;
import io.thermocline.optimizer.dialect.SqlStatement;
import io.thermocline.optimizer.rel.Estimator;
import io.thermocline.optimizer.rel.ExpressionLowering;
import io.thermocline.optimizer.rel.SegmentScan;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.source.SqlSource;
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
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/// Decides for every sub-tree where it runs, from the leaves up: inside its source while the source
/// does exactly the same, as a structured scan, or in the engine. For one plan and one thread.
public final class PhysicalPlanner {
  private final SourceRegistry sources;
  private final PlacementTools tools;
  private final Estimator estimator;
  private final PlannerConfig config;
  private final RexBuilder builder;
  private final ExpressionLowering expressions;
  private final NodeNotes notes = new NodeNotes();
  private final Materializer materializer;
  private final ProjectPlacement projects;
  private final AggregatePlacement aggregates;
  private final JoinLowering joins;
  private final SetLowering sets;

  /// A planner for one tree.
  public PhysicalPlanner(
      SourceRegistry sources, Estimator estimator, PlannerConfig config, RexBuilder builder) {
    this.sources = sources;
    this.estimator = estimator;
    this.config = config;
    this.builder = builder;
    this.expressions = new ExpressionLowering(builder);
    this.materializer = new Materializer(estimator, notes);
    this.tools = new PlacementTools(estimator, config, builder, expressions, notes, materializer);
    this.projects = new ProjectPlacement(tools);
    this.aggregates = new AggregatePlacement(tools, projects);
    this.joins = new JoinLowering(builder, estimator, config, notes);
    this.sets = new SetLowering(tools);
  }

  /// The plan of a tree.
  public PhysicalNode plan(RelNode root) {
    if (config.pushDown()) {
      materializer.share(new Sharing(estimator, root));
    }
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
    PhysicalNode known = materializer.known(rel);
    if (known != null) {
      return new Placed.Local(known);
    }
    Placed placed = placeAlone(rel);
    return placed instanceof Placed.Local local
        ? new Placed.Local(materializer.shared(rel, local.node()))
        : placed;
  }

  private Placed placeAlone(RelNode rel) {
    return switch (rel) {
      case SegmentScan scan -> scan(scan);
      case Filter filter -> filter(filter);
      case Project project -> projects.place(project, place(project.getInput()));
      case Aggregate aggregate -> aggregates.place(aggregate, place(aggregate.getInput()));
      case Sort sort -> sort(sort);
      case Join join -> join(join);
      case SetOp set -> set(set);
      case Values values -> tools.local(SetLowering.values(values), rel);
      default ->
          throw new ThermoclineException(
              ErrorCode.UNSUPPORTED,
              "a statement with "
                  + rel.getRelTypeName()
                  + " is not supported; write it with joins and plain sub-queries");
    };
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
        Optional<Placed> placed = PlacementTools.remote(remote.source(), inside);
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
    return tools.local(
        new PhysicalNode.FilterNode(materializer.node(input, true), expressions.lower(condition)),
        filter);
  }

  private Placed sort(Sort sort) {
    Placed input = place(sort.getInput());
    if (input instanceof Placed.Remote remote) {
      Optional<Placed> whole =
          PlacementTools.remote(remote.source(), PlacementTools.with(sort, remote.rel()));
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
      return tools.local(new PhysicalNode.LimitNode(node, offset, fetch), sort);
    }
    List<SortKey> keys = new ArrayList<>();
    for (RelFieldCollation key : sort.getCollation().getFieldCollations()) {
      keys.add(AggregateLowering.sortKey(key, node.schema()));
    }
    if (fetch != null) {
      return tools.local(new PhysicalNode.TopNNode(node, keys, offset, fetch), sort);
    }
    PhysicalNode sorted = new PhysicalNode.SortNode(node, keys);
    notes.put(sorted, estimator.rows(sort.getInput()));
    return tools.local(
        offset == null ? sorted : new PhysicalNode.LimitNode(sorted, offset, null), sort);
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
      Optional<Placed> whole =
          explodes ? Optional.empty() : PlacementTools.remote(l.source(), inside);
      if (whole.isPresent()) {
        return whole.get();
      }
    }
    return tools.local(
        joins.lower(join, materializer.node(left, false), materializer.node(right, false)), join);
  }

  private Placed set(SetOp set) {
    List<Placed> inputs = set.getInputs().stream().map(this::place).toList();
    if (inputs.get(0) instanceof Placed.Remote first
        && inputs.stream()
            .allMatch(p -> p instanceof Placed.Remote r && r.source() == first.source())) {
      List<RelNode> rels = inputs.stream().map(p -> ((Placed.Remote) p).rel()).toList();
      Optional<Placed> whole =
          PlacementTools.remote(first.source(), set.copy(set.getTraitSet(), rels));
      if (whole.isPresent()) {
        return whole.get();
      }
    }
    List<PhysicalNode> nodes = inputs.stream().map(p -> materializer.node(p, false)).toList();
    return tools.local(sets.lower(set, nodes), set);
  }
}
