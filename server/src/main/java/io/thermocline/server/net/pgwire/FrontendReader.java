package io.thermocline.server.net.pgwire;

import io.thermocline.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Bodies of messages to messages. Every length is checked against what the body holds.
final class FrontendReader {
  private static final int SSL_REQUEST = 80_877_103;
  private static final int GSS_REQUEST = 80_877_104;
  private static final int CANCEL_REQUEST = 80_877_102;
  private static final int LONGEST_SECRET = 256;

  private final ByteBuffer body;

  private FrontendReader(byte[] body) {
    this.body = ByteBuffer.wrap(body);
  }

  /// The first message of a connection, without its length.
  static FrontendMessage first(byte[] body) {
    FrontendReader in = new FrontendReader(body);
    int code = in.int32();
    return switch (code) {
      case SSL_REQUEST -> in.end(new FrontendMessage.SslRequest());
      case GSS_REQUEST -> in.end(new FrontendMessage.GssRequest());
      case CANCEL_REQUEST -> {
        int process = in.int32();
        byte[] secret = in.bytes(in.body.remaining());
        if (secret.length > LONGEST_SECRET) {
          throw new ProtocolException("a cancel request's secret is too long");
        }
        yield new FrontendMessage.CancelRequest(process, secret);
      }
      default -> in.startup(code);
    };
  }

  private FrontendMessage startup(int version) {
    Map<String, String> parameters = new LinkedHashMap<>();
    int major = version >>> 16;
    if (major == 3) {
      for (String name = string(); !name.isEmpty(); name = string()) {
        parameters.put(name, string());
      }
    }
    return new FrontendMessage.Startup(major, version & 0xffff, parameters);
  }

  /// A message after the first.
  static FrontendMessage typed(int type, byte[] bytes) {
    FrontendReader in = new FrontendReader(bytes);
    return switch (type) {
      case 'p' -> new FrontendMessage.Authentication(bytes);
      case 'Q' -> in.end(new FrontendMessage.Query(in.string()));
      case 'P' -> in.end(in.parse());
      case 'B' -> in.end(in.bind());
      case 'D' -> in.end(new FrontendMessage.Describe(in.isPortal(), in.string()));
      case 'E' -> in.end(new FrontendMessage.Execute(in.string(), in.int32()));
      case 'C' -> in.end(new FrontendMessage.Close(in.isPortal(), in.string()));
      case 'H' -> in.end(new FrontendMessage.Flush());
      case 'S' -> in.end(new FrontendMessage.Sync());
      case 'X' -> in.end(new FrontendMessage.Terminate());
      case 'F' -> new FrontendMessage.FunctionCall();
      case 'd', 'c', 'f' -> new FrontendMessage.CopyPart();
      default ->
          throw new ProtocolException(
              "there is no message of type 0x" + Integer.toHexString(type & 0xff));
    };
  }

  private FrontendMessage parse() {
    String name = string();
    String text = string();
    return new FrontendMessage.Parse(name, text, int32s(count()));
  }

  private FrontendMessage bind() {
    String portal = string();
    String statement = string();
    List<Integer> parameterFormats = formats();
    int count = count();
    List<byte @Nullable []> parameters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = int32();
      if (length < -1) {
        throw new ProtocolException("a parameter's length is " + length);
      }
      parameters.add(length < 0 ? null : bytes(length));
    }
    return new FrontendMessage.Bind(portal, statement, parameterFormats, parameters, formats());
  }

  /// The mechanism and the data of the first step of an authentication.
  static SaslStart saslStart(byte[] bytes) {
    FrontendReader in = new FrontendReader(bytes);
    String mechanism = in.string();
    int length = in.int32();
    byte[] data = length < 0 ? new byte[0] : in.bytes(length);
    in.requireEnd();
    return new SaslStart(mechanism, data);
  }

  /// The first step of an authentication.
  @SuppressWarnings("ArrayRecordComponent")
  record SaslStart(String mechanism, byte[] data) {}

  private List<Integer> formats() {
    int count = count();
    List<Integer> formats = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int format = int16();
      if (format != 0 && format != 1) {
        throw new ProtocolException("format " + format + " is neither text nor binary");
      }
      formats.add(format);
    }
    return List.copyOf(formats);
  }

  private List<Integer> int32s(int count) {
    List<Integer> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(int32());
    }
    return values;
  }

  private boolean isPortal() {
    byte kind = bytes(1)[0];
    if (kind != 'S' && kind != 'P') {
      throw new ProtocolException("neither a statement nor a portal is named");
    }
    return kind == 'P';
  }

  private int count() {
    return int16() & 0xffff;
  }

  private int int16() {
    require(2);
    return body.getShort();
  }

  private int int32() {
    require(4);
    return body.getInt();
  }

  private byte[] bytes(int length) {
    require(length);
    byte[] bytes = new byte[length];
    body.get(bytes);
    return bytes;
  }

  private String string() {
    int start = body.position();
    int end = start;
    while (end < body.limit() && body.get(end) != 0) {
      end++;
    }
    if (end == body.limit()) {
      throw new ProtocolException("a string has no end");
    }
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(body.slice(start, end - start)).toString();
      body.position(end + 1);
      return text;
    } catch (CharacterCodingException e) {
      ProtocolException failure = new ProtocolException("a string is not UTF-8");
      failure.initCause(e);
      throw failure;
    }
  }

  private <T> T end(T message) {
    requireEnd();
    return message;
  }

  private void requireEnd() {
    if (body.hasRemaining()) {
      throw new ProtocolException("a message is longer than its content");
    }
  }

  private void require(int count) {
    if (body.remaining() < count) {
      throw new ProtocolException("a message ends before its content does");
    }
  }
}
