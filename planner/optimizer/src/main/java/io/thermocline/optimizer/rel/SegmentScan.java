package io.thermocline.optimizer.rel;

import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Segment;
import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;

/// The rows of one segment of a logical table, with the logical table's columns.
public final class SegmentScan extends TableScan {
  private final LogicalTable logicalTable;
  private final Segment segment;

  /// A scan of a segment.
  ///
  /// @param relOptTable the logical table
  public SegmentScan(
      RelOptCluster cluster, RelOptTable relOptTable, LogicalTable logicalTable, Segment segment) {
    super(cluster, cluster.traitSetOf(Convention.NONE), List.of(), relOptTable);
    this.logicalTable = logicalTable;
    this.segment = segment;
  }

  /// The logical table.
  public LogicalTable logicalTable() {
    return logicalTable;
  }

  /// The segment.
  public Segment segment() {
    return segment;
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return this;
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("source", segment.source())
        .item("relation", segment.relation())
        .item("range", segment.range());
  }
}
