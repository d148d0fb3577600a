package io.thermocline.optimizer.physical;

import io.thermocline.catalog.SegmentRange;
import io.thermocline.catalog.Tier;
import io.thermocline.engine.plan.PhysicalNode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the planner knows about the nodes of one plan, for EXPLAIN.
final class NodeNotes {
  private final Map<PhysicalNode, Note> notes = new IdentityHashMap<>();
  private final Set<Tier> tiers = new LinkedHashSet<>();
  private final Set<String> sources = new LinkedHashSet<>();

  /// A note.
  ///
  /// @param rows estimated rows
  /// @param tiers of a scan; empty for other nodes
  /// @param keyRanges of a scan, one a column: which values a column can have; empty for other
  ///   nodes
  record Note(double rows, List<Tier> tiers, List<SegmentRange> keyRanges) {}

  void put(PhysicalNode node, double rows) {
    notes.put(node, new Note(rows, List.of(), List.of()));
  }

  void putScan(
      PhysicalNode node,
      double rows,
      String source,
      Set<Tier> scanTiers,
      List<SegmentRange> keyRanges) {
    notes.put(node, new Note(rows, List.copyOf(scanTiers), keyRanges));
    tiers.addAll(scanTiers);
    sources.add(source);
  }

  /// Gives a node that takes another's place its note.
  void move(PhysicalNode from, PhysicalNode to) {
    Note note = notes.get(from);
    if (note != null) {
      notes.put(to, note);
    }
  }

  @Nullable Note of(PhysicalNode node) {
    return notes.get(node);
  }

  /// Which values a scan's column can have.
  SegmentRange keyRange(PhysicalNode scan, int column) {
    Note note = notes.get(scan);
    return note == null || column >= note.keyRanges().size()
        ? SegmentRange.ALL
        : note.keyRanges().get(column);
  }

  Set<Tier> tiers() {
    return tiers;
  }

  List<String> sources() {
    return new ArrayList<>(sources);
  }
}
