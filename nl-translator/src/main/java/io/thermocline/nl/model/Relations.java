package io.thermocline.nl.model;

import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.InputConstants;
import io.thermocline.nl.link.KeyEdge;
import io.thermocline.nl.link.Links;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.sketch.Action;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The relations between nodes of the encoder input.
final class Relations {
  private static final String[] MATCH_NAMES = {"none", "part", "value", "exact"};

  private final SchemaView schema;
  private final Map<String, Byte> ids;
  private final byte[] wordTable;
  private final byte[] tableWord;
  private final byte[] wordColumn;
  private final byte[] columnWord;
  private final Set<KeyEdge.Pair> columnKeys = new HashSet<>();
  private final Set<KeyEdge.Pair> tableKeys = new HashSet<>();

  Relations(SchemaView schema, InputConstants constants) {
    this.schema = schema;
    this.ids = constants.relationIds();
    this.wordTable = byMatch("w-t ", false);
    this.tableWord = byMatch("t-w ", false);
    this.wordColumn = byMatch("w-c ", true);
    this.columnWord = byMatch("c-w ", true);
    for (KeyEdge key : schema.keys()) {
      columnKeys.addAll(key.pairs());
      tableKeys.add(new KeyEdge.Pair(key.left(), key.right()));
    }
  }

  byte[] of(List<Action.Pointer> nodes, Links links) {
    int size = nodes.size();
    byte[] relations = new byte[size * size];
    for (int i = 1; i < size; i++) {
      for (int j = 1; j < size; j++) {
        relations[i * size + j] = relation(nodes.get(i), i - 1, nodes.get(j), j - 1, links);
      }
    }
    return relations;
  }

  private byte id(String name) {
    Byte id = ids.get(name);
    if (id == null) {
      throw new IllegalStateException("the encoder input has no relation " + name);
    }
    return id;
  }

  private byte[] byMatch(String prefix, boolean values) {
    byte[] found = new byte[MATCH_NAMES.length];
    for (int match = 0; match < found.length; match++) {
      found[match] = match == Links.VALUE && !values ? 0 : id(prefix + MATCH_NAMES[match]);
    }
    return found;
  }

  /// The relation's id; `wordA` and `wordB` are places among all words when the nodes are words.
  private byte relation(Action.Pointer a, int wordA, Action.Pointer b, int wordB, Links links) {
    return switch (a) {
      case Action.StartNode s -> 0;
      case Action.WordNode w ->
          switch (b) {
            case Action.StartNode s -> 0;
            case Action.WordNode v -> id(w.turn() == v.turn() ? "w-w" : "w-w turn");
            case Action.TableNode t -> wordTable[links.table(t.table(), wordA)];
            case Action.ColumnNode c -> wordColumn[links.column(c.column(), wordA)];
          };
      case Action.TableNode t ->
          switch (b) {
            case Action.StartNode s -> 0;
            case Action.WordNode w -> tableWord[links.table(t.table(), wordB)];
            case Action.TableNode u -> id(tables(t.table(), u.table()));
            case Action.ColumnNode c ->
                id(membership("t-c key", "t-c of", "t-c other", c.column(), t.table()));
          };
      case Action.ColumnNode c ->
          switch (b) {
            case Action.StartNode s -> 0;
            case Action.WordNode w -> columnWord[links.column(c.column(), wordB)];
            case Action.TableNode t ->
                id(membership("c-t key", "c-t of", "c-t other", c.column(), t.table()));
            case Action.ColumnNode d -> id(columns(c.column(), d.column()));
          };
    };
  }

  private String tables(int a, int b) {
    if (a == b) {
      return "t-t self";
    }
    boolean key = tableKeys.contains(new KeyEdge.Pair(a, b));
    boolean back = tableKeys.contains(new KeyEdge.Pair(b, a));
    return key && back ? "t-t both" : key ? "t-t key" : back ? "t-t key back" : "t-t other";
  }

  private String membership(String key, String of, String other, int column, int table) {
    if (schema.columns().get(column).table() != table) {
      return other;
    }
    return schema.tables().get(table).primaryKey().contains(column) ? key : of;
  }

  private String columns(int a, int b) {
    ColumnView left = schema.columns().get(a);
    ColumnView right = schema.columns().get(b);
    if (a == b) {
      return "c-c self";
    }
    if (columnKeys.contains(new KeyEdge.Pair(a, b))) {
      return "c-c key";
    }
    if (columnKeys.contains(new KeyEdge.Pair(b, a))) {
      return "c-c key back";
    }
    if (left.table() == right.table()) {
      return "c-c same table";
    }
    return left.display().equals(right.display()) ? "c-c same name" : "c-c other";
  }
}
