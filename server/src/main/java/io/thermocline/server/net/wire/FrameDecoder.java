package io.thermocline.server.net.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.thermocline.protocol.ClientMessage;
import io.thermocline.protocol.Message;
import io.thermocline.protocol.ProtocolException;
import io.thermocline.protocol.codec.MessageDecoder;
import io.thermocline.protocol.codec.WireWriter;
import java.util.List;

/// Bytes to client messages. A length is checked before anything waits for it, so a peer cannot
/// make the gateway hold more than the limit. The first violation ends decoding; what follows is
/// thrown away.
final class FrameDecoder extends ByteToMessageDecoder {
  private static final int LENGTH_BYTES = 4;

  private int maxFrameBytes;
  private boolean broken;

  FrameDecoder(int maxFrameBytes) {
    this.maxFrameBytes = maxFrameBytes;
  }

  /// Sets another limit for frames whose decoding has not begun.
  void maxFrameBytes(int bytes) {
    maxFrameBytes = bytes;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (broken) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (in.readableBytes() < LENGTH_BYTES) {
      return;
    }
    try {
      int start = in.readerIndex();
      int bodyBytes = MessageDecoder.bodyBytes(in.getIntLE(start), maxFrameBytes);
      if (in.readableBytes() < WireWriter.HEADER_BYTES + bodyBytes) {
        return;
      }
      int code = in.getUnsignedByte(start + 4);
      int id = in.getIntLE(start + 5);
      byte[] body = new byte[bodyBytes];
      in.getBytes(start + WireWriter.HEADER_BYTES, body);
      in.skipBytes(WireWriter.HEADER_BYTES + bodyBytes);
      out.add(client(MessageDecoder.decode(code, id, body)));
    } catch (ProtocolException e) {
      broken = true;
      in.skipBytes(in.readableBytes());
      throw e;
    }
  }

  private static ClientMessage client(Message message) {
    if (message instanceof ClientMessage fromClient) {
      return fromClient;
    }
    throw new ProtocolException(message.type() + " is a message of the server");
  }
}
