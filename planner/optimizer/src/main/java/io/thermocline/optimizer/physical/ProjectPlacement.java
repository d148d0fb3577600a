package io.thermocline.optimizer.physical;

import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.optimizer.dialect.SqlStatement;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.source.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/// Where projections run: in the source as far as it does exactly the same, the rest in the engine.
final class ProjectPlacement {
  private final PlacementTools tools;

  ProjectPlacement(PlacementTools tools) {
    this.tools = tools;
  }

  Placed place(Project project, Placed input) {
    if (input instanceof Placed.Remote remote) {
      Optional<Placed> whole =
          PlacementTools.remote(remote.source(), PlacementTools.with(project, remote.rel()));
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
            scanned.access().withColumns(columns), PlacementTools.with(project, scanned.rel()));
      }
    }
    return split(project, input);
  }

  /// The source computes what it can and returns what else is needed; the engine computes the rest.
  Placed split(Project project, Placed input) {
    if (project.containsOver()) {
      PhysicalNode node =
          new WindowLowering(tools.expressions())
              .lower(tools.materializer().node(input, false), project);
      tools.notes().put(node.inputs().get(0), tools.estimator().rows(project));
      return tools.local(node, project);
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
          PlacementTools.remote(
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
            tools.materializer().node(narrowed, true),
            tools.expressions().lower(computed),
            Types.schema(project.getRowType()));
    return tools.local(node, project);
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
}
