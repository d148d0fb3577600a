package io.thermocline.tck.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Tier;
import io.thermocline.engine.run.Engine;
import io.thermocline.engine.run.EngineConfig;
import io.thermocline.engine.run.QueryContext;
import io.thermocline.engine.run.QueryOptions;
import io.thermocline.nl.link.SchemaIndex;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.SchemaViews;
import io.thermocline.nl.link.StoredValues;
import io.thermocline.nl.lower.Lowered;
import io.thermocline.nl.lower.Lowering;
import io.thermocline.nl.lower.LoweringContext;
import io.thermocline.nl.lower.RelTrees;
import io.thermocline.nl.model.ModelSource;
import io.thermocline.nl.model.TranslationModel;
import io.thermocline.nl.sketch.Sketch;
import io.thermocline.nl.sketch.SketchText;
import io.thermocline.nl.time.TimePhrases;
import io.thermocline.nl.time.TimeSettings;
import io.thermocline.nl.time.TimexSource;
import io.thermocline.optimizer.PlannedQuery;
import io.thermocline.optimizer.Planner;
import io.thermocline.optimizer.PlannerConfig;
import io.thermocline.optimizer.SessionParameters;
import io.thermocline.optimizer.SourceRegistry;
import io.thermocline.optimizer.StatisticsProvider;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.type.DataType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Sketches over tables that lie in three stores give the rows that SQL by the sketches' definition
/// gives over one Postgres that holds everything. The file has a sketch, then its SQL, and a blank
/// line behind each pair.
@ExtendWith(ShopExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SketchAnswersTest {
  private static final Instant NOW = Shop.TODAY.atTime(12, 0).toInstant(ZoneOffset.UTC);
  private static final ZoneId ZONE = ZoneOffset.UTC;
  private static final TimeSettings TIME = TimeSettings.of(NOW, ZONE);

  private final Shop shop;
  private final Planner planner;
  private final SessionParameters session = new SessionParameters("shop", ZONE, NOW);
  private final RelTrees trees;
  private final SchemaView schema;
  private @Nullable Engine engine;
  private @Nullable SchemaIndex index;

  SketchAnswersTest(Shop shop) {
    this.shop = shop;
    this.planner =
        new Planner(
            shop::catalog,
            SourceRegistry.of(shop.sources().toArray(new Source[0])),
            StatisticsProvider.NONE,
            PlannerConfig.DEFAULT);
    this.trees = RelTrees.of(planner, shop.catalog(), session);
    this.schema = SchemaViews.of(shop.catalog(), "shop", this::typeOf);
  }

  @BeforeAll
  void open() {
    engine = new Engine(EngineConfig.forMachine(2, 1L << 28));
    try (TranslationModel model = TranslationModel.load(ModelSource.bundled())) {
      index = new SchemaIndex(schema, StoredValues.NONE, model.constants());
    }
  }

  @AfterAll
  void close() {
    engine().close();
  }

  private DataType typeOf(LogicalTable table, String column) {
    RelBuilder builder = trees.builder();
    trees.pushTable(builder, table);
    return Types.toData(trees.computedColumn(builder, table, column, builder::field).getType());
  }

  private Engine engine() {
    return Objects.requireNonNull(engine);
  }

  record Case(String sketch, String sql) {
    @Override
    public String toString() {
      return sketch;
    }
  }

  static List<Case> cases() throws IOException {
    try (InputStream in = SketchAnswersTest.class.getResourceAsStream("sketches.sql")) {
      return Stream.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n\n+"))
          .map(text -> text.strip().split("\n", 2))
          .map(parts -> new Case(parts[0].substring("-- ".length()), parts[1]))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aSketchGivesTheRowsOfItsDefinition(Case sketch) throws SQLException {
    Rows expected;
    try (Connection reference = shop.reference();
        Statement statement = reference.createStatement()) {
      expected = Rows.of(statement, sketch.sql());
    }
    assertThat(expected.values()).isNotEmpty();
    PlannedQuery plan = plan(sketch.sketch());
    assertThat(run(plan).sorted().values())
        .as("%s", plan.explain())
        .isEqualTo(expected.sorted().values());
  }

  @Test
  void bothHalvesOfAComparisonReadOnlyTheirOwnTiers() {
    String counted =
        "SELECT COUNT STAR %s COUNT STAR WHERE DURING orders.ordered_at «%s» FROM orders END";
    assertThat(plan(counted.formatted("PRIOR_DAY", "yesterday")).tiers()).containsExactly(Tier.HOT);
    assertThat(plan(counted.formatted("PRIOR_YEAR", "yesterday")).tiers())
        .containsExactly(Tier.HOT, Tier.WARM);
    assertThat(plan(counted.formatted("PRIOR_PERIOD", "in 2022")).tiers())
        .containsExactly(Tier.COLD);
    String monthly =
        "SELECT BUCKET_MONTH orders.ordered_at CHANGE PRIOR_MONTH COUNT STAR"
            + " WHERE DURING orders.ordered_at «in 2025» GROUP BUCKET_MONTH orders.ordered_at"
            + " FROM orders END";
    assertThat(plan(monthly).tiers()).containsExactly(Tier.WARM);
  }

  private PlannedQuery plan(String text) {
    Sketch.Query sketch = (Sketch.Query) SketchText.parse(text, schema);
    LoweringContext context =
        new LoweringContext(
            trees,
            Objects.requireNonNull(index),
            view ->
                shop.catalog()
                    .table(view.schema(), view.name())
                    .orElseThrow(() -> new NoSuchElementException(view.name())),
            new TimePhrases(TIME, TimexSource.NONE),
            TIME,
            Map.of());
    Lowered lowered = Lowering.lower(sketch, context);
    return planner.plan(lowered.rel(), lowered.columnNames(), shop.catalog(), session);
  }

  private Rows run(PlannedQuery plan) {
    try (QueryContext context =
        engine().open(new QueryOptions(Duration.ofSeconds(60), ZONE, NOW))) {
      return Rows.of(
          new ArrayList<>(BatchReaders.rows(engine().execute(plan.root(), List.of(), context))));
    }
  }
}
