package io.thermocline.optimizer.rule;

import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Segment;
import io.thermocline.optimizer.rel.Literals;
import io.thermocline.optimizer.rel.SegmentScan;
import io.thermocline.optimizer.sql.CatalogTable;
import io.thermocline.spi.type.DataType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/// Replaces the scan of a logical table by the union of its segments that can hold a wanted row,
/// and moves filters and projections above the union into its branches.
final class SegmentExpansion {
  private final ZoneId zone;
  private final List<String> remarks = new ArrayList<>();

  SegmentExpansion(ZoneId zone) {
    this.zone = zone;
  }

  /// What was left out so far, one line a segment.
  List<String> remarks() {
    return remarks;
  }

  RelNode expand(RelNode root) {
    return expand(root, List.of());
  }

  /// @param conditions what every row that matters meets, over the node's columns
  private RelNode expand(RelNode rel, List<RexNode> conditions) {
    return switch (rel) {
      case TableScan scan -> scan(scan, conditions);
      case Filter filter -> {
        List<RexNode> all = new ArrayList<>(conditions);
        all.addAll(RelOptUtil.conjunctions(filter.getCondition()));
        yield distribute(filter, expand(filter.getInput(), all));
      }
      case Project project when !project.containsOver() -> {
        List<RexNode> below = new ArrayList<>();
        for (RexNode condition : conditions) {
          below.add(RelOptUtil.pushPastProject(condition, project));
        }
        yield distribute(project, expand(project.getInput(), below));
      }
      case Union union when union.all -> {
        List<RelNode> inputs =
            union.getInputs().stream().map(input -> expand(input, conditions)).toList();
        yield flat(union.copy(union.getTraitSet(), inputs));
      }
      default -> {
        List<RelNode> inputs = new ArrayList<>();
        for (RelNode input : rel.getInputs()) {
          inputs.add(expand(input, List.of()));
        }
        yield inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
      }
    };
  }

  private RelNode scan(TableScan scan, List<RexNode> conditions) {
    CatalogTable catalogTable = scan.getTable().unwrap(CatalogTable.class);
    if (catalogTable == null) {
      return scan;
    }
    LogicalTable table = catalogTable.table();
    int key = table.tieringKey() == null ? -1 : table.columns().indexOf(table.tieringKey());
    List<RelNode> branches = new ArrayList<>();
    for (Segment segment : table.segments()) {
      if (key >= 0
          && !new SegmentPruning(key, table.columns().field(key).type(), zone)
              .mayMatchAll(conditions, segment.range())) {
        remarks.add(
            "Left out: "
                + segment.relation()
                + " in "
                + segment.source()
                + " ("
                + segment.tier().name().toLowerCase(java.util.Locale.ROOT)
                + "), which holds "
                + table.tieringKey()
                + " "
                + bounds(segment)
                + " only");
        continue;
      }
      RelNode branch = new SegmentScan(scan.getCluster(), scan.getTable(), table, segment);
      if (!segment.exact() && key >= 0) {
        RexNode range = range(branch, key, table.columns().field(key).type(), segment);
        branch = range == null ? branch : LogicalFilter.create(branch, range);
      }
      branches.add(branch);
    }
    return switch (branches.size()) {
      case 0 -> LogicalValues.createEmpty(scan.getCluster(), scan.getRowType());
      case 1 -> branches.get(0);
      default -> LogicalUnion.create(branches, true);
    };
  }

  private static String bounds(Segment segment) {
    Object from = segment.range().from();
    Object to = segment.range().to();
    return from == null
        ? "before " + to
        : to == null ? "from " + from : "from " + from + " to before " + to;
  }

  private static @Nullable RexNode range(RelNode rel, int key, DataType keyType, Segment segment) {
    RexBuilder builder = rel.getCluster().getRexBuilder();
    RelDataType type = rel.getRowType().getFieldList().get(key).getType();
    RexNode column = builder.makeInputRef(rel, key);
    List<RexNode> bounds = new ArrayList<>();
    if (segment.range().from() != null) {
      bounds.add(
          builder.makeCall(
              SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
              column,
              Literals.toRex(builder, segment.range().from(), type)));
    }
    if (segment.range().to() != null) {
      bounds.add(
          builder.makeCall(
              SqlStdOperatorTable.LESS_THAN,
              column,
              Literals.toRex(builder, segment.range().to(), type)));
    }
    return bounds.isEmpty() ? null : RexUtil.composeConjunction(builder, bounds);
  }

  /// Moves a filter or projection into the branches of a union.
  static RelNode distribute(RelNode rel, RelNode input) {
    if (input instanceof LogicalValues values && values.getTuples().isEmpty()) {
      return LogicalValues.createEmpty(rel.getCluster(), rel.getRowType());
    }
    if (!(input instanceof Union union) || !union.all || hasOver(rel)) {
      return merge(rel.copy(rel.getTraitSet(), List.of(input)));
    }
    List<RelNode> branches = new ArrayList<>();
    for (RelNode branch : union.getInputs()) {
      RelNode cast = RelOptUtil.createCastRel(branch, union.getRowType(), false);
      branches.add(merge(rel.copy(rel.getTraitSet(), List.of(cast))));
    }
    return LogicalUnion.create(branches, true);
  }

  private static boolean hasOver(RelNode rel) {
    return rel instanceof Project project
        && project.getProjects().stream().anyMatch(RexOver::containsOver);
  }

  private static RelNode merge(RelNode rel) {
    if (rel instanceof Filter upper && upper.getInput() instanceof Filter lower) {
      return LogicalFilter.create(
          lower.getInput(),
          RexUtil.composeConjunction(
              rel.getCluster().getRexBuilder(),
              List.of(lower.getCondition(), upper.getCondition())));
    }
    if (rel instanceof Filter filter
        && filter.getInput() instanceof Project project
        && !project.containsOver()) {
      RexNode below = RelOptUtil.pushPastProject(filter.getCondition(), project);
      return project.copy(
          project.getTraitSet(), List.of(merge(LogicalFilter.create(project.getInput(), below))));
    }
    if (rel instanceof Project upper
        && upper.getInput() instanceof Project lower
        && !lower.containsOver()
        && !upper.containsOver()) {
      return LogicalProject.create(
          lower.getInput(),
          List.of(),
          RelOptUtil.pushPastProject(upper.getProjects(), lower),
          upper.getRowType().getFieldNames(),
          java.util.Set.of());
    }
    return rel;
  }

  /// A union without unions below it.
  static RelNode flat(RelNode rel) {
    if (!(rel instanceof Union union) || !union.all) {
      return rel;
    }
    List<RelNode> branches = new ArrayList<>();
    for (RelNode input : union.getInputs()) {
      if (input instanceof Union inner
          && inner.all
          && inner.getRowType().equals(union.getRowType())) {
        branches.addAll(inner.getInputs());
      } else if (!(input instanceof LogicalValues values && values.getTuples().isEmpty())) {
        branches.add(input);
      }
    }
    if (branches.isEmpty()) {
      return LogicalValues.createEmpty(union.getCluster(), union.getRowType());
    }
    return branches.size() == 1
        ? RelOptUtil.createCastRel(branches.get(0), union.getRowType(), true)
        : LogicalUnion.create(branches, true);
  }
}
