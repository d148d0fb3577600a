package io.thermocline.server.net.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.thermocline.protocol.ProtocolException;
import java.util.List;

/// Bytes to messages. A length is checked before anything waits for it, so a peer cannot make the
/// gateway hold more than the limit. The first violation ends decoding; what follows is thrown
/// away.
final class FrontendDecoder extends ByteToMessageDecoder {
  /// The longest start-up message, as in PostgreSQL.
  static final int MAX_STARTUP_BYTES = 10_000;

  /// The longest message before authentication has succeeded.
  static final int MAX_AUTHENTICATION_BYTES = 64 << 10;

  /// The longest message of an open session.
  static final int MAX_MESSAGE_BYTES = 16 << 20;

  private static final int LENGTH_BYTES = 4;

  private int maxBytes = MAX_AUTHENTICATION_BYTES;
  private boolean started;
  private boolean broken;

  /// Lets messages be as long as an open session's may.
  void authenticated() {
    maxBytes = MAX_MESSAGE_BYTES;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (broken) {
      in.skipBytes(in.readableBytes());
      return;
    }
    try {
      if (started) {
        typed(in, out);
      } else {
        first(in, out);
      }
    } catch (ProtocolException e) {
      broken = true;
      in.skipBytes(in.readableBytes());
      throw e;
    }
  }

  private void first(ByteBuf in, List<Object> out) {
    if (in.readableBytes() < LENGTH_BYTES) {
      return;
    }
    int length = length(in.getInt(in.readerIndex()), 2 * LENGTH_BYTES, MAX_STARTUP_BYTES);
    if (in.readableBytes() < length) {
      return;
    }
    in.skipBytes(LENGTH_BYTES);
    FrontendMessage message = FrontendReader.first(body(in, length));
    started = message instanceof FrontendMessage.Startup;
    out.add(message);
  }

  private void typed(ByteBuf in, List<Object> out) {
    if (in.readableBytes() < 1 + LENGTH_BYTES) {
      return;
    }
    int length = length(in.getInt(in.readerIndex() + 1), LENGTH_BYTES, maxBytes);
    if (in.readableBytes() < 1 + length) {
      return;
    }
    int type = in.readUnsignedByte();
    in.skipBytes(LENGTH_BYTES);
    out.add(FrontendReader.typed(type, body(in, length)));
  }

  private static int length(int length, int least, int most) {
    if (length < least || length > most) {
      throw new ProtocolException(
          "a message of "
              + Integer.toUnsignedString(length)
              + " bytes is out of bounds; between "
              + least
              + " and "
              + most
              + " are allowed here");
    }
    return length;
  }

  private static byte[] body(ByteBuf in, int length) {
    byte[] body = new byte[length - LENGTH_BYTES];
    in.readBytes(body);
    return body;
  }
}
