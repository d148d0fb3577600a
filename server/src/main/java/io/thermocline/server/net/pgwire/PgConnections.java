package io.thermocline.server.net.pgwire;

import io.netty.channel.socket.SocketChannel;
import io.thermocline.protocol.auth.ScramDecoy;
import io.thermocline.server.net.Connections;
import io.thermocline.server.net.NettyFrameChannel;
import io.thermocline.server.net.UserStore;
import io.thermocline.server.net.WireServerSettings;
import io.thermocline.server.query.QueryService;
import io.thermocline.server.query.SessionContext;
import io.thermocline.server.session.SessionRegistry;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// What all connections of the Postgres listener share. Thread-safe.
public final class PgConnections implements Connections {
  private static final int DECOY_SECRET_BYTES = 32;

  private final WireServerSettings settings;
  private final QueryService queries;
  private final UserStore users;
  private final SessionRegistry registry;
  private final SecureRandom random;
  private final ScramDecoy decoy;
  private final Supplier<List<String>> schemas;
  private final AtomicInteger open = new AtomicInteger();

  /// No connections yet.
  ///
  /// @param schemas those that a client may name as its database
  public PgConnections(
      WireServerSettings settings,
      QueryService queries,
      UserStore users,
      SessionRegistry registry,
      SecureRandom random,
      Supplier<List<String>> schemas) {
    this.settings = settings;
    this.queries = queries;
    this.users = users;
    this.registry = registry;
    this.random = random;
    this.decoy = new ScramDecoy(registry.newSecret(DECOY_SECRET_BYTES), users.usualIterations());
    this.schemas = schemas;
  }

  @Override
  public void initialize(SocketChannel channel) {
    int count = open.incrementAndGet();
    channel.closeFuture().addListener(future -> open.decrementAndGet());
    channel
        .pipeline()
        .addLast("messages", new FrontendDecoder())
        .addLast("startup", new StartupHandler(this, count > settings.maxConnections()));
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

  List<String> schemas() {
    return schemas.get();
  }

  PgSession newSession(long id, byte[] secret, SessionContext context, NettyFrameChannel replies) {
    return new PgSession(id, secret, context, queries, replies, registry, settings.limits());
  }
}
