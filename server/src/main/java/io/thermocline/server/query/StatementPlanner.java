package io.thermocline.server.query;

import io.thermocline.catalog.Catalog;
import io.thermocline.nl.semantics.VerifiedQuestion;
import io.thermocline.optimizer.Planner;
import io.thermocline.optimizer.SessionParameters;
import io.thermocline.optimizer.ValidatedStatement;
import io.thermocline.server.semantics.TeachingMarks;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Turns a statement's text into a prepared statement: SQL through the parser, everything else
/// through the translator.
final class StatementPlanner {
  /// A span of an earlier turn in a sketch.
  private static final Pattern POINTS_BACK = Pattern.compile("»:[0-9]+\\.[0-9]+");

  private final Planner planner;
  private final CatalogService catalog;
  private final QuestionPlanner questions;
  private final Clock clock;
  private final StatementCache known = new StatementCache();

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

  static String defaultSchema(SessionContext session) {
    return session.setting(SessionSettings.SEARCH_PATH).orElse(session.catalog());
  }

  PlannedStatement prepare(SessionContext session, String text) {
    TeachingMarks marks = TeachingMarks.of(text);
    if (marks.wrong().isPresent()) {
      return wrong(session, marks, marks.wrong().get());
    }
    return marks.verified()
        ? vouched(session, marks, text)
        : prepare(session, StatementText.parse(text));
  }

  /// A question whose reading is called wrong: the reading that it has now.
  private PlannedStatement wrong(SessionContext session, TeachingMarks marks, String note) {
    if (prepare(session, StatementText.parse(marks.statement()))
            instanceof PlannedStatement.Rows rows
        && rows.memory() instanceof PlannedStatement.Memory.Remember remember) {
      return new PlannedStatement.Reject(
          question(marks), remember.sketch(), rows.notices().getFirst().text(), note);
    }
    throw new ThermoclineException(
        ErrorCode.SYNTAX_ERROR, "-- wrong stands before a question whose reading is wrong");
  }

  private static String question(TeachingMarks marks) {
    return StatementText.parse(marks.statement()) instanceof StatementText.Question q
        ? q.text()
        : marks.statement();
  }

  /// A question with its reading, or SQL with the question that it answers.
  private PlannedStatement vouched(SessionContext session, TeachingMarks marks, String text) {
    if (!(prepare(session, StatementText.parse(marks.statement()))
        instanceof PlannedStatement.Rows rows)) {
      throw new ThermoclineException(
          ErrorCode.SYNTAX_ERROR,
          "a question, or SQL below a line -- question: …, can be verified, and nothing else");
    }
    PlannedStatement.Rows whole = rows.withText(text);
    if (rows.memory() instanceof PlannedStatement.Memory.Remember remember) {
      if (remember.sketch().isEmpty()) {
        return whole;
      }
      if (POINTS_BACK.matcher(remember.sketch()).find()) {
        throw new ThermoclineException(
            ErrorCode.UNSUPPORTED,
            "the question takes words from the one before; ask it in full, then verify it");
      }
      return new PlannedStatement.Vouched(
          whole, question(marks), VerifiedQuestion.Form.SKETCH, remember.sketch());
    }
    String question =
        marks
            .question()
            .orElseThrow(() ->
                new ThermoclineException(
                    ErrorCode.SYNTAX_ERROR,
                    "verified SQL needs the question that it answers: a line -- question: … above"
                        + " it"));
    return new PlannedStatement.Vouched(whole, question, VerifiedQuestion.Form.SQL, rows.text());
  }

  private PlannedStatement prepare(SessionContext session, StatementText statement) {
    return switch (statement) {
      case StatementText.Setting s -> new PlannedStatement.Setting(s.name(), s.value());
      case StatementText.Show s -> new PlannedStatement.Show(s.name());
      case StatementText.Teaching t -> new PlannedStatement.Teach(t.statement());
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
    return known.rows(
        text,
        parameters.defaultSchema(),
        parameters.zone(),
        tables,
        unknown -> sql(unknown, tables, parameters));
  }

  private PlannedStatement.Rows sql(String text, Catalog tables, SessionParameters parameters) {
    ValidatedStatement validated = planner.parse(text, tables, parameters);
    return new PlannedStatement.Rows(
        Prepared.Kind.SQL,
        text,
        new SharedTree(validated.rel()),
        validated.schema().fields(),
        validated.parameterTypes(),
        List.of(),
        List.of(),
        tables,
        parameters.now(),
        List.of(),
        new PlannedStatement.Memory.Unchanged(),
        Optional.empty());
  }

  private PlannedStatement.Rows question(SessionContext session, String text) {
    return questions.prepare(
        session, text, catalog.current(), parameters(session), sql -> sql(session, sql));
  }
}
