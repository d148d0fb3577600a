package io.thermocline.protocol;

import java.util.List;
import java.util.Map;

/** What the server sends. The id is that of the client's message which it answers. */
public sealed interface ServerMessage extends Message {
  /**
   * Settles version and capabilities.
   *
   * <pre>u16 version, list of string capabilities, string serverName</pre>
   */
  record HelloReply(int version, List<String> capabilities, String serverName)
      implements ServerMessage {
    /** Copies the list. */
    public HelloReply {
      capabilities = List.copyOf(capabilities);
    }

    @Override
    public MessageType type() {
      return MessageType.HELLO_REPLY;
    }

    @Override
    public int id() {
      return 0;
    }
  }

  /**
   * The server's step of authentication. The same for known and unknown users.
   *
   * <pre>u32 length + bytes data</pre>
   */
  record AuthenticateChallenge(byte[] data) implements ServerMessage {
    @Override
    public MessageType type() {
      return MessageType.AUTHENTICATE_CHALLENGE;
    }

    @Override
    public int id() {
      return 0;
    }
  }

  /**
   * The session is open.
   *
   * <pre>
   * u64 sessionId, 32 bytes secret, u32 length + bytes data, list of (string name, string value) parameters
   * </pre>
   *
   * @param secret for a {@link ClientMessage.CancelRequest}
   * @param data proves that the server knows the verifier; the client must check it
   * @param parameters facts about the server: {@code server_version}, {@code catalog}
   */
  record AuthenticateOk(long sessionId, byte[] secret, byte[] data, Map<String, String> parameters)
      implements ServerMessage {
    /** Copies the parameters. */
    public AuthenticateOk {
      parameters = Map.copyOf(parameters);
    }

    @Override
    public MessageType type() {
      return MessageType.AUTHENTICATE_OK;
    }

    @Override
    public int id() {
      return 0;
    }
  }

  /**
   * A statement's description, known before it runs.
   *
   * <pre>u8 kind, list of column columns, list of type parameterTypes, list of notice notices</pre>
   *
   * @param columns of the result; empty for a statement without rows
   * @param parameterTypes the type of each {@code ?}
   * @param notices interpretation, confidence, assumptions, tiers
   */
  record Prepared(
      int id,
      StatementKind kind,
      List<ColumnInfo> columns,
      List<WireType> parameterTypes,
      List<WireNotice> notices)
      implements ServerMessage {
    /** Copies the lists. */
    public Prepared {
      columns = List.copyOf(columns);
      parameterTypes = List.copyOf(parameterTypes);
      notices = List.copyOf(notices);
    }

    @Override
    public MessageType type() {
      return MessageType.PREPARED;
    }
  }

  /**
   * Rows of a portal, column by column; the layout is that of {@link ResultBatch}. The whole frame
   * counts against the portal's credit.
   */
  record Rows(int id, ResultBatch batch) implements ServerMessage {
    @Override
    public MessageType type() {
      return MessageType.ROWS;
    }
  }

  /**
   * The result has ended and its portal is closed.
   *
   * <pre>u64 rowCount, list of notice notices</pre>
   *
   * @param rowCount the rows sent
   */
  record Complete(int id, long rowCount, List<WireNotice> notices) implements ServerMessage {
    /** Copies the list. */
    public Complete {
      notices = List.copyOf(notices);
    }

    @Override
    public MessageType type() {
      return MessageType.COMPLETE;
    }
  }

  /**
   * A notice that became known while a portal runs.
   *
   * <pre>notice notice</pre>
   */
  record Warning(int id, WireNotice notice) implements ServerMessage {
    @Override
    public MessageType type() {
      return MessageType.WARNING;
    }
  }

  /**
   * A message failed. With an id the session goes on and a portal of that id is closed; with id 0
   * the connection closes.
   *
   * <pre>string sqlState (5 characters), u8 retryable, text message, text detail, text hint</pre>
   *
   * @param detail more about the cause; empty when there is none
   * @param hint what to do; empty when there is none
   * @param retryable whether the same statement may succeed later without a change
   */
  record Failure(
      int id, String sqlState, String message, String detail, String hint, boolean retryable)
      implements ServerMessage {
    @Override
    public MessageType type() {
      return MessageType.FAILURE;
    }
  }

  /**
   * A {@link ClientMessage.Close}, {@link ClientMessage.SetOption} or {@link ClientMessage.Ping} is
   * done. Empty body.
   */
  record Done(int id) implements ServerMessage {
    @Override
    public MessageType type() {
      return MessageType.DONE;
    }
  }
}
