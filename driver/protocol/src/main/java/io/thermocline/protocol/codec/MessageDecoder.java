package io.thermocline.protocol.codec;

import io.thermocline.protocol.ClientMessage;
import io.thermocline.protocol.ColumnInfo;
import io.thermocline.protocol.Message;
import io.thermocline.protocol.MessageType;
import io.thermocline.protocol.ProtocolException;
import io.thermocline.protocol.ProtocolLimits;
import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.StatementKind;
import io.thermocline.protocol.TypedValue;
import io.thermocline.protocol.WireNotice;
import io.thermocline.protocol.WireType;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Frames to messages. Whatever the bytes are, the outcome is a valid message or a {@link
 * ProtocolException}.
 */
public final class MessageDecoder {
  private MessageDecoder() {}

  /**
   * Checks a frame's announced length before anything of that size is allocated.
   *
   * @param length the first four bytes: the bytes that follow them
   * @param maxFrameBytes the limit for the whole frame
   * @return the bytes of the body
   */
  public static int bodyBytes(int length, int maxFrameBytes) {
    int headerRest = WireWriter.HEADER_BYTES - 4;
    if (length < headerRest || length > maxFrameBytes - 4) {
      throw new ProtocolException(
          "a frame of "
              + (Integer.toUnsignedLong(length) + 4)
              + " bytes is outside the limits of "
              + WireWriter.HEADER_BYTES
              + " to "
              + maxFrameBytes);
    }
    return length - headerRest;
  }

  /**
   * The message of a frame.
   *
   * @param code the frame's type byte
   * @param body the bytes after the id; the message may keep the array
   */
  public static Message decode(int code, int id, byte[] body) {
    MessageType type = MessageType.of(code);
    WireReader in = new WireReader(body);
    Message message;
    try {
      message = read(type, id, in);
    } catch (DateTimeException | ArithmeticException e) {
      throw new ProtocolException("a parameter is out of range: " + e.getMessage());
    }
    in.end();
    if (message.id() != id) {
      throw new ProtocolException(
          type
              + " concerns the connection and must have id 0, not "
              + Integer.toUnsignedString(id));
    }
    return message;
  }

  private static Message read(MessageType type, int id, WireReader in) {
    return switch (type) {
      case HELLO -> {
        magic(in);
        int minVersion = in.getUnsignedShort();
        int maxVersion = in.getUnsignedShort();
        List<String> capabilities = strings(in);
        yield new ClientMessage.Hello(minVersion, maxVersion, capabilities, in.getString());
      }
      case CANCEL_REQUEST -> {
        magic(in);
        long sessionId = in.getLong();
        byte[] secret = in.getBytes(ProtocolLimits.SECRET_BYTES);
        yield new ClientMessage.CancelRequest(sessionId, secret, in.getInt());
      }
      case AUTHENTICATE -> {
        String user = in.getString();
        String catalog = in.getString();
        String mechanism = in.getString();
        byte[] data = in.getSized(ProtocolLimits.MAX_AUTH_BYTES);
        yield new ClientMessage.Authenticate(user, catalog, mechanism, data, pairs(in));
      }
      case AUTHENTICATE_CONTINUE ->
          new ClientMessage.AuthenticateContinue(in.getSized(ProtocolLimits.MAX_AUTH_BYTES));
      case PREPARE -> {
        int timeoutMillis = in.getLimited(Integer.MAX_VALUE, "a time-out");
        yield new ClientMessage.Prepare(
            id, in.getString(ProtocolLimits.MAX_STATEMENT_BYTES), timeoutMillis);
      }
      case DESCRIBE -> new ClientMessage.Describe(id);
      case EXECUTE -> execute(id, in);
      case CREDIT ->
          new ClientMessage.Credit(
              id, positive(in.getLimited(ProtocolLimits.MAX_CREDIT_BYTES, "a credit")));
      case CANCEL -> new ClientMessage.Cancel(id);
      case CLOSE -> new ClientMessage.Close(id);
      case SET_OPTION -> {
        String name = in.getString();
        yield new ClientMessage.SetOption(id, name, in.getString());
      }
      case PING -> new ClientMessage.Ping(id);
      case TERMINATE -> new ClientMessage.Terminate();
      case HELLO_REPLY -> {
        int version = in.getUnsignedShort();
        List<String> capabilities = strings(in);
        yield new ServerMessage.HelloReply(version, capabilities, in.getString());
      }
      case AUTHENTICATE_CHALLENGE ->
          new ServerMessage.AuthenticateChallenge(in.getSized(ProtocolLimits.MAX_AUTH_BYTES));
      case AUTHENTICATE_OK -> {
        long sessionId = in.getLong();
        byte[] secret = in.getBytes(ProtocolLimits.SECRET_BYTES);
        byte[] data = in.getSized(ProtocolLimits.MAX_AUTH_BYTES);
        yield new ServerMessage.AuthenticateOk(sessionId, secret, data, pairs(in));
      }
      case PREPARED -> prepared(id, in);
      case ROWS -> new ServerMessage.Rows(id, BatchReading.read(in));
      case COMPLETE -> {
        long rowCount = in.getLong();
        yield new ServerMessage.Complete(id, rowCount, notices(in));
      }
      case WARNING -> new ServerMessage.Warning(id, notice(in));
      case FAILURE -> {
        String sqlState = sqlState(in);
        boolean retryable = in.getBoolean();
        String message = in.getText();
        String detail = in.getText();
        yield new ServerMessage.Failure(id, sqlState, message, detail, in.getText(), retryable);
      }
      case DONE -> new ServerMessage.Done(id);
    };
  }

  private static ClientMessage.Execute execute(int id, WireReader in) {
    int statementId = in.getInt();
    int creditBytes = positive(in.getLimited(ProtocolLimits.MAX_CREDIT_BYTES, "a credit"));
    int fetchRows = in.getLimited(Integer.MAX_VALUE, "a fetch size");
    long maxRows = in.getLong();
    if (maxRows < 0) {
      throw new ProtocolException("a row limit of " + maxRows + " is negative");
    }
    int timeoutMillis = in.getLimited(Integer.MAX_VALUE, "a time-out");
    int count = in.getCount(ProtocolLimits.MAX_PARAMETERS);
    List<TypedValue> parameters = new ArrayList<>(Math.min(count, 64));
    for (int i = 0; i < count; i++) {
      parameters.add(ValueCodec.read(in));
    }
    return new ClientMessage.Execute(
        id, statementId, creditBytes, fetchRows, maxRows, timeoutMillis, parameters);
  }

  private static ServerMessage.Prepared prepared(int id, WireReader in) {
    StatementKind kind = StatementKind.of(in.getByte());
    int columnCount = in.getCount(ProtocolLimits.MAX_COLUMNS);
    List<ColumnInfo> columns = new ArrayList<>(Math.min(columnCount, 64));
    for (int i = 0; i < columnCount; i++) {
      String name = in.getString();
      WireType type = TypeCodec.read(in);
      columns.add(new ColumnInfo(name, type, in.getBoolean()));
    }
    int parameterCount = in.getCount(ProtocolLimits.MAX_PARAMETERS);
    List<WireType> parameterTypes = new ArrayList<>(Math.min(parameterCount, 64));
    for (int i = 0; i < parameterCount; i++) {
      parameterTypes.add(TypeCodec.read(in));
    }
    return new ServerMessage.Prepared(id, kind, columns, parameterTypes, notices(in));
  }

  private static void magic(WireReader in) {
    if (in.getInt() != ClientMessage.MAGIC) {
      throw new ProtocolException(
          "the connection does not start with TCLN; is this a Thermocline client?");
    }
  }

  private static int positive(int credit) {
    if (credit == 0) {
      throw new ProtocolException("a credit must be at least 1 byte");
    }
    return credit;
  }

  private static String sqlState(WireReader in) {
    String sqlState = in.getString(5);
    if (sqlState.length() != 5) {
      throw new ProtocolException("a SQLSTATE has five characters");
    }
    return sqlState;
  }

  private static List<WireNotice> notices(WireReader in) {
    int count = in.getCount(ProtocolLimits.MAX_NOTICES);
    List<WireNotice> notices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      notices.add(notice(in));
    }
    return notices;
  }

  private static WireNotice notice(WireReader in) {
    String sqlState = sqlState(in);
    String text = in.getText();
    return new WireNotice(sqlState, text, in.getString());
  }

  private static List<String> strings(WireReader in) {
    int count = in.getCount(ProtocolLimits.MAX_CAPABILITIES);
    List<String> strings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      strings.add(in.getString());
    }
    return strings;
  }

  private static Map<String, String> pairs(WireReader in) {
    int count = in.getCount(ProtocolLimits.MAX_OPTIONS);
    Map<String, String> pairs = new HashMap<>();
    for (int i = 0; i < count; i++) {
      String name = in.getString();
      pairs.put(name, in.getString());
    }
    return pairs;
  }
}
