package io.thermocline.protocol;

import java.util.List;
import java.util.Map;

/**
 * What a client sends. Ids are chosen by the client, not 0, and unique among the open statements,
 * portals and requests.
 */
public sealed interface ClientMessage extends Message {
  /** The first four bytes of the first message's body on every connection: {@code TCLN}. */
  int MAGIC = 'T' | 'C' << 8 | 'L' << 16 | 'N' << 24;

  /**
   * Opens a connection. Answer: {@link ServerMessage.HelloReply}, or failure 08004 when no version
   * is shared.
   *
   * <pre>u32 magic, u16 minVersion, u16 maxVersion, list of string capabilities, string clientName
   * </pre>
   *
   * @param capabilities what the client can do; the reply holds those that both can. Reserved
   *     names: {@code tls}, {@code zstd}
   * @param clientName name and version of the client, for logs
   */
  record Hello(int minVersion, int maxVersion, List<String> capabilities, String clientName)
      implements ClientMessage {
    /** Copies the list. */
    public Hello {
      capabilities = List.copyOf(capabilities);
    }

    @Override
    public MessageType type() {
      return MessageType.HELLO;
    }

    @Override
    public int id() {
      return 0;
    }
  }

  /**
   * Cancels what another session runs: the only message of its connection, without an answer but
   * the connection's close.
   *
   * <pre>u32 magic, u64 sessionId, 32 bytes secret, u32 target</pre>
   *
   * @param secret as {@link ServerMessage.AuthenticateOk} gave it; a wrong one is ignored
   * @param target the portal or statement to cancel; 0 for whatever runs
   */
  record CancelRequest(long sessionId, byte[] secret, int target) implements ClientMessage {
    @Override
    public MessageType type() {
      return MessageType.CANCEL_REQUEST;
    }

    @Override
    public int id() {
      return 0;
    }
  }

  /**
   * Starts authentication. Answer: {@link ServerMessage.AuthenticateChallenge}.
   *
   * <pre>
   * string user, string catalog, string mechanism, u32 length + bytes data, list of (string name, string value) options
   * </pre>
   *
   * @param catalog the default schema for questions and unqualified names; empty for all
   * @param mechanism {@code SCRAM-SHA-256}
   * @param data the mechanism's first message
   * @param options session options, as for {@link SetOption}
   */
  record Authenticate(
      String user, String catalog, String mechanism, byte[] data, Map<String, String> options)
      implements ClientMessage {
    /** Copies the options. */
    public Authenticate {
      options = Map.copyOf(options);
    }

    @Override
    public MessageType type() {
      return MessageType.AUTHENTICATE;
    }

    @Override
    public int id() {
      return 0;
    }
  }

  /**
   * The client's last step of authentication. Answer: {@link ServerMessage.AuthenticateOk} or
   * failure 28P01.
   *
   * <pre>u32 length + bytes data</pre>
   */
  record AuthenticateContinue(byte[] data) implements ClientMessage {
    @Override
    public MessageType type() {
      return MessageType.AUTHENTICATE_CONTINUE;
    }

    @Override
    public int id() {
      return 0;
    }
  }

  /**
   * Parses or translates a statement and keeps it under the id. Answer: {@link
   * ServerMessage.Prepared} or a failure.
   *
   * <pre>
   * u32 timeoutMillis, u32 length + UTF-8 statement (at most {@link ProtocolLimits#MAX_STATEMENT_BYTES})
   * </pre>
   *
   * @param timeoutMillis after which the statement fails with 57014; 0 means the session's limit
   */
  record Prepare(int id, String statement, int timeoutMillis) implements ClientMessage {
    @Override
    public MessageType type() {
      return MessageType.PREPARE;
    }
  }

  /**
   * Asks for a prepared statement's description again. Answer: {@link ServerMessage.Prepared}. The
   * body is empty.
   */
  record Describe(int id) implements ClientMessage {
    @Override
    public MessageType type() {
      return MessageType.DESCRIBE;
    }
  }

  /**
   * Runs a prepared statement as a portal with the id. Answers: {@link ServerMessage.Rows} and
   * {@link ServerMessage.Warning} as far as the credit reaches, at the end {@link
   * ServerMessage.Complete} or a failure, which both close the portal.
   *
   * <pre>
   * u32 statementId, u32 creditBytes, u32 fetchRows, u64 maxRows, u32 timeoutMillis, list of typed value parameters
   * </pre>
   *
   * @param creditBytes the portal's window: how many bytes of Rows frames the server may send
   *     before further credit
   * @param fetchRows the most rows in one frame; 0 leaves it to the server
   * @param maxRows after which the result ends; 0 means all rows
   * @param timeoutMillis after which the statement fails with 57014; 0 means the session's limit
   */
  record Execute(
      int id,
      int statementId,
      int creditBytes,
      int fetchRows,
      long maxRows,
      int timeoutMillis,
      List<TypedValue> parameters)
      implements ClientMessage {
    /** Copies the list. */
    public Execute {
      parameters = List.copyOf(parameters);
    }

    @Override
    public MessageType type() {
      return MessageType.EXECUTE;
    }
  }

  /**
   * Lets the server send so many bytes more of a portal's Rows frames. For an id that is no open
   * portal it is ignored.
   *
   * <pre>u32 bytes (1 to {@link ProtocolLimits#MAX_CREDIT_BYTES})</pre>
   */
  record Credit(int id, int bytes) implements ClientMessage {
    @Override
    public MessageType type() {
      return MessageType.CREDIT;
    }
  }

  /**
   * Stops a portal or the preparation of a statement, which then fails with 57014. Takes effect at
   * once, ahead of messages that wait. For an unknown id it is ignored. The body is empty.
   */
  record Cancel(int id) implements ClientMessage {
    @Override
    public MessageType type() {
      return MessageType.CANCEL;
    }
  }

  /**
   * Stops and forgets a portal or forgets a statement; a running portal outlives its statement.
   * Answer: {@link ServerMessage.Done}, also for an unknown id; nothing for the id follows it. The
   * body is empty.
   */
  record Close(int id) implements ClientMessage {
    @Override
    public MessageType type() {
      return MessageType.CLOSE;
    }
  }

  /**
   * Changes an option of the session. Answer: {@link ServerMessage.Done} or a failure. An empty
   * value restores the default.
   *
   * <pre>string name, string value</pre>
   */
  record SetOption(int id, String name, String value) implements ClientMessage {
    @Override
    public MessageType type() {
      return MessageType.SET_OPTION;
    }
  }

  /**
   * Asks for a sign of life. Answer: {@link ServerMessage.Done}, in order with other answers. The
   * body is empty.
   */
  record Ping(int id) implements ClientMessage {
    @Override
    public MessageType type() {
      return MessageType.PING;
    }
  }

  /** Ends the session; the server closes the connection. The body is empty. */
  record Terminate() implements ClientMessage {
    @Override
    public MessageType type() {
      return MessageType.TERMINATE;
    }

    @Override
    public int id() {
      return 0;
    }
  }
}
