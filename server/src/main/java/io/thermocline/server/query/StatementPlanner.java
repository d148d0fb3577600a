package io.thermocline.server.query;

import io.thermocline.catalog.Catalog;
import io.thermocline.optimizer.Planner;
import io.thermocline.optimizer.SessionParameters;
import io.thermocline.optimizer.ValidatedStatement;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/// Turns a statement's text into a prepared statement: SQL through the parser, everything else
/// through the translator.
final class StatementPlanner {
  private final Planner planner;
  private final CatalogService catalog;
  private final QuestionPlanner questions;
  private final Clock clock;

  StatementPlanner(
      Planner planner, CatalogService catalog, QuestionPlanner questions, Clock clock) {
    this.planner = planner;
    this.catalog = catalog;
    this.questions = questions;
    this.clock = clock;
  }

  /// The statement's start in a session.
  Instant now(SessionContext session) {
    return session.fixedNow().orElseGet(clock::instant);
  }

  /// What a statement's meaning depends on.
  SessionParameters parameters(SessionContext session) {
    return new SessionParameters(defaultSchema(session), session.timeZone(), now(session));
  }

  private static String defaultSchema(SessionContext session) {
    return session.setting(SessionSettings.SEARCH_PATH).orElse(session.catalog());
  }

  PlannedStatement prepare(SessionContext session, String text) {
    return prepare(session, StatementText.parse(text));
  }

  private PlannedStatement prepare(SessionContext session, StatementText statement) {
    return switch (statement) {
      case StatementText.Setting s -> new PlannedStatement.Setting(s.name(), s.value());
      case StatementText.Show s -> new PlannedStatement.Show(s.name());
      case StatementText.Explain e -> {
        if (prepare(session, e.statement()) instanceof PlannedStatement.Rows rows) {
          yield new PlannedStatement.Explain(rows, e.analyze());
        }
        throw new ThermoclineException(
            ErrorCode.SYNTAX_ERROR, "EXPLAIN takes a question or a query");
      }
      case StatementText.Sql s -> sqlOrQuestion(session, s);
      case StatementText.Question q -> question(session, q.text());
    };
  }

  private PlannedStatement.Rows sqlOrQuestion(SessionContext session, StatementText.Sql sql) {
    try {
      return sql(session, sql.text());
    } catch (ThermoclineException e) {
      if (sql.maybeQuestion() && e.code() == ErrorCode.SYNTAX_ERROR) {
        return question(session, sql.text());
      }
      throw e;
    }
  }

  private PlannedStatement.Rows sql(SessionContext session, String text) {
    Catalog tables = catalog.current();
    SessionParameters parameters = parameters(session);
    ValidatedStatement validated = planner.parse(text, tables, parameters);
    return new PlannedStatement.Rows(
        Prepared.Kind.SQL,
        text,
        validated.rel(),
        validated.schema().fields(),
        validated.parameterTypes(),
        List.of(),
        tables,
        parameters.now(),
        List.of(),
        new PlannedStatement.Memory.Unchanged());
  }

  private PlannedStatement.Rows question(SessionContext session, String text) {
    return questions.prepare(session, text, catalog.current(), parameters(session));
  }
}
