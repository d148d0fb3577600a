package io.thermocline.engine.operator;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.expr.FunctionId;
import io.thermocline.engine.kernel.ExpressionCompiler;
import io.thermocline.engine.kernel.Kernel;
import io.thermocline.engine.kernel.TypeRules;
import io.thermocline.engine.plan.JoinKey;
import io.thermocline.engine.plan.JoinType;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.plan.SortKey;
import io.thermocline.engine.plan.WindowCall;
import io.thermocline.engine.plan.WindowGroup;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes operators of plan nodes, from the root down, and tells each node which of its columns are
/// read above it.
public final class PlanBuilder {
  private final OperatorContext context;
  private final ExpressionCompiler compiler;
  private final Map<PhysicalNode, Integer> places = new IdentityHashMap<>();
  private final Map<PhysicalNode, SharedRows> shared = new IdentityHashMap<>();

  /// A builder for one execution.
  public PlanBuilder(OperatorContext context) {
    this.context = context;
    this.compiler = context.compiler();
  }

  /// The reader of a whole plan. Expressions are compiled now, nothing is read.
  public BatchReader build(PhysicalNode root) {
    countShared(root);
    return gather(fragment(root, all(root)), context.query());
  }

  private void countShared(PhysicalNode node) {
    if (node instanceof PhysicalNode.SharedNode && places.merge(node, 1, Integer::sum) > 1) {
      return;
    }
    node.inputs().forEach(this::countShared);
  }

  private Fragment shared(PhysicalNode.SharedNode node, BitSet needed) {
    if (places.getOrDefault(node, 1) == 1) {
      return fragment(node.input(), needed);
    }
    SharedRows rows = shared.get(node);
    if (rows == null) {
      rows = new SharedRows(context, node, fragment(node.input(), all(node.input())));
      shared.put(node, rows);
    }
    return rows.reader();
  }

  private BatchReader gather(Fragment fragment, ScanContext scope) {
    return new GatherReader(context, scope, fragment);
  }

  private static BitSet all(PhysicalNode node) {
    BitSet columns = new BitSet();
    columns.set(0, node.schema().size());
    return columns;
  }

  private Fragment fragment(PhysicalNode node, BitSet needed) {
    return switch (node) {
      case PhysicalNode.ScanNode scan -> new ScanFragment(context, scan);
      case PhysicalNode.SqlScanNode scan -> new ScanFragment(context, scan);
      case PhysicalNode.ValuesNode values -> values(values);
      case PhysicalNode.SharedNode repeated -> shared(repeated, needed);
      case PhysicalNode.FilterNode filter -> filter(filter, needed);
      case PhysicalNode.ProjectNode project -> project(project, needed);
      case PhysicalNode.HashAggregateNode aggregate -> aggregate(aggregate);
      case PhysicalNode.HashJoinNode join -> hashJoin(join, needed);
      case PhysicalNode.NestedLoopJoinNode join -> nestedLoopJoin(join, needed);
      case PhysicalNode.SortNode sort -> sort(sort, needed);
      case PhysicalNode.TopNNode topN -> topN(topN, needed);
      case PhysicalNode.LimitNode limit -> limit(limit, needed);
      case PhysicalNode.UnionNode union -> union(union, needed);
      case PhysicalNode.SetOperationNode operation -> setOperation(operation);
      case PhysicalNode.DistinctNode distinct -> {
        checkKeys(distinct.schema().fields().stream().map(Field::type).toList(), "DISTINCT");
        Fragment input = fragment(distinct.input(), all(distinct.input()));
        yield single(
            distinct,
            input,
            (reader, scope) -> new DistinctOperator(context, scope, distinct, reader));
      }
      case PhysicalNode.WindowNode window -> {
        window.groups().forEach(this::check);
        BitSet columns = all(window.input());
        Fragment input = fragment(window.input(), columns);
        yield single(
            window,
            input,
            (reader, scope) -> new WindowOperator(context, scope, window, reader, columns));
      }
    };
  }

  /// Compiles what a window group is made of, so that errors come before anything is read.
  private void check(WindowGroup group) {
    compiler.compileAll(group.partitionBy());
    sortKeys(group.orderBy());
    for (WindowCall call : group.calls()) {
      switch (call) {
        case WindowCall.Ranking ranking -> compiler.compileAll(ranking.arguments());
        case WindowCall.Value value -> compiler.compileAll(value.arguments());
        case WindowCall.Aggregate aggregate ->
            new AggregateEvaluator(aggregate.call(), compiler).accumulator();
      }
    }
  }

  private static void checkKeys(List<DataType> types, String operation) {
    for (DataType type : types) {
      if (!GroupTable.supports(type)) {
        throw new ThermoclineException(
            ErrorCode.UNSUPPORTED,
            operation + " of " + type.sqlName() + " columns; cast them to text");
      }
    }
  }

  /// A fragment of one stream: an operator on the gathered input.
  private Fragment single(PhysicalNode node, Fragment input, Fragment.Wrap wrap) {
    return Fragment.single(node.schema(), scope -> Readers.wrap(gather(input, scope), scope, wrap));
  }

  private Fragment values(PhysicalNode.ValuesNode node) {
    return Fragment.single(
        node.schema(),
        scope ->
            new PassOperator(context, scope, node, BatchReaders.of(node.schema(), node.batches())));
  }

  private static void checkCondition(Expression condition, PhysicalNode node) {
    if (condition.type() != ScalarType.BOOLEAN) {
      throw new ThermoclineException(
          ErrorCode.TYPE_MISMATCH,
          "the condition of a "
              + node.label()
              + " is "
              + condition.type().sqlName()
              + ", not boolean");
    }
  }

  private Fragment filter(PhysicalNode.FilterNode node, BitSet needed) {
    checkCondition(node.condition(), node);
    List<Expression> conjuncts = new ArrayList<>();
    addConjuncts(node.condition(), conjuncts);
    BitSet inputNeeded = (BitSet) needed.clone();
    compiler.compileAll(conjuncts).forEach(kernel -> kernel.addColumns(inputNeeded));
    return fragment(node.input(), inputNeeded)
        .map(
            node.schema(),
            (input, scope) ->
                new FilterOperator(
                    context, scope, node, input, compiler.compileAll(conjuncts), needed));
  }

  private static void addConjuncts(Expression condition, List<Expression> conjuncts) {
    if (condition instanceof Expression.Call call && call.function() == FunctionId.AND) {
      call.arguments().forEach(argument -> addConjuncts(argument, conjuncts));
    } else {
      conjuncts.add(condition);
    }
  }

  private Fragment project(PhysicalNode.ProjectNode node, BitSet needed) {
    BitSet inputNeeded = new BitSet();
    projections(node, needed).forEach(kernel -> kernel.addColumns(inputNeeded));
    return fragment(node.input(), inputNeeded)
        .map(
            node.schema(),
            (input, scope) ->
                new ProjectOperator(context, scope, node, input, projections(node, needed)));
  }

  private List<Kernel> projections(PhysicalNode.ProjectNode node, BitSet needed) {
    List<Kernel> kernels = new ArrayList<>();
    for (int i = 0; i < node.expressions().size(); i++) {
      DataType type = node.schema().field(i).type();
      kernels.add(
          needed.get(i)
              ? compiler.compile(node.expressions().get(i), type)
              : compiler.compile(new Expression.Literal(type, null)));
    }
    return kernels;
  }

  private Fragment aggregate(PhysicalNode.HashAggregateNode node) {
    BitSet inputNeeded = new BitSet();
    compiler.compileAll(node.keys()).forEach(kernel -> kernel.addColumns(inputNeeded));
    node.calls().forEach(call -> new AggregateEvaluator(call, compiler).addColumns(inputNeeded));
    checkKeys(node.keys().stream().map(Expression::type).toList(), "grouping");
    Fragment input = fragment(node.input(), inputNeeded);
    return Fragment.single(
        node.schema(), scope -> new AggregateOperator(context, scope, node, input));
  }

  private Fragment hashJoin(PhysicalNode.HashJoinNode node, BitSet needed) {
    List<Kernel> rightKeys = new ArrayList<>();
    boolean[] nullsEqual = new boolean[node.keys().size()];
    for (int i = 0; i < nullsEqual.length; i++) {
      JoinKey key = node.keys().get(i);
      DataType common = commonType(key);
      rightKeys.add(compiler.compile(key.right(), common));
      nullsEqual[i] = key.nullsEqual();
    }
    checkKeys(rightKeys.stream().map(Kernel::type).toList(), "a join by equality");
    BitSet leftKeyColumns = new BitSet();
    leftKeys(node).forEach(kernel -> kernel.addColumns(leftKeyColumns));
    BitSet rightKeyColumns = new BitSet();
    rightKeys.forEach(kernel -> kernel.addColumns(rightKeyColumns));
    return join(
        node,
        new JoinSides(
            node.left(), node.right(), node.joinType(), node.nullAware(), node.residual()),
        rightKeys,
        nullsEqual,
        leftKeyColumns,
        rightKeyColumns,
        needed,
        build -> publish(node, build));
  }

  private static DataType commonType(JoinKey key) {
    return TypeRules.common(key.left().type(), key.right().type());
  }

  private List<Kernel> leftKeys(PhysicalNode node) {
    return node instanceof PhysicalNode.HashJoinNode join
        ? join.keys().stream().map(key -> compiler.compile(key.left(), commonType(key))).toList()
        : List.of();
  }

  private void publish(PhysicalNode.HashJoinNode node, JoinBuild build) {
    boolean dropsLeft =
        switch (node.joinType()) {
          case INNER, SEMI, RIGHT -> true;
          case LEFT, FULL, ANTI -> false;
        };
    if (!dropsLeft) {
      return;
    }
    List<String> sent = new ArrayList<>();
    for (var source : node.dynamicFilters()) {
      if (!node.keys().get(source.key()).nullsEqual()) {
        sent.add(
            context
                .dynamicFilters()
                .publish(source.filter(), build.keyValues(source.key()), source.maxValues()));
      }
    }
    if (!sent.isEmpty()) {
      context.query().statistics().counters(node).detail(String.join("; ", sent));
    }
  }

  private Fragment nestedLoopJoin(PhysicalNode.NestedLoopJoinNode node, BitSet needed) {
    return join(
        node,
        new JoinSides(node.left(), node.right(), node.joinType(), false, node.condition()),
        List.of(),
        new boolean[0],
        new BitSet(),
        new BitSet(),
        needed,
        build -> {});
  }

  /// What both kinds of join share.
  private record JoinSides(
      PhysicalNode left,
      PhysicalNode right,
      JoinType type,
      boolean nullAware,
      @Nullable Expression condition) {}

  private Fragment join(
      PhysicalNode node,
      JoinSides sides,
      List<Kernel> rightKeys,
      boolean[] nullsEqual,
      BitSet leftKeyColumns,
      BitSet rightKeyColumns,
      BitSet needed,
      Consumer<JoinBuild> afterBuild) {
    int leftColumns = sides.left().schema().size();
    int rightColumns = sides.right().schema().size();
    BitSet conditionColumns = new BitSet();
    if (sides.condition() != null) {
      checkCondition(sides.condition(), node);
      compiler.compile(sides.condition()).addColumns(conditionColumns);
    }
    BitSet leftNeeded = needed.get(0, leftColumns);
    BitSet rightNeeded = new BitSet();
    if (sides.type() != JoinType.SEMI && sides.type() != JoinType.ANTI) {
      rightNeeded.or(needed.get(leftColumns, leftColumns + rightColumns));
    }
    rightNeeded.or(conditionColumns.get(leftColumns, leftColumns + rightColumns));
    BitSet leftInput = (BitSet) leftNeeded.clone();
    leftInput.or(conditionColumns.get(0, leftColumns));
    leftInput.or(leftKeyColumns);
    BitSet rightInput = (BitSet) rightNeeded.clone();
    rightInput.or(rightKeyColumns);
    Fragment left = fragment(sides.left(), leftInput);
    BatchReader right = gather(fragment(sides.right(), rightInput), context.query());
    Spilling spilling = Spilling.of(context, node);
    BitSet stored = spilling == null ? rightNeeded : rightInput;
    Supplier<JoinBuild> builds =
        () ->
            new JoinBuild(
                sides.right().schema(),
                rightNeeded,
                stored,
                rightKeys,
                nullsEqual,
                context
                    .query()
                    .memory()
                    .account("the build side of a " + node.label())
                    .countedBy(context.query().statistics().counters(node)));
    Supplier<JoinProbeOperator.Probe> probes =
        () ->
            new JoinProbeOperator.Probe(
                sides.type(),
                sides.nullAware(),
                leftKeys(node),
                sides.condition() == null ? null : compiler.compile(sides.condition()),
                leftNeeded,
                null);
    JoinBuild build = builds.get();
    boolean serial = sides.type() == JoinType.RIGHT || sides.type() == JoinType.FULL;
    return new JoinFragment(
        node,
        left,
        right,
        build,
        afterBuild,
        (input, scope, built) ->
            new JoinProbeOperator(context, scope, node, input, built, probes.get()),
        (input, scope, onDisk) ->
            new GraceJoin(context, scope, node, input, onDisk, builds, probes.get(), nullsEqual),
        spilling,
        serial,
        scope -> gather(left, scope));
  }

  private List<Kernel> sortKeys(List<SortKey> keys) {
    return keys.stream().map(key -> compiler.compile(key.expression())).toList();
  }

  private Fragment sort(PhysicalNode.SortNode node, BitSet needed) {
    BitSet inputNeeded = (BitSet) needed.clone();
    sortKeys(node.keys()).forEach(kernel -> kernel.addColumns(inputNeeded));
    Fragment input = fragment(node.input(), inputNeeded);
    return single(
        node,
        input,
        (reader, scope) ->
            new SortOperator(context, scope, node, reader, sortKeys(node.keys()), needed));
  }

  private Fragment topN(PhysicalNode.TopNNode node, BitSet needed) {
    BitSet inputNeeded = (BitSet) needed.clone();
    sortKeys(node.keys()).forEach(kernel -> kernel.addColumns(inputNeeded));
    long offset = bound(node.offset(), 0, "OFFSET");
    long fetch = bound(node.fetch(), Long.MAX_VALUE, "LIMIT");
    long candidates = TopNOperator.sum(offset, fetch);
    Fragment input =
        fragment(node.input(), inputNeeded)
            .mapIfSeveral((reader, scope) ->
                new TopNOperator(
                    context,
                    scope,
                    node,
                    reader,
                    sortKeys(node.keys()),
                    inputNeeded,
                    0,
                    candidates,
                    true));
    return single(
        node,
        input,
        (reader, scope) ->
            new TopNOperator(
                context, scope, node, reader, sortKeys(node.keys()), needed, offset, fetch, false));
  }

  private long bound(@Nullable Expression expression, long whenNull, String clause) {
    long value = expression == null ? whenNull : compiler.constantLong(expression, whenNull);
    if (value < 0) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER, clause + " must not be negative, but is " + value);
    }
    return value;
  }

  private Fragment limit(PhysicalNode.LimitNode node, BitSet needed) {
    long offset = bound(node.offset(), 0, "OFFSET");
    long fetch = bound(node.fetch(), Long.MAX_VALUE, "LIMIT");
    Fragment input = fragment(node.input(), needed);
    return single(
        node,
        input,
        (reader, scope) -> new LimitOperator(context, scope, node, reader, offset, fetch));
  }

  private Fragment union(PhysicalNode.UnionNode node, BitSet needed) {
    List<Fragment> inputs =
        node.inputs().stream()
            .map(input -> fragment(inTypesOf(input, node.schema()), needed))
            .toList();
    return new UnionFragment(context, node, inputs);
  }

  /// The input, or a projection that casts its columns to the types of a schema when they differ.
  private static PhysicalNode inTypesOf(PhysicalNode input, Schema schema) {
    List<DataType> types = schema.fields().stream().map(Field::type).toList();
    if (input.schema().fields().stream().map(Field::type).toList().equals(types)) {
      return input;
    }
    if (input.schema().size() != types.size()) {
      throw new ThermoclineException(
          ErrorCode.INTERNAL,
          "a set operation has inputs of "
              + types.size()
              + " and "
              + input.schema().size()
              + " columns");
    }
    return new PhysicalNode.ProjectNode(input, PhysicalNode.columnsOf(input), schema);
  }

  private Fragment setOperation(PhysicalNode.SetOperationNode node) {
    checkKeys(node.schema().fields().stream().map(Field::type).toList(), node.kind().name());
    Fragment left = fragment(node.left(), all(node.left()));
    Fragment right = fragment(inTypesOf(node.right(), node.schema()), all(node.left()));
    return Fragment.single(
        node.schema(),
        scope ->
            new SetOperationOperator(
                context, scope, node, gather(left, scope), gather(right, scope)));
  }
}
