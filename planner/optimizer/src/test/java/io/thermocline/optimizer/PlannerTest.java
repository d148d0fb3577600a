package io.thermocline.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Tier;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.run.QueryContext;
import io.thermocline.engine.run.QueryOptions;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class PlannerTest {
  private static World world;
  private static Planner planner;
  private static Catalog catalog;

  @BeforeAll
  static void open() {
    world = new World();
    planner = world.planner(World.Layout.SEGMENTED);
    catalog = planner.catalog();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static Object single(PlannedQuery query) {
    return world.run(query).get(0).get(0);
  }

  @Test
  void parameterValuesPruneSegments() {
    PlannedQuery query =
        world.plan(
            planner,
            "select count(*) from orders where ordered_at >= ?",
            List.of(LocalDateTime.of(2024, 5, 1, 0, 0)));
    assertThat(query.tiers()).containsExactly(Tier.HOT);
    assertThat(query.sources()).containsExactly("pg");
    assertThat(query.explain()).contains("Left out: shop.orders in lake (cold)");
    assertThat(single(query))
        .isEqualTo(
            world
                .oracle
                .query("select count(*) from orders where ordered_at >= '2024-05-01'")
                .get(0)
                .get(0));
  }

  /// A source without the capability to aggregate is asked for what it says it answers.
  @Test
  void aggregationsThatASourceAcceptsArePushedDown() {
    String sql = "select count(*), max(ordered_at) from orders where ordered_at < '2023-01-01'";
    PlannedQuery accepted = world.plan(planner, sql, List.of());
    assertThat(scans(accepted.root()))
        .singleElement()
        .satisfies(scan -> {
          assertThat(scan.source().name()).isEqualTo("lake");
          assertThat(scan.request().aggregation()).isNotNull();
        });
    assertThat(world.run(accepted))
        .isEqualTo(world.run(world.plan(world.planner(World.Layout.PLAIN), sql, List.of())));
    PlannedQuery refused =
        world.plan(planner, sql.replace("max(ordered_at)", "sum(id)"), List.of());
    assertThat(scans(refused.root()))
        .singleElement()
        .satisfies(scan -> assertThat(scan.request().aggregation()).isNull());
  }

  private static List<PhysicalNode.ScanNode> scans(PhysicalNode root) {
    List<PhysicalNode.ScanNode> scans = new ArrayList<>();
    if (root instanceof PhysicalNode.ScanNode scan) {
      scans.add(scan);
    }
    root.inputs().forEach(input -> scans.addAll(scans(input)));
    return scans;
  }

  @Test
  void numberedParametersMayRepeat() {
    ValidatedStatement statement =
        planner.parse(
            "select $2::text, $1 + 1 from customers where id = $1", catalog, World.SESSION);
    assertThat(statement.parameterTypes()).containsExactly(ScalarType.INT32, ScalarType.TEXT);
    PlannedQuery query = planner.plan(statement, catalog, World.SESSION, List.of(7, "x"));
    assertThat(world.run(query)).containsExactly(List.of("x", 8));
  }

  @Test
  void parametersWithoutValuesAreLeftToTheExecution() {
    ValidatedStatement statement =
        planner.parse("select count(*) from orders where id <= ? limit ?", catalog, World.SESSION);
    PlannedQuery query = planner.plan(statement.rel(), statement.names(), catalog, World.SESSION);
    try (QueryContext context =
        world.engine.open(
            new QueryOptions(Duration.ofSeconds(60), World.SESSION.zone(), World.SESSION.now()))) {
      assertThat(
              BatchReaders.rows(
                  world.engine.execute(query.root(), Arrays.asList(10L, 5L), context)))
          .containsExactly(List.of(10L));
    }
  }

  @Test
  void missingAndUnfitParametersAreErrors() {
    String sql = "select count(*) from orders where ordered_at > ? and id > ?";
    assertThatThrownBy(() -> world.plan(planner, sql, List.of(LocalDate.of(2024, 1, 1))))
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER));
    assertThatThrownBy(() -> world.plan(planner, sql, List.of("soon", 1)))
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER));
  }

  @Test
  void resultSchemaFollowsPostgresTypes() {
    ValidatedStatement statement =
        planner.parse(
            "select sum(priority) a, sum(id) b, avg(id) c, sum(amount) d, count(*) e, avg(priority)::float8 f, 1/2 g from orders",
            catalog,
            World.SESSION);
    assertThat(statement.schema().fields().stream().map(Field::type))
        .containsExactly(
            ScalarType.INT64,
            new DecimalType(38, 0),
            new DecimalType(38, 16),
            new DecimalType(38, 2),
            ScalarType.INT64,
            ScalarType.FLOAT64,
            ScalarType.INT32);
    assertThat(statement.names()).containsExactly("a", "b", "c", "d", "e", "f", "g");
  }

  @Test
  void computedColumnsExpandOverAnyInput() {
    RelBuilder builder = planner.relBuilder(catalog, World.SESSION);
    LogicalTable orders = catalog.table("shop", "orders").orElseThrow();
    LogicalTable items = catalog.table("shop", "items").orElseThrow();
    planner.table(builder, orders);
    planner.table(builder, items);
    builder.join(
        org.apache.calcite.rel.core.JoinRelType.INNER,
        builder.equals(builder.field(2, 0, "id"), builder.field(2, 1, "order_id")));
    RexNode net = planner.computedColumn(builder, items, "net", orders.columns().size());
    RelNode tree = builder.aggregate(builder.groupKey(), builder.sum(false, "net", net)).build();
    PlannedQuery query = planner.plan(tree, List.of("net"), catalog, World.SESSION);
    Object expected =
        world
            .oracle
            .query(
                "select sum(quantity * (1 - coalesce(discount, 0))) from items join orders on id = order_id")
            .get(0)
            .get(0);
    assertThat(single(query).toString()).isEqualTo(expected.toString());
    assertThatThrownBy(() -> planner.computedColumn(builder, items, "gross", 0))
        .isInstanceOf(ThermoclineException.class);
  }

  @Test
  void policiesRewriteBeforeAnythingElse() {
    SessionParameters restricted =
        new SessionParameters(
            "shop",
            World.SESSION.zone(),
            World.SESSION.now(),
            (root, builder) ->
                root.accept(
                    new org.apache.calcite.rel.RelShuttleImpl() {
                      @Override
                      public RelNode visit(org.apache.calcite.rel.core.TableScan scan) {
                        return builder
                            .push(scan)
                            .filter(
                                builder.call(
                                    SqlStdOperatorTable.LESS_THAN,
                                    builder.field("id"),
                                    builder.literal(11)))
                            .build();
                      }
                    }));
    ValidatedStatement statement =
        planner.parse("select count(*) from customers", catalog, restricted);
    assertThat(single(planner.plan(statement, catalog, restricted, List.of()))).isEqualTo(10L);
  }

  @Test
  void explainAnalyzeShowsWhatHappened() {
    ValidatedStatement statement =
        planner.parse(
            "EXPLAIN (ANALYZE, VERBOSE) select status, count(*) from orders group by status",
            catalog,
            World.SESSION);
    assertThat(statement.explain()).isEqualTo(ValidatedStatement.ExplainMode.ANALYZE);
    PlannedQuery query = planner.plan(statement, catalog, World.SESSION, List.of());
    try (QueryContext context =
        world.engine.open(
            new QueryOptions(Duration.ofSeconds(60), World.SESSION.zone(), World.SESSION.now()))) {
      BatchReaders.rows(world.engine.execute(query.root(), List.of(), context));
      String text = query.explainAnalyze(context.statistics());
      assertThat(text.lines().toList().get(0))
          .matches(" +estimated +rows +ms +own ms +data +memory");
      assertThat(text.lines().toList().get(1)).matches("For each status.* 5 +[0-9.,]+ .* [kM]?B");
      assertThat(text).contains("├─ ", "└─ ");
      assertThat(text.lines()).allMatch(line -> line.length() <= 120);
    }
  }

  @Test
  void longLinesOfAPlanAreBroken() {
    String wide =
        "select id from orders where status in ("
            + IntStream.range(0, 400)
                .mapToObj(i -> "'state" + i + "'")
                .collect(Collectors.joining(", "))
            + ")";
    String text = world.plan(planner, wide, List.of()).explain();
    assertThat(text.lines()).allMatch(line -> line.length() <= 120);
    assertThat(text).contains("more lines");
  }

  @Test
  void analyzeSaysHowKeysWereSentAhead() {
    PlannedQuery query =
        world.plan(
            world.planner(World.Layout.SEGMENTED),
            "select o.id, c.name from orders o join customers c on c.id = o.customer_id where c.id < 4",
            List.of());
    try (QueryContext context =
        world.engine.open(
            new QueryOptions(Duration.ofSeconds(60), World.SESSION.zone(), World.SESSION.now()))) {
      BatchReaders.rows(world.engine.execute(query.root(), List.of(), context));
      assertThat(query.explainAnalyze(context.statistics()))
          .contains("filter 0 was sent as a list of 3 keys");
    }
  }

  @Test
  void unqualifiedNamesAreFoundInEverySchemaWithoutADefault() {
    SessionParameters session =
        new SessionParameters("", World.SESSION.zone(), World.SESSION.now());
    ValidatedStatement statement = planner.parse("select max(id) from customers", catalog, session);
    assertThat(single(planner.plan(statement, catalog, session, List.of()))).isEqualTo(60);
    assertThat(planner.parse("select 1 from shop.customers", catalog, session).names()).hasSize(1);
  }

  @Test
  void longListsAreOneCondition() {
    String list =
        IntStream.range(0, 5000).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    assertThat(
            single(
                world.plan(
                    planner, "select count(*) from orders where id in (" + list + ")", List.of())))
        .isEqualTo(1500L);
  }

  @Test
  void deepStatementsFailWithAMessage() {
    String sql = "select " + "(".repeat(20_000) + "1" + ")".repeat(20_000);
    assertThatThrownBy(() -> world.plan(planner, sql, List.of()))
        .isInstanceOf(ThermoclineException.class);
    String sum = "select " + "1 + ".repeat(8_000) + "1";
    assertThatThrownBy(() -> world.plan(planner, sum, List.of()))
        .isInstanceOf(ThermoclineException.class);
  }

  @Test
  void aMissingSourceIsNamed() {
    Planner lonely =
        new Planner(
            () -> catalog, SourceRegistry.of(), StatisticsProvider.NONE, PlannerConfig.DEFAULT);
    assertThatThrownBy(() -> world.plan(lonely, "select * from customers", List.of()))
        .isInstanceOf(ThermoclineException.class)
        .hasMessageContaining("source 'pg'");
  }

  @Test
  void positionsPointIntoTheOriginalText() {
    String sql = "select $1::int,\n  id::text,\n  date_trunc('month', nothing)\nfrom customers";
    assertThatThrownBy(() -> planner.parse(sql, catalog, World.SESSION))
        .isInstanceOf(ThermoclineException.class)
        .hasMessageContaining("line 3, column 23");
  }

  @Test
  void stringsIntervalsAndCommentsAreReadAsPostgresDoes() {
    String sql =
        "select E'it\\'s\\n', $$a'b$$, $tag$c$d$tag$ /* ?; */, 'x''y' -- ? ;\n, date '2024-01-31' + interval '1 month', "
            + "timestamp '2024-01-01 00:00:00' + interval '1 day 02:03:04';";
    List<Object> row = world.run(world.plan(planner, sql, List.of())).get(0);
    assertThat(row.subList(0, 4)).containsExactly("it's\n", "a'b", "c$d", "x'y");
    assertThat(row.get(4)).isEqualTo(LocalDateTime.of(2024, 2, 29, 0, 0));
    assertThat(row.get(5)).isEqualTo(LocalDateTime.of(2024, 1, 2, 2, 3, 4));
  }
}
