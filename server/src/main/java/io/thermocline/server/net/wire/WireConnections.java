package io.thermocline.server.net.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.SocketChannel;
import io.thermocline.protocol.ProtocolLimits;
import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.auth.ScramDecoy;
import io.thermocline.protocol.codec.MessageEncoder;
import io.thermocline.server.net.Connections;
import io.thermocline.server.net.UserStore;
import io.thermocline.server.net.WireServerSettings;
import io.thermocline.server.query.QueryService;
import io.thermocline.server.query.SessionContext;
import io.thermocline.server.session.Session;
import io.thermocline.server.session.SessionRegistry;
import io.thermocline.spi.error.ErrorCode;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// What all connections of a listener share: settings, users, sessions, and the number of open
/// connections. Thread-safe.
public final class WireConnections implements Connections {
  private static final int DECOY_SECRET_BYTES = 32;

  private final WireServerSettings settings;
  private final QueryService queries;
  private final UserStore users;
  private final SessionRegistry registry;
  private final SecureRandom random;
  private final ScramDecoy decoy;
  private final AtomicInteger open = new AtomicInteger();

  /// No connections yet.
  public WireConnections(
      WireServerSettings settings,
      QueryService queries,
      UserStore users,
      SessionRegistry registry,
      SecureRandom random) {
    this.settings = settings;
    this.queries = queries;
    this.users = users;
    this.registry = registry;
    this.random = random;
    this.decoy = new ScramDecoy(registry.newSecret(DECOY_SECRET_BYTES), users.usualIterations());
  }

  @Override
  public void initialize(SocketChannel channel) {
    int count = open.incrementAndGet();
    channel.closeFuture().addListener(future -> open.decrementAndGet());
    if (count > settings.maxConnections()) {
      ServerMessage failure =
          new ServerMessage.Failure(
              0,
              ErrorCode.TOO_MANY_CONNECTIONS.sqlState(),
              "the gateway has " + settings.maxConnections() + " connections, which is its limit",
              "",
              "close a connection or try again later",
              ErrorCode.TOO_MANY_CONNECTIONS.retryable());
      channel
          .writeAndFlush(Unpooled.wrappedBuffer(MessageEncoder.frame(failure)))
          .addListener(ChannelFutureListener.CLOSE);
      return;
    }
    channel
        .pipeline()
        .addLast("frames", new FrameDecoder(ProtocolLimits.MAX_HANDSHAKE_FRAME_BYTES))
        .addLast("handshake", new HandshakeHandler(this));
  }

  @Override
  public int count() {
    return open.get();
  }

  WireServerSettings settings() {
    return settings;
  }

  UserStore users() {
    return users;
  }

  SessionRegistry registry() {
    return registry;
  }

  SecureRandom random() {
    return random;
  }

  ScramDecoy decoy() {
    return decoy;
  }

  Session newSession(long id, byte[] secret, SessionContext context, NettyReplyChannel replies) {
    return new Session(id, secret, context, queries, replies, registry, settings.limits());
  }
}
