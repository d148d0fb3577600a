package io.thermocline.server.net.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.thermocline.protocol.ProtocolException;
import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.codec.MessageEncoder;
import io.thermocline.protocol.codec.WireWriter;
import io.thermocline.server.session.ReplyChannel;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A session's way back over a Netty channel. Sending waits while the channel's outbound buffer is
/// above its high mark.
final class NettyReplyChannel implements ReplyChannel {
  /// How long a client may take to read what was sent before the connection closes.
  private static final long LAST_WORDS_MILLIS = 1000;

  private final Channel channel;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  NettyReplyChannel(Channel channel) {
    this.channel = channel;
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
    awaitWritable();
    if (channel.isActive()) {
      channel.writeAndFlush(Unpooled.wrappedBuffer(frame, 0, length), channel.voidPromise());
    }
  }

  private void awaitWritable() {
    if (channel.isWritable() || channel.eventLoop().inEventLoop()) {
      return;
    }
    lock.lock();
    try {
      while (!channel.isWritable() && channel.isActive()) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Wakes the sender after the channel became writable or inactive.
  void writabilityChanged() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void resumeReading() {
    // On the event loop, so that it cannot overtake the pause that it ends.
    channel.eventLoop().execute(() -> channel.config().setAutoRead(true));
  }

  @Override
  public void close() {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    if (!channel.eventLoop().inEventLoop()
        && !channel.closeFuture().awaitUninterruptibly(LAST_WORDS_MILLIS)) {
      channel.close();
    }
  }
}
