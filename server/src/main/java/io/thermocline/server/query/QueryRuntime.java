package io.thermocline.server.query;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.ObjectIds;
import io.thermocline.engine.run.Engine;
import io.thermocline.nl.CandidateChecker;
import io.thermocline.nl.Translator;
import io.thermocline.nl.TranslatorConfig;
import io.thermocline.nl.link.Annotator;
import io.thermocline.nl.link.ValueIndex;
import io.thermocline.nl.link.ValueLimits;
import io.thermocline.nl.link.ValuePrivacy;
import io.thermocline.nl.model.ModelSource;
import io.thermocline.nl.model.TranslationModel;
import io.thermocline.optimizer.Planner;
import io.thermocline.optimizer.PlannerConfig;
import io.thermocline.optimizer.SessionParameters;
import io.thermocline.optimizer.SourceRegistry;
import io.thermocline.server.config.GatewayConfig;
import io.thermocline.server.config.TableConfig;
import io.thermocline.server.pgcatalog.PgCatalogSource;
import io.thermocline.server.semantics.SemanticStore;
import io.thermocline.server.semantics.Teacher;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.Source;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Planner, translator and value index of a gateway, wired over its sources, catalog and engine.
/// The models load in the background.
public final class QueryRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueryRuntime.class);

  private final Queries queries;
  private final CompletableFuture<Translator> translator;

  private QueryRuntime(Queries queries, CompletableFuture<Translator> translator) {
    this.queries = queries;
    this.translator = translator;
  }

  /// Wires everything and begins to load.
  public static QueryRuntime start(
      GatewayConfig config,
      List<Source> sources,
      CatalogService catalog,
      SemanticStore store,
      Engine engine) {
    List<String> users = config.users().stream().map(GatewayConfig.User::name).toList();
    SourceRegistry registry =
        registry(
            sources,
            new SystemSource(catalog::current, store::lessons),
            new PgCatalogSource(catalog::current, users));
    Planner planner =
        new Planner(catalog::current, registry, new CachedStatistics(registry), planner(config));
    Clock clock = config.clock().clock();
    ValueIndex values = values(config, registry, clock);
    CompletableFuture<Translator> translator = new CompletableFuture<>();
    QuestionPlanner questions =
        new QuestionPlanner(() -> await(translator), planner, config.translator(), store::lessons);
    StatementPlanner statements = new StatementPlanner(planner, catalog, questions, clock);
    Teacher teacher =
        new Teacher(
            store, catalog::current, planner::metric, values, config.semantics().teachers(), clock);
    Queries queries =
        new Queries(
            statements, planner, catalog, engine, teacher, config.limits().statementTimeout());
    CandidateChecker checker = new PlanChecker(planner, catalog::current);
    Runnable load =
        () -> {
          try {
            Translator loaded = load(config, values, checker);
            warmUp(loaded, planner, statements, questions, values, catalog.current());
            translator.complete(loaded);
          } catch (RuntimeException | Error e) {
            LOG.error("event=translator_failed", e);
            translator.completeExceptionally(e);
          }
        };
    Thread.ofPlatform().daemon().name("thermocline-load").start(load);
    if (config.valueIndex().enabled()) {
      catalog.onChange(values::refresh);
      catalog.onRefresh(values::refresh);
    }
    return new QueryRuntime(queries, translator);
  }

  private static SourceRegistry registry(List<Source> sources, Source... own) {
    List<Source> all = new ArrayList<>(sources);
    all.addAll(List.of(own));
    return SourceRegistry.of(all.toArray(Source[]::new));
  }

  private static PlannerConfig planner(GatewayConfig config) {
    PlannerConfig standard = PlannerConfig.DEFAULT;
    int length = (int) Math.min(Integer.MAX_VALUE, config.limits().statementLength().bytes());
    return new PlannerConfig(
        length,
        standard.exactJoinTables(),
        standard.dynamicFilterBuildRows(),
        standard.dynamicFilterMaxValues(),
        standard.pushDown());
  }

  private static ValueIndex values(GatewayConfig config, SourceRegistry registry, Clock clock) {
    ValueLimits standard = ValueLimits.DEFAULT;
    ValueLimits limits =
        new ValueLimits(
            config.valueIndex().valuesPerColumn(),
            standard.maxValueChars(),
            standard.maxTotalBytes(),
            standard.maxGroupedRows(),
            standard.maxSampledRows(),
            oldAt(config.valueIndex().refresh()));
    ValuePrivacy privacy =
        (schema, table, column) -> {
          if (!config.valueIndex().enabled() || ObjectIds.isCatalog(schema)) {
            return false;
          }
          Optional<TableConfig> said =
              config.tables().stream()
                  .filter(t -> t.name().equals(new RelationName(schema, table)))
                  .findFirst();
          return said.map(t -> t.columns().get(column))
              .map(TableConfig.ColumnConfig::valueIndex)
              .orElse(true);
        };
    return new ValueIndex(registry::find, limits, privacy, clock);
  }

  /// Values are old a little before the catalog is refreshed again, so that each refresh reads
  /// them.
  private static Duration oldAt(Duration refresh) {
    return refresh.multipliedBy(9).dividedBy(10);
  }

  private static Translator load(
      GatewayConfig config, ValueIndex values, CandidateChecker checker) {
    Annotator annotator = Annotator.start();
    ModelSource source =
        config.translator().modelFolder().map(ModelSource::folder).orElseGet(ModelSource::bundled);
    TranslatorConfig standard = TranslatorConfig.DEFAULT;
    TranslatorConfig limits =
        new TranslatorConfig(
            standard.maxQuestionChars(),
            config.translator().beamWidth(),
            standard.maxReadings(),
            standard.threads(),
            standard.queueCapacity(),
            standard.maxWait(),
            standard.schemasKept());
    return new Translator(limits, TranslationModel.load(source), annotator, values, checker);
  }

  private static void warmUp(
      Translator translator,
      Planner planner,
      StatementPlanner statements,
      QuestionPlanner questions,
      ValueIndex values,
      Catalog catalog) {
    Thread planning =
        Thread.ofPlatform().daemon().name("thermocline-warm-up").start(planner::warmUp);
    try {
      values.refreshNow(catalog, ScanContext.UNBOUNDED);
      SessionContext session = new SessionContext("warm-up", "", firstSchema(catalog));
      session.set(SessionSettings.CONFIDENCE_THRESHOLD, "0");
      SessionParameters parameters = statements.parameters(session);
      translator.warmUp(questions.context(session, catalog, parameters));
    } catch (RuntimeException e) {
      // Only the first questions are slower for it.
      LOG.warn("event=warm_up_failed", e);
    }
    try {
      planning.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String firstSchema(Catalog catalog) {
    return catalog.schemas().isEmpty() ? "" : catalog.schemas().getFirst();
  }

  private static Translator await(CompletableFuture<Translator> translator) {
    try {
      return translator.join();
    } catch (CompletionException e) {
      throw new ThermoclineException(
          ErrorCode.INTERNAL,
          "the translation model could not be loaded, so only SQL works; the gateway's log says why",
          e.getCause());
    }
  }

  /// What sessions call.
  public QueryService queries() {
    return queries;
  }

  /// Blocks until questions need not wait for models and the index of stored values.
  ///
  /// @throws ThermoclineException INTERNAL when the models cannot be loaded
  public void awaitReady() {
    await(translator);
  }

  /// Frees the models. Idempotent.
  @Override
  public void close() {
    translator.thenAccept(Translator::close);
  }
}
