package io.thermocline.nl.link;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Keys that names suggest where a source declares none: `orders.customer_id` points to
/// `customers.id` or to `customers.customer_id`. A guess needs one possible target, equal kinds,
/// and no declared key on the column.
final class GuessedKeys {
  private GuessedKeys() {}

  static List<KeyEdge> find(List<TableView> tables, List<KeyEdge> declared) {
    Set<Integer> taken = new HashSet<>();
    for (KeyEdge key : declared) {
      key.pairs().forEach(pair -> taken.add(pair.left()));
    }
    List<KeyEdge> guessed = new ArrayList<>();
    for (TableView table : tables) {
      for (ColumnView column : table.columns()) {
        if (column.ordinal() < 0 || taken.contains(column.index()) || isOwnKey(table, column)) {
          continue;
        }
        List<ColumnView> targets = targets(tables, table, column);
        if (targets.size() == 1) {
          ColumnView target = targets.getFirst();
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

  private static boolean isOwnKey(TableView table, ColumnView column) {
    String base = base(column.name());
    return table.primaryKey().equals(Set.of(column.index()))
        || column.name().equalsIgnoreCase("id")
        || !base.isEmpty() && names(table).contains(Words.stem(base));
  }

  private static List<ColumnView> targets(
      List<TableView> tables, TableView from, ColumnView column) {
    String base = base(column.name());
    if (base.isEmpty()) {
      return List.of();
    }
    List<ColumnView> targets = new ArrayList<>();
    for (TableView table : tables) {
      if (table == from || !table.schema().equals(from.schema())) {
        continue;
      }
      for (ColumnView candidate : table.columns()) {
        if (candidate.ordinal() >= 0
            && candidate.kind() == column.kind()
            && fits(table, candidate, column, base)) {
          targets.add(candidate);
          break;
        }
      }
    }
    return targets;
  }

  private static boolean fits(
      TableView table, ColumnView candidate, ColumnView column, String base) {
    boolean named = names(table).contains(Words.stem(base));
    boolean sameName = candidate.name().equalsIgnoreCase(column.name());
    boolean onlyKey = table.primaryKey().equals(Set.of(candidate.index()));
    boolean possibleKey = table.primaryKey().isEmpty() || onlyKey;
    return candidate.name().equalsIgnoreCase("id") && named && possibleKey
        || sameName && onlyKey
        || sameName && named && possibleKey;
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
