package io.thermocline.optimizer.physical;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.plan.AggregateCall;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.optimizer.dialect.SqlStatement;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.source.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/// Where aggregations run: wholly in the source, in the source as sums and counts that the engine
/// finishes, or in the engine over no more columns than it looks at.
final class AggregatePlacement {
  private final PlacementTools tools;
  private final ProjectPlacement projects;

  AggregatePlacement(PlacementTools tools, ProjectPlacement projects) {
    this.tools = tools;
    this.projects = projects;
  }

  Placed place(Aggregate aggregate, Placed input) {
    if (input instanceof Placed.Remote remote) {
      Aggregate inside = (Aggregate) PlacementTools.with(aggregate, remote.rel());
      Optional<Placed> whole = PlacementTools.remote(remote.source(), inside);
      if (whole.isPresent()) {
        return whole.get();
      }
      RelNode parts = AverageParts.split(inside);
      if (parts instanceof Project project
          && project.getInput() instanceof Aggregate sums
          && SqlStatement.render(remote.source(), sums).isPresent()) {
        return projects.split(project, new Placed.Remote(remote.source(), sums));
      }
    }
    if (tools.config().pushDown() && input instanceof Placed.Scanned scanned) {
      Access grouped = scanned.access().aggregate(aggregate);
      if (grouped != null) {
        return new Placed.Scanned(grouped, PlacementTools.with(aggregate, scanned.rel()));
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
    used.forEach(column -> kept.add(tools.builder().makeInputRef(scanned.rel(), column)));
    List<String> names =
        used.toList().stream().map(scanned.rel().getRowType().getFieldNames()::get).toList();
    return new Placed.Scanned(
        scanned.access().withColumns(used.toList()),
        LogicalProject.create(scanned.rel(), List.of(), kept, names, Set.of()));
  }

  private Placed inEngine(Aggregate aggregate, Placed input) {
    PhysicalNode node = tools.materializer().node(input, false);
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
    return tools.local(
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
}
