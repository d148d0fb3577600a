package io.thermocline.server.net.wire;

import io.netty.channel.Channel;
import io.thermocline.protocol.ProtocolException;
import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.codec.MessageEncoder;
import io.thermocline.protocol.codec.WireWriter;
import io.thermocline.server.net.NettyFrameChannel;
import io.thermocline.server.session.ReplyChannel;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;

/// A session's way back in frames of the native protocol.
final class NettyReplyChannel implements ReplyChannel {
  private final NettyFrameChannel frames;

  NettyReplyChannel(Channel channel) {
    this.frames = new NettyFrameChannel(channel);
  }

  @Override
  public void send(ServerMessage message) {
    send(new WireWriter(256), message);
  }

  @Override
  public void send(WireWriter frames, ServerMessage last) {
    try {
      MessageEncoder.write(frames, last);
    } catch (ProtocolException e) {
      throw new ThermoclineException(
          ErrorCode.UNSUPPORTED, "an answer exceeds the protocol's limits: " + e.getMessage(), e);
    }
    sendFrame(frames.array(), frames.size());
  }

  @Override
  public void sendFrame(byte[] frame, int length) {
    frames.sendFrame(frame, length);
  }

  @Override
  public void resumeReading() {
    frames.resumeReading();
  }

  @Override
  public void close() {
    frames.close();
  }

  void writabilityChanged() {
    frames.writabilityChanged();
  }
}
