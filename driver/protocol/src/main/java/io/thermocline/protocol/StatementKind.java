package io.thermocline.protocol;

/** What a prepared statement is. */
public enum StatementKind {
  /** SQL text. */
  SQL(1),
  /** A question in natural language. */
  QUESTION(2),
  /** {@code EXPLAIN} of either. */
  EXPLAIN(3),
  /** A statement that changes the session and returns no rows. */
  SESSION(4);

  private static final StatementKind[] BY_CODE = values();

  private final int code;

  StatementKind(int code) {
    this.code = code;
  }

  /** The byte on the wire. */
  public int code() {
    return code;
  }

  /**
   * The kind that a byte stands for.
   *
   * @throws ProtocolException when there is none
   */
  public static StatementKind of(int code) {
    if (code < 1 || code > BY_CODE.length) {
      throw new ProtocolException("there is no statement kind " + code);
    }
    return BY_CODE[code - 1];
  }
}
