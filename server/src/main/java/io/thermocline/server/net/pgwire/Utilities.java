package io.thermocline.server.net.pgwire;

import io.thermocline.engine.kernel.TextFormat;
import io.thermocline.server.pgcatalog.PgSettings;
import io.thermocline.server.query.SessionContext;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;

/// Runs the commands of a session. For the session's thread.
final class Utilities {
  private static final Field NAME = Field.required("name", ScalarType.TEXT);
  private static final Field SETTING = Field.required("setting", ScalarType.TEXT);
  private static final Field DESCRIPTION = Field.required("description", ScalarType.TEXT);
  private static final String ALL = "all";

  private final PgStatements statements;
  private final SessionContext context;
  private final Replies replies;

  Utilities(PgStatements statements, SessionContext context, Replies replies) {
    this.statements = statements;
    this.context = context;
    this.replies = replies;
  }

  /// The columns of a command's rows, known before it runs.
  List<Field> columns(Command command) {
    return switch (command) {
      case Command.Show show when show.name().equals(ALL) -> List.of(NAME, SETTING, DESCRIPTION);
      case Command.Show show -> List.of(NAME.withName(show.name()));
      case Command.Fetch fetch when !fetch.move() && statements.hasPortal(fetch.name()) ->
          statements.portal(fetch.name()).statement().columns();
      default -> List.of();
    };
  }

  /// Runs a command and tells the client how it went.
  ///
  /// @param described whether columns are described before rows
  void run(Command command, long limit, boolean described) {
    String tag =
        switch (command) {
          case Command.Begin c -> begin();
          case Command.Commit c -> end("COMMIT");
          case Command.Rollback c -> end("ROLLBACK");
          case Command.Savepoint c -> savepoint(c);
          case Command.Set c -> set(c.name(), c.value(), "SET");
          case Command.SetTransaction c -> "SET";
          case Command.Reset c -> reset(c.name());
          case Command.Show c -> show(c.name(), described);
          case Command.Discard c -> discard(c.all());
          case Command.Deallocate c -> deallocate(c.name());
          case Command.Declare c -> declare(c);
          case Command.Fetch c -> fetch(c, limit, described);
          case Command.CloseCursor c -> closeCursor(c.name());
          case Command.Copy c -> copy(c);
          case Command.Listen c -> c.tag();
        };
    replies.complete(tag);
  }

  private String begin() {
    if (statements.transaction() != TransactionState.IDLE) {
      replies.notice(Severity.WARNING, "25001", "there is already a transaction in progress");
    } else {
      statements.transaction(TransactionState.OPEN);
    }
    return "BEGIN";
  }

  private String end(String tag) {
    TransactionState before = statements.transaction();
    if (before == TransactionState.IDLE) {
      replies.notice(Severity.WARNING, "25P01", "there is no transaction in progress");
    }
    statements.transaction(TransactionState.IDLE);
    return before == TransactionState.FAILED ? "ROLLBACK" : tag;
  }

  private String savepoint(Command.Savepoint command) {
    if (statements.transaction() == TransactionState.IDLE) {
      throw new ThermoclineException(
          ErrorCode.NO_TRANSACTION, command.tag() + " can only be used in transaction blocks");
    }
    if (command.recovers()) {
      statements.transaction(TransactionState.OPEN);
    }
    return command.tag();
  }

  private String set(String name, String value, String tag) {
    PgSettings.set(context, name, value);
    return tag;
  }

  private String reset(String name) {
    if (name.equals(ALL)) {
      PgSettings.resetAll(context);
      return "RESET";
    }
    return set(name, "", "RESET");
  }

  private String show(String name, boolean described) {
    Schema schema = new Schema(columns(new Command.Show(name)));
    List<List<String>> rows =
        name.equals(ALL)
            ? PgSettings.all(context).stream()
                .map(s -> List.of(s.name(), s.value(), s.description()))
                .toList()
            : List.of(List.of(PgSettings.show(context, name).orElse("")));
    if (described) {
      replies.rowDescription(schema.fields(), Formats.TEXT);
    }
    Batch batch = BatchReaders.batch(schema, rows);
    for (int row = 0; row < batch.size(); row++) {
      replies.row(batch, row, Formats.TEXT, context.timeZone());
    }
    return "SHOW";
  }

  private String discard(boolean all) {
    if (all) {
      if (statements.transaction() != TransactionState.IDLE) {
        throw new ThermoclineException(
            ErrorCode.UNSUPPORTED, "DISCARD ALL cannot run inside a transaction block");
      }
      statements.closePortals();
      statements.deallocate("");
      PgSettings.resetAll(context);
    }
    return all ? "DISCARD ALL" : "DISCARD";
  }

  private String deallocate(String name) {
    statements.deallocate(name);
    return name.isEmpty() ? "DEALLOCATE ALL" : "DEALLOCATE";
  }

  private String declare(Command.Declare command) {
    if (!command.hold() && statements.transaction() == TransactionState.IDLE) {
      throw new ThermoclineException(
          ErrorCode.NO_TRANSACTION, "DECLARE CURSOR can only be used in transaction blocks");
    }
    if (statements.hasPortal(command.name())) {
      throw new ThermoclineException(
          ErrorCode.DUPLICATE_CURSOR, "cursor \"" + command.name() + "\" already exists");
    }
    PgStatement statement = query(command.query());
    statements.open(
        command.name(), new PgPortal(statement, List.of(), Formats.TEXT, command.hold()));
    return "DECLARE CURSOR";
  }

  private PgStatement query(String text) {
    PgStatement statement = statements.prepare(text, List.of());
    if (!(statement instanceof PgStatement.Query) || statement.columns().isEmpty()) {
      throw new ThermoclineException(
          ErrorCode.SYNTAX_ERROR, "a query or a question is needed there");
    }
    if (!statement.parameterTypes().isEmpty()) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER, "the query has parameters; write values in their places");
    }
    return statement;
  }

  private String fetch(Command.Fetch command, long limit, boolean described) {
    PgPortal portal = statements.portal(command.name());
    if (!(portal.statement() instanceof PgStatement.Query)) {
      throw new ThermoclineException(
          ErrorCode.UNDEFINED_CURSOR, "portal \"" + command.name() + "\" is no cursor");
    }
    if (described && !command.move()) {
      replies.rowDescription(portal.statement().columns(), Formats.TEXT);
    }
    ZoneId zone = context.timeZone();
    PgPortal.RowSink sink =
        command.move()
            ? (batch, row) -> {}
            : (batch, row) -> replies.row(batch, row, Formats.TEXT, zone);
    long count = statements.fetch(portal, Math.min(command.count(), limit), sink);
    return (command.move() ? "MOVE " : "FETCH ") + count;
  }

  private String closeCursor(String name) {
    if (name.isEmpty()) {
      statements.closePortals();
      return "CLOSE CURSOR ALL";
    }
    statements.portal(name);
    statements.forget(name);
    return "CLOSE CURSOR";
  }

  private String copy(Command.Copy command) {
    PgStatement statement = query(command.query());
    CopyFormat format = command.format();
    try (PgPortal portal = new PgPortal(statement, List.of(), Formats.TEXT, false)) {
      replies.copyOut(statement.columns().size());
      if (format.header()) {
        StringBuilder names = new StringBuilder();
        for (Field column : statement.columns()) {
          names
              .append(names.isEmpty() ? "" : format.delimiter())
              .append(format.field(column.name()));
        }
        line(names);
      }
      ZoneId zone = context.timeZone();
      long count =
          statements.fetch(
              portal, Long.MAX_VALUE, (batch, row) -> line(text(batch, row, format, zone)));
      replies.bare('c');
      return "COPY " + count;
    }
  }

  private void line(StringBuilder text) {
    replies.copyLine(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
  }

  private static StringBuilder text(Batch batch, int row, CopyFormat format, ZoneId zone) {
    StringBuilder line = new StringBuilder();
    String delimiter = "";
    for (Vector column : batch.columns()) {
      line.append(delimiter);
      delimiter = String.valueOf(format.delimiter());
      if (column.isNull(row)) {
        line.append(format.nullText());
      } else if (column.type() == ScalarType.BOOLEAN) {
        line.append(column.longAt(row) != 0 ? 't' : 'f');
      } else {
        line.append(format.field(TextFormat.format(column, row, zone)));
      }
    }
    return line;
  }
}
