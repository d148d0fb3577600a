package io.thermocline.server.net.pgwire;

import io.netty.channel.ChannelHandlerContext;
import io.thermocline.server.net.NettyFrameChannel;
import io.thermocline.server.net.OpenSessionHandler;
import io.thermocline.spi.error.ErrorCode;
import java.time.Duration;

/// An open session of PostgreSQL's protocol.
final class PgSessionHandler extends OpenSessionHandler<FrontendMessage> {
  private final PgSession session;

  PgSessionHandler(PgSession session, NettyFrameChannel replies, Duration idleTimeout) {
    super(FrontendMessage.class, session, replies::writabilityChanged, idleTimeout);
    this.session = session;
  }

  @Override
  protected boolean offer(FrontendMessage message) {
    return session.offer(message);
  }

  @Override
  protected void close(ChannelHandlerContext context, ErrorCode code, String reason) {
    Refusals.close(context, code, reason);
  }

  @Override
  protected void close(ChannelHandlerContext context, Throwable cause) {
    Refusals.close(context, cause);
  }
}
