package io.thermocline.protocol;

/**
 * The kinds of messages and the byte that stands for each; those of the server have the highest bit
 * set.
 */
public enum MessageType {
  /** {@link ClientMessage.Hello}. */
  HELLO(0x01),
  /** {@link ClientMessage.CancelRequest}. */
  CANCEL_REQUEST(0x02),
  /** {@link ClientMessage.Authenticate}. */
  AUTHENTICATE(0x03),
  /** {@link ClientMessage.AuthenticateContinue}. */
  AUTHENTICATE_CONTINUE(0x04),
  /** {@link ClientMessage.Prepare}. */
  PREPARE(0x10),
  /** {@link ClientMessage.Describe}. */
  DESCRIBE(0x11),
  /** {@link ClientMessage.Execute}. */
  EXECUTE(0x12),
  /** {@link ClientMessage.Credit}. */
  CREDIT(0x13),
  /** {@link ClientMessage.Cancel}. */
  CANCEL(0x14),
  /** {@link ClientMessage.Close}. */
  CLOSE(0x15),
  /** {@link ClientMessage.SetOption}. */
  SET_OPTION(0x16),
  /** {@link ClientMessage.Ping}. */
  PING(0x17),
  /** {@link ClientMessage.Terminate}. */
  TERMINATE(0x18),
  /** {@link ServerMessage.HelloReply}. */
  HELLO_REPLY(0x81),
  /** {@link ServerMessage.AuthenticateChallenge}. */
  AUTHENTICATE_CHALLENGE(0x82),
  /** {@link ServerMessage.AuthenticateOk}. */
  AUTHENTICATE_OK(0x83),
  /** {@link ServerMessage.Prepared}. */
  PREPARED(0x90),
  /** {@link ServerMessage.Rows}. */
  ROWS(0x91),
  /** {@link ServerMessage.Complete}. */
  COMPLETE(0x92),
  /** {@link ServerMessage.Warning}. */
  WARNING(0x93),
  /** {@link ServerMessage.Failure}. */
  FAILURE(0x94),
  /** {@link ServerMessage.Done}. */
  DONE(0x95);

  private static final MessageType[] BY_CODE = new MessageType[256];

  static {
    for (MessageType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final int code;

  MessageType(int code) {
    this.code = code;
  }

  /** The byte on the wire, 1 to 255. */
  public int code() {
    return code;
  }

  /** Whether the server sends it. */
  public boolean fromServer() {
    return code >= 0x80;
  }

  /**
   * The kind that a byte stands for.
   *
   * @throws ProtocolException when there is none
   */
  public static MessageType of(int code) {
    MessageType type = BY_CODE[code & 0xff];
    if (type == null) {
      throw new ProtocolException(
          "there is no message of type 0x" + Integer.toHexString(code & 0xff));
    }
    return type;
  }
}
