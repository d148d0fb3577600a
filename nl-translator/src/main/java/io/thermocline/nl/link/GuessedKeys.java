package io.thermocline.nl.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Keys that names suggest where a source declares none: `orders.customer_id` points to
/// `customers.id` or to `customers.customer_id`. A guess needs one possible target, equal kinds,
/// and no declared key on the column.
final class GuessedKeys {
  private final List<TableView> tables;
  private final List<Set<String>> names = new ArrayList<>();

  /// The columns that a column of the same name, in lower case, may point to.
  private final Map<Place, List<ColumnView>> sameName = new HashMap<>();

  /// The columns `id` of the tables that go by a name.
  private final Map<Place, List<ColumnView>> idsByTable = new HashMap<>();

  private record Place(String schema, String name) {}

  private GuessedKeys(List<TableView> tables) {
    this.tables = tables;
    for (TableView table : tables) {
      Set<String> own = names(table);
      names.add(own);
      for (ColumnView column : table.columns()) {
        if (column.ordinal() >= 0) {
          addTarget(table, column, own);
        }
      }
    }
  }

  static List<KeyEdge> find(List<TableView> tables, List<KeyEdge> declared) {
    Set<Integer> taken = new HashSet<>();
    for (KeyEdge key : declared) {
      key.pairs().forEach(pair -> taken.add(pair.left()));
    }
    return new GuessedKeys(tables).find(taken);
  }

  private void addTarget(TableView table, ColumnView column, Set<String> own) {
    boolean onlyKey = table.primaryKey().equals(Set.of(column.index()));
    boolean possibleKey = table.primaryKey().isEmpty() || onlyKey;
    String name = column.name().toLowerCase(Locale.ROOT);
    if (name.equals("id") && possibleKey) {
      for (String tableName : own) {
        idsByTable
            .computeIfAbsent(new Place(table.schema(), tableName), k -> new ArrayList<>())
            .add(column);
      }
    }
    if (onlyKey || possibleKey && own.contains(Words.stem(base(name)))) {
      sameName.computeIfAbsent(new Place(table.schema(), name), k -> new ArrayList<>()).add(column);
    }
  }

  private List<KeyEdge> find(Set<Integer> taken) {
    List<KeyEdge> guessed = new ArrayList<>();
    for (TableView table : tables) {
      for (ColumnView column : table.columns()) {
        if (column.ordinal() < 0 || taken.contains(column.index()) || isOwnKey(table, column)) {
          continue;
        }
        Map<Integer, ColumnView> targets = targets(table, column);
        if (targets.size() == 1) {
          ColumnView target = targets.values().iterator().next();
          guessed.add(
              new KeyEdge(
                  table.index(),
                  target.table(),
                  List.of(new KeyEdge.Pair(column.index(), target.index())),
                  true));
        }
      }
    }
    return guessed;
  }

  private boolean isOwnKey(TableView table, ColumnView column) {
    String base = base(column.name());
    return table.primaryKey().equals(Set.of(column.index()))
        || column.name().equalsIgnoreCase("id")
        || !base.isEmpty() && names.get(table.index()).contains(Words.stem(base));
  }

  /// The first possible target in each other table of the schema, by table.
  private Map<Integer, ColumnView> targets(TableView from, ColumnView column) {
    String base = base(column.name());
    if (base.isEmpty()) {
      return Map.of();
    }
    String schema = from.schema();
    String name = column.name().toLowerCase(Locale.ROOT);
    List<ColumnView> possible = new ArrayList<>();
    possible.addAll(idsByTable.getOrDefault(new Place(schema, Words.stem(base)), List.of()));
    possible.addAll(sameName.getOrDefault(new Place(schema, name), List.of()));
    Map<Integer, ColumnView> targets = new TreeMap<>();
    for (ColumnView candidate : possible) {
      if (candidate.table() != from.index() && candidate.kind() == column.kind()) {
        targets.merge(candidate.table(), candidate, (a, b) -> a.index() < b.index() ? a : b);
      }
    }
    return targets;
  }

  private static Set<String> names(TableView table) {
    Set<String> names = new HashSet<>();
    String name = table.name().toLowerCase(Locale.ROOT);
    names.add(Words.stem(name));
    int last = name.lastIndexOf('_');
    if (last > 0) {
      names.add(name.substring(0, last + 1) + Words.stem(name.substring(last + 1)));
    }
    names.add(String.join("_", Words.nameStems(table.display())));
    return names;
  }

  /// `customer` of `customer_id`, `customerid`, `customer_key` or `customer_code`; empty for other
  /// names.
  private static String base(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (String ending : new String[] {"_id", "_key", "_code", "_no", "id"}) {
      if (lower.endsWith(ending) && lower.length() > ending.length() + 1) {
        return lower.substring(0, lower.length() - ending.length());
      }
    }
    return "";
  }
}
