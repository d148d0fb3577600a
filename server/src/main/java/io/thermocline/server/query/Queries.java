package io.thermocline.server.query;

import io.thermocline.catalog.Tier;
import io.thermocline.engine.run.Engine;
import io.thermocline.engine.run.QueryContext;
import io.thermocline.engine.run.QueryOptions;
import io.thermocline.optimizer.PlannedQuery;
import io.thermocline.optimizer.Planner;
import io.thermocline.optimizer.SessionParameters;
import io.thermocline.server.semantics.Teacher;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gateway's query service: plans with the optimizer, runs in the engine. Thread-safe.
final class Queries implements QueryService {
  private static final Logger LOG = LoggerFactory.getLogger(Queries.class);

  /// Relative dates of a question that was prepared longer ago are resolved anew.
  private static final Duration QUESTION_FRESH = Duration.ofMinutes(1);

  private final StatementPlanner statements;
  private final Planner planner;
  private final CatalogService catalog;
  private final Engine engine;
  private final Teacher teacher;
  private final Duration defaultTimeout;

  Queries(
      StatementPlanner statements,
      Planner planner,
      CatalogService catalog,
      Engine engine,
      Teacher teacher,
      Duration defaultTimeout) {
    this.statements = statements;
    this.planner = planner;
    this.catalog = catalog;
    this.engine = engine;
    this.teacher = teacher;
    this.defaultTimeout = defaultTimeout;
  }

  @Override
  public Prepared prepare(SessionContext session, String statement) {
    long start = System.nanoTime();
    PlannedStatement prepared = statements.prepare(session, statement);
    LOG.debug(
        "event=prepared session={} kind={} ms={}",
        session.id(),
        prepared.kind(),
        millisSince(start));
    return prepared;
  }

  @Override
  public Cursor execute(
      SessionContext session,
      Prepared prepared,
      List<? extends @Nullable Object> parameters,
      ExecuteOptions options) {
    if (!(prepared instanceof PlannedStatement statement)) {
      throw new ThermoclineException(
          ErrorCode.INTERNAL,
          "a statement of " + prepared.getClass().getName() + " was not prepared here");
    }
    if (parameters.size() != statement.parameterTypes().size()) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "the statement has "
              + statement.parameterTypes().size()
              + " parameters, but "
              + parameters.size()
              + " values were given; set each `?` once");
    }
    return switch (statement) {
      case PlannedStatement.Setting s -> {
        SessionSettings.set(session, s.name(), s.value());
        yield text(Schema.of(), List.of());
      }
      case PlannedStatement.Show s ->
          text(new Schema(s.columns()), List.of(SessionSettings.show(session, s.name())));
      case PlannedStatement.Rows rows -> run(session, current(session, rows), parameters, options);
      case PlannedStatement.Teach teach -> taught(teacher.run(teach.statement(), author(session)));
      case PlannedStatement.Reject reject -> {
        List<String> warnings =
            new ArrayList<>(List.of("This reading is not used any more: " + reject.reading()));
        warnings.addAll(
            teacher.reject(reject.question(), reject.sketch(), reject.note(), author(session)));
        yield taught(warnings);
      }
      case PlannedStatement.Vouched vouched -> {
        Teacher.Author author = author(session);
        teacher.requireTeacher(author);
        Cursor cursor = run(session, current(session, vouched.rows()), parameters, options);
        yield new VouchedCursor(
            cursor,
            () ->
                warnings(
                    teacher.verify(
                        vouched.question(), vouched.form(), vouched.statement(), author)));
      }
      case PlannedStatement.Explain explain ->
          explain(
              session,
              current(session, explain.statement()),
              explain.analyze(),
              parameters,
              options);
    };
  }

  private static Teacher.Author author(SessionContext session) {
    return new Teacher.Author(session.user(), StatementPlanner.defaultSchema(session));
  }

  private static List<Notice> warnings(List<String> sentences) {
    return sentences.stream().map(s -> new Notice(Notice.Kind.WARNING, s, null)).toList();
  }

  private static Cursor taught(List<String> sentences) {
    Schema none = Schema.of();
    return new ResultCursor(
        BatchReaders.of(none, List.of()), none, warnings(sentences), 0, () -> {}, () -> {});
  }

  /// The statement over the current catalog: prepared again when the catalog has changed, or when a
  /// question's dates are old.
  private PlannedStatement.Rows current(SessionContext session, PlannedStatement.Rows rows) {
    boolean stale =
        rows.catalog().epoch() != catalog.current().epoch()
            || rows.kind() == Prepared.Kind.QUESTION
                && rows.preparedAt().isBefore(statements.now(session).minus(QUESTION_FRESH));
    if (!stale) {
      return rows;
    }
    PlannedStatement prepared = statements.prepare(session, rows.text());
    PlannedStatement again =
        prepared instanceof PlannedStatement.Vouched vouched ? vouched.rows() : prepared;
    if (again instanceof PlannedStatement.Rows renewed
        && renewed.columns().equals(rows.columns())) {
      return renewed;
    }
    throw new ThermoclineException(
        ErrorCode.UNDEFINED_STATEMENT,
        "the catalog has changed so that the statement's columns are others; prepare it again");
  }

  private Cursor run(
      SessionContext session,
      PlannedStatement.Rows rows,
      List<? extends @Nullable Object> parameters,
      ExecuteOptions options) {
    long start = System.nanoTime();
    List<? extends @Nullable Object> values = rows.values(parameters);
    PlannedQuery plan = rows.tree().plan(planner, rows, statements.parameters(session), values);
    long planned = System.nanoTime();
    QueryContext context = open(session, options);
    try {
      BatchReader reader = engine.execute(plan.root(), new ArrayList<>(values), context);
      if (rows.memory() instanceof PlannedStatement.Memory.Remember remember) {
        session.conversation(remember.conversation());
      }
      Runnable onClose =
          () -> {
            context.close();
            LOG.debug(
                "event=ran session={} kind={} tiers={} planMs={} totalMs={}",
                session.id(),
                rows.kind(),
                plan.tiers(),
                (planned - start) / 1_000_000,
                millisSince(start));
          };
      Cursor cursor =
          new ResultCursor(
              reader,
              new Schema(rows.columns()),
              tiers(plan),
              options.maxRows(),
              context::cancel,
              onClose);
      return rows.shape().isPresent() && SessionSettings.insights(session)
          ? new InsightCursor(
              cursor,
              rows.shape().get(),
              options.maxRows(),
              statements.now(session),
              session.timeZone())
          : cursor;
    } catch (RuntimeException | Error e) {
      context.close();
      throw e;
    }
  }

  private QueryContext open(SessionContext session, ExecuteOptions options) {
    Duration timeout = options.timeout().isZero() ? defaultTimeout : options.timeout();
    return engine.open(new QueryOptions(timeout, session.timeZone(), statements.now(session)));
  }

  private Cursor explain(
      SessionContext session,
      PlannedStatement.Rows rows,
      boolean analyze,
      List<? extends @Nullable Object> parameters,
      ExecuteOptions options) {
    List<? extends @Nullable Object> values = rows.values(parameters);
    SessionParameters now = statements.parameters(session);
    PlannedQuery plan =
        values.isEmpty()
            ? rows.tree().plan(planner, rows, now, values)
            : rows.tree().planAnew(planner, rows, now, values);
    List<String> lines = new ArrayList<>(rows.explanation());
    if (analyze) {
      long start = System.nanoTime();
      long count = 0;
      try (QueryContext context = open(session, options);
          BatchReader reader = engine.execute(plan.root(), new ArrayList<>(values), context)) {
        for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
          count += batch.size();
        }
        plan.explainAnalyze(context.statistics()).lines().forEach(lines::add);
        lines.add(
            String.format(
                Locale.ROOT,
                "%d rows in %d ms, peak memory %.1f MB",
                count,
                millisSince(start),
                context.memory().peakBytes() / 1048576.0));
      }
    } else {
      plan.explain().lines().forEach(lines::add);
    }
    return text(Schema.of(PlannedStatement.PLAN_COLUMN), lines);
  }

  private static List<Notice> tiers(PlannedQuery plan) {
    if (plan.tiers().isEmpty()) {
      return List.of();
    }
    String value =
        plan.tiers().stream()
            .map(Tier::name)
            .map(n -> n.toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(","));
    return List.of(
        new Notice(
            Notice.Kind.TIERS,
            "read "
                + value.replace(",", ", ")
                + " ("
                + String.join(", ", new java.util.LinkedHashSet<>(plan.sources()))
                + ")",
            value));
  }

  private static Cursor text(Schema schema, List<String> lines) {
    List<Batch> batches =
        lines.isEmpty()
            ? List.of()
            : List.of(
                BatchReaders.batch(
                    schema, lines.stream().map(Collections::singletonList).toList()));
    return new ResultCursor(
        BatchReaders.of(schema, batches), schema, List.of(), 0, () -> {}, () -> {});
  }

  private static long millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1_000_000;
  }
}
