package io.thermocline.server.net.wire;

import io.netty.channel.ChannelHandlerContext;
import io.thermocline.protocol.ClientMessage;
import io.thermocline.protocol.MessageType;
import io.thermocline.protocol.ProtocolException;
import io.thermocline.server.net.OpenSessionHandler;
import io.thermocline.server.session.Session;
import io.thermocline.spi.error.ErrorCode;
import java.time.Duration;

/// An open session of the native protocol.
final class SessionHandler extends OpenSessionHandler<ClientMessage> {
  private final Session session;

  SessionHandler(Session session, NettyReplyChannel replies, Duration idleTimeout) {
    super(ClientMessage.class, session, replies::writabilityChanged, idleTimeout);
    this.session = session;
  }

  @Override
  protected boolean offer(ClientMessage message) {
    MessageType type = message.type();
    if (type.code() < MessageType.PREPARE.code()) {
      throw new ProtocolException(type + " is out of place in an open session");
    }
    return session.offer(message);
  }

  @Override
  protected void close(ChannelHandlerContext context, ErrorCode code, String reason) {
    Failures.close(context, code, reason);
  }

  @Override
  protected void close(ChannelHandlerContext context, Throwable cause) {
    Failures.close(context, cause);
  }
}
