package io.thermocline.server.net.pgwire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.Future;
import io.thermocline.protocol.ProtocolException;
import io.thermocline.protocol.auth.ScramClient;
import io.thermocline.protocol.auth.ScramException;
import io.thermocline.protocol.auth.ScramServer;
import io.thermocline.server.net.NettyFrameChannel;
import io.thermocline.server.query.SessionContext;
import io.thermocline.server.session.SessionRegistry;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The start of a connection: encryption is declined, the version agreed on, the user authenticated
/// by SCRAM-SHA-256, and the session begun.
final class StartupHandler extends SimpleChannelInboundHandler<FrontendMessage> {
  private static final Logger LOG = LoggerFactory.getLogger(StartupHandler.class);
  private static final int SECRET_BYTES = 4;
  private static final int AUTHENTICATION_OK = 0;
  private static final int SASL = 10;
  private static final int SASL_CONTINUE = 11;
  private static final int SASL_FINAL = 12;

  /// What the client must send next.
  private sealed interface State {
    /// A request for encryption or to cancel, or the start-up message.
    record AwaitStartup() implements State {}

    /// The client's first message of SCRAM.
    record AwaitFirst(StartupOptions options) implements State {}

    /// The client's final message of SCRAM.
    record AwaitProof(StartupOptions options, ScramServer scram) implements State {}

    /// Nothing: the connection is closing or has its session.
    record Over() implements State {}
  }

  private final PgConnections connections;
  private final boolean tooMany;
  private State state = new State.AwaitStartup();
  private @Nullable Future<?> timeout;

  /// @param tooMany whether the client is to be turned away
  StartupHandler(PgConnections connections, boolean tooMany) {
    super(FrontendMessage.class);
    this.connections = connections;
    this.tooMany = tooMany;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    long millis = connections.settings().handshakeTimeout().toMillis();
    timeout = context.executor().schedule(() -> timedOut(context), millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (timeout != null) {
      timeout.cancel(false);
    }
  }

  private void timedOut(ChannelHandlerContext context) {
    refuse(context, ErrorCode.AUTHENTICATION_FAILED, "the client did not authenticate in time");
  }

  private void refuse(ChannelHandlerContext context, ErrorCode code, String message) {
    state = new State.Over();
    Refusals.close(context, code, message);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FrontendMessage message) {
    switch (state) {
      case State.AwaitStartup s -> first(context, message);
      case State.AwaitFirst s -> scramFirst(context, s.options(), authentication(message));
      case State.AwaitProof s -> scramFinal(context, s, authentication(message));
      case State.Over s -> {
        // the connection is closing
      }
    }
  }

  private static byte[] authentication(FrontendMessage message) {
    if (message instanceof FrontendMessage.Authentication step) {
      return step.data();
    }
    throw new ProtocolException(
        message.getClass().getSimpleName() + " is out of place during authentication");
  }

  private void first(ChannelHandlerContext context, FrontendMessage message) {
    switch (message) {
      case FrontendMessage.SslRequest m -> decline(context);
      case FrontendMessage.GssRequest m -> decline(context);
      case FrontendMessage.CancelRequest m -> {
        state = new State.Over();
        connections.registry().cancel(m.process(), m.secret(), 0);
        context.close();
      }
      case FrontendMessage.Startup m -> startup(context, m);
      default ->
          throw new ProtocolException(
              message.getClass().getSimpleName() + " is out of place before the start-up message");
    }
  }

  private static void decline(ChannelHandlerContext context) {
    context.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {'N'}));
  }

  private void startup(ChannelHandlerContext context, FrontendMessage.Startup message) {
    if (message.major() != 3) {
      refuse(
          context,
          ErrorCode.UNSUPPORTED,
          "unsupported frontend protocol "
              + message.major()
              + "."
              + message.minor()
              + ": server supports 3.0");
      return;
    }
    if (tooMany) {
      refuse(
          context,
          ErrorCode.TOO_MANY_CONNECTIONS,
          "sorry, too many clients already: the limit is "
              + connections.settings().maxConnections()
              + "; close a connection or try again later");
      return;
    }
    StartupOptions options = StartupOptions.of(message.parameters());
    if (message.minor() > 0 || !options.extensions().isEmpty()) {
      negotiate(context, options.extensions());
    }
    state = new State.AwaitFirst(options);
    BackendWriter out = new BackendWriter(64).begin('R').int32(SASL);
    out.string(ScramClient.MECHANISM).int8(0).end();
    send(context, out);
  }

  /// `v`: u32 newest minor version, u32 count, count × string extension that is not known.
  private static void negotiate(ChannelHandlerContext context, List<String> extensions) {
    BackendWriter out = new BackendWriter(64).begin('v').int32(0).int32(extensions.size());
    extensions.forEach(out::string);
    out.end();
    send(context, out);
  }

  private void scramFirst(ChannelHandlerContext context, StartupOptions options, byte[] data) {
    FrontendReader.SaslStart start = FrontendReader.saslStart(data);
    if (!start.mechanism().equals(ScramClient.MECHANISM)) {
      throw new ProtocolException("the only authentication mechanism is " + ScramClient.MECHANISM);
    }
    ScramServer scram =
        new ScramServer(
            options.user(),
            connections.users().verifier(options.user()),
            connections.decoy(),
            connections.random());
    try {
      byte[] challenge = scram.challenge(start.data());
      state = new State.AwaitProof(options, scram);
      sasl(context, SASL_CONTINUE, challenge);
    } catch (ScramException e) {
      throw new ProtocolException(String.valueOf(e.getMessage()));
    }
  }

  private void scramFinal(ChannelHandlerContext context, State.AwaitProof proof, byte[] data) {
    String user = proof.options().user();
    byte[] last;
    try {
      last = proof.scram().verify(data);
    } catch (ScramException e) {
      LOG.info(
          "event=authentication_failed protocol=postgres peer={}",
          context.channel().remoteAddress());
      refuse(
          context,
          ErrorCode.AUTHENTICATION_FAILED,
          "password authentication failed for user \"" + user + "\"");
      return;
    }
    sasl(context, SASL_FINAL, last);
    startSession(context, proof.options());
  }

  private void startSession(ChannelHandlerContext context, StartupOptions options) {
    SessionRegistry registry = connections.registry();
    long id = registry.newId();
    byte[] secret = registry.newSecret(SECRET_BYTES);
    SessionContext session;
    try {
      session = options.session("pg-" + id, connections.schemas());
    } catch (ThermoclineException e) {
      refuse(context, e.code(), String.valueOf(e.getMessage()));
      return;
    }
    state = new State.Over();
    NettyFrameChannel replies = new NettyFrameChannel(context.channel());
    PgSession running = connections.newSession(id, secret, session, replies);
    context.pipeline().get(FrontendDecoder.class).authenticated();
    context
        .pipeline()
        .addLast(
            "session",
            new PgSessionHandler(running, replies, connections.settings().idleTimeout()));
    registry.add(running);
    BackendWriter out = new BackendWriter(16).begin('R').int32(AUTHENTICATION_OK);
    out.end();
    send(context, out);
    context.pipeline().remove(this);
    LOG.info(
        "event=session_opened protocol=postgres session={} peer={}",
        id,
        context.channel().remoteAddress());
    Thread.ofVirtual().name("pg-session-" + id).start(running);
  }

  private static void sasl(ChannelHandlerContext context, int step, byte[] data) {
    BackendWriter out = new BackendWriter(128).begin('R').int32(step).raw(data);
    out.end();
    send(context, out);
  }

  private static void send(ChannelHandlerContext context, BackendWriter out) {
    context.writeAndFlush(Unpooled.wrappedBuffer(out.array(), 0, out.size()));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    state = new State.Over();
    Refusals.close(context, cause);
  }
}
