package io.thermocline.protocol.codec;

import io.thermocline.protocol.ClientMessage;
import io.thermocline.protocol.ColumnInfo;
import io.thermocline.protocol.Message;
import io.thermocline.protocol.ProtocolLimits;
import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.TypedValue;
import io.thermocline.protocol.WireNotice;
import io.thermocline.protocol.WireType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Messages to frames. */
public final class MessageEncoder {
  private MessageEncoder() {}

  /** The frame of a message. */
  public static byte[] frame(Message message) {
    WireWriter out = new WireWriter(64);
    write(out, message);
    return out.toByteArray();
  }

  /**
   * Appends a message's frame.
   *
   * @throws io.thermocline.protocol.ProtocolException when the message exceeds a limit; the
   *     writer's content is then unusable
   */
  public static void write(WireWriter out, Message message) {
    out.beginFrame(message.type(), message.id());
    switch (message.type()) {
      case HELLO -> hello(out, (ClientMessage.Hello) message);
      case CANCEL_REQUEST -> cancelRequest(out, (ClientMessage.CancelRequest) message);
      case AUTHENTICATE -> authenticate(out, (ClientMessage.Authenticate) message);
      case AUTHENTICATE_CONTINUE ->
          out.putSized(((ClientMessage.AuthenticateContinue) message).data());
      case PREPARE -> {
        out.putInt(((ClientMessage.Prepare) message).timeoutMillis());
        out.putString(
            ((ClientMessage.Prepare) message).statement(), ProtocolLimits.MAX_STATEMENT_BYTES);
      }
      case EXECUTE -> execute(out, (ClientMessage.Execute) message);
      case CREDIT -> out.putInt(((ClientMessage.Credit) message).bytes());
      case SET_OPTION -> {
        out.putString(((ClientMessage.SetOption) message).name());
        out.putString(((ClientMessage.SetOption) message).value());
      }
      case DESCRIBE, CANCEL, CLOSE, PING, TERMINATE, DONE -> {
        // no body
      }
      case HELLO_REPLY -> helloReply(out, (ServerMessage.HelloReply) message);
      case AUTHENTICATE_CHALLENGE ->
          out.putSized(((ServerMessage.AuthenticateChallenge) message).data());
      case AUTHENTICATE_OK -> authenticateOk(out, (ServerMessage.AuthenticateOk) message);
      case PREPARED -> prepared(out, (ServerMessage.Prepared) message);
      case ROWS -> out.putBytes(((ServerMessage.Rows) message).batch().body());
      case COMPLETE -> {
        out.putLong(((ServerMessage.Complete) message).rowCount());
        notices(out, ((ServerMessage.Complete) message).notices());
      }
      case WARNING -> notice(out, ((ServerMessage.Warning) message).notice());
      case FAILURE -> failure(out, (ServerMessage.Failure) message);
    }
    out.endFrame();
  }

  private static void hello(WireWriter out, ClientMessage.Hello message) {
    out.putInt(ClientMessage.MAGIC);
    out.putShort(message.minVersion());
    out.putShort(message.maxVersion());
    strings(out, message.capabilities());
    out.putString(message.clientName());
  }

  private static void cancelRequest(WireWriter out, ClientMessage.CancelRequest message) {
    out.putInt(ClientMessage.MAGIC);
    out.putLong(message.sessionId());
    out.putBytes(message.secret());
    out.putInt(message.target());
  }

  private static void authenticate(WireWriter out, ClientMessage.Authenticate message) {
    out.putString(message.user());
    out.putString(message.catalog());
    out.putString(message.mechanism());
    out.putSized(message.data());
    pairs(out, message.options());
  }

  private static void execute(WireWriter out, ClientMessage.Execute message) {
    out.putInt(message.statementId());
    out.putInt(message.creditBytes());
    out.putInt(message.fetchRows());
    out.putLong(message.maxRows());
    out.putInt(message.timeoutMillis());
    out.putCount(message.parameters().size(), ProtocolLimits.MAX_PARAMETERS);
    for (TypedValue value : message.parameters()) {
      ValueCodec.write(out, value);
    }
  }

  private static void helloReply(WireWriter out, ServerMessage.HelloReply message) {
    out.putShort(message.version());
    strings(out, message.capabilities());
    out.putString(message.serverName());
  }

  private static void authenticateOk(WireWriter out, ServerMessage.AuthenticateOk message) {
    out.putLong(message.sessionId());
    out.putBytes(message.secret());
    out.putSized(message.data());
    pairs(out, message.parameters());
  }

  private static void prepared(WireWriter out, ServerMessage.Prepared message) {
    out.putByte(message.kind().code());
    out.putCount(message.columns().size(), ProtocolLimits.MAX_COLUMNS);
    for (ColumnInfo column : message.columns()) {
      out.putString(column.name());
      TypeCodec.write(out, column.type());
      out.putBoolean(column.nullable());
    }
    out.putCount(message.parameterTypes().size(), ProtocolLimits.MAX_PARAMETERS);
    for (WireType type : message.parameterTypes()) {
      TypeCodec.write(out, type);
    }
    notices(out, message.notices());
  }

  private static void failure(WireWriter out, ServerMessage.Failure message) {
    out.putString(message.sqlState());
    out.putBoolean(message.retryable());
    out.putText(message.message());
    out.putText(message.detail());
    out.putText(message.hint());
  }

  private static void notices(WireWriter out, List<WireNotice> notices) {
    out.putCount(notices.size(), ProtocolLimits.MAX_NOTICES);
    for (WireNotice notice : notices) {
      notice(out, notice);
    }
  }

  private static void notice(WireWriter out, WireNotice notice) {
    out.putString(notice.sqlState());
    out.putText(notice.text());
    out.putString(notice.value());
  }

  private static void strings(WireWriter out, List<String> values) {
    out.putCount(values.size(), ProtocolLimits.MAX_CAPABILITIES);
    for (String value : values) {
      out.putString(value);
    }
  }

  private static void pairs(WireWriter out, Map<String, String> pairs) {
    out.putCount(pairs.size(), ProtocolLimits.MAX_OPTIONS);
    for (Map.Entry<String, String> pair : new TreeMap<>(pairs).entrySet()) {
      out.putString(pair.getKey());
      out.putString(pair.getValue());
    }
  }
}
