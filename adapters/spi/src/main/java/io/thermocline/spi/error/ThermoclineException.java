package io.thermocline.spi.error;

import org.jspecify.annotations.Nullable;

/// The one unchecked exception of the gateway. Its message says what failed, on which object, with
/// which limit or value, and what to do; it never holds a secret or row data.
public final class ThermoclineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final int position;

  /// An error without a deeper cause.
  public ThermoclineException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /// An error with the cause that is logged with it.
  public ThermoclineException(ErrorCode code, String message, @Nullable Throwable cause) {
    this(code, message, 0, cause);
  }

  /// An error at a place of a statement.
  ///
  /// @param position the character of the statement where the fault lies, from 1; 0 when unknown
  public ThermoclineException(
      ErrorCode code, String message, int position, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.position = position;
  }

  /// What kind of error this is.
  public ErrorCode code() {
    return code;
  }

  /// The character of the statement where the fault lies, from 1; 0 when unknown.
  public int position() {
    return position;
  }
}
