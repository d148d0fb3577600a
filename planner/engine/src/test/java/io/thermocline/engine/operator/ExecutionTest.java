package io.thermocline.engine.operator;

import static io.thermocline.engine.operator.Harness.column;
import static io.thermocline.engine.operator.Harness.literal;
import static io.thermocline.engine.operator.Harness.test;
import static io.thermocline.engine.operator.TestData.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.engine.expr.FunctionId;
import io.thermocline.engine.kernel.ExpressionCompiler;
import io.thermocline.engine.plan.AggregateCall;
import io.thermocline.engine.plan.AggregateFunction;
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
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Failures, limits and cancellation.
class ExecutionTest {
  private static final EngineConfig PARALLEL = Harness.CONFIG.withWorkers(3).withBatchRows(64);

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
}
