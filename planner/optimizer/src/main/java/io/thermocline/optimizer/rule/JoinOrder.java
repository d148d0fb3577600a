package io.thermocline.optimizer.rule;

import io.thermocline.optimizer.rel.Estimator;
import io.thermocline.optimizer.rel.SegmentScan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/// Orders inner joins by cost: the rows of all intermediate results, where rows that stay inside
/// one source count little. Few tables are searched exhaustively over connected sets, more are
/// joined greedily, the smallest result first.
final class JoinOrder {
  private static final double INSIDE_SOURCE = 0.1;

  private final Estimator estimator;
  private final int exactTables;

  JoinOrder(Estimator estimator, int exactTables) {
    this.estimator = estimator;
    this.exactTables = exactTables;
  }

  RelNode order(RelNode rel) {
    if (!isInner(rel)) {
      return withInputs(rel, rel.getInputs().stream().map(this::order).toList());
    }
    Graph graph = new Graph(rel.getCluster().getRexBuilder());
    List<RexNode> columns = graph.collect(rel);
    if (graph.leaves.size() < 3) {
      return withInputs(rel, rel.getInputs().stream().map(this::order).toList());
    }
    Plan best = graph.leaves.size() <= exactTables ? exhaustive(graph) : greedy(graph);
    return graph.build(best, columns, rel);
  }

  private static RelNode withInputs(RelNode rel, List<RelNode> inputs) {
    return inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
  }

  private static boolean isInner(RelNode rel) {
    return rel instanceof Join join && join.getJoinType() == JoinRelType.INNER;
  }

  /// A joined set of leaves.
  ///
  /// @param leaves bit set of leaf numbers
  /// @param source the source that holds all of them, or null
  private record Plan(
      long leaves,
      double rows,
      double cost,
      @Nullable String source,
      int leaf,
      @Nullable Plan left,
      @Nullable Plan right) {}

  private Plan exhaustive(Graph graph) {
    int count = graph.leaves.size();
    Map<Long, Plan> best = new HashMap<>();
    for (int i = 0; i < count; i++) {
      best.put(1L << i, leafPlan(graph, i));
    }
    long all = (1L << count) - 1;
    for (long set = 1; set <= all; set++) {
      if (Long.bitCount(set) < 2) {
        continue;
      }
      Plan found = null;
      for (boolean cross : new boolean[] {false, true}) {
        for (long part = (set - 1) & set; part > 0; part = (part - 1) & set) {
          long rest = set & ~part;
          if (part < rest) {
            continue;
          }
          Plan left = best.get(part);
          Plan right = best.get(rest);
          if (left == null || right == null || !cross && !graph.connected(part, rest)) {
            continue;
          }
          Plan plan = join(graph, left, right);
          if (found == null || plan.cost() < found.cost()) {
            found = plan;
          }
        }
        if (found != null || set != all && graph.isConnected()) {
          break;
        }
      }
      if (found != null) {
        best.put(set, found);
      }
    }
    Plan result = best.get(all);
    return result == null ? greedy(graph) : result;
  }

  private Plan greedy(Graph graph) {
    List<Plan> plans = new ArrayList<>();
    for (int i = 0; i < graph.leaves.size(); i++) {
      plans.add(leafPlan(graph, i));
    }
    while (plans.size() > 1) {
      Plan best = null;
      int bestLeft = 0;
      int bestRight = 1;
      boolean bestConnected = false;
      for (int i = 0; i < plans.size(); i++) {
        for (int j = i + 1; j < plans.size(); j++) {
          boolean connected = graph.connected(plans.get(i).leaves(), plans.get(j).leaves());
          if (bestConnected && !connected) {
            continue;
          }
          Plan plan = join(graph, plans.get(i), plans.get(j));
          double gain = plan.cost() - plans.get(i).cost() - plans.get(j).cost();
          double bestGain =
              best == null
                  ? 0
                  : best.cost() - plans.get(bestLeft).cost() - plans.get(bestRight).cost();
          if (best == null || connected && !bestConnected || gain < bestGain) {
            best = plan;
            bestLeft = i;
            bestRight = j;
            bestConnected = connected;
          }
        }
      }
      plans.remove(bestRight);
      if (best != null) {
        plans.set(bestLeft, best);
      }
    }
    return plans.get(0);
  }

  private Plan leafPlan(Graph graph, int leaf) {
    RelNode rel = graph.leaves.get(leaf);
    return new Plan(1L << leaf, estimator.rows(rel), 0, source(rel), leaf, null, null);
  }

  private Plan join(Graph graph, Plan left, Plan right) {
    double selectivity = graph.selectivity(left.leaves(), right.leaves(), estimator);
    double rows = Math.max(1, left.rows() * right.rows() * selectivity);
    boolean inside = left.source() != null && left.source().equals(right.source());
    double cost = left.cost() + right.cost();
    if (inside) {
      cost += rows * INSIDE_SOURCE;
    } else {
      cost +=
          rows
              + Math.min(left.rows(), right.rows()) * 1.5
              + Math.max(left.rows(), right.rows()) * 0.5;
    }
    return new Plan(
        left.leaves() | right.leaves(), rows, cost, inside ? left.source() : null, -1, left, right);
  }

  /// Whether all segments below lie in one source.
  static boolean inOneSource(RelNode rel) {
    return source(rel) != null;
  }

  private static @Nullable String source(RelNode rel) {
    if (rel instanceof SegmentScan scan) {
      return scan.segment().source();
    }
    String source = null;
    for (RelNode input : rel.getInputs()) {
      String one = source(input);
      if (one == null || source != null && !source.equals(one)) {
        return null;
      }
      source = one;
    }
    return source;
  }

  /// The inputs of a tree of inner joins and the conditions between them, over the inputs' columns
  /// one after the other.
  private final class Graph {
    final RexBuilder builder;
    final List<RelNode> leaves = new ArrayList<>();
    final List<Integer> offsets = new ArrayList<>();
    final List<RexNode> conditions = new ArrayList<>();
    final List<Long> touched = new ArrayList<>();
    int width;

    Graph(RexBuilder builder) {
      this.builder = builder;
    }

    /// Adds a tree and answers its columns over the leaves' columns.
    List<RexNode> collect(RelNode rel) {
      if (isInner(rel) && rel instanceof Join join) {
        List<RexNode> columns = new ArrayList<>(collect(join.getLeft()));
        columns.addAll(collect(join.getRight()));
        for (RexNode condition : RelOptUtil.conjunctions(join.getCondition())) {
          addCondition(replace(condition, columns));
        }
        return columns;
      }
      if (rel instanceof Project project
          && isInner(project.getInput())
          && project.getProjects().stream().allMatch(RexInputRef.class::isInstance)) {
        List<RexNode> columns = collect(project.getInput());
        return project.getProjects().stream()
            .map(e -> columns.get(((RexInputRef) e).getIndex()))
            .toList();
      }
      if (rel instanceof Filter filter && isInner(filter.getInput())) {
        List<RexNode> columns = collect(filter.getInput());
        RelOptUtil.conjunctions(filter.getCondition())
            .forEach(c -> addCondition(replace(c, columns)));
        return columns;
      }
      RelNode leaf = order(rel);
      List<RexNode> columns = new ArrayList<>();
      for (int i = 0; i < leaf.getRowType().getFieldCount(); i++) {
        columns.add(new RexInputRef(width + i, leaf.getRowType().getFieldList().get(i).getType()));
      }
      leaves.add(leaf);
      offsets.add(width);
      width += leaf.getRowType().getFieldCount();
      return columns;
    }

    private void addCondition(RexNode condition) {
      if (condition.isAlwaysTrue()) {
        return;
      }
      conditions.add(condition);
      touched.add(0L);
    }

    private RexNode replace(RexNode node, List<RexNode> columns) {
      return node.accept(
          new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
              return columns.get(ref.getIndex());
            }
          });
    }

    private long touched(int condition) {
      if (touched.get(condition) == 0L) {
        long set = 0;
        for (int field : RelOptUtil.InputFinder.bits(conditions.get(condition))) {
          set |= 1L << leafOf(field);
        }
        touched.set(condition, set);
      }
      return touched.get(condition);
    }

    private int leafOf(int field) {
      int leaf = offsets.size() - 1;
      while (offsets.get(leaf) > field) {
        leaf--;
      }
      return leaf;
    }

    boolean connected(long left, long right) {
      for (int i = 0; i < conditions.size(); i++) {
        long set = touched(i);
        if ((set & left) != 0 && (set & right) != 0 && (set & ~(left | right)) == 0) {
          return true;
        }
      }
      return false;
    }

    boolean isConnected() {
      long reached = 1;
      boolean grew = true;
      while (grew) {
        grew = false;
        for (int i = 0; i < conditions.size(); i++) {
          long set = touched(i);
          if ((set & reached) != 0 && (set & ~reached) != 0) {
            reached |= set;
            grew = true;
          }
        }
      }
      return reached == (1L << leaves.size()) - 1;
    }

    double selectivity(long left, long right, Estimator estimator) {
      double result = 1;
      int applied = 0;
      for (int i = 0; i < conditions.size(); i++) {
        long set = touched(i);
        if ((set & left) != 0 && (set & right) != 0 && (set & ~(left | right)) == 0) {
          double one = one(conditions.get(i), estimator);
          result *= applied++ == 0 ? one : Math.sqrt(one);
        }
      }
      return result;
    }

    private double one(RexNode condition, Estimator estimator) {
      BitSet leavesSeen = new BitSet();
      for (int field : RelOptUtil.InputFinder.bits(condition)) {
        leavesSeen.set(leafOf(field));
      }
      if (leavesSeen.cardinality() != 2) {
        return 0.25;
      }
      int a = leavesSeen.nextSetBit(0);
      int b = leavesSeen.nextSetBit(a + 1);
      int width = leaves.get(a).getRowType().getFieldCount();
      RexNode local =
          condition.accept(
              new RexShuttle() {
                @Override
                public RexNode visitInputRef(RexInputRef ref) {
                  int leaf = leafOf(ref.getIndex());
                  return new RexInputRef(
                      ref.getIndex() - offsets.get(leaf) + (leaf == a ? 0 : width), ref.getType());
                }
              });
      return estimator.joinSelectivity(leaves.get(a), leaves.get(b), List.of(local));
    }

    RelNode build(Plan plan, List<RexNode> columns, RelNode original) {
      boolean[] used = new boolean[conditions.size()];
      Placed placed = place(plan, used);
      List<RexNode> output = new ArrayList<>();
      for (RexNode column : columns) {
        output.add(placed.local(column));
      }
      return LogicalProject.create(
          placed.rel, List.of(), output, original.getRowType().getFieldNames(), Set.of());
    }

    private Placed place(Plan plan, boolean[] used) {
      Placed placed;
      if (plan.left() == null || plan.right() == null) {
        placed = new Placed(leaves.get(plan.leaf()), List.of(plan.leaf()));
      } else {
        Placed left = place(plan.left(), used);
        Placed right = place(plan.right(), used);
        List<Integer> order = new ArrayList<>(left.order);
        order.addAll(right.order);
        Placed both = new Placed(left.rel, order);
        List<RexNode> on = new ArrayList<>();
        for (int i = 0; i < used.length; i++) {
          if (!used[i] && (touched(i) & ~plan.leaves()) == 0) {
            used[i] = true;
            on.add(both.local(conditions.get(i)));
          }
        }
        RelNode join =
            LogicalJoin.create(
                left.rel,
                right.rel,
                List.of(),
                RexUtil.composeConjunction(builder, on),
                Set.of(),
                JoinRelType.INNER);
        return new Placed(join, order);
      }
      List<RexNode> own = new ArrayList<>();
      for (int i = 0; i < used.length; i++) {
        if (!used[i] && (touched(i) & ~plan.leaves()) == 0) {
          used[i] = true;
          own.add(placed.local(conditions.get(i)));
        }
      }
      return own.isEmpty()
          ? placed
          : new Placed(
              LogicalFilter.create(placed.rel, RexUtil.composeConjunction(builder, own)),
              placed.order);
    }

    /// A joined tree whose columns are those of the leaves in an order.
    private final class Placed {
      final RelNode rel;
      final List<Integer> order;
      private final Map<Integer, Integer> starts = new HashMap<>();

      Placed(RelNode rel, List<Integer> order) {
        this.rel = rel;
        this.order = order;
        int start = 0;
        for (int leaf : order) {
          starts.put(leaf, start);
          start += leaves.get(leaf).getRowType().getFieldCount();
        }
      }

      RexNode local(RexNode node) {
        return node.accept(
            new RexShuttle() {
              @Override
              public RexNode visitInputRef(RexInputRef ref) {
                int leaf = leafOf(ref.getIndex());
                Integer start = starts.get(leaf);
                if (start == null) {
                  throw new IllegalStateException("a condition reaches outside its join");
                }
                return new RexInputRef(start + ref.getIndex() - offsets.get(leaf), ref.getType());
              }
            });
      }
    }
  }
}
