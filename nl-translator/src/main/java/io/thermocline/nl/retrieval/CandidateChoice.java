package io.thermocline.nl.retrieval;

import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.KeyEdge;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.TableView;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.model.EncoderInputs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Takes the likeliest tables and, of wide ones, the likeliest columns, as far as the encoder has
/// room, and adds the tables that join them.
public final class CandidateChoice {
  /// The most tokens of the first tables, and of those behind them.
  private static final int MAX_TOKENS = 64;

  private static final int MAX_TOKENS_BEHIND = 24;
  private static final int FIRST_TABLES = 6;

  /// Behind so many tables, those are left out that score less than this share of the best one:
  /// each further table is one that the model may take by mistake.
  private static final int LEAST_TABLES = 4;

  private static final float LEAST_SHARE = 0.5f;

  /// So many tables that do not fit are passed over for smaller ones.
  private static final int MAX_PASSED = 8;

  /// A way between two tables over more tables than this is no likely join.
  private static final int MAX_STEPS = 3;

  /// The most tables that are looked at from each table for ways, and the most that are added.
  private static final int MAX_VISITED = 400;

  private static final int MAX_ADDED = 40;

  private final TableRetrieval retrieval;
  private final EncoderInputs inputs;
  private final BitSet keyColumns = new BitSet();

  /// A choice among the tables that a retrieval scores.
  ///
  /// @param inputs knows how many tokens names take
  public CandidateChoice(TableRetrieval retrieval, EncoderInputs inputs) {
    this.retrieval = retrieval;
    this.inputs = inputs;
    SchemaView schema = retrieval.schema();
    for (KeyEdge key : schema.keys()) {
      for (KeyEdge.Pair pair : key.pairs()) {
        keyColumns.set(pair.left());
        keyColumns.set(pair.right());
      }
    }
    schema.tables().forEach(table -> table.primaryKey().forEach(keyColumns::set));
  }

  /// The candidates of a question.
  ///
  /// @param forced tables that the question goes on from, by index
  /// @param room in tokens
  public Candidates choose(Turns turns, Set<Integer> forced, int room) {
    TableRetrieval.Scores scores = retrieval.scores(turns);
    SchemaView schema = retrieval.schema();
    List<TableView> order =
        schema.tables().stream()
            .sorted(
                Comparator.comparing((TableView table) -> !forced.contains(table.index()))
                    .thenComparingDouble(table -> -scores.tables()[table.index()])
                    .thenComparingInt(TableView::index))
            .toList();
    BitSet tables = new BitSet();
    BitSet columns = new BitSet();
    int left = room;
    int passed = 0;
    float best = 0;
    for (TableView table : order) {
      float score = scores.tables()[table.index()];
      best = Math.max(best, score);
      if (tables.cardinality() >= LEAST_TABLES && score < LEAST_SHARE * best) {
        break;
      }
      int chosen = tables.cardinality();
      int most = chosen < FIRST_TABLES ? MAX_TOKENS : MAX_TOKENS_BEHIND;
      List<ColumnView> shown = shown(table, scores, Math.min(most, chosen == 0 ? room : most));
      int size = inputs.tokens(table) + shown.stream().mapToInt(inputs::tokens).sum();
      if (size > left) {
        passed++;
        if (passed > MAX_PASSED) {
          break;
        }
        continue;
      }
      left -= size;
      tables.set(table.index());
      shown.forEach(column -> columns.set(column.index()));
    }
    addBetween(tables);
    addMetrics(tables);
    return new Candidates(tables, columns);
  }

  /// The columns of a table that are shown: keys and those that words match first, then the others
  /// in order; at least one.
  private List<ColumnView> shown(TableView table, TableRetrieval.Scores scores, int most) {
    int left = most - inputs.tokens(table);
    if (table.columns().stream().mapToInt(inputs::tokens).sum() <= left) {
      return table.columns();
    }
    List<ColumnView> order = new ArrayList<>(table.columns());
    order.sort(
        Comparator.comparingDouble((ColumnView column) -> -scores.columns()[column.index()])
            .thenComparing(column -> !keyColumns.get(column.index()))
            .thenComparingInt(ColumnView::index));
    List<ColumnView> shown = new ArrayList<>();
    for (ColumnView column : order) {
      left -= inputs.tokens(column);
      if (left < 0 && !shown.isEmpty()) {
        break;
      }
      shown.add(column);
    }
    return shown;
  }

  /// Adds the tables on the shortest ways between the chosen ones.
  private void addBetween(BitSet tables) {
    BitSet chosen = (BitSet) tables.clone();
    int most = chosen.cardinality() + MAX_ADDED;
    for (int start : chosen.stream().toArray()) {
      Map<Integer, Integer> before = new HashMap<>(Map.of(start, start));
      Map<Integer, Integer> steps = new HashMap<>(Map.of(start, 0));
      Deque<Integer> queue = new ArrayDeque<>(List.of(start));
      while (!queue.isEmpty() && before.size() < MAX_VISITED) {
        int table = queue.removeFirst();
        int step = steps.getOrDefault(table, 0) + 1;
        for (int other : retrieval.neighbours(table)) {
          if (before.putIfAbsent(other, table) != null) {
            continue;
          }
          steps.put(other, step);
          if (chosen.get(other)) {
            for (int i = table; i != start; i = before.getOrDefault(i, start)) {
              if (tables.cardinality() < most) {
                tables.set(i);
              }
            }
          } else if (step < MAX_STEPS) {
            queue.addLast(other);
          }
        }
      }
    }
  }

  /// Adds the tables that the metrics of the chosen ones may refer to: where their keys lead.
  private void addMetrics(BitSet tables) {
    SchemaView schema = retrieval.schema();
    BitSet from =
        IntStream.range(0, schema.tables().size())
            .filter(tables::get)
            .filter(i -> schema.tables().get(i).columns().stream().anyMatch(ColumnView::metric))
            .collect(BitSet::new, BitSet::set, BitSet::or);
    for (int step = 0; step < MAX_STEPS && !from.isEmpty(); step++) {
      BitSet next = new BitSet();
      for (KeyEdge key : schema.keys()) {
        if (from.get(key.left()) && !tables.get(key.right())) {
          next.set(key.right());
        }
      }
      tables.or(next);
      from = next;
    }
  }
}
