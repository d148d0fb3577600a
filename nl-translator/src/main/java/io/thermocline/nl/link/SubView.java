package io.thermocline.nl.link;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Some tables of a view with all their columns and the keys among them, as a view of its own. Its
/// tables and columns are numbered anew, in the order of the whole.
public final class SubView {
  private final SchemaView view;
  private final int[] tables;
  private final int[] columns;

  private SubView(SchemaView view, int[] tables, int[] columns) {
    this.view = view;
    this.tables = tables;
    this.columns = columns;
  }

  /// The part of a view.
  ///
  /// @param tables by index in the whole, ascending
  public static SubView of(SchemaView whole, int[] tables) {
    List<TableView> kept = new ArrayList<>();
    List<Integer> columns = new ArrayList<>();
    Map<Integer, Integer> newTables = new HashMap<>();
    Map<Integer, Integer> newColumns = new HashMap<>();
    for (int number : tables) {
      TableView table = whole.tables().get(number);
      newTables.put(number, kept.size());
      List<ColumnView> own = new ArrayList<>();
      for (ColumnView column : table.columns()) {
        newColumns.put(column.index(), columns.size());
        own.add(column.at(columns.size(), kept.size()));
        columns.add(column.index());
      }
      Set<Integer> key = new HashSet<>();
      table.primaryKey().forEach(column -> key.add(newColumns.get(column)));
      kept.add(
          new TableView(
              kept.size(),
              table.schema(),
              table.name(),
              table.display(),
              table.synonyms(),
              own,
              key));
    }
    List<KeyEdge> keys = new ArrayList<>();
    for (KeyEdge edge : whole.keys()) {
      Integer left = newTables.get(edge.left());
      Integer right = newTables.get(edge.right());
      if (left != null && right != null) {
        keys.add(new KeyEdge(left, right, pairs(edge, newColumns), edge.guessed()));
      }
    }
    return new SubView(
        new SchemaView(kept, keys),
        tables.clone(),
        columns.stream().mapToInt(Integer::intValue).toArray());
  }

  private static List<KeyEdge.Pair> pairs(KeyEdge edge, Map<Integer, Integer> columns) {
    return edge.pairs().stream()
        .map(pair ->
            new KeyEdge.Pair(
                columns.getOrDefault(pair.left(), -1), columns.getOrDefault(pair.right(), -1)))
        .toList();
  }

  /// The part as a view.
  public SchemaView view() {
    return view;
  }

  /// The index in the whole of a table of the part.
  public int table(int part) {
    return tables[part];
  }

  /// The index in the whole of a column of the part.
  public int column(int part) {
    return columns[part];
  }

  /// The index in the part of a column of the whole, negative when it is not in the part.
  public int columnInPart(int whole) {
    return Arrays.binarySearch(columns, whole);
  }
}
