package io.thermocline.spi.error;

import org.jspecify.annotations.Nullable;

/// The one unchecked exception of the gateway. Its message says what failed, on which object, with
/// which limit or value, and what to do; it never holds a secret or row data.
public final class ThermoclineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /// An error without a deeper cause.
  public ThermoclineException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /// An error with the cause that is logged with it.
  public ThermoclineException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /// What kind of error this is.
  public ErrorCode code() {
    return code;
  }
}
