package io.thermocline.nl.sketch;

import io.thermocline.nl.link.KeyEdge;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.TableView;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a row of a block's joined tables is.
public final class CountedRows {
  private CountedRows() {}

  /// The table from which keys lead to all other tables of the block: its rows are those of the
  /// join. Empty when there is none.
  public static Optional<TableView> of(SchemaView schema, Sketch.Block block) {
    List<TableView> tables = block.tables().stream().map(Sketch.TableUse::table).toList();
    Set<Integer> all = tables.stream().map(TableView::index).collect(Collectors.toSet());
    return tables.stream().filter(table -> reachable(schema, table).containsAll(all)).findFirst();
  }

  /// Whether keys lead from a table to all of these, so that a join with them repeats none of its
  /// rows.
  public static boolean reaches(SchemaView schema, TableView from, List<Sketch.TableUse> tables) {
    Set<Integer> found = reachable(schema, from);
    return tables.stream().allMatch(use -> found.contains(use.table().index()));
  }

  private static Set<Integer> reachable(SchemaView schema, TableView from) {
    Set<Integer> found = new HashSet<>(Set.of(from.index()));
    boolean grown = true;
    while (grown) {
      grown = false;
      for (KeyEdge key : schema.keys()) {
        grown |= found.contains(key.left()) && found.add(key.right());
      }
    }
    return found;
  }
}
