package io.thermocline.server.net.pgwire;

import io.thermocline.server.pgcatalog.PgSettings;
import io.thermocline.server.query.ExecuteOptions;
import io.thermocline.server.query.Notice;
import io.thermocline.server.query.Prepared;
import io.thermocline.server.query.QueryService;
import io.thermocline.server.query.SessionContext;
import io.thermocline.server.session.SessionLimits;
import io.thermocline.server.session.StatementTimeouts;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The prepared statements, portals and transaction state of a session. Errors are thrown; the
/// session tells the client. For the session's thread.
final class PgStatements {
  private final SessionContext context;
  private final QueryService queries;
  private final Replies replies;
  private final RunningStatement running;
  private final SessionLimits limits;
  private final Utilities utilities;
  private final Map<String, PgStatement> statements = new HashMap<>();
  private final Map<String, PgPortal> portals = new HashMap<>();
  private TransactionState transaction = TransactionState.IDLE;

  PgStatements(
      SessionContext context,
      QueryService queries,
      Replies replies,
      RunningStatement running,
      SessionLimits limits) {
    this.context = context;
    this.queries = queries;
    this.replies = replies;
    this.running = running;
    this.limits = limits;
    this.utilities = new Utilities(this, context, replies);
  }

  TransactionState transaction() {
    return transaction;
  }

  void transaction(TransactionState state) {
    transaction = state;
    if (state == TransactionState.IDLE) {
      endImplicitTransaction();
    }
  }

  /// A statement has failed: an open transaction is failed from now on.
  void fail() {
    if (transaction == TransactionState.OPEN) {
      transaction = TransactionState.FAILED;
    }
  }

  /// Outside a transaction, portals end with the request that made them.
  void endImplicitTransaction() {
    if (transaction == TransactionState.IDLE) {
      portals
          .entrySet()
          .removeIf(entry -> {
            if (entry.getValue().held()) {
              return false;
            }
            entry.getValue().close();
            return true;
          });
    }
  }

  /// Runs one statement of a simple query.
  void simple(String text) {
    forget("");
    PgStatement statement = prepare(text, List.of());
    if (statement instanceof PgStatement.Empty) {
      replies.bare('I');
      return;
    }
    if (!statement.parameterTypes().isEmpty()) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "the statement has parameters; prepare it, or write values in their places");
    }
    if (statement instanceof PgStatement.Utility utility) {
      requireUsable(utility);
      utilities.run(utility.command(), Long.MAX_VALUE, true);
      return;
    }
    try (PgPortal portal = new PgPortal(statement, List.of(), Formats.TEXT, false)) {
      run(portal, Long.MAX_VALUE, true);
    }
  }

  void parse(FrontendMessage.Parse message) {
    if (message.name().isEmpty()) {
      statements.remove("");
    } else if (statements.containsKey(message.name())) {
      throw new ThermoclineException(
          ErrorCode.DUPLICATE_STATEMENT,
          "prepared statement \"" + message.name() + "\" already exists");
    }
    if (statements.size() >= limits.statements()) {
      throw new ThermoclineException(
          ErrorCode.OVERLOADED,
          "the session has "
              + statements.size()
              + " prepared statements, which is the limit; close some");
    }
    statements.put(message.name(), prepare(message.text(), message.types()));
    replies.bare('1');
  }

  /// A statement, ready to be bound.
  PgStatement prepare(String text, List<Integer> types) {
    if (SqlTokens.from(text, 0).next() == null) {
      return new PgStatement.Empty();
    }
    Optional<Command> command = Command.parse(text);
    if (command.isPresent()) {
      return new PgStatement.Utility(command.get(), utilities.columns(command.get()));
    }
    if (transaction == TransactionState.FAILED) {
      throw failedTransaction();
    }
    try {
      Prepared prepared = queries.prepare(context, text);
      running.check();
      return new PgStatement.Query(text, prepared, types);
    } catch (ThermoclineException e) {
      throw placed(e, text);
    }
  }

  /// The planner sees the text from its first word on.
  private static ThermoclineException placed(ThermoclineException e, String text) {
    SqlTokens.Token first = SqlTokens.from(text, 0).next();
    return e.position() == 0 || first == null || first.start() == 0
        ? e
        : new ThermoclineException(
            e.code(), String.valueOf(e.getMessage()), e.position() + first.start(), e);
  }

  void bind(FrontendMessage.Bind message) {
    PgStatement statement = statement(message.statement());
    if (message.portal().isEmpty()) {
      forget("");
    } else if (portals.containsKey(message.portal())) {
      throw new ThermoclineException(
          ErrorCode.DUPLICATE_CURSOR, "portal \"" + message.portal() + "\" already exists");
    }
    List<@Nullable Object> parameters =
        statement instanceof PgStatement.Query query
            ? new ParameterReader(context.timeZone(), now())
                .read(message, query.declared(), query.prepared().parameterTypes())
            : List.of();
    Formats formats = new Formats(message.resultFormats()).checked(statement.columns().size());
    open(message.portal(), new PgPortal(statement, parameters, formats, false));
    replies.bare('2');
  }

  /// Makes a portal known.
  void open(String name, PgPortal portal) {
    if (portals.size() >= limits.portals()) {
      throw new ThermoclineException(
          ErrorCode.OVERLOADED,
          "the session has " + portals.size() + " open portals, which is the limit; close some");
    }
    portals.put(name, portal);
  }

  private Instant now() {
    return context.fixedNow().orElseGet(Instant::now);
  }

  void describe(FrontendMessage.Describe message) {
    if (message.portal()) {
      PgPortal portal = portal(message.name());
      replies.rowDescription(portal.statement().columns(), portal.formats());
    } else {
      PgStatement statement = statement(message.name());
      replies.parameterDescription(statement.parameterTypes());
      replies.rowDescription(statement.columns(), Formats.TEXT);
    }
  }

  void execute(FrontendMessage.Execute message) {
    PgPortal portal = portal(message.portal());
    long limit = message.maxRows() <= 0 ? Long.MAX_VALUE : message.maxRows();
    switch (portal.statement()) {
      case PgStatement.Empty e -> replies.bare('I');
      case PgStatement.Utility utility -> {
        requireUsable(utility);
        utilities.run(utility.command(), limit, false);
      }
      case PgStatement.Query query -> run(portal, limit, false);
    }
  }

  /// Sends rows of a query's portal and what follows them.
  ///
  /// @param described whether the columns come first
  private void run(PgPortal portal, long limit, boolean described) {
    Prepared prepared = ((PgStatement.Query) portal.statement()).prepared();
    if (!portal.started()) {
      notices(prepared, prepared.notices());
    }
    if (described && !prepared.columns().isEmpty()) {
      replies.rowDescription(prepared.columns(), portal.formats());
    }
    long count = fetch(portal, limit, (batch, row) -> send(portal, batch, row));
    if (portal.done() || count < limit) {
      replies.complete(tag(portal, count));
    } else {
      replies.bare('s');
    }
  }

  private void send(PgPortal portal, io.thermocline.spi.batch.Batch batch, int row) {
    try {
      replies.row(batch, row, portal.formats(), zone());
    } catch (RuntimeException | Error e) {
      replies.dropRow();
      throw e;
    }
  }

  private ZoneId zone() {
    return context.timeZone();
  }

  private static String tag(PgPortal portal, long count) {
    PgStatement.Query query = (PgStatement.Query) portal.statement();
    return switch (query.prepared().kind()) {
      case SQL, QUESTION -> "SELECT " + count;
      case EXPLAIN -> "EXPLAIN";
      case SESSION -> Command.tag(query.text());
    };
  }

  /// Hands up to so many rows of a portal over, starting it when it has not been. At the end it is
  /// closed, and what became known is told.
  long fetch(PgPortal portal, long limit, PgPortal.RowSink sink) {
    if (transaction == TransactionState.FAILED) {
      throw failedTransaction();
    }
    Prepared prepared = ((PgStatement.Query) portal.statement()).prepared();
    try {
      if (!portal.started()) {
        running.check();
        ExecuteOptions options =
            new ExecuteOptions(StatementTimeouts.timeout(context, 0, limits.defaultTimeout()), 0);
        portal.start(() -> queries.execute(context, prepared, portal.parameters(), options));
      }
      running.attach(portal.cursor());
      long count = portal.advance(limit, sink);
      if (portal.done() && portal.cursor() != null) {
        notices(prepared, portal.cursor().notices());
        portal.close();
      }
      return count;
    } catch (RuntimeException | Error e) {
      portal.close();
      throw e;
    } finally {
      running.attach(null);
    }
  }

  /// Where rows come from is told of questions, and of SQL when the client asks for messages at
  /// that level.
  private void notices(Prepared prepared, List<Notice> notices) {
    Severity wanted =
        Severity.wanted(PgSettings.show(context, "client_min_messages").orElse("notice"));
    for (Notice notice : notices) {
      Severity severity =
          switch (notice.kind()) {
            case INTERPRETATION, CONFIDENCE, ASSUMPTION, INSIGHT -> Severity.NOTICE;
            case TIERS ->
                prepared.kind() == Prepared.Kind.QUESTION ? Severity.NOTICE : Severity.LOG;
            case WARNING -> Severity.WARNING;
          };
      if (severity.compareTo(wanted) >= 0) {
        replies.notice(severity, notice);
      }
    }
  }

  void close(FrontendMessage.Close message) {
    if (message.portal()) {
      forget(message.name());
    } else {
      statements.remove(message.name());
    }
    replies.bare('3');
  }

  /// Closes a portal; unknown names are ignored.
  void forget(String portal) {
    PgPortal open = portals.remove(portal);
    if (open != null) {
      open.close();
    }
  }

  /// Forgets prepared statements: one, or all for an empty name.
  void deallocate(String name) {
    if (name.isEmpty()) {
      statements.clear();
    } else if (statements.remove(name) == null) {
      throw undefined(name);
    }
  }

  /// Closes all portals.
  void closePortals() {
    new ArrayList<>(portals.keySet()).forEach(this::forget);
  }

  /// Closes everything.
  void close() {
    statements.clear();
    closePortals();
  }

  private void requireUsable(PgStatement.Utility utility) {
    boolean ends =
        switch (utility.command()) {
          case Command.Commit c -> true;
          case Command.Rollback r -> true;
          case Command.Savepoint s -> s.recovers();
          default -> false;
        };
    if (transaction == TransactionState.FAILED && !ends) {
      throw failedTransaction();
    }
  }

  private static ThermoclineException failedTransaction() {
    return new ThermoclineException(
        ErrorCode.FAILED_TRANSACTION,
        "current transaction is aborted, commands ignored until end of transaction block");
  }

  private PgStatement statement(String name) {
    PgStatement statement = statements.get(name);
    if (statement == null) {
      throw undefined(name);
    }
    return statement;
  }

  private static ThermoclineException undefined(String name) {
    return new ThermoclineException(
        ErrorCode.UNDEFINED_STATEMENT, "prepared statement \"" + name + "\" does not exist");
  }

  /// The portal of a name.
  PgPortal portal(String name) {
    PgPortal portal = portals.get(name);
    if (portal == null) {
      throw new ThermoclineException(
          ErrorCode.UNDEFINED_CURSOR, "cursor \"" + name + "\" does not exist");
    }
    return portal;
  }

  /// Whether a portal of that name is open.
  boolean hasPortal(String name) {
    return portals.containsKey(name);
  }
}
