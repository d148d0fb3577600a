package io.thermocline.protocol;

/**
 * The peer broke the wire protocol: SQLSTATE 08P01. The connection on which it happened must be
 * closed.
 */
public final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The SQLSTATE of every protocol violation. */
  public static final String SQL_STATE = "08P01";

  /** Says what was wrong with which part of the message. */
  public ProtocolException(String message) {
    super(message);
  }
}
