package io.thermocline.engine.plan;

import io.thermocline.engine.expr.Expression;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.source.SqlSource;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A node of a physical plan. Immutable; one plan may be executed many times and by many threads at
/// once. Every `schema` is given by the planner; types in it equal the types of the expressions
/// that fill it. Rows have no order except after [SortNode], [TopNNode] and what keeps it:
/// [LimitNode], [FilterNode] and [ProjectNode].
public sealed interface PhysicalNode {
  /// The columns of the result.
  Schema schema();

  /// The inputs from left to right.
  List<PhysicalNode> inputs();

  /// The node's name for EXPLAIN, for instance `HashJoin`.
  default String label() {
    String name = getClass().getSimpleName();
    return name.endsWith("Node") ? name.substring(0, name.length() - 4) : name;
  }

  /// A scan of one relation. The source must declare the capabilities that the request needs,
  /// FILTER too when there are slots (else they are ignored).
  record ScanNode(
      Source source, ScanRequest request, Schema schema, List<DynamicFilterSlot> dynamicFilters)
      implements PhysicalNode {
    /// Copies the list.
    public ScanNode {
      dynamicFilters = List.copyOf(dynamicFilters);
    }

    /// A scan without dynamic filters.
    public ScanNode(Source source, ScanRequest request, Schema schema) {
      this(source, request, schema, List.of());
    }

    @Override
    public List<PhysicalNode> inputs() {
      return List.of();
    }
  }

  /// A statement that runs inside a source.
  record SqlScanNode(
      SqlSource source, SqlText text, Schema schema, List<DynamicFilterSlot> dynamicFilters)
      implements PhysicalNode {
    /// Copies the list.
    public SqlScanNode {
      dynamicFilters = List.copyOf(dynamicFilters);
    }

    /// A statement that is always the same.
    public SqlScanNode(SqlSource source, String sql, Schema schema) {
      this(source, SqlText.fixed(sql), schema, List.of());
    }

    @Override
    public List<PhysicalNode> inputs() {
      return List.of();
    }
  }

  /// Rows that are in the plan.
  record ValuesNode(Schema schema, List<Batch> batches) implements PhysicalNode {
    /// Copies the list.
    public ValuesNode {
      batches = List.copyOf(batches);
    }

    /// Rows given as Java objects in the classes of [io.thermocline.spi.batch.Values].
    public static ValuesNode of(
        Schema schema, List<? extends List<? extends @Nullable Object>> rows) {
      return new ValuesNode(schema, List.of(BatchReaders.batch(schema, rows)));
    }

    @Override
    public List<PhysicalNode> inputs() {
      return List.of();
    }
  }

  /// The rows for which the condition is true.
  record FilterNode(PhysicalNode input, Expression condition) implements PhysicalNode {
    @Override
    public Schema schema() {
      return input.schema();
    }

    @Override
    public List<PhysicalNode> inputs() {
      return List.of(input);
    }
  }

  /// One column for each expression.
  record ProjectNode(PhysicalNode input, List<Expression> expressions, Schema schema)
      implements PhysicalNode {
    /// Copies the list.
    public ProjectNode {
      expressions = List.copyOf(expressions);
    }

    @Override
    public List<PhysicalNode> inputs() {
      return List.of(input);
    }
  }

  /// Groups by keys and aggregates. The columns are the keys in order, then the calls in order.
  /// Without keys there is exactly one row.
  ///
  /// @param groupingSets positions of the keys in each set; a key that is not in a set is null in
  ///   its rows. Empty for one set of all keys
  record HashAggregateNode(
      PhysicalNode input,
      List<Expression> keys,
      List<List<Integer>> groupingSets,
      List<AggregateCall> calls,
      Schema schema)
      implements PhysicalNode {
    /// Copies the lists.
    public HashAggregateNode {
      keys = List.copyOf(keys);
      groupingSets = groupingSets.stream().map(List::copyOf).toList();
      calls = List.copyOf(calls);
    }

    /// One set of all keys.
    public HashAggregateNode(
        PhysicalNode input, List<Expression> keys, List<AggregateCall> calls, Schema schema) {
      this(input, keys, List.of(), calls, schema);
    }

    @Override
    public List<PhysicalNode> inputs() {
      return List.of(input);
    }
  }

  /// A join by equality of keys. The right input is read first and held in memory, so it should be
  /// the smaller one.
  ///
  /// @param residual a further condition over left columns then right columns that a pair must
  ///   meet, or null
  /// @param nullAware for ANTI: `NOT IN`. A left row whose key is null is dropped when the right
  ///   side has rows, and every left row when the right side has a null key. Needs exactly one key
  ///   and no residual
  record HashJoinNode(
      PhysicalNode left,
      PhysicalNode right,
      JoinType joinType,
      List<JoinKey> keys,
      @Nullable Expression residual,
      boolean nullAware,
      List<DynamicFilterSource> dynamicFilters,
      Schema schema)
      implements PhysicalNode {
    /// Copies the lists.
    public HashJoinNode {
      keys = List.copyOf(keys);
      dynamicFilters = List.copyOf(dynamicFilters);
    }

    /// A join by keys alone.
    public HashJoinNode(
        PhysicalNode left,
        PhysicalNode right,
        JoinType joinType,
        List<JoinKey> keys,
        Schema schema) {
      this(left, right, joinType, keys, null, false, List.of(), schema);
    }

    @Override
    public List<PhysicalNode> inputs() {
      return List.of(left, right);
    }
  }

  /// A join by any condition over left columns then right columns; null is a cross join. The right
  /// input is held in memory.
  record NestedLoopJoinNode(
      PhysicalNode left,
      PhysicalNode right,
      JoinType joinType,
      @Nullable Expression condition,
      Schema schema)
      implements PhysicalNode {
    @Override
    public List<PhysicalNode> inputs() {
      return List.of(left, right);
    }
  }

  /// All rows in order; the order of rows with equal keys is that of the input when the input has
  /// one.
  record SortNode(PhysicalNode input, List<SortKey> keys) implements PhysicalNode {
    /// Copies the list.
    public SortNode {
      keys = List.copyOf(keys);
    }

    @Override
    public Schema schema() {
      return input.schema();
    }

    @Override
    public List<PhysicalNode> inputs() {
      return List.of(input);
    }
  }

  /// A sort of which only rows `offset` to `offset + fetch` are kept. Both are expressions without
  /// columns; null or SQL's null is 0 for the offset.
  record TopNNode(
      PhysicalNode input, List<SortKey> keys, @Nullable Expression offset, Expression fetch)
      implements PhysicalNode {
    /// Copies the list.
    public TopNNode {
      keys = List.copyOf(keys);
    }

    /// The first rows in order.
    public static TopNNode of(PhysicalNode input, List<SortKey> keys, long fetch) {
      return new TopNNode(input, keys, null, new Expression.Literal(ScalarType.INT64, fetch));
    }

    @Override
    public Schema schema() {
      return input.schema();
    }

    @Override
    public List<PhysicalNode> inputs() {
      return List.of(input);
    }
  }

  /// The rows after the first `offset`, at most `fetch`. Both are expressions without columns, not
  /// negative; null or SQL's null means 0 and all.
  record LimitNode(PhysicalNode input, @Nullable Expression offset, @Nullable Expression fetch)
      implements PhysicalNode {
    /// Fixed bounds; `fetch` -1 is all.
    public static LimitNode of(PhysicalNode input, long offset, long fetch) {
      return new LimitNode(
          input,
          new Expression.Literal(ScalarType.INT64, offset),
          fetch < 0 ? null : new Expression.Literal(ScalarType.INT64, fetch));
    }

    @Override
    public Schema schema() {
      return input.schema();
    }

    @Override
    public List<PhysicalNode> inputs() {
      return List.of(input);
    }
  }

  /// The rows of all inputs (UNION ALL), read side by side; the inputs' types equal the schema's.
  /// UNION is a [DistinctNode] above.
  record UnionNode(List<PhysicalNode> inputs, Schema schema) implements PhysicalNode {
    /// Copies the list.
    public UnionNode {
      inputs = List.copyOf(inputs);
    }
  }

  /// Intersection or difference of rows, nulls being equal; the inputs' types are the same.
  record SetOperationNode(PhysicalNode left, PhysicalNode right, Kind kind, boolean all)
      implements PhysicalNode {
    /// Which rows are kept.
    public enum Kind {
      /// Rows in both.
      INTERSECT,
      /// Rows in the left only.
      EXCEPT
    }

    @Override
    public Schema schema() {
      return left.schema();
    }

    @Override
    public List<PhysicalNode> inputs() {
      return List.of(left, right);
    }
  }

  /// Each different row once, nulls being equal.
  record DistinctNode(PhysicalNode input) implements PhysicalNode {
    @Override
    public Schema schema() {
      return input.schema();
    }

    @Override
    public List<PhysicalNode> inputs() {
      return List.of(input);
    }
  }

  /// Rows that several nodes read: where the same node stands at several places of a plan, its
  /// input runs once and its rows are kept in memory until the last reader has closed. Rows leave
  /// in no order.
  record SharedNode(PhysicalNode input) implements PhysicalNode {
    @Override
    public Schema schema() {
      return input.schema();
    }

    @Override
    public List<PhysicalNode> inputs() {
      return List.of(input);
    }
  }

  /// Window functions. The columns are the input's, then those of each group's calls in order. Rows
  /// leave in the last group's order of partitions and keys, which is no promise.
  record WindowNode(PhysicalNode input, List<WindowGroup> groups, Schema schema)
      implements PhysicalNode {
    /// Copies the list.
    public WindowNode {
      groups = List.copyOf(groups);
    }

    @Override
    public List<PhysicalNode> inputs() {
      return List.of(input);
    }
  }

  /// All columns of an input as expressions, in order.
  static List<Expression> columnsOf(PhysicalNode input) {
    return IntStream.range(0, input.schema().size())
        .<Expression>mapToObj(
            i -> new Expression.ColumnReference(i, input.schema().field(i).type()))
        .toList();
  }
}
