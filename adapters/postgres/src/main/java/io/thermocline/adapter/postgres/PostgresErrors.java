package io.thermocline.adapter.postgres;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.ScanContext;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/// Turns what the server or pgjdbc says into the gateway's errors, by SQLSTATE.
final class PostgresErrors {
  private final String source;

  PostgresErrors(String source) {
    this.source = source;
  }

  /// The error of a statement that ran for a query: a cancelled or late query says so itself.
  ThermoclineException running(SQLException e, ScanContext context) {
    if ("57014".equals(state(e)) || isLost(e)) {
      try {
        context.checkActive();
      } catch (ThermoclineException stopped) {
        stopped.addSuppressed(e);
        return stopped;
      }
    }
    return statement(e);
  }

  /// The error of a statement.
  ThermoclineException statement(SQLException e) {
    String state = state(e);
    return switch (state) {
      case "57014" ->
          e.getMessage() != null && e.getMessage().contains("statement timeout")
              ? of(
                  ErrorCode.TIMED_OUT,
                  "the statement ran longer than the time-out of source '"
                      + source
                      + "'; raise it or ask for less",
                  e)
              : of(
                  ErrorCode.CANCELLED,
                  "the statement in source '" + source + "' was cancelled there",
                  e);
      case "57P01", "57P02" ->
          of(
              ErrorCode.CONNECTION_LOST,
              "source '" + source + "' ended the connection: " + message(e) + "; try again",
              e);
      case "57P03", "53300", "08001", "08004" -> unavailable(e);
      case "22012" -> user(ErrorCode.DIVISION_BY_ZERO, e);
      case "22003", "2201E", "2201F" -> user(ErrorCode.NUMERIC_OUT_OF_RANGE, e);
      case "22008", "22009", "22015" -> user(ErrorCode.DATETIME_OUT_OF_RANGE, e);
      case "22007", "22P02", "22P03", "22021", "22032" -> user(ErrorCode.INVALID_TEXT, e);
      case "21000" -> user(ErrorCode.CARDINALITY_VIOLATION, e);
      case "42P01", "3F000" ->
          of(
              ErrorCode.UNDEFINED_TABLE,
              "source '"
                  + source
                  + "': "
                  + message(e)
                  + "; it may have been dropped, read the catalog again",
              e);
      case "42703" ->
          of(
              ErrorCode.UNDEFINED_COLUMN,
              "source '"
                  + source
                  + "': "
                  + message(e)
                  + "; it may have been dropped, read the catalog again",
              e);
      case "42501" ->
          of(
              ErrorCode.SOURCE_FAILED,
              "source '"
                  + source
                  + "' refuses its user: "
                  + message(e)
                  + "; grant the right to the gateway's user there",
              e);
      case "53100" ->
          of(
              ErrorCode.DISK_FULL,
              "the disk of source '" + source + "' is full; make room there",
              e);
      case "53200" ->
          of(
              ErrorCode.OUT_OF_MEMORY,
              "source '" + source + "' ran out of memory: " + message(e) + "; try again with less",
              e);
      case "54000", "54001", "54011", "54023" -> user(ErrorCode.STATEMENT_TOO_COMPLEX, e);
      case "XX001", "XX002" ->
          of(
              ErrorCode.DATA_CORRUPTED,
              "source '"
                  + source
                  + "' holds data that it cannot read: "
                  + message(e)
                  + "; check its storage",
              e);
      default -> byClass(state, e);
    };
  }

  private ThermoclineException byClass(String state, SQLException e) {
    String stateClass = state.length() == 5 ? state.substring(0, 2) : "";
    return switch (stateClass) {
      case "08" ->
          of(
              ErrorCode.CONNECTION_LOST,
              "the connection to source '" + source + "' broke during a statement; try again",
              e);
      case "28" -> authentication(e);
      case "22" -> user(ErrorCode.INVALID_PARAMETER, e);
      default ->
          of(
              ErrorCode.SOURCE_FAILED,
              "source '"
                  + source
                  + "' failed ("
                  + (state.isEmpty() ? "no SQLSTATE" : state)
                  + "): "
                  + message(e),
              e);
    };
  }

  /// The error of an attempt to connect.
  ThermoclineException connecting(SQLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        String state = state(sql);
        if (state.startsWith("28")) {
          return authentication(sql);
        }
        if (state.equals("3D000")) {
          return of(
              ErrorCode.SOURCE_FAILED,
              "source '" + source + "': " + message(sql) + "; correct the URL of the source",
              sql);
        }
      }
    }
    return unavailable(e);
  }

  private ThermoclineException authentication(SQLException e) {
    return of(
        ErrorCode.SOURCE_AUTHENTICATION,
        "source '"
            + source
            + "' rejects the gateway's user or password; correct them in the configuration",
        e);
  }

  private ThermoclineException unavailable(SQLException e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return of(
        ErrorCode.SOURCE_UNAVAILABLE,
        "source '"
            + source
            + "' cannot be reached: "
            + deepest.getMessage()
            + "; check that it runs and its address, then try again",
        e);
  }

  private ThermoclineException user(ErrorCode code, SQLException e) {
    return of(code, "source '" + source + "': " + message(e), e);
  }

  private static ThermoclineException of(ErrorCode code, String message, SQLException e) {
    return new ThermoclineException(code, message, e);
  }

  /// Whether the connection is of no more use.
  static boolean isLost(SQLException e) {
    String state = state(e);
    return state.startsWith("08")
        || state.equals("57P01")
        || state.equals("57P02")
        || state.equals("57P03");
  }

  /// Whether a relation or a column is not what it was.
  static boolean isChangedDefinition(SQLException e) {
    String state = state(e);
    return state.startsWith("42") || state.equals("3F000");
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  /// The server's primary message: details and hints may hold rows.
  private static @Nullable String message(SQLException e) {
    return e instanceof PSQLException server && server.getServerErrorMessage() != null
        ? server.getServerErrorMessage().getMessage()
        : e.getMessage();
  }
}
