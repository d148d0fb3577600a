package io.thermocline.nl.sketch;

import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.KeyEdge;
import io.thermocline.nl.link.SchemaView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The joins of the named tables of a block over `ON` pairs and keys, by the rule in
/// docs/reference/sketch.md, "Joins".
///
/// @param joins in join order; the first is the first named table and has no pairs
public record JoinTree(List<Join> joins) {
  /// Copies the list.
  public JoinTree {
    joins = List.copyOf(joins);
  }

  /// A table added to the tables before it.
  ///
  /// @param pairs equal columns, by index over the whole view
  /// @param guessed whether the condition is a guess from names
  public record Join(int table, boolean left, List<KeyEdge.Pair> pairs, boolean guessed) {
    /// Copies the list.
    public Join {
      pairs = List.copyOf(pairs);
    }
  }

  /// Whether a table is part of the tree.
  public boolean contains(int table) {
    return joins.stream().anyMatch(join -> join.table() == table);
  }

  /// Finds the tree, or empty when there is no path.
  public static Optional<JoinTree> find(
      SchemaView schema, List<Sketch.TableUse> named, List<Sketch.On> on) {
    List<KeyEdge> edges = new ArrayList<>();
    for (Sketch.On pair : on) {
      edges.add(edge(pair.left(), pair.right()));
    }
    schema.keys().stream().filter(key -> key.left() != key.right()).forEach(edges::add);
    return new Search(edges, on.size()).run(named);
  }

  /// The named tables of a block, and behind them, in schema order, the tables of its columns that
  /// the join tree lacks.
  public static List<Sketch.TableUse> complete(
      SchemaView schema, List<Sketch.TableUse> named, List<Sketch.On> on, Set<ColumnView> columns) {
    JoinTree tree = find(schema, named, on).orElse(null);
    if (tree == null) {
      return named;
    }
    List<Sketch.TableUse> all = new ArrayList<>(named);
    columns.stream()
        .map(ColumnView::table)
        .filter(table -> !tree.contains(table))
        .distinct()
        .sorted()
        .forEach(table -> all.add(new Sketch.TableUse(schema.tables().get(table), false)));
    return all;
  }

  private static KeyEdge edge(ColumnView left, ColumnView right) {
    return new KeyEdge(
        left.table(), right.table(), List.of(new KeyEdge.Pair(left.index(), right.index())), false);
  }

  private record Step(int edge, int table) {}

  private static final class Search {
    private final List<KeyEdge> edges;
    private final int onCount;
    private final List<Join> joins = new ArrayList<>();
    private final Set<Integer> tree = new HashSet<>();
    private final Set<Integer> usedEdges = new HashSet<>();

    Search(List<KeyEdge> edges, int onCount) {
      this.edges = edges;
      this.onCount = onCount;
    }

    Optional<JoinTree> run(List<Sketch.TableUse> named) {
      Map<Integer, Boolean> waiting = new LinkedHashMap<>();
      for (Sketch.TableUse use : named) {
        waiting.put(use.table().index(), use.left());
      }
      int first = named.getFirst().table().index();
      waiting.remove(first);
      joins.add(new Join(first, false, List.of(), false));
      tree.add(first);
      while (!waiting.isEmpty()) {
        List<Step> best = null;
        int goal = -1;
        for (int table : waiting.keySet()) {
          List<Step> path = path(table);
          if (path != null && (best == null || isShorter(path, best))) {
            best = path;
            goal = table;
          }
        }
        if (best == null) {
          return Optional.empty();
        }
        boolean left = waiting.getOrDefault(goal, false);
        for (Step step : best.reversed()) {
          KeyEdge edge = edges.get(step.edge());
          joins.add(new Join(step.table(), left, edge.pairs(), edge.guessed()));
          tree.add(step.table());
          usedEdges.add(step.edge());
        }
        waiting.keySet().removeAll(tree);
      }
      return addUnused() ? Optional.of(new JoinTree(joins)) : Optional.empty();
    }

    /// The edge at the tree decides among paths of one length.
    private static boolean isShorter(List<Step> path, List<Step> best) {
      return path.size() < best.size()
          || path.size() == best.size() && path.getLast().edge() < best.getLast().edge();
    }

    private boolean addUnused() {
      for (int number = 0; number < onCount; number++) {
        if (usedEdges.contains(number)) {
          continue;
        }
        KeyEdge edge = edges.get(number);
        if (joins.size() == 1 || !tree.contains(edge.left()) || !tree.contains(edge.right())) {
          return false;
        }
        Join last = joins.removeLast();
        List<KeyEdge.Pair> pairs = new ArrayList<>(last.pairs());
        pairs.addAll(edge.pairs());
        joins.add(new Join(last.table(), last.left(), pairs, last.guessed()));
      }
      return true;
    }

    /// The shortest path from a table to the tree, the table's own step first; each step names the
    /// edge that leads away from its table.
    private @Nullable List<Step> path(int start) {
      Deque<Integer> queue = new ArrayDeque<>(List.of(start));
      Map<Integer, Step> before = new HashMap<>();
      Set<Integer> seen = new HashSet<>(Set.of(start));
      while (!queue.isEmpty()) {
        int table = queue.removeFirst();
        for (int number = 0; number < edges.size(); number++) {
          KeyEdge edge = edges.get(number);
          if (edge.left() != table && edge.right() != table) {
            continue;
          }
          int other = edge.left() == table ? edge.right() : edge.left();
          if (!seen.add(other)) {
            continue;
          }
          before.put(other, new Step(number, table));
          if (tree.contains(other)) {
            return back(before, other);
          }
          queue.addLast(other);
        }
      }
      return null;
    }

    private static List<Step> back(Map<Integer, Step> before, int end) {
      List<Step> path = new ArrayList<>();
      for (Step step = before.get(end); step != null; step = before.get(step.table())) {
        path.addFirst(step);
      }
      return path;
    }
  }
}
