package io.thermocline.server.session;

import io.thermocline.server.query.SessionContext;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a client is told of a statement that failed.
///
/// @param message one line
/// @param detail the further lines; empty when there are none
/// @param position the character of the statement where the fault lies, from 1; 0 when unknown
public record StatementFailure(ErrorCode code, String message, String detail, int position) {
  private static final Logger LOG = LoggerFactory.getLogger(StatementFailure.class);

  /// What to say about an exception. Defects of the gateway are logged and not shown.
  public static StatementFailure of(Throwable failure, SessionContext session) {
    if (failure instanceof ThermoclineException expected) {
      if (expected.code() == ErrorCode.INTERNAL) {
        LOG.error("event=statement_failed session={}", session.id(), failure);
      }
      return of(expected);
    }
    LOG.error("event=statement_failed session={}", session.id(), failure);
    return new StatementFailure(
        ErrorCode.INTERNAL,
        "a defect of the gateway: " + failure.getClass().getSimpleName(),
        "",
        0);
  }

  private static StatementFailure of(ThermoclineException failure) {
    String text = String.valueOf(failure.getMessage());
    int newline = text.indexOf('\n');
    return newline < 0
        ? new StatementFailure(failure.code(), text, "", failure.position())
        : new StatementFailure(
            failure.code(),
            text.substring(0, newline),
            text.substring(newline + 1),
            failure.position());
  }
}
