package io.thermocline.protocol.auth;

/**
 * A step of the exchange was malformed or wrong. Its message never says whether the user exists.
 */
public final class ScramException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what was wrong. */
  public ScramException(String message) {
    super(message);
  }
}
