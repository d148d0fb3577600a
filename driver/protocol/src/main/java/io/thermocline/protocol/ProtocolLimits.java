package io.thermocline.protocol;

/**
 * The limits of the wire protocol. A peer that exceeds one broke the protocol: error 08P01, then
 * that connection closes.
 */
public final class ProtocolLimits {
  /** The oldest version that this code speaks. */
  public static final int MIN_VERSION = 1;

  /** The newest version that this code speaks. */
  public static final int MAX_VERSION = 1;

  /** The port that the gateway listens on unless configured. */
  public static final int DEFAULT_PORT = 7447;

  /** The most bytes of a frame, header included. */
  public static final int MAX_FRAME_BYTES = 16 << 20;

  /** The most bytes of a frame before authentication has succeeded, header included. */
  public static final int MAX_HANDSHAKE_FRAME_BYTES = 64 << 10;

  /** The most bytes of a statement's text in UTF-8. */
  public static final int MAX_STATEMENT_BYTES = 1 << 20;

  /** The most bytes of a name, an option's value or another short string in UTF-8. */
  public static final int MAX_STRING_BYTES = 4 << 10;

  /** The most bytes of a message for people: error texts, hints, notices. */
  public static final int MAX_TEXT_BYTES = 64 << 10;

  /** The most bytes of one step of the authentication exchange. */
  public static final int MAX_AUTH_BYTES = 4 << 10;

  /** The most columns of a result. */
  public static final int MAX_COLUMNS = 4096;

  /** The most parameters of a statement. */
  public static final int MAX_PARAMETERS = 32_767;

  /** The most elements of an array that is a parameter. */
  public static final int MAX_ARRAY_PARAMETER_ELEMENTS = 1 << 20;

  /** The most rows of one result frame. */
  public static final int MAX_FRAME_ROWS = 1 << 16;

  /** How deep array types may nest. */
  public static final int MAX_TYPE_DEPTH = 4;

  /** The most capabilities in a list. */
  public static final int MAX_CAPABILITIES = 64;

  /** The most session options or server parameters in a list. */
  public static final int MAX_OPTIONS = 64;

  /** The most notices in a list. */
  public static final int MAX_NOTICES = 256;

  /** The most credit, in bytes, that a portal can hold. */
  public static final int MAX_CREDIT_BYTES = 1 << 30;

  /** The length of the secret that a cancel request must present. */
  public static final int SECRET_BYTES = 32;

  private ProtocolLimits() {}
}
