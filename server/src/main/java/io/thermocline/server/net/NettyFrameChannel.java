package io.thermocline.server.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.thermocline.server.session.FrameChannel;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A session's way back over a Netty channel. Sending waits while the channel's outbound buffer is
/// above its high mark.
public final class NettyFrameChannel implements FrameChannel {
  /// How long a client may take to read what was sent before the connection closes.
  private static final long LAST_WORDS_MILLIS = 1000;

  private final Channel channel;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// The way back over a channel.
  public NettyFrameChannel(Channel channel) {
    this.channel = channel;
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
  public void writabilityChanged() {
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
