package io.thermocline.optimizer.physical;

import io.thermocline.catalog.Tier;
import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.plan.SortKey;
import io.thermocline.optimizer.dialect.PredicateSql;
import io.thermocline.optimizer.dialect.SqlStatement;
import io.thermocline.optimizer.rel.Estimator;
import io.thermocline.optimizer.rel.SegmentScan;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Sort;
import org.jspecify.annotations.Nullable;

/// Makes the plan node of a tree whose place is decided: a statement or scan for a source, with
/// casts to the types promised.
final class Materializer {
  private final Estimator estimator;
  private final NodeNotes notes;
  private @Nullable Sharing sharing;

  Materializer(Estimator estimator, NodeNotes notes) {
    this.estimator = estimator;
    this.notes = notes;
  }

  /// From now on equal trees get the same node.
  void share(Sharing newSharing) {
    sharing = newSharing;
  }

  /// The node that an equal tree got before, or null.
  @Nullable PhysicalNode known(RelNode rel) {
    return sharing == null ? null : sharing.known(rel);
  }

  /// The node for a tree, shared with equal trees.
  PhysicalNode shared(RelNode rel, PhysicalNode node) {
    if (sharing == null) {
      return node;
    }
    PhysicalNode result = sharing.share(rel, node);
    if (result != node) {
      notes.move(node, result);
    }
    return result;
  }

  /// The node of a placed tree.
  ///
  /// @param ordered whether a node above relies on the order of rows
  PhysicalNode node(Placed placed, boolean ordered) {
    return switch (placed) {
      case Placed.Local l -> l.node();
      case Placed.Remote remote ->
          ordered && keepsOrder(remote.rel())
              ? remote(remote, true)
              : shared(remote.rel(), remote(remote, false));
      case Placed.Scanned scanned -> shared(scanned.rel(), scanned(scanned));
    };
  }

  private PhysicalNode remote(Placed.Remote remote, boolean ordered) {
    RelNode rel = remote.rel();
    if (ordered && rel instanceof Sort sort && keepsOrder(rel)) {
      boolean bounded = sort.fetch != null || sort.offset != null;
      PhysicalNode node =
          remote(new Placed.Remote(remote.source(), bounded ? sort : sort.getInput()), false);
      List<SortKey> keys =
          sort.getCollation().getFieldCollations().stream()
              .map(key -> AggregateLowering.sortKey(key, node.schema()))
              .toList();
      PhysicalNode sorted = new PhysicalNode.SortNode(node, keys);
      notes.put(sorted, estimator.rows(rel));
      return sorted;
    }
    String sql = SqlStatement.render(remote.source(), rel).orElseThrow();
    Schema schema = renamed(Types.schema(rel.getRowType()));
    boolean empty = schema.size() == 0;
    PhysicalNode node =
        new PhysicalNode.SqlScanNode(
            remote.source(),
            PredicateSql.of(remote.source(), sql, estimator.rows(rel)),
            empty ? Schema.of(SqlStatement.NO_COLUMNS) : schema,
            List.of());
    notes.putScan(
        node, estimator.rows(rel), remote.source().name(), tiersOf(rel), KeyRanges.of(rel));
    return empty ? new PhysicalNode.ProjectNode(node, List.of(), schema) : node;
  }

  private static boolean keepsOrder(RelNode rel) {
    return rel instanceof Sort sort && !sort.getCollation().getFieldCollations().isEmpty();
  }

  /// The columns under names that differ.
  private static Schema renamed(Schema schema) {
    List<Field> fields = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Field field : schema.fields()) {
      String name = field.name();
      for (int i = 1; !taken.add(name); i++) {
        name = field.name() + "_" + i;
      }
      fields.add(field.withName(name));
    }
    return new Schema(fields);
  }

  private static Set<Tier> tiersOf(RelNode rel) {
    Set<Tier> tiers = EnumSet.noneOf(Tier.class);
    if (rel instanceof SegmentScan scan) {
      tiers.add(scan.segment().tier());
    }
    rel.getInputs().forEach(input -> tiers.addAll(tiersOf(input)));
    return tiers;
  }

  private PhysicalNode scanned(Placed.Scanned scanned) {
    Access access = scanned.access();
    Schema wanted = Types.schema(scanned.rel().getRowType());
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      DataType stored =
          access.aggregation() == null
              ? access.stored().field(access.columns().get(i)).type()
              : wanted.field(i).type();
      fields.add(new Field(wanted.field(i).name(), stored, wanted.field(i).nullable()));
    }
    PhysicalNode node =
        new PhysicalNode.ScanNode(access.source(), access.request(), new Schema(fields));
    notes.putScan(
        node,
        estimator.rows(scanned.rel()),
        access.source().name(),
        tiersOf(scanned.rel()),
        KeyRanges.of(scanned.rel()));
    return cast(node, wanted);
  }

  /// The same rows in the types of a schema.
  PhysicalNode cast(PhysicalNode node, Schema schema) {
    List<Expression> casts = new ArrayList<>();
    boolean needed = false;
    for (int i = 0; i < schema.size(); i++) {
      DataType from = node.schema().field(i).type();
      DataType to = schema.field(i).type();
      Expression column = new Expression.ColumnReference(i, from);
      needed |= !from.equals(to);
      casts.add(from.equals(to) ? column : new Expression.Cast(column, to, false));
    }
    if (!needed) {
      return node;
    }
    PhysicalNode result = new PhysicalNode.ProjectNode(node, casts, schema);
    notes.move(node, result);
    return result;
  }
}
