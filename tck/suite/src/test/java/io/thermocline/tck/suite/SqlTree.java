package io.thermocline.tck.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A statement as a tree that can lose parts. A smaller tree need not be a valid statement: whoever
/// shrinks one runs what comes out.
sealed interface SqlTree {
  /// The SQL.
  String text();

  /// The parts, in order.
  List<SqlTree> parts();

  /// The same with other parts, as many as before.
  SqlTree with(List<SqlTree> parts);

  /// What can stand in its place, without looking into the parts; the smallest first.
  List<SqlTree> replacements();

  /// Every tree with one reduction somewhere; the largest reductions first.
  default List<SqlTree> reductions() {
    List<SqlTree> result = new ArrayList<>(replacements());
    List<SqlTree> parts = parts();
    for (int i = 0; i < parts.size(); i++) {
      for (SqlTree smaller : parts.get(i).reductions()) {
        List<SqlTree> changed = new ArrayList<>(parts);
        changed.set(i, smaller);
        result.add(with(changed));
      }
    }
    return result;
  }

  private static String join(String separator, List<? extends SqlTree> parts) {
    return parts.stream().map(SqlTree::text).collect(Collectors.joining(separator));
  }

  /// A piece that stays as it is.
  record Text(String text) implements SqlTree {
    @Override
    public List<SqlTree> parts() {
      return List.of();
    }

    @Override
    public SqlTree with(List<SqlTree> parts) {
      return this;
    }

    @Override
    public List<SqlTree> replacements() {
      return List.of();
    }
  }

  /// Parts one behind the other, none of which can go.
  record Sequence(List<SqlTree> parts) implements SqlTree {
    @Override
    public String text() {
      return SqlTree.join("", parts);
    }

    @Override
    public SqlTree with(List<SqlTree> newParts) {
      return new Sequence(newParts);
    }

    @Override
    public List<SqlTree> replacements() {
      return List.of();
    }
  }

  /// Items of which at least `least` stay; nothing at all is written when there are none.
  record Items(String open, String separator, String close, int least, List<SqlTree> parts)
      implements SqlTree {
    @Override
    public String text() {
      return parts.isEmpty() ? "" : open + SqlTree.join(separator, parts) + close;
    }

    @Override
    public SqlTree with(List<SqlTree> newParts) {
      return new Items(open, separator, close, least, newParts);
    }

    @Override
    public List<SqlTree> replacements() {
      List<SqlTree> result = new ArrayList<>();
      if (parts.size() > least) {
        if (parts.size() > 1 && least == 0) {
          result.add(with(List.of()));
        }
        for (int i = parts.size() - 1; i >= 0; i--) {
          List<SqlTree> fewer = new ArrayList<>(parts);
          fewer.remove(i);
          result.add(with(fewer));
        }
      }
      return result;
    }
  }

  /// An expression of a type. A smaller one of the same type within it can take its place.
  record Value(String type, SqlTree body, String simplest) implements SqlTree {
    @Override
    public String text() {
      return body.text();
    }

    @Override
    public List<SqlTree> parts() {
      return List.of(body);
    }

    @Override
    public SqlTree with(List<SqlTree> parts) {
      return new Value(type, parts.getFirst(), simplest);
    }

    @Override
    public List<SqlTree> replacements() {
      List<SqlTree> result = new ArrayList<>();
      if (!body.parts().isEmpty()) {
        result.add(new Value(type, new Text(simplest), simplest));
        nested(body, result);
      }
      return result;
    }

    private void nested(SqlTree tree, List<SqlTree> found) {
      for (SqlTree part : tree.parts()) {
        if (part instanceof Value value && value.type.equals(type)) {
          found.add(value);
        }
        nested(part, found);
      }
    }
  }

  /// Two statements and what is done with their rows. Either can stand alone.
  record SetOperation(SqlTree left, String operator, SqlTree right) implements SqlTree {
    @Override
    public String text() {
      return "(" + left.text() + ") " + operator + " (" + right.text() + ")";
    }

    @Override
    public List<SqlTree> parts() {
      return List.of(left, right);
    }

    @Override
    public SqlTree with(List<SqlTree> parts) {
      return new SetOperation(parts.get(0), operator, parts.get(1));
    }

    @Override
    public List<SqlTree> replacements() {
      return List.of(left, right);
    }
  }

  /// An entry of a select list: a grouping key or something else, with its place and direction in
  /// ORDER BY.
  record Item(SqlTree expression, String name, boolean key, int rank, String direction)
      implements SqlTree {
    @Override
    public String text() {
      return expression.text() + " as " + name;
    }

    @Override
    public List<SqlTree> parts() {
      return List.of(expression);
    }

    @Override
    public SqlTree with(List<SqlTree> parts) {
      return new Item(parts.getFirst(), name, key, rank, direction);
    }

    @Override
    public List<SqlTree> replacements() {
      return List.of();
    }
  }

  /// A SELECT. It orders by all of its columns or not at all.
  ///
  /// @param grouping the format for the keys, such as `rollup(%s)`; empty for no GROUP BY
  /// @param limit empty, or LIMIT and OFFSET
  record Select(
      SqlTree with,
      String distinct,
      Items items,
      SqlTree from,
      SqlTree where,
      String grouping,
      SqlTree having,
      boolean ordered,
      String limit)
      implements SqlTree {
    @Override
    public String text() {
      String text = with.text() + "select " + distinct + items.text() + from.text() + where.text();
      String keys =
          items.parts().stream()
              .map(Item.class::cast)
              .filter(Item::key)
              .map(item -> item.expression().text())
              .collect(Collectors.joining(", "));
      if (!grouping.isEmpty() && !keys.isEmpty()) {
        text += " group by " + String.format(grouping, keys);
      }
      return text + having.text() + order();
    }

    private String order() {
      if (!ordered) {
        return "";
      }
      List<SqlTree> list = items.parts();
      List<Integer> places = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        places.add(i);
      }
      places.sort(
          (a, b) -> Integer.compare(((Item) list.get(a)).rank(), ((Item) list.get(b)).rank()));
      return " order by "
          + places.stream()
              .map(i -> (i + 1) + ((Item) list.get(i)).direction())
              .collect(Collectors.joining(", "))
          + limit;
    }

    @Override
    public List<SqlTree> parts() {
      return List.of(with, items, from, where, having);
    }

    @Override
    public SqlTree with(List<SqlTree> parts) {
      return new Select(
          parts.get(0),
          distinct,
          (Items) parts.get(1),
          parts.get(2),
          parts.get(3),
          grouping,
          parts.get(4),
          ordered,
          limit);
    }

    @Override
    public List<SqlTree> replacements() {
      List<SqlTree> result = new ArrayList<>();
      if (!distinct.isEmpty()) {
        result.add(new Select(with, "", items, from, where, grouping, having, ordered, limit));
      }
      if (!limit.isEmpty()) {
        result.add(new Select(with, distinct, items, from, where, grouping, having, ordered, ""));
      }
      if (ordered) {
        result.add(new Select(with, distinct, items, from, where, grouping, having, false, ""));
      }
      if (!grouping.isEmpty() && !grouping.equals("%s")) {
        result.add(new Select(with, distinct, items, from, where, "%s", having, ordered, limit));
      }
      return result;
    }
  }
}
