package io.thermocline.jdbc.internal.net;

import io.thermocline.protocol.ServerMessage;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/** SQLSTATEs as exceptions of {@code java.sql}. */
public final class SqlErrors {
  /** The object was closed or the call does not fit its state. */
  public static final String STATE = "55000";

  /** An argument is out of range. */
  public static final String ARGUMENT = "22023";

  private SqlErrors() {}

  /** An error that will come again when tried again. */
  public static SQLException of(String sqlState, String message) {
    return of(sqlState, message, false, null);
  }

  /** What the gateway reported. */
  public static SQLException of(ServerMessage.Failure failure) {
    StringBuilder message = new StringBuilder(failure.message());
    if (!failure.detail().isEmpty()) {
      message.append('\n').append(failure.detail());
    }
    if (!failure.hint().isEmpty()) {
      message.append("\nHint: ").append(failure.hint());
    }
    return of(failure.sqlState(), message.toString(), failure.retryable(), null);
  }

  /** The one place where the class of a SQLSTATE becomes a class of exception. */
  public static SQLException of(
      String sqlState, String message, boolean retryable, @Nullable Throwable cause) {
    return switch (sqlState.substring(0, 2)) {
      case "08" ->
          retryable
              ? new SQLTransientConnectionException(message, sqlState, cause)
              : new SQLNonTransientConnectionException(message, sqlState, cause);
      case "0A" -> new SQLFeatureNotSupportedException(message, sqlState, cause);
      case "21", "22" -> new SQLDataException(message, sqlState, cause);
      case "28" -> new SQLInvalidAuthorizationSpecException(message, sqlState, cause);
      case "3D", "42", "26" -> new SQLSyntaxErrorException(message, sqlState, cause);
      case "53" -> new SQLTransientException(message, sqlState, cause);
      case "57" ->
          sqlState.equals("57014")
              ? (retryable
                  ? new SQLTimeoutException(message, sqlState, cause)
                  : new SQLException(message, sqlState, cause))
              : new SQLTransientConnectionException(message, sqlState, cause);
      default ->
          retryable
              ? new SQLTransientException(message, sqlState, cause)
              : new SQLNonTransientException(message, sqlState, cause);
    };
  }

  /** A feature that this driver or the gateway lacks. */
  public static SQLFeatureNotSupportedException unsupported(String what) {
    return new SQLFeatureNotSupportedException(
        what + " is not supported: Thermocline answers questions and queries", "0A000");
  }

  /** An object that was closed. */
  public static SQLException closed(String what) {
    return of(STATE, "the " + what + " is closed");
  }

  /** The connection broke. */
  public static SQLException lost(String message, @Nullable Throwable cause) {
    return of("08006", message, true, cause);
  }
}
