package io.thermocline.server.net.pgwire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.thermocline.server.net.NettyFrameChannel;
import io.thermocline.spi.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Hands an open session's messages over and tells it when the connection is congested, broken or
/// gone.
final class PgSessionHandler extends SimpleChannelInboundHandler<FrontendMessage> {
  private final PgSession session;
  private final NettyFrameChannel replies;
  private final long idleNanos;
  private long lastRead;

  PgSessionHandler(PgSession session, NettyFrameChannel replies, Duration idleTimeout) {
    super(FrontendMessage.class);
    this.session = session;
    this.replies = replies;
    this.idleNanos = idleTimeout.toNanos();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    lastRead = System.nanoTime();
    if (idleNanos > 0) {
      context.executor().schedule(() -> checkIdle(context), idleNanos, TimeUnit.NANOSECONDS);
    }
  }

  private void checkIdle(ChannelHandlerContext context) {
    if (!context.channel().isActive()) {
      return;
    }
    long rest = lastRead + idleNanos - System.nanoTime();
    if (rest > 0 || session.isBusy()) {
      context
          .executor()
          .schedule(() -> checkIdle(context), rest > 0 ? rest : idleNanos, TimeUnit.NANOSECONDS);
      return;
    }
    session.disconnect();
    Refusals.close(
        context,
        ErrorCode.SHUTTING_DOWN,
        "the session was idle for " + TimeUnit.NANOSECONDS.toSeconds(idleNanos) + " s");
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FrontendMessage message) {
    lastRead = System.nanoTime();
    if (!session.offer(message)) {
      context.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    replies.writabilityChanged();
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    session.disconnect();
    replies.writabilityChanged();
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    session.disconnect();
    Refusals.close(context, cause);
  }
}
