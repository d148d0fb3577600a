package io.thermocline.optimizer.physical;

import io.thermocline.engine.plan.AggregateCall;
import io.thermocline.engine.plan.DynamicFilterSlot;
import io.thermocline.engine.plan.JoinKey;
import io.thermocline.engine.plan.JoinType;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.plan.SortKey;
import io.thermocline.engine.plan.WindowGroup;
import io.thermocline.engine.run.ExecutionStatistics;
import io.thermocline.engine.run.NodeStatistics;
import io.thermocline.optimizer.PlannedQuery;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A plan in words, as a tree.
public final class PlanText implements PlannedQuery.Explanation {
  private static final int WIDTH = 120;

  private final PhysicalNode root;
  private final NodeNotes notes;
  private final List<String> remarks;

  /// @param remarks lines about the whole plan, for instance which segments were left out
  PlanText(PhysicalNode root, NodeNotes notes, List<String> remarks) {
    this.root = root;
    this.notes = notes;
    this.remarks = List.copyOf(remarks);
  }

  @Override
  public String text() {
    return render(null);
  }

  @Override
  public String text(ExecutionStatistics statistics) {
    return render(statistics);
  }

  private String render(@Nullable ExecutionStatistics statistics) {
    List<String> header =
        statistics == null
            ? List.of("estimated rows")
            : List.of("estimated", "rows", "ms", "own ms", "data", "memory");
    Map<PhysicalNode, Integer> shared = new IdentityHashMap<>();
    countShared(root, shared);
    shared.values().removeIf(places -> places == 1);
    TreeText.Entry tree = entry(root, statistics, shared, new IdentityHashMap<>());
    StringBuilder out = new StringBuilder(TreeText.render(header, tree));
    for (String remark : remarks) {
      TreeText.wrap(remark, WIDTH).forEach(line -> out.append(line).append('\n'));
    }
    return out.toString();
  }

  private static void countShared(PhysicalNode node, Map<PhysicalNode, Integer> places) {
    if (!(node instanceof PhysicalNode.SharedNode) || places.merge(node, 1, Integer::sum) == 1) {
      node.inputs().forEach(input -> countShared(input, places));
    }
  }

  /// @param shared the nodes that stand at several places, and at how many
  /// @param shown numbers of those that were shown
  private TreeText.Entry entry(
      PhysicalNode node,
      @Nullable ExecutionStatistics statistics,
      Map<PhysicalNode, Integer> shared,
      Map<PhysicalNode, Integer> shown) {
    if (node instanceof PhysicalNode.SharedNode once && !shared.containsKey(node)) {
      return entry(once.input(), statistics, shared, shown);
    }
    Integer number = shown.get(node);
    if (number != null) {
      int columns = statistics == null ? 1 : 6;
      return new TreeText.Entry(
          "Result " + number + " again", List.of(), Collections.nCopies(columns, ""), List.of());
    }
    String label = describe(node);
    if (node instanceof PhysicalNode.SharedNode) {
      shown.put(node, shown.size() + 1);
      label = "Result " + shown.size() + ", kept for " + shared.get(node) + " places";
    }
    NodeNotes.Note note = notes.of(node);
    String estimate =
        note == null || node instanceof PhysicalNode.ValuesNode ? "" : count(note.rows());
    List<TreeText.Entry> inputs =
        node.inputs().stream().map(input -> entry(input, statistics, shared, shown)).toList();
    if (statistics == null) {
      return new TreeText.Entry(label, details(node, ""), List.of(estimate), inputs);
    }
    NodeStatistics done = statistics.of(node);
    long below = node.inputs().stream().mapToLong(i -> statistics.of(i).nanos()).sum();
    List<String> cells =
        List.of(
            estimate,
            count(done.rows()),
            millis(done.nanos()),
            millis(Math.max(0, done.nanos() - below)),
            bytes(done.bytes()),
            bytes(done.memoryBytes()));
    return new TreeText.Entry(label, details(node, done.detail()), cells, inputs);
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, nanos < 100_000_000 ? "%,.1f" : "%,.0f", nanos / 1e6);
  }

  private static String bytes(long bytes) {
    return bytes == 0
        ? ""
        : bytes < 1000
            ? bytes + " B"
            : bytes < 1_000_000
                ? Math.round(bytes / 1e3) + " kB"
                : String.format(
                    Locale.ROOT, bytes < 100_000_000 ? "%,.1f MB" : "%,.0f MB", bytes / 1e6);
  }

  private static String count(double rows) {
    return rows < 1e15
        ? String.format(Locale.ROOT, "%,d", Math.round(rows))
        : String.format(Locale.ROOT, "%.1e", rows);
  }

  private String describe(PhysicalNode node) {
    return switch (node) {
      case PhysicalNode.ScanNode scan ->
          "Read " + scan.request().relation() + " from " + place(scan, scan.source().name());
      case PhysicalNode.SqlScanNode scan -> "Ask " + place(scan, scan.source().name());
      case PhysicalNode.ValuesNode values -> {
        int rows = values.batches().stream().mapToInt(io.thermocline.spi.batch.Batch::size).sum();
        yield rows == 0 ? "No rows" : rows + (rows == 1 ? " constant row" : " constant rows");
      }
      case PhysicalNode.FilterNode filter ->
          "Keep rows where " + ExpressionText.of(filter.condition(), filter.input().schema());
      case PhysicalNode.ProjectNode project -> "Compute " + columns(project);
      case PhysicalNode.HashAggregateNode aggregate -> aggregate(aggregate);
      case PhysicalNode.HashJoinNode join -> hashJoin(join);
      case PhysicalNode.NestedLoopJoinNode join ->
          word(join.joinType())
              + " join "
              + (join.condition() == null
                  ? "of every pair"
                  : "of every pair where "
                      + ExpressionText.of(join.condition(), both(join.left(), join.right())));
      case PhysicalNode.SortNode sort -> "Sort by " + keys(sort.keys(), sort.schema());
      case PhysicalNode.TopNNode top ->
          "First "
              + ExpressionText.of(top.fetch(), top.schema())
              + " rows by "
              + keys(top.keys(), top.schema())
              + (top.offset() == null
                  ? ""
                  : " after " + ExpressionText.of(top.offset(), top.schema()));
      case PhysicalNode.LimitNode limit ->
          (limit.fetch() == null
                  ? "All rows"
                  : "At most " + ExpressionText.of(limit.fetch(), limit.schema()) + " rows")
              + (limit.offset() == null
                  ? ""
                  : " after " + ExpressionText.of(limit.offset(), limit.schema()));
      case PhysicalNode.UnionNode union -> "All rows of " + union.inputs().size() + " inputs";
      case PhysicalNode.SetOperationNode set ->
          set.kind() == PhysicalNode.SetOperationNode.Kind.INTERSECT
              ? "Rows that are in both inputs"
              : "Rows of the first input that are not in the second";
      case PhysicalNode.SharedNode repeated -> "Keep the rows";
      case PhysicalNode.DistinctNode distinct -> "Each different row once";
      case PhysicalNode.WindowNode window -> window(window);
    };
  }

  private String place(PhysicalNode node, String source) {
    NodeNotes.Note note = notes.of(node);
    String tiers =
        note == null
            ? ""
            : note.tiers().stream()
                .map(t -> t.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    return source + (tiers.isEmpty() ? "" : " (" + tiers + ")");
  }

  /// Lines below a node.
  ///
  /// @param done what the execution says about the node; empty before one
  private static List<String> details(PhysicalNode node, String done) {
    List<String> lines = new ArrayList<>();
    switch (node) {
      case PhysicalNode.ScanNode scan -> {
        lines.add(done.isEmpty() ? scanDetail(scan) : done);
        slots(scan.dynamicFilters(), lines);
      }
      case PhysicalNode.SqlScanNode scan -> {
        lines.add(done.isEmpty() ? scan.text().render(List.of(), null) : done);
        slots(scan.dynamicFilters(), lines);
      }
      default -> {
        if (!done.isEmpty()) {
          lines.add(done);
        }
      }
    }
    return lines;
  }

  private static void slots(List<DynamicFilterSlot> slots, List<String> lines) {
    if (!slots.isEmpty()) {
      lines.add(
          "also limited by keys of a join: "
              + slots.stream()
                  .map(s ->
                      (s.column().equals(DynamicFilterSlot.NO_COLUMN) ? "all rows" : s.column())
                          + " by filter "
                          + s.filter())
                  .collect(Collectors.joining(", ")));
    }
  }

  private static String scanDetail(PhysicalNode.ScanNode scan) {
    try {
      return scan.source().scan(scan.request()).describe();
    } catch (ThermoclineException e) {
      return "not available now: " + e.getMessage();
    }
  }

  private static String columns(PhysicalNode.ProjectNode project) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < project.expressions().size(); i++) {
      String text = ExpressionText.of(project.expressions().get(i), project.input().schema());
      String name = project.schema().field(i).name();
      parts.add(text.equals(name) ? name : text + " as " + name);
    }
    return parts.isEmpty() ? "nothing" : String.join(", ", parts);
  }

  private static String aggregate(PhysicalNode.HashAggregateNode node) {
    Schema input = node.input().schema();
    List<String> calls = node.calls().stream().map(call -> call(call, input)).toList();
    String keys =
        node.keys().stream()
            .map(key -> ExpressionText.of(key, input))
            .collect(Collectors.joining(", "));
    String text = keys.isEmpty() ? "Over all rows" : "For each " + keys;
    if (!node.groupingSets().isEmpty()) {
      text += " (" + node.groupingSets().size() + " grouping sets)";
    }
    return text + (calls.isEmpty() ? ": once" : ": " + String.join(", ", calls));
  }

  private static String call(AggregateCall call, Schema input) {
    String arguments =
        call.arguments().stream()
            .map(a -> ExpressionText.of(a, input))
            .collect(Collectors.joining(", "));
    String name = call.function().name().toLowerCase(Locale.ROOT);
    String text =
        name.equals("count_star")
            ? "count(*)"
            : (name.equals("sum0") ? "sum" : name)
                + "("
                + (call.distinct() ? "distinct " : "")
                + arguments
                + ")";
    return call.filter() == null
        ? text
        : text + " where " + ExpressionText.of(call.filter(), input);
  }

  private static String hashJoin(PhysicalNode.HashJoinNode join) {
    List<String> conditions = new ArrayList<>();
    for (JoinKey key : join.keys()) {
      conditions.add(
          ExpressionText.of(key.left(), join.left().schema())
              + " = "
              + ExpressionText.of(key.right(), join.right().schema()));
    }
    if (join.residual() != null) {
      conditions.add(ExpressionText.of(join.residual(), both(join.left(), join.right())));
    }
    String filters =
        join.dynamicFilters().isEmpty()
            ? ""
            : "; sends its keys ahead as filter "
                + join.dynamicFilters().stream()
                    .map(f -> Integer.toString(f.filter()))
                    .collect(Collectors.joining(", "));
    return word(join.joinType())
        + (join.nullAware() ? " (not in)" : "")
        + " join on "
        + String.join(" and ", conditions)
        + filters;
  }

  private static Schema both(PhysicalNode left, PhysicalNode right) {
    List<io.thermocline.spi.type.Field> fields = new ArrayList<>(left.schema().fields());
    fields.addAll(right.schema().fields());
    return new Schema(fields);
  }

  private static String word(JoinType type) {
    return switch (type) {
      case INNER -> "Inner";
      case LEFT -> "Left";
      case RIGHT -> "Right";
      case FULL -> "Full";
      case SEMI -> "Semi";
      case ANTI -> "Anti";
    };
  }

  private static String keys(List<SortKey> keys, Schema schema) {
    return keys.stream()
        .map(key ->
            ExpressionText.of(key.expression(), schema)
                + (key.descending() ? " descending" : "")
                + (key.nullsFirst() == key.descending()
                    ? ""
                    : key.nullsFirst() ? " nulls first" : " nulls last"))
        .collect(Collectors.joining(", "));
  }

  private static String window(PhysicalNode.WindowNode node) {
    Schema input = node.input().schema();
    List<String> parts = new ArrayList<>();
    for (WindowGroup group : node.groups()) {
      String by =
          group.partitionBy().stream()
              .map(e -> ExpressionText.of(e, input))
              .collect(Collectors.joining(", "));
      String order = keys(group.orderBy(), input);
      parts.add(
          group.calls().size()
              + (group.calls().size() == 1 ? " window function" : " window functions")
              + (by.isEmpty() ? "" : " for each " + by)
              + (order.isEmpty() ? "" : " by " + order));
    }
    return String.join("; ", parts);
  }
}
