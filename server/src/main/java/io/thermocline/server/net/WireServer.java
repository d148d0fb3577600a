package io.thermocline.server.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.thermocline.server.net.pgwire.PgConnections;
import io.thermocline.server.net.wire.WireConnections;
import io.thermocline.server.query.QueryService;
import io.thermocline.server.session.ClientSession;
import io.thermocline.server.session.SessionRegistry;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The listener of a protocol: the native one, or PostgreSQL's. [#start] and [#startPostgres] bind;
/// [#close] stops gracefully.
public final class WireServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WireServer.class);
  private static final int EVENT_LOOPS = 2;
  private static final boolean REUSE_ADDRESS =
      !System.getProperty("os.name", "").startsWith("Windows");
  private static final WriteBufferWaterMark WRITE_MARKS =
      new WriteBufferWaterMark(512 << 10, 1 << 20);

  private final String protocol;
  private final WireServerSettings settings;
  private final EventLoopGroup group;
  private final SessionRegistry registry;
  private final Connections connections;
  private final Channel listener;
  private final AtomicBoolean closed = new AtomicBoolean();

  private WireServer(
      String protocol,
      WireServerSettings settings,
      EventLoopGroup group,
      SessionRegistry registry,
      Connections connections,
      Channel listener) {
    this.protocol = protocol;
    this.settings = settings;
    this.group = group;
    this.registry = registry;
    this.connections = connections;
    this.listener = listener;
  }

  /// Listens and serves the native protocol.
  ///
  /// @throws ThermoclineException CONFIGURATION when the port is in use or cannot be bound
  public static WireServer start(
      WireServerSettings settings, QueryService queries, UserStore users) {
    SecureRandom random = new SecureRandom();
    SessionRegistry registry = new SessionRegistry(random);
    return bind(
        "native",
        settings,
        registry,
        new WireConnections(settings, queries, users, registry, random));
  }

  /// Listens and serves PostgreSQL's protocol.
  ///
  /// @param schemas those that a client may name as its database
  /// @throws ThermoclineException CONFIGURATION when the port is in use or cannot be bound
  public static WireServer startPostgres(
      WireServerSettings settings,
      QueryService queries,
      UserStore users,
      Supplier<List<String>> schemas) {
    SecureRandom random = new SecureRandom();
    SessionRegistry registry = new SessionRegistry(random);
    return bind(
        "postgres",
        settings,
        registry,
        new PgConnections(settings, queries, users, registry, random, schemas));
  }

  private static WireServer bind(
      String protocol,
      WireServerSettings settings,
      SessionRegistry registry,
      Connections connections) {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(EVENT_LOOPS, NioIoHandler.newFactory());
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 128)
            .option(ChannelOption.SO_REUSEADDR, REUSE_ADDRESS)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_MARKS)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    connections.initialize(channel);
                  }
                });
    ChannelFuture bound =
        bootstrap
            .bind(new InetSocketAddress(settings.address(), settings.port()))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw cannotBind(settings, bound.cause());
    }
    WireServer server =
        new WireServer(protocol, settings, group, registry, connections, bound.channel());
    LOG.info("event=listening protocol={} address={}", protocol, server.address());
    return server;
  }

  /// Fails when the address is taken, before anything is started that would have to be stopped
  /// again. Another process may still take it until [#start].
  ///
  /// @throws ThermoclineException CONFIGURATION
  public static void checkFree(WireServerSettings settings) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(REUSE_ADDRESS);
      probe.bind(new InetSocketAddress(settings.address(), settings.port()));
    } catch (IOException e) {
      throw cannotBind(settings, e);
    }
  }

  private static ThermoclineException cannotBind(WireServerSettings settings, Throwable cause) {
    String address = settings.address().getHostAddress() + " port " + settings.port();
    String message =
        cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")
            ? address + " is in use by another process; stop that one"
            : "cannot listen on " + address + ": " + cause.getMessage();
    return new ThermoclineException(
        ErrorCode.CONFIGURATION,
        message + ", or choose another with `listen` in the configuration or --port of the demo",
        cause);
  }

  /// Where clients connect.
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  /// The port that clients connect to.
  public int port() {
    return address().getPort();
  }

  /// The number of open sessions.
  public int sessionCount() {
    return registry.size();
  }

  /// The number of open connections, authenticated or not.
  public int connectionCount() {
    return connections.count();
  }

  /// Stops listening, lets running statements end for as long as the settings allow, cancels the
  /// rest. Idempotent; blocks.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    listener.close().awaitUninterruptibly();
    registry.sessions().forEach(ClientSession::stop);
    try {
      long deadline = System.nanoTime() + settings.stopTimeout().toNanos();
      for (ClientSession session : registry.sessions()) {
        if (!session.awaitEnd(deadline - System.nanoTime())) {
          session.cancel(0);
        }
      }
      long lastDeadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
      for (ClientSession session : registry.sessions()) {
        session.awaitEnd(lastDeadline - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    registry.sessions().forEach(ClientSession::disconnect);
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    LOG.info("event=stopped protocol={}", protocol);
  }
}
