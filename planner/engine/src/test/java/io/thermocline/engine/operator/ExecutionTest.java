package io.thermocline.engine.operator;

import static io.thermocline.engine.operator.Harness.column;
import static io.thermocline.engine.operator.Harness.literal;
import static io.thermocline.engine.operator.Harness.test;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.expr.FunctionId;
import io.thermocline.engine.kernel.ExpressionCompiler;
import io.thermocline.engine.plan.AggregateCall;
import io.thermocline.engine.plan.AggregateFunction;
import io.thermocline.engine.plan.DynamicFilterSlot;
import io.thermocline.engine.plan.DynamicFilterSource;
import io.thermocline.engine.plan.JoinKey;
import io.thermocline.engine.plan.JoinType;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.plan.SortKey;
import io.thermocline.engine.plan.WindowCall;
import io.thermocline.engine.plan.WindowFrame;
import io.thermocline.engine.plan.WindowGroup;
import io.thermocline.engine.run.Engine;
import io.thermocline.engine.run.EngineConfig;
import io.thermocline.engine.run.QueryContext;
import io.thermocline.engine.run.QueryOptions;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Failures, limits, cancellation and what scans are told.
class ExecutionTest {
  private static final EngineConfig PARALLEL = Harness.CONFIG.withWorkers(3).withBatchRows(64);

  private static PhysicalNode.ScanNode scan(
      MemorySource source, String name, int rows, int partitions, long seed) {
    Random random = new Random(seed);
    return TestData.scan(
        source,
        name,
        TestData.table(random, TestData.SCHEMA, TestData.rows(random, rows), partitions));
  }

  /// A plan with every operator.
  private static PhysicalNode everything(MemorySource source) {
    PhysicalNode left = scan(source, "l", 600, 4, 1);
    PhysicalNode right = scan(source, "r", 100, 2, 2);
    PhysicalNode filtered =
        new PhysicalNode.FilterNode(
            left, test(FunctionId.GREATER, column(left, "big"), literal(-400)));
    PhysicalNode joined =
        new PhysicalNode.HashJoinNode(
            filtered,
            new PhysicalNode.DistinctNode(right),
            JoinType.LEFT,
            List.of(JoinKey.equal(column(left, "k"), column(right, "k"))),
            Harness.concat(left.schema(), right.schema()));
    Schema narrow =
        Schema.of(Field.nullable("k", ScalarType.INT32), Field.nullable("s", ScalarType.TEXT));
    PhysicalNode projected =
        new PhysicalNode.ProjectNode(
            joined, List.of(column(joined, "k"), column(joined, "s")), narrow);
    PhysicalNode union =
        new PhysicalNode.UnionNode(
            List.of(
                projected,
                new PhysicalNode.ProjectNode(
                    right, List.of(column(right, "k"), column(right, "s")), narrow)),
            narrow);
    PhysicalNode except =
        new PhysicalNode.SetOperationNode(
            union,
            PhysicalNode.ValuesNode.of(narrow, List.of(List.of(3, "name-1"))),
            PhysicalNode.SetOperationNode.Kind.EXCEPT,
            true);
    PhysicalNode aggregate =
        new PhysicalNode.HashAggregateNode(
            except,
            List.of(column(narrow, "s")),
            List.of(AggregateCall.of(AggregateFunction.COUNT_STAR, ScalarType.INT64)),
            Schema.of(Field.nullable("s", ScalarType.TEXT), Field.required("n", ScalarType.INT64)));
    PhysicalNode cross =
        new PhysicalNode.NestedLoopJoinNode(
            aggregate,
            aggregate,
            JoinType.FULL,
            null,
            Harness.concat(aggregate.schema(), aggregate.schema()));
    List<Field> fields = new ArrayList<>(cross.schema().fields());
    fields.add(Field.nullable("x", ScalarType.INT64));
    PhysicalNode window =
        new PhysicalNode.WindowNode(
            cross,
            List.of(
                new WindowGroup(
                    List.of(column(cross, "s")),
                    List.of(SortKey.ascending(column(cross, "n"))),
                    List.of(
                        new WindowCall.Aggregate(
                            AggregateCall.of(AggregateFunction.COUNT_STAR, ScalarType.INT64),
                            WindowFrame.UP_TO_CURRENT)))),
            new Schema(fields));
    PhysicalNode sorted =
        new PhysicalNode.SortNode(window, List.of(SortKey.ascending(column(window, "x"))));
    return PhysicalNode.LimitNode.of(
        PhysicalNode.TopNNode.of(sorted, List.of(SortKey.descending(column(window, "x"))), 50),
        1,
        20);
  }

  @Test
  void aFailureAnywhereLeaksNothing() {
    for (EngineConfig config : List.of(Harness.CONFIG, PARALLEL)) {
      boolean passed = false;
      for (int n = 1; !passed; n++) {
        assertThat(n).isLessThan(1000);
        MemorySource source = new MemorySource();
        source.failOnCall = n;
        PhysicalNode plan = everything(source);
        try (Engine engine = new Engine(config);
            QueryContext context = engine.open(Harness.OPTIONS)) {
          try {
            List<List<Object>> rows = BatchReaders.rows(engine.execute(plan, List.of(), context));
            assertThat(rows).hasSize(20);
            passed = true;
          } catch (ThermoclineException e) {
            assertThat(e.code()).as("call " + n).isEqualTo(ErrorCode.SOURCE_FAILED);
          }
          assertThat(source.openReaders).as("open readers after call " + n).hasValue(0);
          assertThat(context.memory().usedBytes()).as("memory after call " + n).isZero();
        }
      }
    }
  }

  @Test
  void closingEarlyLeaksNothing() {
    for (int batches = 0; batches < 4; batches++) {
      MemorySource source = new MemorySource();
      PhysicalNode plan = scan(source, "t", 3000, 5, 4);
      try (Engine engine = new Engine(PARALLEL);
          QueryContext context = engine.open(Harness.OPTIONS)) {
        BatchReader reader = engine.execute(plan, List.of(), context);
        for (int i = 0; i < batches; i++) {
          assertThat(reader.next()).isNotNull();
        }
        reader.close();
        reader.close();
        assertThat(source.openReaders).hasValue(0);
        assertThat(context.memory().usedBytes()).isZero();
      }
    }
  }

  /// A pool that takes no more tasks ends when the last task has let go of its thread.
  @Test
  void producersStopWhenTheConsumerIsSlow() throws InterruptedException {
    MemorySource source = new MemorySource();
    PhysicalNode plan = scan(source, "t", 60000, 6, 5);
    EngineConfig config = new EngineConfig(3, 8, 1000, 1L << 30, 1L << 31, 2);
    AtomicInteger reads = new AtomicInteger();
    source.onNext = reads::incrementAndGet;
    try (ExecutorService pool = Executors.newFixedThreadPool(3);
        Engine engine = new Engine(config);
        QueryContext context = engine.open(Harness.OPTIONS);
        BatchReader reader =
            new PlanBuilder(
                    new OperatorContext(
                        context,
                        config,
                        pool,
                        new ExpressionCompiler(List.of(), context.zone(), context.now()),
                        List.of(),
                        new DynamicFilters()))
                .build(plan)) {
      assertThat(reader.next()).isNotNull();
      pool.shutdown();
      assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).as("all threads are free").isTrue();
      // Of some 400: one that was taken, six in the queue, one more in the hand of each other task.
      assertThat(reads.get()).isBetween(6, 9);
    }
    assertThat(source.openReaders).hasValue(0);
  }

  /// Parallel operators below parallel operators, three levels deep.
  private static PhysicalNode nested(MemorySource source) {
    PhysicalNode plan = scan(source, "t", 1000, 4, 3);
    Schema schema =
        Schema.of(Field.nullable("k", ScalarType.INT32), Field.required("n", ScalarType.INT64));
    for (int level = 0; level < 3; level++) {
      PhysicalNode counted =
          new PhysicalNode.HashAggregateNode(
              plan,
              List.of(column(plan, "k")),
              List.of(AggregateCall.of(AggregateFunction.COUNT_STAR, ScalarType.INT64)),
              schema);
      PhysicalNode sorted =
          new PhysicalNode.SortNode(counted, List.of(SortKey.ascending(column(schema, "k"))));
      plan =
          new PhysicalNode.UnionNode(
              List.of(counted, sorted, new PhysicalNode.DistinctNode(counted)), schema);
    }
    return plan;
  }

  @Test
  void manyQueriesShareAFewThreads() throws Exception {
    List<String> expected =
        Harness.text(Harness.run(Harness.CONFIG, nested(new MemorySource()))).stream()
            .sorted()
            .toList();
    EngineConfig config = new EngineConfig(2, 2, 50, 1L << 30, 1L << 31, 1);
    try (Engine engine = new Engine(config);
        ExecutorService sessions = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<String>>> results = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        results.add(
            sessions.submit(() -> {
              MemorySource source = new MemorySource();
              try (QueryContext context = engine.open(Harness.OPTIONS)) {
                List<String> rows =
                    Harness.text(
                        BatchReaders.rows(engine.execute(nested(source), List.of(), context)));
                assertThat(source.openReaders).hasValue(0);
                assertThat(context.memory().usedBytes()).isZero();
                return rows.stream().sorted().toList();
              }
            }));
      }
      for (Future<List<String>> result : results) {
        assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(expected);
      }
      assertThat(engine.memory().usedBytes()).isZero();
    }
  }

  @Test
  void cancellationStopsAParallelQuery() throws InterruptedException {
    MemorySource source = new MemorySource();
    PhysicalNode scan = scan(source, "t", 5000, 4, 6);
    PhysicalNode plan =
        new PhysicalNode.HashAggregateNode(
            scan,
            List.of(),
            List.of(AggregateCall.of(AggregateFunction.COUNT_STAR, ScalarType.INT64)),
            Schema.of(Field.required("n", ScalarType.INT64)));
    try (Engine engine = new Engine(PARALLEL);
        QueryContext context = engine.open(Harness.OPTIONS)) {
      CountDownLatch reading = new CountDownLatch(1);
      CountDownLatch cancelled = new CountDownLatch(1);
      source.onNext =
          () -> {
            reading.countDown();
            try {
              cancelled.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          };
      Thread canceller =
          Thread.startVirtualThread(() -> {
            try {
              reading.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            context.cancel();
            cancelled.countDown();
          });
      assertThatThrownBy(() -> BatchReaders.rows(engine.execute(plan, List.of(), context)))
          .isInstanceOfSatisfying(
              ThermoclineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
      canceller.join();
      assertThat(source.openReaders).hasValue(0);
      assertThat(context.memory().usedBytes()).isZero();
    }
  }

  @Test
  void theTimeOutStopsAQuery() {
    MemorySource source = new MemorySource();
    PhysicalNode scan = scan(source, "t", 2000, 1, 6);
    PhysicalNode plan =
        new PhysicalNode.NestedLoopJoinNode(
            scan,
            new PhysicalNode.NestedLoopJoinNode(
                scan, scan, JoinType.INNER, null, Harness.concat(scan.schema(), scan.schema())),
            JoinType.SEMI,
            literal(ScalarType.BOOLEAN, false),
            scan.schema());
    QueryOptions options =
        new QueryOptions(Duration.ofMillis(50), Harness.OPTIONS.zone(), Harness.OPTIONS.now());
    try (Engine engine = new Engine(Harness.CONFIG);
        QueryContext context = engine.open(options)) {
      assertThatThrownBy(() -> BatchReaders.rows(engine.execute(plan, List.of(), context)))
          .isInstanceOfSatisfying(
              ThermoclineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMED_OUT));
      assertThat(source.openReaders).hasValue(0);
    }
  }

  private static void assertOutOfMemory(PhysicalNode plan, String operator) {
    for (EngineConfig config : List.of(Harness.CONFIG, PARALLEL)) {
      try (Engine engine = new Engine(config.withQueryMemory(100_000));
          QueryContext context = engine.open(Harness.OPTIONS)) {
        assertThatThrownBy(() -> BatchReaders.rows(engine.execute(plan, List.of(), context)))
            .isInstanceOfSatisfying(
                ThermoclineException.class,
                e -> {
                  assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY);
                  assertThat(e.getMessage()).contains("the memory limit of a query (100000 bytes");
                  assertThat(e.getMessage())
                      .containsAnyOf(operator, "the queue of a parallel scan");
                });
        assertThat(context.memory().usedBytes()).isZero();
        assertThat(engine.memory().usedBytes()).isZero();
      }
    }
  }

  @Test
  void theMemoryLimitNamesTheOperator() {
    PhysicalNode scan = scan(new MemorySource(), "t", 20000, 4, 7);
    List<SortKey> keys = List.of(SortKey.ascending(column(scan, "id")));
    assertOutOfMemory(new PhysicalNode.SortNode(scan, keys), "the sort");
    assertOutOfMemory(PhysicalNode.TopNNode.of(scan, keys, 10000), "the top-N sort");
    assertOutOfMemory(new PhysicalNode.DistinctNode(scan), "the distinct operator");
    assertOutOfMemory(
        new PhysicalNode.HashJoinNode(
            scan,
            scan,
            JoinType.SEMI,
            List.of(JoinKey.equal(column(scan, "id"), column(scan, "id"))),
            scan.schema()),
        "the build side of a HashJoin");
    assertOutOfMemory(
        new PhysicalNode.HashAggregateNode(
            scan,
            List.of(column(scan, "id")),
            List.of(AggregateCall.of(AggregateFunction.MAX, ScalarType.TEXT, column(scan, "s"))),
            Schema.of(
                Field.required("id", ScalarType.INT64), Field.nullable("m", ScalarType.TEXT))),
        "the aggregation");
    assertOutOfMemory(
        new PhysicalNode.SetOperationNode(
            scan, scan, PhysicalNode.SetOperationNode.Kind.INTERSECT, false),
        "the set operation");
    assertOutOfMemory(
        new PhysicalNode.WindowNode(scan, List.of(), scan.schema()), "the window functions");
  }

  private static PhysicalNode.HashJoinNode bindJoin(
      PhysicalNode.ScanNode left, PhysicalNode right, int maxValues) {
    PhysicalNode.ScanNode probe =
        new PhysicalNode.ScanNode(
            left.source(), left.request(), left.schema(), List.of(new DynamicFilterSlot(1, "k")));
    return new PhysicalNode.HashJoinNode(
        probe,
        right,
        JoinType.INNER,
        List.of(JoinKey.equal(column(left, "k"), column(right, "v"))),
        null,
        false,
        List.of(new DynamicFilterSource(1, 0, maxValues)),
        Harness.concat(left.schema(), right.schema()));
  }

  private static PhysicalNode values(Long... values) {
    Schema schema = Schema.of(Field.nullable("v", ScalarType.INT64));
    List<List<Object>> rows = new ArrayList<>();
    for (Long value : values) {
      List<Object> row = new ArrayList<>();
      row.add(value);
      rows.add(row);
    }
    return PhysicalNode.ValuesNode.of(schema, rows);
  }

  @Test
  void theBuildSideFiltersTheScanOfTheProbeSide() {
    for (EngineConfig config : Harness.CONFIGS) {
      MemorySource source = new MemorySource();
      PhysicalNode.ScanNode left = scan(source, "l", 500, 3, 8);
      Harness.run(config, bindJoin(left, values(3L, 7L, 3L, null), 10));
      assertThat(source.requests.getLast().filter())
          .isEqualTo(new Predicate.In("k", List.of(3, 7)));
      Harness.run(config, bindJoin(left, values(9L, 3L, 7L), 2));
      assertThat(source.requests.getLast().filter())
          .isEqualTo(
              new Predicate.And(
                  List.of(
                      new Predicate.Compare("k", Predicate.Operator.GE, 3),
                      new Predicate.Compare("k", Predicate.Operator.LE, 9))));
      int scans = source.requests.size();
      assertThat(Harness.run(config, bindJoin(left, values(), 10))).isEmpty();
      assertThat(source.requests).as("no scan for an empty build side").hasSize(scans);
    }
  }

  @Test
  void parametersAreBoundAtExecution() {
    PhysicalNode scan = scan(new MemorySource(), "t", 500, 2, 9);
    Expression parameter = new Expression.Parameter(0, ScalarType.INT64);
    PhysicalNode plan =
        new PhysicalNode.LimitNode(
            new PhysicalNode.FilterNode(scan, test(FunctionId.LESS, column(scan, "id"), parameter)),
            null,
            new Expression.Parameter(1, ScalarType.INT64));
    assertThat(Harness.run(PARALLEL, plan, List.of(100L, 1000L))).hasSize(100);
    assertThat(Harness.run(PARALLEL, plan, List.of(100L, 10L))).hasSize(10);
    assertThatThrownBy(() -> Harness.run(PARALLEL, plan, List.of(100L)))
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER));
  }

  @Test
  void aSecondRowOfAScalarSubQueryFails() {
    PhysicalNode scan = scan(new MemorySource(), "t", 500, 3, 10);
    PhysicalNode single =
        new PhysicalNode.HashAggregateNode(
            PhysicalNode.LimitNode.of(scan, 0, 2),
            List.of(),
            List.of(
                AggregateCall.of(
                    AggregateFunction.SINGLE_VALUE, ScalarType.INT64, column(scan, "id"))),
            Schema.of(Field.nullable("v", ScalarType.INT64)));
    assertThatThrownBy(() -> Harness.run(PARALLEL, single))
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CARDINALITY_VIOLATION));
  }

  @Test
  void equalKeysOfDifferentImagesAreOneGroup() {
    Schema schema =
        Schema.of(
            Field.nullable("i", ScalarType.INTERVAL), Field.nullable("f", ScalarType.FLOAT64));
    long month = 30 * 86_400_000_000L;
    PhysicalNode values =
        PhysicalNode.ValuesNode.of(
            schema,
            List.of(
                List.of(new Interval(1, 0), 0.0),
                List.of(new Interval(0, month), -0.0),
                List.of(new Interval(1, 0), Double.NaN),
                List.of(new Interval(2, -month), -Double.NaN)));
    for (EngineConfig config : Harness.CONFIGS) {
      assertThat(Harness.run(config, new PhysicalNode.DistinctNode(values))).hasSize(2);
    }
  }

  @Test
  void inputsOfAUnionAreCastToItsTypes() {
    Schema ints = Schema.of(Field.nullable("x", ScalarType.INT32));
    Schema decimals = Schema.of(Field.nullable("x", new DecimalType(12, 1)));
    PhysicalNode a = PhysicalNode.ValuesNode.of(ints, List.of(List.of(1), List.of(2)));
    PhysicalNode b =
        PhysicalNode.ValuesNode.of(decimals, List.of(List.of(new java.math.BigDecimal("2.0"))));
    Harness.check(
        "union",
        new PhysicalNode.DistinctNode(new PhysicalNode.UnionNode(List.of(a, b), decimals)),
        List.of(List.of(1), List.of(2)));
    Harness.check(
        "intersect",
        new PhysicalNode.SetOperationNode(
            b, a, PhysicalNode.SetOperationNode.Kind.INTERSECT, false),
        List.of(List.of(2)));
  }

  @Test
  void mistakesAreFoundBeforeAnythingIsRead() {
    MemorySource source = new MemorySource();
    PhysicalNode scan = scan(source, "t", 10, 1, 12);
    Expression wrong =
        new Expression.Call(
            FunctionId.EQUAL, List.of(column(scan, "k"), column(scan, "s")), ScalarType.BOOLEAN);
    List<PhysicalNode> plans =
        List.of(
            new PhysicalNode.FilterNode(scan, column(scan, "k")),
            new PhysicalNode.FilterNode(scan, wrong),
            new PhysicalNode.SortNode(scan, List.of(SortKey.ascending(wrong))),
            new PhysicalNode.NestedLoopJoinNode(scan, scan, JoinType.SEMI, wrong, scan.schema()),
            new PhysicalNode.WindowNode(
                scan,
                List.of(new WindowGroup(List.of(wrong), List.of(), List.of())),
                scan.schema()));
    try (Engine engine = new Engine(PARALLEL);
        QueryContext context = engine.open(Harness.OPTIONS)) {
      for (PhysicalNode plan : plans) {
        assertThatThrownBy(() -> engine.execute(plan, List.of(), context))
            .isInstanceOfSatisfying(
                ThermoclineException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.TYPE_MISMATCH));
      }
    }
    assertThat(source.calls).hasValue(0);
  }

  @Test
  void rowsWithoutColumnsAreCounted() {
    PhysicalNode values =
        new PhysicalNode.ValuesNode(
            new Schema(List.of()), List.of(new Batch(List.of(), 3), new Batch(List.of(), 2)));
    PhysicalNode cross =
        new PhysicalNode.NestedLoopJoinNode(
            values, values, JoinType.INNER, null, new Schema(List.of()));
    PhysicalNode count =
        new PhysicalNode.HashAggregateNode(
            PhysicalNode.LimitNode.of(cross, 1, -1),
            List.of(),
            List.of(AggregateCall.of(AggregateFunction.COUNT_STAR, ScalarType.INT64)),
            Schema.of(Field.required("n", ScalarType.INT64)));
    for (EngineConfig config : Harness.CONFIGS) {
      assertThat(Harness.run(config, count)).containsExactly(List.of(24L));
      assertThat(Harness.run(config, new PhysicalNode.DistinctNode(values))).hasSize(1);
    }
  }

  @Test
  void averagesOfExactNumbersAreExact() {
    Schema schema =
        Schema.of(
            Field.nullable("x", ScalarType.INT32), Field.nullable("d", new DecimalType(5, 2)));
    PhysicalNode values =
        PhysicalNode.ValuesNode.of(
            schema,
            List.of(
                List.of(1, new java.math.BigDecimal("1.00")),
                List.of(1, new java.math.BigDecimal("1.01")),
                List.of(2, new java.math.BigDecimal("1.03"))));
    DecimalType average = new DecimalType(38, 16);
    PhysicalNode plan =
        new PhysicalNode.HashAggregateNode(
            values,
            List.of(),
            List.of(
                AggregateCall.of(AggregateFunction.AVG, average, column(schema, "x")),
                AggregateCall.of(AggregateFunction.AVG, average, column(schema, "d"))),
            Schema.of(Field.nullable("a", average), Field.nullable("b", average)));
    assertThat(Harness.run(PARALLEL, plan).toString())
        .isEqualTo("[[1.3333333333333333, 1.0133333333333333]]");
  }

  @Test
  void approximateCountsAreClose() {
    PhysicalNode scan = scan(new MemorySource(), "t", 50000, 4, 11);
    PhysicalNode plan =
        new PhysicalNode.HashAggregateNode(
            scan,
            List.of(),
            List.of(
                AggregateCall.of(
                    AggregateFunction.APPROX_COUNT_DISTINCT, ScalarType.INT64, column(scan, "id")),
                AggregateCall.of(
                    AggregateFunction.APPROX_COUNT_DISTINCT, ScalarType.INT64, column(scan, "s"))),
            Schema.of(
                Field.required("a", ScalarType.INT64), Field.required("b", ScalarType.INT64)));
    List<Object> row = Harness.run(PARALLEL, plan).getFirst();
    assertThat((long) row.get(0)).isBetween(47500L, 52500L);
    assertThat((long) row.get(1)).isEqualTo(12L);
  }
}
