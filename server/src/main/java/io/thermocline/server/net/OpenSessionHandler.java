package io.thermocline.server.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.thermocline.server.session.ClientSession;
import io.thermocline.spi.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Hands an open session's messages over and tells it when the connection is congested, broken,
/// idle for too long or gone. Used by the connection's event loop.
///
/// @param <M> the protocol's messages
public abstract class OpenSessionHandler<M> extends SimpleChannelInboundHandler<M> {
  private final ClientSession session;
  private final Runnable writabilityChanged;
  private final long idleNanos;
  private long lastRead;

  /// A handler of one session.
  ///
  /// @param writabilityChanged told whenever the connection can or cannot take more
  /// @param idleTimeout zero for none
  protected OpenSessionHandler(
      Class<M> messages, ClientSession session, Runnable writabilityChanged, Duration idleTimeout) {
    super(messages);
    this.session = session;
    this.writabilityChanged = writabilityChanged;
    this.idleNanos = idleTimeout.toNanos();
  }

  /// Gives the session a message; false when it has as many as it may hold.
  protected abstract boolean offer(M message);

  /// Says why, and closes the connection.
  protected abstract void close(ChannelHandlerContext context, ErrorCode code, String reason);

  /// Says what went wrong, and closes the connection.
  protected abstract void close(ChannelHandlerContext context, Throwable cause);

  @Override
  public final void handlerAdded(ChannelHandlerContext context) {
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
    close(
        context,
        ErrorCode.SHUTTING_DOWN,
        "the session was idle for " + TimeUnit.NANOSECONDS.toSeconds(idleNanos) + " s");
  }

  @Override
  protected final void channelRead0(ChannelHandlerContext context, M message) {
    lastRead = System.nanoTime();
    if (!offer(message)) {
      context.channel().config().setAutoRead(false);
    }
  }

  @Override
  public final void channelWritabilityChanged(ChannelHandlerContext context) {
    writabilityChanged.run();
    context.fireChannelWritabilityChanged();
  }

  @Override
  public final void channelInactive(ChannelHandlerContext context) {
    session.disconnect();
    writabilityChanged.run();
    context.fireChannelInactive();
  }

  @Override
  public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    session.disconnect();
    close(context, cause);
  }
}
